// The functions of a service as AWS::Lambda::Function, with the settings of the provider and the framework's defaults.
import { quote } from '../../wording.ts';
import { made, textAt, valueAt, type Made, type SourceEntry, type SourceMap, type SourceValue } from '../source.ts';
import { functionArn, functionId, normalName } from './naming.ts';
import { roleOf } from './roles.ts';
import type { Draft } from './draft.ts';
import type { Service, ServiceFunction } from './service.ts';
import { given, isFalse, scalarText, tagsOf } from './values.ts';

/** What the framework chooses, which is also what it deploys for a service that does not say more. */
const defaults = { runtime: 'nodejs16.x', memorySize: 1024, timeout: 6 };

/** What a function can have: mapped here or elsewhere in the folder, or only about how its code is packaged. */
const known: ReadonlySet<string> = new Set([
  ...['handler', 'image', 'runtime', 'memorySize', 'timeout', 'environment', 'layers', 'reservedConcurrency'],
  ...['tracing', 'architecture', 'description', 'name', 'url', 'role', 'events', 'vpc', 'tags', 'onError'],
  ...['kmsKeyArn', 'awsKmsKeyArn', 'condition', 'dependsOn', 'ephemeralStorageSize', 'fileSystemConfig'],
  ...['logRetentionInDays', 'disableLogs', 'destinations', 'maximumEventAge', 'maximumRetryAttempts'],
  ...['iamRoleStatements', 'iamRoleStatementsName', 'iamRoleStatementsInherit', 'iam'],
  ...['package', 'module', 'versionFunction', 'build'],
]);

export function addFunction(service: Service, fn: ServiceFunction, draft: Draft): void {
  const { name, place, definition } = fn;
  const setting = (key: string): SourceValue | undefined =>
    given(valueAt(definition, key)) ?? given(valueAt(service.provider, key));
  const architecture = setting('architecture');
  const image = given(valueAt(definition, 'image'));
  const condition = given(valueAt(definition, 'condition'));
  const dependsOn = given(valueAt(definition, 'dependsOn'));
  const deadLetter = given(valueAt(definition, 'onError'));
  draft.add(
    functionId(name),
    'AWS::Lambda::Function',
    place,
    {
      FunctionName: given(valueAt(definition, 'name')),
      Description: given(valueAt(definition, 'description')),
      Code: image ? imageOf(image) : codeOf(service, definition),
      PackageType: image && 'Image',
      Handler: given(valueAt(definition, 'handler')),
      Runtime: image ? undefined : (setting('runtime') ?? defaults.runtime),
      MemorySize: setting('memorySize') ?? defaults.memorySize,
      Timeout: setting('timeout') ?? defaults.timeout,
      Architectures: architecture && [architecture],
      Environment: environmentOf(service, fn, draft),
      Role: roleOf(service, fn),
      Layers: given(valueAt(definition, 'layers')) ?? given(valueAt(service.provider, 'layers')),
      ReservedConcurrentExecutions: given(valueAt(definition, 'reservedConcurrency')),
      TracingConfig: tracingOf(service.provider, definition),
      VpcConfig: vpcOf(service, definition),
      DeadLetterConfig: deadLetter && { TargetArn: deadLetter },
      KmsKeyArn: keyOf(service.provider, definition),
      EphemeralStorage: sizeOf(valueAt(definition, 'ephemeralStorageSize')),
      FileSystemConfigs: fileSystemOf(valueAt(definition, 'fileSystemConfig')),
      Tags: tagsOf(valueAt(service.provider, 'tags'), valueAt(definition, 'tags')),
    },
    {
      givenName: name,
      attributes: new Map(
        [['Condition', condition] as const, ['DependsOn', dependsOn] as const].flatMap(([key, value]) =>
          value ? [[key, value] as const] : [],
        ),
      ),
    },
  );
  addRights(service, fn, draft);
  addLogGroup(service, fn, draft);
  addUrl(fn, draft);
  addInvocation(fn, draft);
  for (const [key, entry] of definition.entries) {
    if (!known.has(key)) leaveOut(name, key, entry, draft);
  }
}

function leaveOut(name: string, key: string, { place }: SourceEntry, draft: Draft): void {
  draft.leaveOut(
    `${quote(key)} of function ${quote(name)}`,
    place,
    'It becomes more than a property of the function, or a plugin reads it.',
    'Look for its resources in the template that `serverless package` writes, and add them to `cloudformation` if you need them.',
  );
}

/** The whole service, or the file that the service says to deploy. */
function codeOf({ sections }: Service, definition: SourceMap): Made {
  const own = given(valueAt(definition, 'package', 'artifact'));
  return own ?? given(valueAt(sections.get('package')?.value, 'artifact')) ?? '.';
}

