// A template that is as small as it can be for an import: an API with one route, which leads to the function Send.

/** More properties of its parts, as YAML in braces has them. */
export interface MoreProperties {
  readonly api?: string | undefined;
  readonly stage?: string | undefined;
  readonly route?: string | undefined;
  readonly lambda?: string | undefined;
}

/**
 * @param resources more resources, two spaces deep
 * @param routeKey of the only route
 */
export function smallTemplate(
  { api = '', stage = '', route = '', lambda = '' }: MoreProperties,
  resources = '',
  routeKey = '$default',
): string {
  return `Resources:
  Chat:
    Type: AWS::ApiGatewayV2::Api
    Properties: { Name: Chat, ProtocolType: WEBSOCKET, RouteSelectionExpression: $request.body.action, ${api} }
  ChatStage:
    Type: AWS::ApiGatewayV2::Stage
    Properties: { ApiId: !Ref Chat, StageName: live, AutoDeploy: true, ${stage} }
  ChatRoute:
    Type: AWS::ApiGatewayV2::Route
    Properties: { ApiId: !Ref Chat, RouteKey: ${routeKey}, Target: !Sub 'integrations/\${Integration}', ${route} }
  Integration:
    Type: AWS::ApiGatewayV2::Integration
    Properties:
      ApiId: !Ref Chat
      IntegrationType: AWS_PROXY
      IntegrationUri: !Sub arn:aws:apigateway:\${AWS::Region}:lambda:path/2015-03-31/functions/\${Send.Arn}/invocations
  Send:
    Type: AWS::Lambda::Function
    Properties: { Handler: send.handler, Runtime: nodejs22.x, Code: ., Role: arn:aws:iam::123456789012:role/r, ${lambda} }
${resources}`;
}
