// `AWS::Serverless::Function` as the function, its role, and what goes with them.
import type { Changed } from '../report.ts';
import { made, madeMap, textAt, valueAt, type Made, type SourceEntry } from '../source.ts';
import { aliasName, type AliasName } from './aliases.ts';
import { eventsOf } from './events.ts';
import { impliedPolicy, managedPolicy, policiesOf, roleProperties, sendingPolicy } from './policies.ts';
import {
  added,
  asMap,
  becomes,
  lost,
  mapOf,
  placeOf,
  readable,
  tagList,
  type Part,
  type SamResource,
} from './parts.ts';

/** The properties that only SAM knows. A function has all others under the same name. */
const samProperties = [
  'AssumeRolePolicyDocument',
  'AutoPublishAlias',
  'AutoPublishAliasAllProperties',
  'AutoPublishCodeSha256',
  'CodeUri',
  'DeadLetterQueue',
  'DeploymentPreference',
  'EventInvokeConfig',
  'Events',
  'FunctionUrlConfig',
  'ImageUri',
  'InlineCode',
  'PermissionsBoundary',
  'Policies',
  'PropagateTags',
  'ProvisionedConcurrencyConfig',
  'PublishToLatestPublished',
  'RolePath',
  'SourceKMSKeyArn',
  'Tags',
  'Tracing',
  'VersionDeletionPolicy',
  'VersionDescription',
];

export function expandFunction(sam: SamResource): readonly Part[] {
  const { id, place, properties } = sam;
  const events = eventsOf(sam);
  const destinations = destinationsOf(sam);
  const policies = policiesOf(sam);
  const tracing = readable(sam, 'Tracing') === 'Disabled' ? undefined : properties.entries.get('Tracing');
  const tags = asMap(properties.entries.get('Tags')?.value);
  const rolePlace = placeOf(sam, 'Policies');
  const role = properties.entries.get('Role') ?? {
    place: rolePlace,
    value: madeMap(rolePlace, { 'Fn::GetAtt': [`${id}Role`, 'Arn'] }),
  };
  const rights = {
    managed: [
      made(place, managedPolicy('AWSLambdaBasicExecutionRole')),
      ...(tracing ? [made(tracing.place, managedPolicy('AWSXrayWriteOnlyAccess'))] : []),
      ...impliedPolicy(sam, 'VpcConfig', 'AWSLambdaVPCAccessExecutionRole'),
      ...policies.managed,
      ...events.managed,
    ],
    inline: [...deadLetterPolicy(sam), ...destinations.policies, ...policies.inline],
  };
  const given = [...properties.entries].filter(([name]) => name !== 'Role' && !samProperties.includes(name));
  const own: readonly (readonly [string, SourceEntry | undefined])[] = [
    ['Code', codeOf(sam)],
    ['Role', role],
    ['TracingConfig', tracing && { place: tracing.place, value: madeMap(tracing.place, { Mode: tracing.value }) }],
    ['DeadLetterConfig', deadLettersOf(sam)],
    ['Tags', tags && { place: tags.place, value: tagList(tags) }],
  ];
  const ownRole = properties.entries.has('Role')
    ? []
    : [added(sam, `${id}Role`, 'AWS::IAM::Role', rolePlace, roleProperties(sam, rolePlace, rights))];
  return [
    becomes(sam, 'AWS::Lambda::Function', mapOf(properties.place, [...given, ...own])),
    ...ownRole,
    ...placeholders(sam),
    ...policies.parts,
    ...destinations.parts,
    ...urlOf(sam),
    ...events.parts,
    ...versionsOf(sam),
  ];
}

/** A local path as it is, as `aws cloudformation package` takes it; inline code, or a place in S3. */
function codeOf(sam: SamResource): SourceEntry {
  const { properties } = sam;
  const inline = properties.entries.get('InlineCode');
  if (inline) return { place: inline.place, value: madeMap(inline.place, { ZipFile: inline.value }) };
  const image = properties.entries.get('ImageUri');
  if (image) return { place: image.place, value: madeMap(image.place, { ImageUri: image.value }) };
  const code = properties.entries.get('CodeUri');
  // Without a path, the code is in the folder of the template.
  if (!code || isPlaceholder(code)) return { place: code?.place ?? sam.place, value: made(sam.place, '.') };
  return { place: code.place, value: made(code.place, codePlace(code) ?? code.value) };
}

