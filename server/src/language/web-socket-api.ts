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
  ],
} as const satisfies ResourceRecord;
