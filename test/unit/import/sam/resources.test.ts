// What SAM makes of a WebSocket API, and of resources that are not functions.
import { describe, expect, test } from 'vitest';
import { textAt } from '../../../../server/src/import/source.ts';
import { plain } from '../../../harness/plain-value.ts';
import { entries, expand, properties, resourcesOf } from '../../../harness/sam-template.ts';

describe('a WebSocket API', () => {
  const api = (more: string, routes = '$connect: { FunctionArn: !GetAtt Send.Arn }'): string => `
Resources:
  Chat:
    Type: AWS::Serverless::WebSocketApi
    Properties:
      RouteSelectionExpression: $request.body.action
      Routes: { ${routes} }
${more.replaceAll(/^(?=.)/gm, '      ')}`;

  test('has a stage of its name, to which others refer', () => {
    const text = `${api('StageName: prod\n')}
Outputs:
  Url: { Value: !Sub "wss://\${Chat}.execute-api.\${AWS::Region}.amazonaws.com/\${Chat.Stage}" }
  Stage: { Value: !Ref Chat.Stage }
`;
    expect(properties(text, 'ChatprodStage')).toEqual({ ApiId: { Ref: 'Chat' }, StageName: 'prod', AutoDeploy: true });
    const { outputs } = expand(text);
    expect(plain(outputs)).toMatchObject({
      Url: { Value: { 'Fn::Sub': 'wss://${Chat}.execute-api.${AWS::Region}.amazonaws.com/${ChatprodStage}' } },
      Stage: { Value: { Ref: 'ChatprodStage' } },
    });
    expect(properties(api('StageName: !Ref Name\n'), 'ChatStage')).toMatchObject({ StageName: { Ref: 'Name' } });
    expect(properties(api(''), 'Chat')).toMatchObject({ Name: 'Chat', ProtocolType: 'WEBSOCKET' });
  });

  test('keeps every route, with what SAM lets through', () => {
    const target = 'FunctionArn: !GetAtt Send.Arn';
    const text = api(
      '',
      `sendAll: { ${target}, RouteResponseSelectionExpression: $default }, SENDALL: { ${target} }, 'a-b': { ${target} }`,
    );
    const routes = [...expand(text).resources].filter(([, { type }]) => type === 'AWS::ApiGatewayV2::Route');
    expect(routes.map(([id, route]) => [id, textAt(route.properties, 'RouteKey')])).toEqual([
      ['ChatSendallRoute', 'sendAll'],
      ['ChatSendall1Route', 'SENDALL'],
      ['ChatAbRoute', 'a-b'],
    ]);
    expect(properties(text, 'ChatSendallRoute')).toMatchObject({ RouteResponseSelectionExpression: '$default' });
  });

  test('reports a route without a function', () => {
    expect(entries(api('', 'send: {}'))).toEqual(['left out: Route send of Chat <send>']);
  });

  test.each([
    ['AWS_IAM', { AuthorizationType: 'AWS_IAM' }],
    ['NONE', { AuthorizationType: 'NONE' }],
    ['!Ref Type', { AuthorizationType: { Ref: 'Type' } }],
  ])('with the authorization %s says so on $connect alone', (type, expected) => {
    const target = '{ FunctionArn: !GetAtt Send.Arn }';
    const text = api(`Auth: { AuthType: ${type} }\n`, `$connect: ${target}, send: ${target}`);
    expect(properties(text, 'ChatConnectRoute')).toMatchObject(expected);
    expect(properties(text, 'ChatSendRoute')).not.toHaveProperty('AuthorizationType');
  });

  test.each(['{ AuthType: CUSTOM }', '{ AuthArn: !GetAtt Check.Arn }', '{ Name: check }'])(
    'is never open with %s',
    (auth) => {
      const text = api(`Auth: ${auth}\n`);
      expect(properties(text, 'ChatConnectRoute')).toMatchObject({
        AuthorizationType: 'CUSTOM',
        AuthorizerId: { Ref: 'ChatConnectAuthorizer' },
      });
      expect(expand(text).resources.get('ChatConnectAuthorizer')?.type).toBe('AWS::ApiGatewayV2::Authorizer');
    },
  );

  test('has a domain with a mapping for each path', () => {
    const text = api(`Domain:
  DomainName: ws.example.com
  CertificateArn: !Ref Certificate
  BasePath: [/one, two/three]
  Route53: { HostedZoneId: Z1, IpV6: true }
`);
    expect(properties(text, 'ChatDomainName')).toEqual({
      DomainName: 'ws.example.com',
      DomainNameConfigurations: [{ CertificateArn: { Ref: 'Certificate' }, EndpointType: 'REGIONAL' }],
    });
    expect(properties(text, 'ChatoneApiMapping')).toMatchObject({
      ApiMappingKey: 'one',
      Stage: { Ref: 'ChatDefaultStage' },
    });
    expect(properties(text, 'ChattwothreeApiMapping')).toMatchObject({ ApiMappingKey: 'two/three' });
    expect(properties(text, 'ChatRecordSetGroup')).toMatchObject({ RecordSets: [{ Type: 'A' }, { Type: 'AAAA' }] });
  });
});

describe('another resource', () => {
  const one = (type: string, more: string): string =>
    `Resources: { One: { Type: AWS::Serverless::${type}, Properties: ${more} } }`;

  test('is a table', () => {
    expect(properties(one('SimpleTable', '{}'), 'One')).toEqual({
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
    });
    expect(
      properties(one('SimpleTable', '{ TableName: t, PrimaryKey: { Name: n, Type: Number } }'), 'One'),
    ).toMatchObject({
      TableName: 't',
      AttributeDefinitions: [{ AttributeName: 'n', AttributeType: 'N' }],
    });
  });

  test('is a layer, of which old versions stay', () => {
    expect(resourcesOf(expand(one('LayerVersion', '{ ContentUri: layer/ }')))['One']).toEqual({
      Type: 'AWS::Lambda::LayerVersion',
      Properties: { LayerName: 'One', Content: 'layer/' },
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
    });
    expect(entries(one('LayerVersion', '{ ContentUri: layer/ }'))).toEqual([
      expect.stringMatching(/^next step: .*, which upload layer\/\. <ContentUri>$/),
    ]);
    expect(entries(one('LayerVersion', '{ ContentUri: s3://bucket/key }'))).toEqual([]);
  });

  test('is a state machine', () => {
    const text = one(
      'StateMachine',
      '{ Type: EXPRESS, DefinitionUri: s3://b/k, Policies: [LambdaInvokePolicy: { FunctionName: f }] }',
    );
    expect(properties(text, 'One')).toEqual({
      StateMachineType: 'EXPRESS',
      DefinitionS3Location: { Bucket: 'b', Key: 'k' },
      RoleArn: { 'Fn::GetAtt': ['OneRole', 'Arn'] },
    });
    expect(properties(text, 'OneRole')).toMatchObject({
      AssumeRolePolicyDocument: { Statement: [{ Principal: { Service: ['states.amazonaws.com'] } }] },
    });
  });

  test.each(['Api', 'HttpApi', 'Application', 'Connector', 'GraphQLApi', 'Unheard'])(
    'of type %s is reported',
    (type) => {
      const text = `${one(type, '{}')}\nOutputs: { Gone: { Value: !Sub "a \${One}" }, Kept: { Value: a } }`;
      expect(entries(text)).toEqual([
        expect.stringMatching(/^left out: .*One.* <One>$/),
        'left out: Output Gone <Gone>',
      ]);
      const { outputs } = expand(text);
      expect(plain(outputs)).toEqual({ Kept: { Value: 'a' } });
    },
  );
});
