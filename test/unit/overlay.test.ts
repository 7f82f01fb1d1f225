// The overlay of a descriptor: its entries, and what they refer to.
import { describe, expect, test } from 'vitest';
import { bind } from '../../server/src/model/bind.ts';
import { parse } from '../../server/src/syntax/parse.ts';
import { reparse } from '../../server/src/syntax/reparse.ts';

const text = `cloudformation:
  Parameters:
    Mail: { Type: String }
  Mappings:
    Sizes: { prod: { memory: '512' } }
  Conditions:
    IsProd: !Equals [!Ref Stage, prod]
    Both: !And [!Condition IsProd, { Condition: Other }]
  Resources:
    Alarm:
      Type: AWS::CloudWatch::Alarm
      Condition: IsProd
      DependsOn: [Topic, Queue]
      Properties:
        Arn: !GetAtt Topic.Arn
        Listed: !GetAtt [Topic, Arn]
        Long: { 'Fn::GetAtt': [Topic, Arn] }
        Name: !Sub 'a-\${Topic.Name}-\${!Literal}-\${ AWS::Region }'
        Own: !Sub ['\${Var}-\${Topic}', { Var: !Ref Mail }]
        Size: !FindInMap [Sizes, prod, memory]
        Choice: !If [IsProd, !Ref Topic, !Ref AWS::NoValue]
        Policy: { Condition: { Bool: { 'aws:SecureTransport': true } } }
        Block: !Sub |
          first
          \${Queue.Arn}
        Escaped: !Sub "a\\"\${Queue}"
    Topic: { Type: AWS::SNS::Topic, DependsOn: Queue }
  Outputs:
    Address: { Value: !Ref Topic, Condition: Both }
`;

describe('the overlay of a descriptor', () => {
  const { overlay } = bind(parse(text));
  const written = ({ start, end }: { readonly start: number; readonly end: number }): string => text.slice(start, end);

  test('can be parsed', () => {
    expect(parse(text).problems).toEqual([]);
  });

  test('has the entries of its sections', () => {
    expect(overlay.entries.map(({ section, name }) => `${section} ${name}`)).toEqual([
      'Parameters Mail',
      'Mappings Sizes',
      'Conditions IsProd',
      'Conditions Both',
      'Resources Alarm',
      'Resources Topic',
      'Outputs Address',
    ]);
    expect(overlay.find('Resources', 'Topic')?.map).toBeDefined();
    expect(overlay.find('Resources', 'IsProd')).toBeUndefined();
  });

  test('refers to names, each of which it knows in the text', () => {
    expect(
      overlay.entries.map(({ name, references }) => [
        name,
        ...references.map((one) => `${one.to} ${one.name}${one.attribute === undefined ? '' : ` ${one.attribute}`}`),
      ]),
    ).toEqual([
      ['Mail'],
      ['Sizes'],
      ['IsProd', 'value Stage'],
      ['Both', 'condition IsProd', 'condition Other'],
      [
        'Alarm',
        'condition IsProd',
        'resource Topic',
        'resource Queue',
        'resource Topic Arn',
        'resource Topic Arn',
        'resource Topic Arn',
        'resource Topic Name',
        'value AWS::Region',
        'value Topic',
        'value Mail',
        'mapping Sizes',
        'condition IsProd',
        'value Topic',
        'value AWS::NoValue',
        'resource Queue Arn',
        'value Queue',
      ],
      ['Topic', 'resource Queue'],
      ['Address', 'value Topic', 'condition Both'],
    ]);
    expect(overlay.references.every(({ name, span }) => written(span) === name)).toBe(true);
  });

  test('is the same after an edit in it', () => {
    const edited = text.replace('Topic.Arn', 'Topic.Name').replace('prod]', 'test]');
    const again = bind(reparse(edited, parse(text))).overlay;
    const names = ({ name, span }: (typeof again.references)[number]): unknown => [name, span];
    expect(again.references.map(names)).toEqual(bind(parse(edited)).overlay.references.map(names));
  });

  test('is the same in JSON', () => {
    const json = JSON.stringify({
      cloudformation: {
        Resources: {
          A: { DependsOn: 'B', Properties: { X: { 'Fn::Sub': '${C}' }, Y: { 'Fn::GetAtt': ['D', 'Arn'] } } },
        },
      },
    });
    const { references } = bind(parse(json, { format: 'json' })).overlay;
    expect(references.map(({ name, to, span }) => [name, to, json.slice(span.start, span.end)])).toEqual([
      ['B', 'resource', 'B'],
      ['C', 'value', 'C'],
      ['D', 'resource', 'D'],
    ]);
  });

  test.each([
    'cloudformation:',
    'cloudformation: []',
    'cloudformation: { Resources: { A } }',
    'cloudformation: { Resources: { __proto__: !Ref constructor } }',
    'cloudformation: { Resources: { A: &a { b: *a, c: !Sub *a } } }',
    'cloudformation: { Resources: { A: !Sub [] , B: !GetAtt , C: !GetAtt [], D: !If x, E: !Sub "${}${ }${.}" } }',
    '- cloudformation',
    'cloudformation',
  ])('of anything can be read: %s', (odd) => {
    const tree = parse(odd);
    for (const { name, span } of bind(tree).overlay.references) {
      expect(span.end - span.start).toBeGreaterThanOrEqual(name.length);
    }
  });

  test('allows tags, which are not allowed elsewhere', () => {
    const problemsOf = (descriptor: string): string[] =>
      parse(descriptor).problems.map(({ span }) => descriptor.slice(span.start, span.end));
    expect(problemsOf('cloudformation:\n  a: !Ref b\nresources: !Ref c\n')).toEqual(['!Ref']);
    expect(problemsOf('resources:\n  cloudformation:\n    a: !Ref b\n')).toEqual(['!Ref']);
    expect(problemsOf('cloudformation: { a: !!int b }')).toEqual(['!!int']);
    const json = parse('{ "cloudformation": { "a": !Ref "b" } }', { format: 'json' });
    expect(json.problems.map(({ message }) => message)).toEqual([expect.stringContaining('JSON has no tags')]);
  });
});
