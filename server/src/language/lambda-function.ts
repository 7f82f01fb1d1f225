// The record of `lambda-function`.
import { connectionsProperty, functionConnection, physicalNameProperty } from './common-properties.ts';
import { dataResources } from './data-resources.ts';
import type { EnumType, ObjectType, ResourceRecord } from './definition.ts';
import { entryPointType } from './entry-points.ts';
import * as formats from './formats.ts';
import { valueSources } from './parameters.ts';
import { runtimes, usualRuntime } from './runtimes.ts';

/** How long API Gateway waits for a function, in seconds. */
export const gatewayTimeout = 29;

/** Lambda's limit on how long a function runs, in seconds. */
export const maximumTimeout = 900;

const architectures = {
  kind: 'enum',
  noun: 'an architecture',
  values: [
    {
      value: 'x86_64',
      otherNames: ['x64', 'amd64', 'intel'],
      docs: 'Intel and AMD processors, which Lambda uses by default.',
    },
    {
      value: 'arm64',
      otherNames: ['arm', 'aarch64', 'graviton'],
      docs: 'AWS Graviton processors, which cost less. Layers, and packages with native code, must be built for them.',
    },
  ],
} as const satisfies EnumType;

const permissionObject = {
  kind: 'object',
  noun: 'a permission',
  docs: 'Actions that a function can perform, and on what. It becomes a statement of its role.',
  properties: [
    {
      name: 'actions',
      otherNames: ['action'],
      type: {
        kind: 'list',
        minimum: 1,
        items: {
          kind: 'string',
          format: formats.iamAction,
          suggestions: [
            { value: 'bedrock:InvokeModel', docs: 'Call a model of Amazon Bedrock.' },
            { value: 'cognito-idp:AdminGetUser', docs: 'Read a user of a Cognito user pool.' },
            { value: 'events:PutEvents', docs: 'Send events to an event bus.' },
            { value: 'kms:Decrypt', docs: 'Decrypt with a KMS key.' },
            { value: 'lambda:InvokeFunction', docs: 'Call another function.' },
            { value: 'secretsmanager:GetSecretValue', docs: 'Read a secret.' },
            { value: 'ses:SendEmail', docs: 'Send email.' },
            { value: 'ssm:GetParameter', docs: 'Read a parameter of Parameter Store.' },
            { value: 'states:StartExecution', docs: 'Start a state machine.' },
          ],
        },
      },
      required: true,
      docs: 'The IAM actions that the function can perform.',
      example: ['bedrock:InvokeModel'],
      link: 'https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html',
    },
    {
      name: 'resources',
      otherNames: ['resource'],
      type: {
        kind: 'list',
        minimum: 1,
        items: {
          kind: 'string',
          format: formats.resourceArn,
          suggestions: [{ value: '*', docs: 'All resources. Some actions support nothing else.' }],
        },
      },
      required: true,
      docs: 'The ARNs of what the actions apply to. `*` stands for all resources.',
      example: ['arn:aws:bedrock:eu-west-1::foundation-model/*'],
      link: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html',
    },
  ],
} as const satisfies ObjectType;

