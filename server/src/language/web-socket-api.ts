// The record of `websocket-api`, and the definition of its endpoints.
import { connectionsProperty, plainConnection } from './common-properties.ts';
import type { ConnectionRules, EnumType, EnumValue, ObjectType, ResourceRecord } from './definition.ts';
import * as formats from './formats.ts';
import { parameterSource } from './parameters.ts';

export const operationModes = {
  kind: 'enum',
  noun: 'an operation mode',
  values: [
    {
      value: '1-way',
      otherNames: ['1', 'one'],
      docs: "The function's return value is ignored. It can still send messages to the client, using the `connectionId`.",
    },
    {
      value: '2-way',
      otherNames: ['2', 'two'],
      docs: 'The function returns an object with a string `body`, which is always sent back to the client.',
    },
  ],
} as const satisfies EnumType;

export type OperationMode = (typeof operationModes.values)[number]['value'];

export const endpointConnections = {
  meaning: 'an endpoint connects to the function that handles its requests',
  maximum: 1,
  allowed: [
    { to: 'lambda-function', role: 'handler', access: false, docs: "The function handles the route's requests." },
  ],
} as const satisfies ConnectionRules;

export const endpointObject = {
  kind: 'object',
  noun: 'an endpoint',
  docs: 'One route of the API: which messages it receives, whether it responds, and which function handles them.',
  connectionSource: 'endpoint',
  properties: [
    {
      name: 'route',
      otherNames: ['routeKey', 'path', 'name'],
      type: { kind: 'string' },
      required: true,
      docs: 'The value of the route selector property that selects this endpoint. `$connect`, `$disconnect` and `$default` are predefined by API Gateway. No other route can start with `$`.',
      example: 'sendMessage',
      link: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-develop-routes.html',
    },
    {
      name: 'operationMode',
      otherNames: ['mode'],
      type: operationModes,
      required: true,
      docs: 'Whether the client gets a response. In both modes, the function can also send messages to the client, using the `connectionId`.',
      example: '1-way',
      link: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-route-response.html',
    },
    connectionsProperty(
      plainConnection,
      'The function that handles the requests of this route. At most one.',
      ['SendMessage'],
      ['connection', 'handler', 'function', 'integration'],
    ),
  ],
} as const satisfies ObjectType;

/** Browsers cannot set custom headers or `Authorization` on a WebSocket, so pages use the query string. */
const identitySources: readonly EnumValue[] = [
  {
    value: 'querystring.token',
    docs: 'A parameter of the URL: `wss://…?token=…`. The way for browsers, which cannot set headers on a WebSocket.',
  },
  { value: 'header.Authorization', docs: 'The header for credentials. Browsers cannot set it on a WebSocket.' },
  {
    value: 'header.Sec-WebSocket-Protocol',
    docs: 'The subprotocols that the client requests. It is the only header that a browser can set, so some clients send a token in it. The handler of `$connect` must then return one of them.',
  },
  { value: 'header.Cookie', docs: "The cookies of the API's own domain." },
  {
    value: 'header.Origin',
    docs: 'The origin of the page that connects. Browsers set it, and a page cannot change it.',
  },
];

const throttlingObject = {
  kind: 'object',
  noun: 'a throttling limit',
  docs: 'How many requests each route of the stage accepts.',
  properties: [
    {
      name: 'rate',
      otherNames: ['rateLimit', 'throttlingRateLimit'],
      type: { kind: 'integer', minimum: 1, maximum: 1_000_000, unit: 'requests a second' },
      required: true,
      docs: 'How many requests a second are accepted on average.',
      example: 500,
    },
    {
      name: 'burst',
      otherNames: ['burstLimit', 'throttlingBurstLimit'],
      type: { kind: 'integer', minimum: 1, maximum: 1_000_000, unit: 'requests' },
      required: true,
      docs: 'How many requests are accepted at once, before the rate applies.',
      example: 100,
    },
  ],
} as const satisfies ObjectType;

const loggingLevels = {
  kind: 'enum',
  noun: 'a logging level',
  values: [
    { value: 'off', otherNames: ['none', 'OFF'], docs: 'API Gateway logs nothing about how it handles requests.' },
    { value: 'errors', otherNames: ['error', 'ERROR'], docs: 'API Gateway logs what goes wrong.' },
    {
      value: 'all',
      otherNames: ['info', 'INFO'],
      docs: 'API Gateway logs each request and what goes wrong. Without the content of messages.',
    },
  ],
} as const satisfies EnumType;

const authorizations = {
  kind: 'enum',
  noun: 'an authorization',
  values: [
    {
      value: 'iam',
      otherNames: ['AWS_IAM', 'aws_iam', 'IAM', 'sigv4'],
      docs: 'Clients sign the connection request with AWS credentials (Signature Version 4), and need the permission `execute-api:Invoke`.',
    },
  ],
} as const satisfies EnumType;

const domainObject = {
  kind: 'object',
  noun: 'a domain',
  docs: 'A domain of your own, under which clients reach the API.',
  properties: [
    {
      name: 'name',
      otherNames: ['domainName'],
      type: { kind: 'string', format: formats.domainName },
      required: true,
      docs: 'The name of the domain. After the deployment, point its DNS record to the target in the outputs of the stack.',
      example: 'ws.example.com',
    },
    {
      name: 'certificate',
      otherNames: ['certificateArn'],
      type: { kind: 'string', format: formats.certificateArn },
      required: true,
      docs: 'The ARN of a certificate for the domain in AWS Certificate Manager, in the region of the stack.',
      example: 'arn:aws:acm:eu-west-1:123456789012:certificate/12345678-1234-1234-1234-123456789012',
    },
    {
      name: 'path',
      otherNames: ['basePath', 'apiMappingKey'],
      type: { kind: 'string', format: formats.mappingKey },
      docs: 'The path of the API under the domain. Without it, the API has the whole domain.',
      example: 'chat',
    },
  ],
} as const satisfies ObjectType;

