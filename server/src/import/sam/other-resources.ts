// The resources of SAM that are almost CloudFormation's own: tables, layers and state machines.
import { made, madeMap, textAt, valueAt, type SourceEntry } from '../source.ts';
import { codePlace } from './function.ts';
import { managedPolicy, policiesOf, roleProperties } from './policies.ts';
import {
  added,
  asMap,
  becomes,
  entriesOf,
  lost,
  mapOf,
  placeOf,
  tagList,
  type Part,
  type SamResource,
} from './parts.ts';

const attributeTypes: Readonly<Record<string, string>> = { String: 'S', Number: 'N', Binary: 'B' };

export function expandTable(sam: SamResource): readonly Part[] {
  const { properties } = sam;
  const key = properties.entries.get('PrimaryKey')?.value;
  const place = placeOf(sam, 'PrimaryKey');
  const name = valueAt(key, 'Name') ?? made(place, 'id');
  const type = textAt(key, 'Type') ?? 'String';
  const own = madeMap(place, {
    AttributeDefinitions: [
      { AttributeName: name, AttributeType: Object.hasOwn(attributeTypes, type) ? attributeTypes[type] : type },
    ],
    KeySchema: [{ AttributeName: name, KeyType: 'HASH' }],
    BillingMode: properties.entries.has('ProvisionedThroughput') ? undefined : 'PAY_PER_REQUEST',
  });
  const table = mapOf(properties.place, [
    ...own.entries,
    ...entriesOf(properties, [
      'TableName',
      'ProvisionedThroughput',
      'SSESpecification',
      'PointInTimeRecoverySpecification',
    ]),
    ['Tags', tagsOf(sam)],
  ]);
  return [becomes(sam, 'AWS::DynamoDB::Table', table)];
}

/** SAM's own logical ID ends in a hash of what the layer contains, so that older versions stay. */
export function expandLayer(sam: SamResource): readonly Part[] {
  const { id, properties, place } = sam;
  const content = properties.entries.get('ContentUri');
  const layer = mapOf(properties.place, [
    ['LayerName', properties.entries.get('LayerName') ?? { place, value: made(place, id) }],
    ['Content', content && { place: content.place, value: made(content.place, codePlace(content) ?? content.value) }],
    ...entriesOf(properties, ['Description', 'CompatibleRuntimes', 'CompatibleArchitectures', 'LicenseInfo']),
  ]);
  const isDeleted = textAt(properties, 'RetentionPolicy')?.toLowerCase() === 'delete';
  const retained = made(placeOf(sam, 'RetentionPolicy'), isDeleted ? 'Delete' : 'Retain');
  const attributes = new Map([['DeletionPolicy', retained], ['UpdateReplacePolicy', retained], ...sam.attributes]);
  return [becomes({ ...sam, attributes }, 'AWS::Lambda::LayerVersion', layer), ...uploads(content)];
}

export function expandStateMachine(sam: SamResource): readonly Part[] {
  const { id, properties } = sam;
  const uri = properties.entries.get('DefinitionUri');
  const place = placeOf(sam, 'Policies');
  const role: SourceEntry = properties.entries.get('Role') ?? {
    place,
    value: madeMap(place, { 'Fn::GetAtt': [`${id}Role`, 'Arn'] }),
  };
  const machine = mapOf(properties.place, [
    ...entriesOf(properties, [
      'Definition',
      'DefinitionSubstitutions',
      ['Logging', 'LoggingConfiguration'],
      ['Name', 'StateMachineName'],
      ['Type', 'StateMachineType'],
      ['Tracing', 'TracingConfiguration'],
    ]),
    ['DefinitionS3Location', uri && { place: uri.place, value: made(uri.place, s3Place(uri) ?? uri.value) }],
    ['RoleArn', role],
    ['Tags', tagsOf(sam)],
  ]);
  const policies = policiesOf(sam);
  const tracing = textAt(properties, 'Tracing', 'Enabled') === 'true';
  const rights = {
    ...policies,
    managed: [...(tracing ? [made(place, managedPolicy('AWSXrayWriteOnlyAccess'))] : []), ...policies.managed],
  };
  const ownRole = roleProperties(sam, place, rights, 'states.amazonaws.com');
  const events = asMap(properties.entries.get('Events')?.value);
  return [
    becomes(sam, 'AWS::StepFunctions::StateMachine', machine),
    ...uploads(uri),
    ...(properties.entries.has('Role') ? [] : [added(sam, `${id}Role`, 'AWS::IAM::Role', place, ownRole)]),
    ...policies.parts,
    ...[...(events?.entries ?? [])].map(([name, event]) =>
      lost(
        `Event ${name} of state machine ${id}`,
        event.place,
        'Events of state machines cannot be taken over.',
        'Describe what starts it under "cloudformation", as a rule or a schedule of EventBridge.',
      ),
    ),
  ];
}

/** What is at a local path has to be uploaded, which a deployment of the template alone does not do. */
function uploads(path: SourceEntry | undefined): readonly Part[] {
  if (path?.value.kind !== 'scalar' || codePlace(path)) return [];
  const todo = `Deploy the template that "build --code" writes with "sam deploy" or "aws cloudformation package", which upload ${path.value.text}.`;
  return [{ kind: 'entry', entry: { kind: 'next step', todo, place: path.place } }];
}

function s3Place(uri: SourceEntry) {
  const place = codePlace(uri);
  if (place === undefined) return undefined;
  return { Bucket: place.S3Bucket, Key: place.S3Key, Version: place.S3ObjectVersion };
}

function tagsOf({ properties }: SamResource): SourceEntry | undefined {
  const entry = properties.entries.get('Tags');
  const tags = asMap(entry?.value);
  return entry && tags && { place: entry.place, value: tagList(tags) };
}
