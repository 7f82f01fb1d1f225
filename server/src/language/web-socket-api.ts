// The definition of `websocket-api` and of its endpoints.
import { connectionsProperty } from './common-properties.ts';
import type { ConnectionRules, EnumType, EnumValue, ObjectType, ResourceRecord } from './definition.ts';
import * as formats from './formats.ts';

export const operationModes = {
  kind: 'enum',
  noun: 'an operation mode',
  values: [
    {
      value: '1-way',
      otherNames: ['1', 'one'],
      docs: "The function's return value is ignored. It can still send to the client by its `connectionId`.",
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
  meaning: 'the connection of an endpoint is what handles its requests',
  maximum: 1,
  allowed: [
    { to: 'lambda-function', role: 'handler', access: false, docs: "The function handles the route's requests." },
  ],
} as const satisfies ConnectionRules;

export const endpointObject = {
  kind: 'object',
  noun: 'an endpoint',
  docs: 'One route of the API: which messages it takes, how it answers, and which function handles them.',
  connectionSource: 'endpoint',
  properties: [
    {
      name: 'route',
      otherNames: ['routeKey', 'path', 'name'],
      type: { kind: 'string' },
      required: true,
      docs: 'The value of the route selector property that selects this endpoint. `$connect`, `$disconnect` and `$default` are routes of API Gateway itself; no other route may start with `$`.',
      example: 'sendMessage',
      link: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-develop-routes.html',
    },
    {
      name: 'operationMode',
      otherNames: ['mode'],
      type: operationModes,
      required: true,
      docs: 'Whether the client gets an answer. In both modes the function can send to the client by its `connectionId`.',
      example: '1-way',
      link: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-route-response.html',
    },
    connectionsProperty(
      'The function that handles the requests of this route. At most one.',
      ['SendMessage'],
      ['connection', 'handler', 'function', 'integration'],
    ),
  ],
} as const satisfies ObjectType;

/** A browser can send neither a header of its own nor the one for credentials: it has the query string. */
const identitySources: readonly EnumValue[] = [
  {
    value: 'querystring.token',
    docs: 'A parameter of the URL: `wss://…?token=…`. The way for browsers, which cannot set headers on a WebSocket.',
  },
  { value: 'header.Authorization', docs: 'The header for credentials. Browsers cannot set it on a WebSocket.' },
  {
    value: 'header.Sec-WebSocket-Protocol',
    docs: 'The subprotocols that the client asks for: the one header that a browser can set, and therefore put a token into. The function of `$connect` must then return one of them.',
  },
  { value: 'header.Cookie', docs: "The cookies of the API's own domain." },
  { value: 'header.Origin', docs: 'The site whose page connects. Browsers set it, and a page cannot change it.' },
];

/** What a resource whose type is not known has as well. */
export const apiConnections = connectionsProperty(
  "The authorizer: a function that authorizes a user's request when connecting. At most one.",
  ['Authorize'],
  ['connection', 'authorizer'],
);

export const webSocketApi = {
  type: 'websocket-api',
  noun: 'a WebSocket API',
  label: 'WebSocket API',
  otherNames: ['api', 'websocket', 'AWS::ApiGatewayV2::Api'],
  docs: 'An API Gateway WebSocket API: clients connect to it, and each message goes to the endpoint that its route selector property names.',
  link: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api.html',
  icon: 'M2 5.5h11M10 2.5l3 3-3 3M14 11H3M6 8l-3 3 3 3',
  symbolKind: 'Interface',
  logicalIdStem: 'WebSocketApi',
  awsType: 'AWS::ApiGatewayV2::Api',
  environmentPrefix: 'WEBSOCKET',
  nameExample: 'Chat',
  connections: {
    meaning: 'the connection of an API is its authorizer',
    maximum: 1,
    allowed: [
      {
        to: 'lambda-function',
        role: 'authorizer',
        access: false,
        docs: "The function is the API's authorizer: it decides whether a client may connect.",
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
          { value: 'action', docs: 'Messages look like `{"action": "sendMessage", …}`. Most projects call it so.' },
          { value: 'type', docs: 'Messages look like `{"type": "sendMessage", …}`.' },
        ],
      },
      required: true,
      docs: "The JSON property of a message's body whose value selects the endpoint. A path such as `detail.type` reaches a nested property.",
      example: 'action',
      link: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-develop-routes.html',
    },
    {
      name: 'endpoints',
      otherNames: ['routes'],
      type: { kind: 'list', items: endpointObject },
      docs: 'The routes of the API. AWS refuses to deploy an API that has none.',
      link: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-develop-routes.html',
    },
    apiConnections,
    {
      name: 'identitySource',
      type: {
        kind: 'list',
        items: { kind: 'string', format: formats.identitySource, suggestions: identitySources },
      },
      onlyWith: 'connections',
      docs: 'What a connecting client must send for the authorizer to be asked at all: `querystring.NAME` or `header.NAME`. A client that lacks one of them gets `401`. Only with an authorizer.',
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
          { value: 'dev', docs: 'A stage to develop with.' },
          { value: 'test', docs: 'A stage to test with.' },
        ],
      },
      default: 'prod',
      docs: "The name of the stage that the API is deployed to. It ends the API's URL.",
      example: 'prod',
      link: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-websocket-deployment.html',
    },
  ],
} as const satisfies ResourceRecord;