export const lambdaFunction = {
  type: 'lambda-function',
  noun: 'a Lambda function',
  label: 'Lambda function',
  otherNames: ['function', 'lambda', 'AWS::Lambda::Function', 'AWS::Serverless::Function'],
  docs: 'A function that handles the requests of endpoints, authorizes the clients of an API, or is invoked by queues, schedules and other resources. Set `entryPoint` and `runtime` to deploy it, or `arn` to use an existing function.',
  link: 'https://docs.aws.amazon.com/lambda/latest/dg/welcome.html',
  icon: 'M3.5 2.5h2.6l5.2 11h1.7M7.7 6.2 3.6 13.5',
  symbolKind: 'Function',
  logicalIdStem: 'LambdaFunction',
  awsType: 'AWS::Lambda::Function',
  nameExample: 'SendMessage',
  connections: {
    meaning: 'a function connects to the data that it uses and to the APIs whose clients it sends messages to',
    allowed: [
      {
        to: 'websocket-api',
        role: 'send',
        access: false,
        docs: "The function can send messages to the API's connected clients.",
      },
      ...Object.values(dataResources).map(
        ({ type }) =>
          ({
            to: type,
            role: 'access',
            access: true,
            docs: 'The function can use the resource as `access` allows.',
          }) as const,
      ),
    ],
  },
  properties: [
    {
      name: 'entryPoint',
      otherNames: ['handler'],
      type: entryPointType,
      requiredUnless: 'arn',
      docs: "The function's code, in the form that its runtime expects. For Node.js, Python and Ruby: a file, relative to the root of the project, or to `code`, and without its extension, and the name that it exports. For Java: a class and a method (`chat.Send::handle`). For .NET: an assembly, a type and a method (`Chat::Chat.Send::Handle`). For a custom runtime: any name (`bootstrap`). Required unless `arn` is set.",
      example: 'functions/send.handler',
      link: 'https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html',
    },
    {
      name: 'runtime',
      type: runtimes,
      requiredUnless: 'arn',
      docs: 'The Lambda runtime that executes the code. Required unless `arn` is set.',
      example: usualRuntime,
      link: 'https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html',
    },
    {
      name: 'arn',
      otherNames: ['functionArn'],
      type: { kind: 'string', format: formats.functionArn },
      docs: 'The ARN of an existing function. Nothing is deployed for it, so it cannot be combined with `entryPoint` or `runtime`.',
      example: 'arn:aws:lambda:eu-west-1:123456789012:function:send',
    },
    {
      name: 'memory',
      otherNames: ['memorySize'],
      type: { kind: 'integer', minimum: 128, maximum: 10240, unit: 'MB' },
      ineffectiveWith: 'arn',
      default: 512,
      docs: 'The memory of the function, in MB. More memory also means more CPU.',
      example: 512,
      link: 'https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html',
    },
    {
      name: 'timeout',
      type: { kind: 'integer', minimum: 1, maximum: maximumTimeout, unit: 'seconds' },
      ineffectiveWith: 'arn',
      default: 6,
      docs: `How long the function can run, in seconds. More than ${gatewayTimeout} has no effect for the handler of an endpoint, because API Gateway stops waiting then.`,
      example: 6,
      link: 'https://docs.aws.amazon.com/lambda/latest/dg/configuration-timeout.html',
    },
    {
      name: 'environment',
      otherNames: ['env', 'variables'],
      type: { kind: 'map', keys: formats.environmentName, values: { kind: 'string', sources: valueSources } },
      ineffectiveWith: 'arn',
      docs: 'Environment variables of the function. Variables for the resources that it connects to, such as `TABLE_SESSIONS`, are added automatically. A value is a string, or comes from elsewhere when the stack is deployed: `{ parameter: NAME }`, `{ ssm: NAME }` from Parameter Store, or `{ secret: NAME, key: KEY }` from Secrets Manager.',
      example: { LOG_LEVEL: 'info' },
      link: 'https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html',
    },
    connectionsProperty(
      functionConnection,
      'What the function can use: WebSocket APIs, to send messages to their clients, and data resources, with the access that it needs.',
      [{ to: 'Sessions', access: 'read-write' }],
    ),
    {
      name: 'architecture',
      otherNames: ['architectures', 'arch'],
      type: architectures,
      ineffectiveWith: 'arn',
      isExtra: true,
      docs: 'The processors that the function runs on. Without it, Lambda uses `x86_64`.',
      example: 'arm64',
      link: 'https://docs.aws.amazon.com/lambda/latest/dg/foundation-arch.html',
    },
    {
      name: 'code',
      otherNames: ['codeUri', 'folder', 'src'],
      type: { kind: 'string', format: formats.codeFolder },
      ineffectiveWith: 'arn',
      isExtra: true,
      docs: 'The folder with the code of this function, relative to the project file. `entryPoint` counts from it. Without it, the function is deployed with the whole project. In the template, the function then has a parameter of its own for the place of its code; `build --code` writes the folder instead.',
      example: 'send',
      link: 'https://docs.aws.amazon.com/lambda/latest/dg/configuration-function-zip.html',
    },
    {
      name: 'layers',
      otherNames: ['layer'],
      type: { kind: 'list', items: { kind: 'string', format: formats.layerArn }, maximum: 5 },
      ineffectiveWith: 'arn',
      isExtra: true,
      docs: 'The ARNs of the versions of layers that add code to the function, at most 5, in the order in which Lambda extracts them into `/opt`. They must be in the region of the stack. With its layers, a function can have up to 250 MB, unzipped.',
      example: ['arn:aws:lambda:eu-west-1:123456789012:layer:tools:3'],
      link: 'https://docs.aws.amazon.com/lambda/latest/dg/chapter-layers.html',
    },
    {
      name: 'reservedConcurrency',
      otherNames: ['reservedConcurrentExecutions', 'concurrency'],
      type: { kind: 'integer', minimum: 0, maximum: 100_000, unit: 'executions' },
      ineffectiveWith: 'arn',
      isExtra: true,
      docs: 'How many requests the function can handle at the same time, which no other function of the account can use. `0` stops it. An account can run 1,000 executions per region unless AWS raises its quota, and 100 of them cannot be reserved.',
      example: 5,
      link: 'https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html',
    },
    {
      name: 'tracing',
      otherNames: ['xray', 'tracingConfig'],
      type: { kind: 'boolean' },
      ineffectiveWith: 'arn',
      isExtra: true,
      docs: 'Whether AWS X-Ray records how long requests take and where they fail. The role of the function then allows it to send traces.',
      example: true,
      link: 'https://docs.aws.amazon.com/lambda/latest/dg/services-xray.html',
    },
    {
      name: 'permissions',
      otherNames: ['iamRoleStatements', 'policies', 'policy', 'statements'],
      type: { kind: 'list', items: permissionObject },
      ineffectiveWith: 'arn',
      isExtra: true,
      docs: 'What the function can do besides using what it connects to. Each permission becomes a statement of its role, whose policies can have up to 10,240 characters in all.',
      example: [{ actions: ['bedrock:InvokeModel'], resources: ['*'] }],
      link: 'https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html',
    },
    physicalNameProperty(formats.functionName, 'function', 'send-message'),
  ],
} as const satisfies ResourceRecord;

