// The definition of `lambda-function`.
import { connectionsProperty } from './common-properties.ts';
import { dataResources } from './data-resources.ts';
import type { ResourceRecord } from './definition.ts';
import { entryPointType } from './entry-points.ts';
import * as formats from './formats.ts';
import { runtimes } from './runtimes.ts';

/** The gateway waits no longer than this for a function, in seconds. */
export const gatewayTimeout = 29;

/** Lambda lets no function run longer, in seconds. */
export const maximumTimeout = 900;

export const lambdaFunction = {
  type: 'lambda-function',
  noun: 'a Lambda function',
  label: 'Lambda function',
  otherNames: ['function', 'lambda', 'AWS::Lambda::Function', 'AWS::Serverless::Function'],
  docs: 'A function: it handles the requests of endpoints, or authorizes the clients of an API. Either `entryPoint` and `runtime` say what to deploy, or `arn` names a function that exists already.',
  link: 'https://docs.aws.amazon.com/lambda/latest/dg/welcome.html',
  icon: 'M3.5 2.5h2.6l5.2 11h1.7M7.7 6.2 3.6 13.5',
  symbolKind: 'Function',
  logicalIdStem: 'LambdaFunction',
  awsType: 'AWS::Lambda::Function',
  nameExample: 'SendMessage',
  connections: {
    meaning: 'the connections of a function are the data that it uses and the APIs to whose clients it sends',
    allowed: [
      {
        to: 'websocket-api',
        role: 'send',
        access: false,
        docs: "The function may send messages to the API's connected clients.",
      },
      ...Object.values(dataResources).map(
        ({ type }) =>
          ({
            to: type,
            role: 'access',
            access: true,
            docs: 'The function may use the resource, as far as `access` allows.',
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
      docs: "The function's code, in the form that its runtime looks for. For Node.js, Python and Ruby it is the file, from the root of the project and without its extension, and the name that it exports; for Java a class and a method (`chat.Send::handle`); for .NET an assembly, a type and a method (`Chat::Chat.Send::Handle`); for a custom runtime any name (`bootstrap`). Required, unless `arn` is given.",
      example: 'functions/send.handler',
      link: 'https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html',
    },
    {
      name: 'runtime',
      type: runtimes,
      requiredUnless: 'arn',
      docs: 'The Lambda runtime that executes the code. Required, unless `arn` is given.',
      example: 'nodejs22.x',
      link: 'https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html',
    },
    {
      name: 'arn',
      otherNames: ['functionArn'],
      type: { kind: 'string', format: formats.functionArn },
      docs: 'The ARN of a function that exists already. Nothing is deployed for it, so neither `entryPoint` nor `runtime` may stand beside it.',
      example: 'arn:aws:lambda:eu-west-1:123456789012:function:send',
    },
    {
      name: 'memory',
      otherNames: ['memorySize'],
      type: { kind: 'integer', minimum: 128, maximum: 10240, unit: 'MB' },
      ineffectiveWith: 'arn',
      default: 512,
      docs: 'The memory of the function, in MB. Its share of processor grows with it.',
      example: 512,
      link: 'https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html',
    },
    {
      name: 'timeout',
      type: { kind: 'integer', minimum: 1, maximum: maximumTimeout, unit: 'seconds' },
      ineffectiveWith: 'arn',
      default: 6,
      docs: `How long the function may run, in seconds. Behind an endpoint more than ${gatewayTimeout} makes no sense: the gateway gives up then.`,
      example: 6,
      link: 'https://docs.aws.amazon.com/lambda/latest/dg/configuration-timeout.html',
    },
    {
      name: 'environment',
      otherNames: ['env', 'variables'],
      type: { kind: 'map', keys: formats.environmentName, values: { kind: 'string' } },
      ineffectiveWith: 'arn',
      docs: 'Environment variables of the function. What it connects to is there as well, such as `TABLE_SESSIONS`.',
      example: { LOG_LEVEL: 'info' },
      link: 'https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html',
    },
    connectionsProperty(
      'What the function may use: a WebSocket API, to send to its clients, and data resources, with the access that it needs.',
      [{ to: 'Sessions', access: 'read-write' }],
    ),
  ],
} as const satisfies ResourceRecord;

/** The properties that a function which exists already keeps from where it was deployed. */
export const ineffectiveBesideArn = lambdaFunction.properties
  .filter((property) => 'ineffectiveWith' in property)
  .map(({ name }) => name);

/** Names that Lambda gives its own values: it refuses a function that sets one. Those with a leading `_` are no names. */
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
