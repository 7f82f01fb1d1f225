// What the Serverless Framework and SAM both make of their shorthand: permissions, integrations and HTTP APIs.

/** A logical ID and its resource. */
export type Named = readonly [string, unknown];

export function permission(lambda: string, principal: string, api?: string): unknown {
  return {
    Type: 'AWS::Lambda::Permission',
    Properties: {
      FunctionName: { 'Fn::GetAtt': [lambda, 'Arn'] },
      Principal: principal,
      ...(api === undefined ? {} : { SourceArn: { 'Fn::Sub': `\${${api}}/*` } }),
    },
  };
}

export function proxy(api: string, lambda: string): unknown {
  return {
    Type: 'AWS::ApiGatewayV2::Integration',
    Properties: {
      ApiId: { Ref: api },
      IntegrationType: 'AWS_PROXY',
      IntegrationUri: { 'Fn::GetAtt': [lambda, 'Arn'] },
    },
  };
}

interface HttpMethod {
  readonly lambda: string;
  readonly path: string;
  readonly method: string;
}

/** A REST API with those methods; nothing if there are none. */
export function restApi(methods: readonly HttpMethod[]): readonly Named[] {
  if (methods.length === 0) return [];
  const parts = new Set(methods.map(({ path }) => path.replaceAll('/', '')).filter((part) => part !== ''));
  return [
    ['RestApi', { Type: 'AWS::ApiGateway::RestApi' }],
    ['RestApiDeployment', { Type: 'AWS::ApiGateway::Deployment' }],
    ...[...parts].map(
      (part) => [`Resource${part}`, { Type: 'AWS::ApiGateway::Resource', Properties: { PathPart: part } }] as const,
    ),
    ...methods.flatMap(
      ({ lambda, path, method }) =>
        [
          [
            `${method}${path}`,
            {
              Type: 'AWS::ApiGateway::Method',
              Properties: { HttpMethod: method.toUpperCase(), Integration: { Uri: { 'Fn::GetAtt': [lambda, 'Arn'] } } },
            },
          ],
          [`${lambda}HttpPermission`, permission(lambda, 'apigateway.amazonaws.com', 'RestApi')],
        ] as const,
    ),
  ];
}

/** An HTTP API that sends all requests to one function. */
export function httpApi(lambda: string): readonly Named[] {
  return [
    ['HttpApi', { Type: 'AWS::ApiGatewayV2::Api', Properties: { ProtocolType: 'HTTP' } }],
    ['HttpApiStage', { Type: 'AWS::ApiGatewayV2::Stage', Properties: { ApiId: { Ref: 'HttpApi' } } }],
    ['HttpApiIntegration', proxy('HttpApi', lambda)],
    ['HttpApiRoute', { Type: 'AWS::ApiGatewayV2::Route', Properties: { ApiId: { Ref: 'HttpApi' } } }],
    ['HttpApiPermission', permission(lambda, 'apigateway.amazonaws.com', 'HttpApi')],
  ];
}
