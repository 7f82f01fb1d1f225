// The example ocpp-gateway: what it becomes, and what its handlers answer.
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { deploy } from '../../harness/deployment.ts';
import { hasPython, runPython } from '../../harness/python-handler.ts';
import { get } from '../../harness/read-template.ts';

const gateway = deploy('ocpp-gateway');
const propertiesOf = (logicalId: string): unknown => gateway.resources.get(logicalId)?.properties;
const stations = 'arn:aws:dynamodb:eu-west-1:123456789012:table/stations';
const dispatch = 'arn:aws:lambda:eu-west-1:123456789012:function:dispatch';

describe('the template', () => {
  test('nothing is created for what exists, but for the right to use it', () => {
    const ofType = (type: string): string[] =>
      [...gateway.resources].filter(([, resource]) => resource.type === type).map(([logicalId]) => logicalId);
    expect(ofType('AWS::DynamoDB::Table')).toEqual(['Charges']);
    expect(ofType('AWS::Lambda::Function')).toEqual(['Authorize', 'Connect', 'Answer']);
    const { environment, demand } = gateway.function('Authorize');
    expect(environment).toEqual({ STATIONS_TABLE: 'stations' });
    demand('dynamodb:GetItem', stations);
    expect(() => demand('dynamodb:PutItem', stations)).toThrow('AccessDenied');
    expect(() => gateway.function('Answer').demand('dynamodb:GetItem', stations)).toThrow('AccessDenied');
  });

  test('the topic may invoke the existing function', () => {
    const subscription = propertiesOf('FaultsDispatchSubscription');
    expect(subscription).toMatchObject({ TopicArn: { Ref: 'Faults' }, Protocol: 'lambda' });
    expect(gateway.resolve(get(subscription, 'Endpoint'))).toBe(dispatch);
    const permission = propertiesOf('FaultsDispatchPermission');
    expect(permission).toMatchObject({ Principal: 'sns.amazonaws.com', SourceArn: { Ref: 'Faults' } });
    expect(gateway.resolve(get(permission, 'FunctionName'))).toBe(dispatch);
  });

  test.each([
    ['Authorize', 'app.handler'],
    ['Connect', 'connect.handler'],
    ['Answer', 'answer.handler'],
  ])('%s runs on arm64, and has a key for its own code', (logicalId, handler) => {
    expect(propertiesOf(logicalId)).toMatchObject({
      Architectures: ['arm64'],
      Runtime: 'python3.13',
      Handler: handler,
      Code: { S3Bucket: { Ref: 'CodeS3Bucket' }, S3Key: { Ref: `${logicalId}CodeS3Key` } },
    });
    const parameters = get(gateway.template, 'Parameters');
    expect(parameters).not.toHaveProperty('CodeS3Key');
    expect(get(parameters, 'CodeS3Bucket', 'Description')).toBe('The S3 bucket that holds the zipped code');
  });

  test('the domain leads to the API, and the outputs say where to point the DNS record', () => {
    expect(propertiesOf('GatewayDomain')).toMatchObject({ DomainName: 'charging.example.com' });
    expect(propertiesOf('GatewayMapping')).toMatchObject({
      ApiId: { Ref: 'Gateway' },
      Stage: { Ref: 'GatewayStage' },
      DomainName: { Ref: 'GatewayDomain' },
      ApiMappingKey: 'ocpp',
    });
    const outputs = get(gateway.template, 'Outputs');
    expect(get(outputs, 'GatewayDomainUrl', 'Value')).toBe('wss://charging.example.com/ocpp');
    expect(get(outputs, 'GatewayDomainTarget', 'Value')).toEqual({
      'Fn::GetAtt': ['GatewayDomain', 'RegionalDomainName'],
    });
  });

  test('the stage has limits, access logs, and what is laid over it', () => {
    expect(propertiesOf('GatewayStage')).toMatchObject({
      DefaultRouteSettings: { ThrottlingRateLimit: 200, ThrottlingBurstLimit: 400, DetailedMetricsEnabled: true },
      AccessLogSettings: { DestinationArn: { 'Fn::GetAtt': ['GatewayAccessLog', 'Arn'] } },
    });
    expect(gateway.resources.has('GatewayAccessLog')).toBe(true);
  });

  test('the alarm is added, and refers to what is generated', () => {
    expect(gateway.resources.get('GatewayFailures')?.type).toBe('AWS::CloudWatch::Alarm');
    expect(propertiesOf('GatewayFailures')).toMatchObject({
      Dimensions: [
        { Name: 'ApiId', Value: { Ref: 'Gateway' } },
        { Name: 'Stage', Value: { Ref: 'GatewayStage' } },
        { Name: 'Route', Value: '$default' },
      ],
      AlarmActions: [{ Ref: 'Faults' }],
    });
    for (const id of ['Gateway', 'GatewayStage', 'Faults']) expect(gateway.resources.has(id), id).toBe(true);
  });
});

test.each(['[2, "17", "Heartbeat", {}]', '[3, "17", {}]', '{"action": "Heartbeat"}', 'Heartbeat'])(
  'the message %s goes to $default',
  (message) => {
    const answer = gateway.analysis.route({ kind: 'message', message });
    expect(answer).toMatchObject({ route: '$default', reply: { kind: 'body', function: 'Answer' } });
  },
);

test('a station without a key is refused before the authorizer is called', () => {
  const answer = gateway.analysis.route({ kind: 'connect', query: [], headers: [] });
  expect(answer).toMatchObject({ authorizer: undefined, reply: { kind: 'refused', status: 401 } });
});