function imageOf(image: SourceValue): Made {
  const uri = image.kind === 'map' ? (valueAt(image, 'uri') ?? valueAt(image, 'name') ?? image) : image;
  return { ImageUri: uri };
}

/** The variables of the provider and its own, of which those that are only in the Parameter Store are dynamic references. */
function environmentOf(
  { provider, variables }: Service,
  { name, definition }: ServiceFunction,
  draft: Draft,
): Made | undefined {
  const found = new Map<string, SourceEntry>();
  for (const section of [valueAt(provider, 'environment'), valueAt(definition, 'environment')]) {
    if (section?.kind !== 'map') continue;
    const unresolved = variables.unresolved.at(section);
    if (unresolved) {
      draft.leaveOut(
        `Environment of function ${quote(name)}`,
        unresolved.place,
        `${quote(unresolved.variable)} has no known value. ${unresolved.reason}`,
        'Add the variables to the function.',
      );
      continue;
    }
    for (const [key, { place, value }] of section.entries) {
      const reference = variables.unresolved.at(value);
      if (reference?.ssm !== undefined) draft.dynamicReferences.add(reference);
      const dynamic = reference?.ssm !== undefined && made(value.place, `{{resolve:ssm:${reference.ssm}}}`);
      if (given(value) || scalarText(value) === '') found.set(key, { place, value: dynamic || value });
    }
  }
  const [first] = found.values();
  if (!first) return undefined;
  return { Variables: { kind: 'map', place: first.place, entries: found } };
}

function tracingOf(provider: SourceValue | undefined, definition: SourceMap): Made | undefined {
  const tracing = given(valueAt(definition, 'tracing')) ?? given(valueAt(provider, 'tracing', 'lambda'));
  if (!tracing || isFalse(tracing)) return undefined;
  return { Mode: tracing.kind === 'scalar' && tracing.value === true ? made(tracing.place, 'Active') : tracing };
}

function vpcOf({ provider }: Service, definition: SourceMap): Made | undefined {
  const own = valueAt(definition, 'vpc');
  if (own?.kind === 'scalar') return undefined;
  const groups = valueAt(own, 'securityGroupIds') ?? valueAt(provider, 'vpc', 'securityGroupIds');
  const subnets = valueAt(own, 'subnetIds') ?? valueAt(provider, 'vpc', 'subnetIds');
  return groups && subnets && { SecurityGroupIds: groups, SubnetIds: subnets };
}

function sizeOf(size: SourceValue | undefined): Made | undefined {
  return size && { Size: size };
}

function fileSystemOf(config: SourceValue | undefined): Made | undefined {
  const arn = valueAt(config, 'arn');
  return arn && [{ Arn: arn, LocalMountPath: valueAt(config, 'localMountPath') }];
}

const tracingActions = ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'];

/** What the function's settings require. That of tracing is the same for all functions. */
function addRights({ provider }: Service, { definition }: ServiceFunction, draft: Draft): void {
  const tracing = tracingOf(provider, definition);
  const deadLetter = given(valueAt(definition, 'onError'));
  const key = keyOf(provider, definition);
  const fileSystem = valueAt(definition, 'fileSystemConfig', 'arn');
  const statements: readonly (readonly [Made | undefined, readonly string[]])[] = [
    [tracing && '*', tracingActions],
    [scalarText(deadLetter) === undefined ? undefined : deadLetter, ['sns:Publish']],
    [scalarText(key) === undefined ? undefined : key, ['kms:Decrypt']],
    [fileSystem, ['elasticfilesystem:ClientMount', 'elasticfilesystem:ClientWrite']],
  ];
  for (const [resource, actions] of statements) {
    if (resource === undefined || (actions === tracingActions && draft.nextNumber('tracing') > 1)) continue;
    draft.grant(actions, resource);
  }
}

function keyOf(provider: SourceValue | undefined, definition: SourceMap): SourceValue | undefined {
  return (
    given(valueAt(definition, 'kmsKeyArn')) ??
    given(valueAt(definition, 'awsKmsKeyArn')) ??
    given(valueAt(provider, 'kmsKeyArn'))
  );
}

/** Its name is that of the function, whichever the function gets. */
function addLogGroup({ provider }: Service, { name, place, definition }: ServiceFunction, draft: Draft): void {
  const disabled = valueAt(definition, 'disableLogs');
  if (disabled && !isFalse(disabled)) {
    draft.entries.push({
      kind: 'changed',
      what: `Logs of function ${quote(name)}`,
      place: disabled.place,
      before: 'none',
      after: 'in a log group',
      why: 'Every function of a project file has a log group, and the right to write to it.',
    });
    return;
  }
  const days = given(valueAt(definition, 'logRetentionInDays')) ?? given(valueAt(provider, 'logRetentionInDays'));
  const group = { LogGroupName: { 'Fn::Sub': `/aws/lambda/\${${functionId(name)}}` }, RetentionInDays: days };
  draft.add(`${normalName(name)}LogGroup`, 'AWS::Logs::LogGroup', days?.place ?? place, group, { isImplied: !days });
}