export const webSocketApi = {
  type: 'websocket-api',
  noun: 'a WebSocket API',
  label: 'WebSocket API',
  otherNames: ['api', 'websocket', 'AWS::ApiGatewayV2::Api'],
  docs: 'An API Gateway WebSocket API. Clients connect to it, and the route selector property of each message selects the endpoint that receives it.',
  link: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api.html',
  icon: 'M2 5.5h11M10 2.5l3 3-3 3M14 11H3M6 8l-3 3 3 3',
  symbolKind: 'Interface',
  logicalIdStem: 'WebSocketApi',
  awsType: 'AWS::ApiGatewayV2::Api',
  environmentPrefix: 'WEBSOCKET',
  nameExample: 'Chat',
  connections: {
    meaning: 'an API connects to its authorizer',
    maximum: 1,
    allowed: [
      {
        to: 'lambda-function',
        role: 'authorizer',
        access: false,
        docs: "The function is the API's authorizer: it decides whether a client can connect.",
      },
    ],
  },
  properties: [
    {
      name: 'routeSelectorProperty',
      otherNames: ['routeSelectionExpression'],
      type: {
        kind: 'string',
        format: formats.routeSelector,
        suggestions: [
          { value: 'action', docs: 'Messages look like `{"action": "sendMessage", …}`. The most common choice.' },
          { value: 'type', docs: 'Messages look like `{"type": "sendMessage", …}`.' },
        ],
      },
      required: true,
      docs: 'The JSON property of a message whose value selects the endpoint. Use a path such as `detail.type` for a nested property.',
      example: 'action',
      link: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-develop-routes.html',
    },
    {
      name: 'endpoints',
      otherNames: ['routes'],
      type: { kind: 'list', items: endpointObject },
      docs: 'The routes of the API. AWS rejects an API without routes.',
      link: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-develop-routes.html',
    },
    connectionsProperty(
      plainConnection,
      'The authorizer: the function that decides whether a client can connect. At most one.',
      ['Authorize'],
      ['connection', 'authorizer'],
    ),
    {
      name: 'identitySource',
      type: {
        kind: 'list',
        items: { kind: 'string', format: formats.identitySource, suggestions: identitySources },
      },
      onlyWith: 'connections',
      docs: 'What a client must send for the authorizer to be called: `querystring.NAME` or `header.NAME`. A client that does not send all of them gets `401`. Only with an authorizer.',
      example: ['querystring.token'],
      link: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-lambda-auth.html',
    },
    {
      name: 'stage',
      type: {
        kind: 'string',
        format: formats.stageName,
        suggestions: [
          { value: 'prod', docs: 'The stage that clients in production connect to.' },
          { value: 'dev', docs: 'A stage for development.' },
          { value: 'test', docs: 'A stage for testing.' },
        ],
        sources: parameterSource,
      },
      default: 'prod',
      docs: "The name of the stage that the API is deployed to. The API's URL ends with it. `{ parameter: NAME }` uses a parameter.",
      example: 'prod',
      link: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-websocket-deployment.html',
    },
    {
      name: 'throttling',
      otherNames: ['throttle'],
      type: throttlingObject,
      isExtra: true,
      docs: 'How many requests the API accepts: connections, messages and disconnections of each route. A client that sends more gets `Too Many Requests`. Without it, only the limit of the account applies: 10,000 requests a second in a region, with bursts of 5,000.',
      example: { rate: 500, burst: 100 },
      link: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-protect.html',
    },
    {
      name: 'logging',
      otherNames: ['loggingLevel', 'executionLogs'],
      type: loggingLevels,
      isExtra: true,
      docs: 'What API Gateway logs about how it handles requests, in the log group `/aws/apigateway/API-ID/STAGE`. It needs a role for logs, once for the account and region.',
      example: 'errors',
      link: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-logging.html',
    },
    {
      name: 'accessLogs',
      otherNames: ['accessLog', 'accessLogging'],
      type: { kind: 'boolean' },
      isExtra: true,
      docs: 'Whether API Gateway writes a line of JSON for each request to a log group of its own, with the IDs of request and connection, the route, the status and errors. It needs a role for logs, once for the account and region.',
      example: true,
      link: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-logging.html',
    },
    {
      name: 'authorization',
      otherNames: ['authorizationType', 'auth'],
      type: authorizations,
      isExtra: true,
      docs: 'How clients are authorized without an authorizer: `iam` lets only those connect that sign the request with AWS credentials. Checked on `$connect` alone, so the API needs that endpoint.',
      example: 'iam',
      link: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-control-access-iam.html',
    },
    {
      name: 'domain',
      otherNames: ['customDomain', 'domainName'],
      type: domainObject,
      isExtra: true,
      docs: 'A domain of your own for the API. The default URL keeps working, and functions keep using it to send messages.',
      example: {
        name: 'ws.example.com',
        certificate: 'arn:aws:acm:eu-west-1:123456789012:certificate/12345678-1234-1234-1234-123456789012',
      },
      link: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-custom-domain-names.html',
    },
  ],
} as const satisfies ResourceRecord;