/** Whether another program replaces it before SAM reads the template: SAM knows no variables in a path. */
function isPlaceholder({ value }: SourceEntry): boolean {
  return value.kind === 'scalar' && value.text.includes('${');
}

function placeholders(sam: SamResource): readonly Part[] {
  const { properties } = sam;
  const code = properties.entries.get('CodeUri');
  if (!code || !isPlaceholder(code) || properties.entries.has('InlineCode')) return [];
  const entry: Changed = {
    kind: 'changed',
    what: `Code of ${sam.id}`,
    place: code.value.place,
    before: textAt(code.value) ?? '',
    after: 'the folder of the project file',
    why: 'The path is a placeholder, for which something else writes a folder.',
    todo: 'Set "code" to that folder.',
    resource: sam.id,
  };
  return [{ kind: 'entry', entry }];
}

interface S3Place {
  readonly [name: string]: Made | undefined;
  readonly S3Bucket: Made | undefined;
  readonly S3Key: Made | undefined;
  readonly S3ObjectVersion: Made | undefined;
}

/** The place in S3, or undefined for a local path. */
export function codePlace({ value }: SourceEntry): S3Place | undefined {
  if (value.kind === 'scalar') {
    const [, bucket, key, version] = /^s3:\/\/([^/]+)\/([^?]+)(?:\?versionId=(.+))?$/.exec(value.text) ?? [];
    if (bucket === undefined || key === undefined) return undefined;
    return { S3Bucket: bucket, S3Key: key, S3ObjectVersion: version };
  }
  if (!valueAt(value, 'Bucket')) return undefined;
  return {
    S3Bucket: valueAt(value, 'Bucket'),
    S3Key: valueAt(value, 'Key'),
    S3ObjectVersion: valueAt(value, 'Version'),
  };
}

function deadLettersOf({ properties }: SamResource): SourceEntry | undefined {
  const entry = properties.entries.get('DeadLetterQueue');
  const target = valueAt(entry?.value, 'TargetArn');
  return entry && target && { place: entry.place, value: madeMap(entry.place, { TargetArn: target }) };
}

function deadLetterPolicy(sam: SamResource) {
  const entry = sam.properties.entries.get('DeadLetterQueue');
  const target = valueAt(entry?.value, 'TargetArn');
  if (!entry || !target) return [];
  const statement = {
    Action: textAt(entry.value, 'Type') === 'SNS' ? 'sns:Publish' : 'sqs:SendMessage',
    Effect: 'Allow',
    Resource: target,
  };
  return [
    madeMap(entry.place, {
      PolicyName: 'DeadLetterQueuePolicy',
      PolicyDocument: { Version: '2012-10-17', Statement: [statement] },
    }),
  ];
}

/** What becomes of an asynchronous invocation, and the rights for it. */
function destinationsOf(sam: SamResource) {
  const entry = sam.properties.entries.get('EventInvokeConfig');
  if (!entry) return { parts: [], policies: [] };
  const id = `${sam.id}EventInvokeConfig`;
  const { place, value } = entry;
  const targets = ['OnSuccess', 'OnFailure'].flatMap((outcome) => {
    const config = valueAt(value, 'DestinationConfig', outcome);
    if (!config) return [];
    const type = textAt(config, 'Type') ?? '';
    const own = `${id}${outcome}${type === 'SNS' ? 'Topic' : 'Queue'}`;
    const target = valueAt(config, 'Destination');
    const arn = type === 'SNS' ? madeMap(place, { Ref: own }) : madeMap(place, { 'Fn::GetAtt': [own, 'Arn'] });
    const created = type === 'SNS' ? 'AWS::SNS::Topic' : 'AWS::SQS::Queue';
    const policy = sendingPolicy(place, `${id}${outcome}`, type, target ?? arn);
    return [
      {
        member: [outcome, { Destination: target ?? arn }] as const,
        parts: target ? [] : [added(sam, own, created, place, madeMap(place, {}))],
        policies: policy ? [policy] : [],
      },
    ];
  });
  const properties = madeMap(place, {
    FunctionName: { Ref: sam.id },
    Qualifier: '$LATEST',
    MaximumEventAgeInSeconds: valueAt(value, 'MaximumEventAgeInSeconds'),
    MaximumRetryAttempts: valueAt(value, 'MaximumRetryAttempts'),
    DestinationConfig: targets.length > 0 ? Object.fromEntries(targets.map(({ member }) => member)) : undefined,
  });
  return {
    parts: [
      ...targets.flatMap(({ parts }) => parts),
      added(sam, id, 'AWS::Lambda::EventInvokeConfig', place, properties),
    ],
    policies: targets.flatMap(({ policies }) => policies),
  };
}

