// What a service says beside its functions and resources, in the report: plugins and settings that a descriptor does not have,
// and what remains to do.
import { listed, quote } from '../../wording.ts';
import type { SourceMap } from '../source.ts';
import type { Draft } from './draft.ts';
import type { Service } from './service.ts';
import { packagedTemplate } from './unresolved.ts';
import { given, isFalse } from './values.ts';

/** Plugins that build or run the code of a service, and add nothing to what is deployed. */
const builders: ReadonlySet<string> = new Set([
  ...['serverless-webpack', 'serverless-esbuild', 'serverless-bundle', 'serverless-plugin-typescript'],
  ...['serverless-plugin-optimize', 'serverless-plugin-browserifier', 'serverless-jetpack', 'serverless-build-plugin'],
  ...['serverless-python-requirements', 'serverless-package-python-functions', 'serverless-go-plugin'],
  ...['serverless-plugin-include-dependencies', 'serverless-plugin-common-excludes', 'serverless-rust'],
  ...['serverless-dotnet', 'serverless-ruby-layer', 'serverless-plugin-monorepo'],
]);

/** Plugins that change nothing of what is deployed, or whose work this import does. */
const harmless: ReadonlySet<string> = new Set([
  ...['serverless-offline', 'serverless-dynamodb-local', 'serverless-offline-sqs', 'serverless-offline-sns'],
  ...['serverless-offline-scheduler', 'serverless-offline-dynamodb-streams', 'serverless-offline-ssm'],
  ...['serverless-s3-local', 'serverless-plugin-simulate', 'serverless-localstack', 'serverless-prune-plugin'],
  ...['serverless-pseudo-parameters', 'serverless-iam-roles-per-function', 'serverless-websockets-plugin'],
  ...['serverless-deployment-bucket', 'serverless-export-env', 'serverless-plugin-scripts', 'serverless-hooks-plugin'],
  ...['serverless-stack-output', 'serverless-manifest-plugin', 'serverless-cloudformation-changesets'],
]);

/** Settings of the provider that are read elsewhere, are those of an HTTP API, or only matter to the framework itself. */
const knownSettings: ReadonlySet<string> = new Set([
  ...[
    'name',
    'stage',
    'region',
    'runtime',
    'memorySize',
    'timeout',
    'environment',
    'architecture',
    'tracing',
    'layers',
  ],
  ...['iam', 'iamRoleStatements', 'iamManagedPolicies', 'role', 'rolePermissionsBoundary', 'vpc', 'tags', 'kmsKeyArn'],
  ...['websocketsApiName', 'websocketApiName', 'websocketsApiRouteSelectionExpression', 'websocketsDescription'],
  ...['websocketApiRouteSelectionExpression', 'websocket', 'apiGateway', 'httpApi', 'logs', 'logRetentionInDays', 's3'],
  ...[
    'deploymentBucket',
    'deploymentPrefix',
    'deploymentMethod',
    'versionFunctions',
    'lambdaHashingVersion',
    'profile',
  ],
  ...['stackName', 'endpointType', 'apiName', 'apiKeys', 'usagePlan', 'eventBridge', 'ecr', 'cfnRole', 'credentials'],
  ...['disableRollback', 'rollbackConfiguration', 'variableSyntax', 'maxPreviousDeploymentArtifacts', 'alb', 'kinesis'],
  ...['resolver', 'build', 'disableDefaultOutputExportNames', 'enableLegacyDeploymentBucket'],
]);

/** Sections of a service that are read elsewhere, or only matter to the framework itself. */
const knownSections: ReadonlySet<string> = new Set([
  ...['service', 'provider', 'functions', 'resources', 'custom', 'plugins', 'package', 'layers', 'params', 'stages'],
  ...[
    'frameworkVersion',
    'configValidationMode',
    'org',
    'app',
    'tenant',
    'licenseKey',
    'useDotenv',
    'build',
    'outputs',
  ],
  ...['variablesResolutionMode', 'unresolvedVariablesNotificationMode', 'deprecationNotificationMode', 'console'],
  ...['disabledDeprecations', 'projectDir', 'dashboard', 'esbuild'],
]);

export function reportSettings(service: Service, root: SourceMap, draft: Draft): void {
  reportPlugins(service, draft);
  const { provider } = service;
  for (const [key, { place, value }] of provider?.entries ?? []) {
    if (!given(value) || knownSettings.has(key)) continue;
    const step = options.get(key);
    if (step === undefined) {
      draft.leaveOut(
        `Setting ${quote(`provider.${key}`)}`,
        place,
        'A project file has nothing that corresponds to it.',
        'Add what it does to `cloudformation`, if you need it.',
      );
    } else draft.entries.push({ kind: 'next step', todo: step, place });
  }
  for (const [key, todo] of [
    ['build', 'Build the code of the functions, which the Serverless Framework did, before you deploy.'],
    ['useDotenv', environmentFile],
  ] as const) {
    const entry = root.entries.get(key);
    if (entry && !isFalse(entry.value)) draft.entries.push({ kind: 'next step', todo, place: entry.place });
  }
  for (const [key, { place }] of root.entries) {
    if (knownSections.has(key) || key.startsWith('x-')) continue;
    draft.leaveOut(
      `Section ${quote(key)}`,
      place,
      'It is one of a plugin, or of a program that the Serverless Framework runs.',
      `${packagedTemplate}.`,
    );
  }
}

/** What are options of a deployment. */
const options: ReadonlyMap<string, string> = new Map([
  ['stackTags', 'Give the tags of the stack when you deploy: `aws cloudformation deploy --tags KEY=VALUE`.'],
  [
    'stackParameters',
    'Give the parameters when you deploy: `aws cloudformation deploy --parameter-overrides KEY=VALUE`.',
  ],
  [
    'notificationArns',
    'Give the topics for notifications when you deploy: `aws cloudformation deploy --notification-arns ARN`.',
  ],
  ['stackPolicy', 'Set the stack policy after you deploy: `aws cloudformation set-stack-policy`.'],
]);

const environmentFile =
  'Add the environment variables that the functions need of those in `.env`, which an import does not read.';

function reportPlugins({ plugins }: Service, draft: Draft): void {
  const building = plugins.filter(({ name }) => builders.has(name));
  const [first] = building;
  if (first) {
    const names = listed(
      building.map(({ name }) => quote(name)),
      'and',
    );
    draft.entries.push({
      kind: 'next step',
      todo: `Build the code of the functions, which ${names} did, before you deploy.`,
      place: first.place,
    });
  }
  const environment = plugins.find(({ name }) => name === 'serverless-dotenv-plugin');
  if (environment) {
    draft.entries.push({ kind: 'next step', todo: environmentFile, place: environment.place });
  }
  for (const { name, place } of plugins) {
    if (builders.has(name) || harmless.has(name) || name === 'serverless-dotenv-plugin') continue;
    // It makes the domain by calls of AWS, so that no template has it.
    const makesDomain = name === 'serverless-domain-manager';
    draft.leaveOut(
      `Plugin ${quote(name)}`,
      place,
      makesDomain ? 'It makes the domain apart from the stack.' : 'What it adds to the template is not in the file.',
      makesDomain
        ? 'Give the API a `domain` with its `name` and `certificate`, after you have removed the domain from the old API: a name can belong to one domain only.'
        : `${packagedTemplate}, if it changes what is deployed.`,
    );
  }
}
