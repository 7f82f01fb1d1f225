// The record of `lambda-function`.
import { connectionsProperty } from './common-properties.ts';
import { dataResources } from './data-resources.ts';
import type { ResourceRecord } from './definition.ts';
import { entryPointType } from './entry-points.ts';
import * as formats from './formats.ts';
import { runtimes, usualRuntime } from './runtimes.ts';

/** How long API Gateway waits for a function, in seconds. */
export const gatewayTimeout = 29;

/** Lambda's limit on how long a function runs, in seconds. */
export const maximumTimeout = 900;

export const lambdaFunction = {
  type: 'lambda-function',
  noun: 'a Lambda function',
  label: 'Lambda function',
  otherNames: ['function', 'lambda', 'AWS::Lambda::Function', 'AWS::Serverless::Function'],
  docs: 'A function that handles the requests of endpoints or authorizes the clients of an API. Set `entryPoint` and `runtime` to deploy it, or `arn` to use an existing function.',
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
      docs: "The function's code, in the form that its runtime expects. For Node.js, Python and Ruby: a file, relative to the root of the project and without its extension, and the name that it exports. For Java: a class and a method (`chat.Send::handle`). For .NET: an assembly, a type and a method (`Chat::Chat.Send::Handle`). For a custom runtime: any name (`bootstrap`). Required unless `arn` is set.",
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
      type: { kind: 'map', keys: formats.environmentName, values: { kind: 'string' } },
      ineffectiveWith: 'arn',
      docs: 'Environment variables of the function. Variables for the resources that it connects to, such as `TABLE_SESSIONS`, are added automatically.',
      example: { LOG_LEVEL: 'info' },
      link: 'https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html',
    },
    connectionsProperty(
      'What the function can use: WebSocket APIs, to send messages to their clients, and data resources, with the access that it needs.',
      [{ to: 'Sessions', access: 'read-write' }],
    ),
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