function urlOf(sam: SamResource): readonly Part[] {
  const entry = sam.properties.entries.get('FunctionUrlConfig');
  if (!entry) return [];
  const { place, value } = entry;
  const members = asMap(value) ?? madeMap(place, {});
  const target = madeMap(place, { TargetFunctionArn: { Ref: sam.id } });
  const url = added(
    sam,
    `${sam.id}Url`,
    'AWS::Lambda::Url',
    place,
    mapOf(place, [...members.entries, ...target.entries]),
  );
  if (textAt(value, 'AuthType') !== 'NONE') return [url];
  const anyone = { FunctionName: { Ref: sam.id }, Principal: '*' };
  return [
    url,
    added(
      sam,
      `${sam.id}UrlPublicPermissions`,
      'AWS::Lambda::Permission',
      place,
      madeMap(place, { Action: 'lambda:InvokeFunctionUrl', ...anyone, FunctionUrlAuthType: 'NONE' }),
    ),
    added(
      sam,
      `${sam.id}URLInvokeAllowPublicAccess`,
      'AWS::Lambda::Permission',
      place,
      madeMap(place, { Action: 'lambda:InvokeFunction', ...anyone, InvokedViaFunctionUrl: true }),
    ),
  ];
}

/** SAM publishes a version whenever the code changes. CloudFormation alone does it once. */
function versionsOf(sam: SamResource): readonly Part[] {
  const alias = aliasName(sam.properties.entries.get('AutoPublishAlias')?.value);
  const losses = [
    [
      'AutoPublishAlias',
      `SAM publishes a version with each change of the code, which CloudFormation alone does not. ${aliasOutcome(alias)}`,
      alias === undefined
        ? 'Check what refers to the alias, and let it refer to the function.'
        : 'You need to do nothing if the latest code may handle all requests.',
    ],
    [
      'DeploymentPreference',
      'Without an alias, all requests go to the new code at once.',
      'Describe the alias and the deployment group under "cloudformation" if traffic is to be shifted slowly.',
    ],
    [
      'ProvisionedConcurrencyConfig',
      'It belongs to an alias, and the function has none now.',
      'Describe a version and an alias under "cloudformation" if the function needs it.',
    ],
  ] as const;
  const parts = losses.flatMap(([key, why, todo]) =>
    sam.properties.entries.has(key) ? [lost(`${key} of function ${sam.id}`, placeOf(sam, key), why, todo)] : [],
  );
  const references = ['Alias', 'Version'].map((name): Part => ({
    kind: 'reference',
    name: `${sam.id}.${name}`,
    to: [sam.id, 'Arn'],
  }));
  if (alias === undefined) return [...parts, ...references];
  if (typeof alias === 'string')
    references.push({ kind: 'reference', name: `${sam.id}Alias${alias}`, to: [sam.id, 'Arn'] });
  return [...parts, ...references, { kind: 'alias', lambda: sam.id, name: alias }];
}

function aliasOutcome(alias: AliasName | undefined): string {
  if (alias === undefined) return 'The name of the alias is not known before the deployment.';
  const name = typeof alias === 'string' ? `the alias ${alias}` : `the alias that the parameter ${alias.id} names`;
  return `What referred to ${name} refers to the function now, which runs its latest code.`;
}
