// SAM: replaces the resources `AWS::Serverless::…` of a template with those that SAM's transform makes of them, under the same
// logical IDs. https://github.com/aws/serverless-application-model
import { shownName, type ReportEntry } from '../report.ts';
import type { SourceResource, SourceTemplate } from '../source-template.ts';
import { made, madeMap, textAt, valueAt, type SourceMap, type SourceValue } from '../source.ts';
import { expandFunction } from './function.ts';
import { withGlobals } from './globals.ts';
import { expandLayer, expandStateMachine, expandTable } from './other-resources.ts';
import { asMap, lost, type Part, type SamResource } from './parts.ts';
import { ReferenceReplacer, refersTo } from './references.ts';
import { expandWebSocketApi } from './web-socket-api.ts';

const prefix = 'AWS::Serverless::';

/** Whether the template has something that only SAM understands. */
export function isSam(template: SourceTemplate): boolean {
  return [...template.resources.values()].some(({ type }) => type.startsWith(prefix));
}

/** The template without anything that only SAM understands, and with entries on what is lost by that. */
export function expandSam(template: SourceTemplate): SourceTemplate {
  if (!isSam(template)) return template;
  const parts = [...template.resources].flatMap(([id, resource]) => expanded(id, resource, template.globals));
  const resources = new Map<string, SourceResource>();
  for (const part of parts) if (part.kind === 'resource') resources.set(part.id, part.resource);
  for (const part of parts) if (part.kind === 'notification') notify(resources, part);
  const references = new ReferenceReplacer(
    new Map(parts.flatMap((part) => (part.kind === 'reference' ? [[part.name, part.to] as const] : []))),
    new Map(parts.flatMap((part) => (part.kind === 'alias' ? [[part.lambda, part.name] as const] : []))),
  );
  const missing = new Set([
    'ServerlessRestApi',
    'ServerlessHttpApi',
    ...[...template.resources.keys()].filter((id) => !resources.has(id)),
  ]);
  const outputs = withoutMissing(references.map(template.outputs), missing);
  return {
    ...template,
    globals: undefined,
    outputs: outputs.kept,
    conditions: references.map(template.conditions),
    resources: new Map(
      [...resources].map(([id, resource]) => [id, { ...resource, properties: references.map(resource.properties) }]),
    ),
    entries: [
      ...template.entries,
      ...parts.flatMap((part) => (part.kind === 'entry' ? [part.entry] : [])),
      ...outputs.entries,
      ...nextSteps(template),
    ],
  };
}

function expanded(id: string, resource: SourceResource, globals: SourceMap | undefined): readonly Part[] {
  const { type, place, properties, attributes } = resource;
  if (!type.startsWith(prefix)) return [{ kind: 'resource', id, resource }];
  const sam = withGlobals(globals, type, { id, place, properties, attributes });
  return [...expandType(sam, type), ...connectors(sam)];
}

function expandType(sam: SamResource, type: string): readonly Part[] {
  switch (type.slice(prefix.length)) {
    case 'Function':
      return expandFunction(sam);
    case 'WebSocketApi':
      return expandWebSocketApi(sam);
    case 'SimpleTable':
      return expandTable(sam);
    case 'LayerVersion':
      return expandLayer(sam);
    case 'StateMachine':
      return expandStateMachine(sam);
    case 'Api':
    case 'HttpApi':
    case 'GraphQLApi':
      return [
        lost(
          `API ${sam.id} (${type})`,
          sam.place,
          'A project file describes WebSocket APIs only.',
          'Keep it in a stack of its own, or describe it under "cloudformation".',
        ),
      ];
    case 'Application':
      return [
        lost(
          `Application ${sam.id}`,
          sam.place,
          'SAM deploys the other application as a nested stack.',
          'Deploy it on its own, or describe a nested stack (AWS::CloudFormation::Stack) under "cloudformation".',
        ),
      ];
    case 'Connector':
      return [
        lost(
          `Connector ${sam.id}`,
          sam.place,
          'SAM makes rights of it, which depend on both of its ends.',
          'Connect the function with the resource.',
        ),
      ];
    default:
      return [
        lost(
          `Resource ${sam.id} (${type})`,
          sam.place,
          'This resource type of SAM is not known here.',
          'Import the processed template: aws cloudformation get-template --template-stage Processed.',
        ),
      ];
  }
}

/** Those that are written within the resource from which they start. */
function connectors({ id, attributes }: SamResource): readonly Part[] {
  const given = asMap(attributes.get('Connectors'));
  return [...(given?.entries ?? [])].map(([name, { place }]) =>
    lost(
      `Connector ${name} of ${id}`,
      place,
      'SAM makes rights of it, which depend on both of its ends.',
      'Connect the function with the resource.',
    ),
  );
}

/** Adds what a bucket reports to whom. It has to wait for the permission, which S3 checks. */
function notify(resources: Map<string, SourceResource>, part: Part & { readonly kind: 'notification' }): void {
  const bucket = resources.get(part.bucket);
  if (!bucket) return;
  const { place } = part;
  const properties = bucket.properties ?? madeMap(place, {});
  const notifications = asMap(valueAt(properties, 'NotificationConfiguration')) ?? madeMap(place, {});
  const known = listed(valueAt(notifications, 'LambdaConfigurations'));
  const dependencies = listed(bucket.attributes.get('DependsOn'));
  const added = madeMap(place, { LambdaConfigurations: [...known, part.configuration] });
  const value: SourceMap = { ...notifications, entries: new Map([...notifications.entries, ...added.entries]) };
  const isWaiting = dependencies.some((dependency) => textAt(dependency) === part.permission);
  resources.set(part.bucket, {
    ...bucket,
    properties: {
      ...properties,
      entries: new Map([...properties.entries, ['NotificationConfiguration', { place, value }]]),
    },
    attributes: isWaiting
      ? bucket.attributes
      : new Map([...bucket.attributes, ['DependsOn', made(place, [...dependencies, part.permission])]]),
  });
}

function listed(value: SourceValue | undefined): readonly SourceValue[] {
  if (value?.kind === 'list') return value.items;
  return value ? [value] : [];
}

/** The outputs that refer to something that is still there. */
function withoutMissing(
  outputs: SourceMap | undefined,
  missing: ReadonlySet<string>,
): { readonly kept: SourceMap | undefined; readonly entries: readonly ReportEntry[] } {
  if (!outputs) return { kept: undefined, entries: [] };
  const all = [...outputs.entries];
  const gone = all.filter(([, { value }]) => refersTo(value, missing));
  const kept = all.filter((entry) => !gone.includes(entry));
  const entries = gone.map(([name, { place }]): ReportEntry => ({
    kind: 'left out',
    what: `Output ${shownName(name)}`,
    place,
    why: 'It refers to something that was left out.',
    todo: 'Output it where that is described.',
  }));
  return { kept: { ...outputs, entries: new Map(kept) }, entries };
}

/** `sam build` installs and compiles, which nothing else here does. */
function nextSteps({ resources }: SourceTemplate): readonly ReportEntry[] {
  const isLocal = [...resources.values()].some(
    ({ type, properties }) => type === `${prefix}Function` && !valueAt(properties, 'InlineCode'),
  );
  if (!isLocal) return [];
  return [
    {
      kind: 'next step',
      todo: 'Keep building the functions with "sam build", on the template that "build --code" writes: it installs their dependencies and compiles their code.',
    },
  ];
}