function addUrl({ name, definition }: ServiceFunction, draft: Draft): void {
  const entry = definition.entries.get('url');
  if (!entry || isFalse(entry.value) || !given(entry.value)) return;
  const { place, value: url } = entry;
  const target = functionArn(name);
  const isIam = textAt(url, 'authorizer') === 'aws_iam';
  const cors = valueAt(url, 'cors');
  draft.add(`${normalName(name)}LambdaFunctionUrl`, 'AWS::Lambda::Url', place, {
    AuthType: isIam ? 'AWS_IAM' : 'NONE',
    TargetFunctionArn: target,
    Cors: cors && !isFalse(cors) ? corsOf(cors) : undefined,
    InvokeMode: textAt(url, 'invokeMode') === 'RESPONSE_STREAM' ? valueAt(url, 'invokeMode') : undefined,
  });
  if (isIam) return;
  draft.add(`${normalName(name)}LambdaPermissionFnUrl`, 'AWS::Lambda::Permission', place, {
    FunctionName: target,
    Action: 'lambda:InvokeFunctionUrl',
    Principal: '*',
    FunctionUrlAuthType: 'NONE',
  });
}

/** An empty value removes a default. */
function corsOf(cors: SourceValue): Made {
  const list = (key: string, otherwise: readonly string[]): Made | undefined => {
    const value = valueAt(cors, key);
    return value ? given(value) : otherwise;
  };
  return {
    AllowCredentials: valueAt(cors, 'allowCredentials'),
    AllowHeaders: list('allowedHeaders', [
      'Content-Type',
      'X-Amz-Date',
      'Authorization',
      'X-Api-Key',
      'X-Amz-Security-Token',
      'X-Amzn-Trace-Id',
    ]),
    AllowMethods: list('allowedMethods', ['*']),
    AllowOrigins: list('allowedOrigins', ['*']),
    ExposeHeaders: valueAt(cors, 'exposedResponseHeaders'),
    MaxAge: valueAt(cors, 'maxAge'),
  };
}

/** What becomes of asynchronous calls. */
function addInvocation({ name, place, definition }: ServiceFunction, draft: Draft): void {
  const success = valueAt(definition, 'destinations', 'onSuccess');
  const failure = valueAt(definition, 'destinations', 'onFailure');
  const age = given(valueAt(definition, 'maximumEventAge'));
  const attempts = given(valueAt(definition, 'maximumRetryAttempts'));
  if (!success && !failure && !age && !attempts) return;
  draft.add(
    `${normalName(name)}LambdaEvConf`,
    'AWS::Lambda::EventInvokeConfig',
    success?.place ?? failure?.place ?? place,
    {
      FunctionName: { Ref: functionId(name) },
      DestinationConfig: {
        OnSuccess: success && { Destination: destinationOf(success, draft) },
        OnFailure: failure && { Destination: destinationOf(failure, draft) },
      },
      Qualifier: '$LATEST',
      MaximumEventAgeInSeconds: age,
      MaximumRetryAttempts: attempts,
    },
  );
}

/** A function of the service by its name, or the ARN of something, to which the functions may then send. */
function destinationOf(destination: SourceValue, draft: Draft): Made {
  const text = scalarText(destination);
  const isFunction = text !== undefined && !text.startsWith('arn:');
  const arn = isFunction ? functionArn(text) : (valueAt(destination, 'arn') ?? destination);
  // A role that refers to a function would depend on it, which depends on the role.
  const resource = isFunction ? { 'Fn::Sub': `${functionArns}*-${functionId(text)}-*` } : arn;
  const type = textAt(destination, 'type') ?? (isFunction ? 'function' : text?.split(':')[2]);
  const action = type === undefined ? undefined : destinationActions.get(type);
  if (action !== undefined) {
    draft.grant([action], resource);
  }
  return arn;
}

/** Before the names of functions, of which CloudFormation makes most: `STACK-LOGICALID-RANDOM`. */
const functionArns = 'arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:';

/** By the type that the service gives, or by the service in the ARN. */
const destinationActions: ReadonlyMap<string, string> = new Map([
  ['function', 'lambda:InvokeFunction'],
  ['lambda', 'lambda:InvokeFunction'],
  ['sqs', 'sqs:SendMessage'],
  ['sns', 'sns:Publish'],
  ['eventBus', 'events:PutEvents'],
  ['events', 'events:PutEvents'],
]);
