// Texts of any length in a descriptor give a template within the limits of AWS that no rule reports.
import { expect, test } from 'vitest';
import { analyze } from '../../../server/src/analysis.ts';
import { descriptorText, type DescriptorResource } from '../../harness/descriptor.ts';
import { get, readTemplate, resourcesOf, walk } from '../../harness/read-template.ts';

const long = (letter: string): string => letter.repeat(1000);
const lambda: DescriptorResource = {
  type: 'lambda-function',
  name: 'F',
  runtime: 'nodejs22.x',
  entryPoint: 'a.handler',
};

function templateOf(resources: Readonly<Record<string, DescriptorResource>>): unknown {
  return readTemplate(analyze(descriptorText({ resources })).template('json') ?? '', 'json');
}

function api(name: string, route: string, handler: string): DescriptorResource {
  const endpoints = [{ route, operationMode: '2-way', connections: [handler] }];
  return { type: 'websocket-api', name, routeSelectorProperty: 'action', endpoints };
}

test('a tag has at most 256 characters', () => {
  const template = templateOf({
    [long('q')]: { type: 'sqs-queue', name: 'Q' },
    [long('a')]: api('A', 'send', 'F'),
    F: lambda,
  });
  const tags = [...walk(template)].flatMap(([path, value]) =>
    path.includes('Tags') && typeof value === 'string' ? [value.length] : [],
  );
  expect(Math.max(...tags)).toBe(256);
});

test('a permission covers all routes of the stage if the ARN of its route would be longer than 1,024 characters', () => {
  const sources = (route: string): unknown =>
    [...resourcesOf(templateOf({ A: api('A', route, 'F'), F: lambda })).values()].flatMap(({ type, properties }) =>
      type === 'AWS::Lambda::Permission' ? [get(properties, 'SourceArn', 'Fn::Sub')] : [],
    );
  const start = 'arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${A}/prod';
  expect(sources('r'.repeat(700))).toEqual([`${start}/${'r'.repeat(700)}`]);
  expect(sources(long('r'))).toEqual([`${start}/*`]);
});

test('the statement IDs in the notes have at most 100 characters, and differ', () => {
  const [first, second] = ['A'.repeat(64), `${'A'.repeat(63)}B`];
  const existing = {
    type: 'lambda-function',
    name: 'F'.repeat(64),
    arn: 'arn:aws:lambda:eu-west-1:123456789012:function:x:$a',
  };
  const notes = get(
    templateOf({ A: api(first, 'send', 'F'), B: api(second, 'send', 'F'), F: existing }),
    'Metadata',
    'Notes',
  );
  const lines = (Array.isArray(notes) ? notes : []).map(String);
  const ids = lines.flatMap((line) => /--statement-id (\S+)/.exec(line)?.[1] ?? []);
  expect(ids.map(({ length }) => length)).toEqual([100, 100]);
  expect(new Set(ids).size).toBe(2);
  // A shell would replace `$a` and `*`.
  for (const line of lines.filter((one) => /[$*]/.test(one))) expect(line).toMatch(/'[^']*[$*][^']*'/);
});
