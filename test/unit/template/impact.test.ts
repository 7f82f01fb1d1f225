// The impact of a new template on a stack, checked against the CDK's own comparison.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Impact } from '../../../server/src/protocol.ts';
import { bind } from '../../../server/src/model/bind.ts';
import { parse } from '../../../server/src/syntax/parse.ts';
import { deployedOf, readDeployed, type DeployedTemplate } from '../../../server/src/template/deployed.ts';
import { impactOf } from '../../../server/src/template/impact.ts';
import { generate } from '../../../server/src/template/generate.ts';
import { stringify } from '../../../server/src/template/stringify.ts';
import { arbitraryDescriptor } from '../../harness/arbitrary-project.ts';
import { descriptorText, type Descriptor, type DescriptorResource } from '../../harness/descriptor.ts';
import { hostileText } from '../../harness/hostile-text.ts';
import { judge } from '../../harness/judge-change.ts';
import { patience, runs, seed } from '../../harness/property-runs.ts';
import { get, isList, isMap, readTemplate } from '../../harness/read-template.ts';

const parameters = { seed, numRuns: runs };

function templateOf(descriptor: Descriptor, format: 'yaml' | 'json' = 'json'): string {
  return stringify(generate(bind(parse(descriptorText(descriptor)))), format);
}

function read(text: string): DeployedTemplate {
  const template = readDeployed(text);
  if ('unreadable' in template) throw new Error(template.unreadable);
  return template;
}

function compared(before: string, after: string): Impact {
  return impactOf(read(before), read(after));
}

/** Two projects, the second an edit of the first or a different one with some of its names. */
const twoProjects = arbitraryDescriptor({ alphanumericNames: true }).chain((before) =>
  fc.tuple(fc.constant(before), fc.oneof(edited(before), arbitraryDescriptor({ alphanumericNames: true }))),
);

function edited(before: Descriptor): fc.Arbitrary<Descriptor> {
  const edits: ((resource: DescriptorResource) => DescriptorResource)[] = [
    (resource) => resource,
    (resource) => (resource.type === 'websocket-api' ? { ...resource, stage: 'other' } : resource),
    (resource) => (resource.key ? { ...resource, key: { hash: { name: 'other', type: 'BINARY' } } } : resource),
    (resource) =>
      resource.key
        ? { ...resource, key: { ...resource.key, hash: { name: resource.key.hash.name, type: 'BINARY' } } }
        : resource,
    (resource) => ({ ...resource, indexes: resource.indexes?.slice(1) }),
    (resource) =>
      resource.physicalName ? { ...resource, physicalName: `other-${resource.name.toLowerCase()}` } : resource,
    (resource) => (resource.runtime ? { ...resource, memory: 4321, timeout: 7 } : resource),
    (resource) => ({ ...resource, endpoints: resource.endpoints?.slice(1) }),
    (resource) => ({ ...resource, name: `${resource.name.slice(0, 50)}Renamed` }),
    (resource) => ({ ...resource, description: 'Another one' }),
    // The same logical ID, of another type.
    ({ name }) => ({ type: 'sns-topic', name }),
  ];
  return fc.array(fc.constantFrom(...edits), { minLength: 11, maxLength: 11 }).map((chosen) => ({
    ...before,
    resources: Object.fromEntries(
      Object.entries(before.resources).map(([id, resource], index) => [id, chosen[index]?.(resource) ?? resource]),
    ),
  }));
}

/** The CDK treats strings that represent the same number as equal; CloudFormation does so only for numbers. */
function withDistinctTexts(value: unknown): unknown {
  if (typeof value === 'string') return `text ${value}`;
  if (isList(value)) return value.map(withDistinctTexts);
  if (!isMap(value)) return value;
  const names = Object.keys(value);
  if (names.some((name) => name === 'Ref' || name.startsWith('Fn::'))) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withDistinctTexts(item)]));
}

/**
 * Only the documentation in AWS's specification says that a table is replaced if the type of an attribute changes, so
 * the CDK does not know it: here the types of the attributes that both have are made part of the key.
 */
function withKeyTypes(properties: unknown, other: unknown): unknown {
  if (!isMap(properties) || !('KeySchema' in properties)) return properties;
  const others = attributesOf(other).map((attribute) => get(attribute, 'AttributeName'));
  const common = attributesOf(properties).filter((one) => others.includes(get(one, 'AttributeName')));
  const types = common.map((one) => `${String(get(one, 'AttributeName'))} ${String(get(one, 'AttributeType'))}`).sort();
  return { ...properties, KeySchema: [properties['KeySchema'], ...types] };
}

/** An attribute can also be added or removed, with an index. */
function attributesOf(properties: unknown): readonly unknown[] {
  const attributes = get(properties, 'AttributeDefinitions');
  return isList(attributes) ? attributes : [];
}

/** @param other the template that it is compared with */
function forJudge(text: string, other: string): unknown {
  const resources = get(readTemplate(text, 'json'), 'Resources');
  const others = readTemplate(other, 'json');
  if (!isMap(resources)) return {};
  const entries = Object.entries(resources).map(([id, resource]): [string, unknown] => [
    id,
    isMap(resource)
      ? {
          ...resource,
          Properties: withKeyTypes(
            withDistinctTexts(resource['Properties']),
            withDistinctTexts(get(others, 'Resources', id, 'Properties')),
          ),
        }
      : resource,
  ]);
  return { Resources: Object.fromEntries(entries) };
}