describe.skipIf(!hasPython)('the handlers', () => {
  const basic = (credentials: string): string => `Basic ${Buffer.from(credentials).toString('base64')}`;
  const keyDigest = createHash('sha256').update('0123456789abcdef').digest('hex');
  const fleet = { stations: { key: ['station'], items: [{ station: 'CP001', keyDigest }] } };

  test('a station that knows its key is allowed, by whatever case of the header', () => {
    const events = ['Authorization', 'authorization'].map((name) => ({
      methodArn: 'arn',
      headers: { [name]: basic('CP001:0123456789abcdef') },
    }));
    const { results } = runPython(gateway, 'Authorize', 'authorizer', events, fleet);
    const allowed = { principalId: 'CP001', context: { station: 'CP001' } };
    expect(results).toMatchObject([allowed, allowed]);
  });

  test('any other is unauthorized', () => {
    const texts = [
      basic('CP001:wrong'),
      basic('CP002:0123456789abcdef'),
      basic('CP001:'),
      basic(':x'),
      'Basic ?',
      'Bearer x',
    ];
    const events = texts.map((text) => ({ methodArn: 'arn', headers: { Authorization: text } }));
    const { results } = runPython(gateway, 'Authorize', 'authorizer', events, fleet);
    expect(results).toEqual(texts.map(() => 'Unauthorized'));
  });

  test('a station must offer OCPP 1.6, and is told that it is chosen', () => {
    const events = ['ocpp1.6', 'ocpp2.0.1, ocpp1.6', 'ocpp2.0.1'].map((offered) => ({
      headers: { 'Sec-WebSocket-Protocol': offered },
    }));
    const chosen = { statusCode: 200, headers: { 'Sec-WebSocket-Protocol': 'ocpp1.6' } };
    const { results } = runPython(gateway, 'Connect', 'gateway', [...events, { headers: {} }]);
    expect(results).toEqual([chosen, chosen, { statusCode: 400 }, { statusCode: 400 }]);
  });

  const charges = { Charges: { key: ['station', 'transactionId'], items: [] } };
  const call = (...messages: unknown[]) => {
    const events = messages.map((message) => ({
      requestContext: { authorizer: { station: 'CP001' } },
      body: typeof message === 'string' ? message : JSON.stringify(message),
    }));
    const run = runPython(gateway, 'Answer', 'gateway', events, charges);
    const answers = run.results.map((result) => {
      const body = get(result, 'body');
      return typeof body === 'string' ? (JSON.parse(body) as unknown) : body;
    });
    return { ...run, answers };
  };

  test('calls are answered under their ID', () => {
    const currentTime: unknown = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    const boot = { chargePointVendor: 'ACME', chargePointModel: 'One' };
    expect(
      call([2, '1', 'BootNotification', boot], [2, '2', 'Heartbeat', {}], [2, '3', 'Reboot', {}], [2, '4', {}, {}])
        .answers,
    ).toEqual([
      [3, '1', { status: 'Accepted', currentTime, interval: 300 }],
      [3, '2', { currentTime }],
      [4, '3', 'NotImplemented', 'Reboot is not implemented.', {}],
      [4, '4', 'NotImplemented', '{} is not implemented.', {}],
    ]);
  });

  test('what is no call, or not readable, gets no answer', () => {
    expect(call([3, '1', {}], [4, '1', 'GenericError', '', {}], 'Hello', '{}', '17', '[2]').answers).toEqual([
      ...Array.from({ length: 6 }, () => undefined),
    ]);
  });

  test('two charges in the same second have IDs of their own, and each ends once', () => {
    const started = { connectorId: 1, idTag: 'A1', meterStart: 10, timestamp: '2026-01-01T12:00:00Z' };
    const stopped = { transactionId: 1_767_268_801, meterStop: 25, timestamp: '2026-01-01T13:00:00Z' };
    const { answers, tables } = call(
      [2, '1', 'StartTransaction', started],
      [2, '2', 'StartTransaction', { ...started, connectorId: 2 }],
      [2, '3', 'StopTransaction', stopped],
      [2, '4', 'StopTransaction', stopped],
      [2, '5', 'StartTransaction', { connectorId: 1 }],
    );
    const accepted = { idTagInfo: { status: 'Accepted' } };
    expect(answers).toEqual([
      [3, '1', { transactionId: 1_767_268_800, ...accepted }],
      [3, '2', { transactionId: 1_767_268_801, ...accepted }],
      [3, '3', {}],
      [3, '4', {}],
      [4, '5', 'FormationViolation', "'idTag' is missing or has the wrong type.", {}],
    ]);
    const item = { station: 'CP001', idTag: 'A1', meterStart: 10, startedAt: started.timestamp };
    expect(tables['Charges']).toEqual([
      { ...item, transactionId: 1_767_268_800 },
      { ...item, transactionId: 1_767_268_801, meterStop: 25, stoppedAt: stopped.timestamp },
    ]);
  });

  test('only a fault is published', () => {
    const status = { connectorId: 1, status: 'Faulted', timestamp: '2026-01-01T12:00:00Z' };
    const { answers, published } = call(
      [2, '1', 'StatusNotification', { ...status, errorCode: 'NoError' }],
      [2, '2', 'StatusNotification', { ...status, errorCode: 'GroundFailure' }],
    );
    expect(answers).toEqual([
      [3, '1', {}],
      [3, '2', {}],
    ]);
    expect(published.map((text) => JSON.parse(text) as unknown)).toEqual([
      { station: 'CP001', connector: 1, error: 'GroundFailure' },
    ]);
  });
});