/** The properties that have no effect on an existing function, which keeps those that it was deployed with. */
export const ineffectiveWithArn = lambdaFunction.properties
  .filter((property) => 'ineffectiveWith' in property)
  .map(({ name }) => name);

/** Names reserved by Lambda, which rejects a function that sets one. (A name with a leading `_` is invalid anyway.) */
export const reservedVariables: readonly string[] = [
  'AWS_ACCESS_KEY',
  'AWS_ACCESS_KEY_ID',
  'AWS_DEFAULT_REGION',
  'AWS_EXECUTION_ENV',
  'AWS_LAMBDA_FUNCTION_MEMORY_SIZE',
  'AWS_LAMBDA_FUNCTION_NAME',
  'AWS_LAMBDA_FUNCTION_VERSION',
  'AWS_LAMBDA_INITIALIZATION_TYPE',
  'AWS_LAMBDA_LOG_GROUP_NAME',
  'AWS_LAMBDA_LOG_STREAM_NAME',
  'AWS_LAMBDA_MAX_CONCURRENCY',
  'AWS_LAMBDA_METADATA_API',
  'AWS_LAMBDA_METADATA_TOKEN',
  'AWS_LAMBDA_RUNTIME_API',
  'AWS_REGION',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'LAMBDA_RUNTIME_DIR',
  'LAMBDA_TASK_ROOT',
];