function verdicts(before: string, after: string): ReadonlyMap<string, string> {
  const { replaced, gone, created, updated } = judge(forJudge(before, after), forJudge(after, before));
  const all = { replace: replaced, delete: gone, add: created, update: updated };
  return new Map(Object.entries(all).flatMap(([action, ids]) => ids.map((id) => [id, action] as const)));
}

describe('the impact', { timeout: patience }, () => {
  test('is the same for each resource as in the CDK', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(twoProjects, ([one, other]) => {
        const [before, after] = [templateOf(one), templateOf(other)];
        const { changes } = compared(before, after);
        const judgement = verdicts(before, after);
        // For a replacement, the CDK reports further replacements, but not mere updates.
        const byReference = changes.filter(
          ({ action, causes }) => action === 'update' && causes.every(({ reference }) => reference !== undefined),
        );
        for (const { causes } of byReference) {
          for (const { reference } of causes) expect(judgement.get(reference ?? '')).toBe('replace');
        }
        const own = changes.filter((change) => !byReference.includes(change));
        expect(new Map(own.map(({ logicalId, action }) => [logicalId, action]))).toEqual(judgement);
        for (const { action } of changes) seen.add(action);
      }),
      parameters,
    );
    expect([...seen].sort()).toEqual(['add', 'delete', 'replace', 'update']);
  });

  test('of an unchanged template is empty, whether it is YAML or JSON', () => {
    fc.assert(
      fc.property(arbitraryDescriptor({ overlays: true }), (descriptor) => {
        const [yaml, json] = [templateOf(descriptor, 'yaml'), templateOf(descriptor, 'json')];
        const nothing = { changes: [], effects: [], summary: 'CloudFormation changes no resources.' };
        expect(compared(yaml, json)).toMatchObject(nothing);
        expect(compared(json, yaml)).toMatchObject(nothing);
      }),
      parameters,
    );
  });

  test('of a generated template is the same as of its text', () => {
    fc.assert(
      fc.property(arbitraryDescriptor({ overlays: true }), fc.constantFrom('yaml', 'json'), (descriptor, format) => {
        const template = generate(bind(parse(descriptorText(descriptor))));
        expect(deployedOf(template)).toEqual(readDeployed(stringify(template, format)));
      }),
      parameters,
    );
  });

  test('of any text is known, or there is a reason why not', () => {
    const generated = templateOf({ resources: { A: { type: 'sqs-queue', name: 'A' } } });
    const text = fc.oneof(
      hostileText,
      fc.string({ unit: 'binary' }),
      fc.json(),
      twoProjects.map(([one]) => templateOf(one, 'yaml')),
    );
    fc.assert(
      fc.property(text, fc.nat(), fc.nat(50), (whole, start, length) => {
        const torn = whole.slice(0, start % (whole.length + 1)) + whole.slice((start % (whole.length + 1)) + length);
        for (const existing of [whole, torn]) {
          const deployed = readDeployed(existing);
          if ('unreadable' in deployed) expect(deployed.unreadable).toMatch(/^it /);
          else
            expect(impactOf(deployed, read(generated)).changes).toContainEqual(
              expect.objectContaining({ logicalId: 'A' }),
            );
        }
      }),
      parameters,
    );
  });
});

describe('parameters', () => {
  const project = (stage: string, level: string, parameters = ''): string => `${parameters}resources:
  Chat:
    type: websocket-api
    name: Chat
    routeSelectorProperty: action
    stage: ${stage}
    endpoints: [{ route: $default, operationMode: 2-way, connections: [Send] }]
  Send: { type: lambda-function, name: Send, runtime: nodejs22.x, entryPoint: send.handler, environment: { LEVEL: ${level} } }
`;
  const plain = project('prod', 'info');
  const withParameters = (stage: string): string =>
    project(
      '{ parameter: Stage }',
      '{ parameter: Level }',
      `parameters: { Stage: ${stage}, Level: { default: info } }\n`,
    );
  const withDefault = withParameters('{ default: prod }');
  const changesOf = (before: string, after: string, format: 'yaml' | 'json'): string[] => {
    const [one, other] = [before, after].map((text) => stringify(generate(bind(parse(text))), format));
    return compared(one ?? '', other ?? '').changes.map(({ logicalId, action }) => `${action} ${logicalId}`);
  };

  test.each(['yaml', 'json'] as const)('have their defaults, in %s', (format) => {
    expect(changesOf(plain, withDefault, format)).toEqual([]);
    expect(changesOf(withDefault, plain, format)).toEqual([]);
  });

  test('keep their values when only the default changes', () => {
    expect(changesOf(withDefault, withParameters('{ default: dev }'), 'yaml')).toEqual([]);
  });

  test('change what has another value', () => {
    const another = changesOf(plain, withParameters('{ default: dev }'), 'yaml');
    expect(another).toContain('replace ChatStage');
    expect(changesOf(plain, withParameters('{}'), 'yaml')).toEqual(another);
    expect(changesOf(withParameters('{ default: dev }'), plain, 'yaml')).toEqual(another);
  });

  test('of another type than a text are not filled in', () => {
    const template = (type: string, name: string): string =>
      `Parameters: { Name: { Type: ${type}, Default: a } }\nResources: { Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: ${name} } } }\n`;
    expect(compared(template('String', '!Sub "${Name}"'), template('String', 'a')).changes).toEqual([]);
    expect(
      compared(template('AWS::SSM::Parameter::Value<String>', '!Ref Name'), template('String', 'a')).changes,
    ).toHaveLength(1);
  });
});
