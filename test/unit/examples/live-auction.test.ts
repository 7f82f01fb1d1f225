// The example live-auction: what it becomes, and what its handlers do with it.
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { deploy } from '../../harness/deployment.ts';
import { fakeAws, type FakeAws } from '../../harness/fake-aws.ts';
import { get } from '../../harness/read-template.ts';

const auction = deploy('live-auction', { BidderToken: 'open-sesame', AuctioneerToken: 'hammer' });
const propertiesOf = (logicalId: string): unknown => auction.resources.get(logicalId)?.properties;

describe('the template', () => {
  test('the queue invokes Broadcast, which has the time to process a batch six times over', () => {
    expect(propertiesOf('NewsBroadcastEventSource')).toMatchObject({
      EventSourceArn: { 'Fn::GetAtt': ['News', 'Arn'] },
      FunctionName: { 'Fn::GetAtt': ['Broadcast', 'Arn'] },
      BatchSize: 10,
      // Laid over what is generated, because Broadcast says which messages have failed.
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    });
    expect(propertiesOf('News')).toMatchObject({ VisibilityTimeout: 6 * 20 });
    const { demand } = auction.function('Broadcast');
    for (const action of ['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes']) demand(`sqs:${action}`, 'News');
    expect(() => demand('sqs:SendMessage', 'News')).toThrow('AccessDenied');
  });

  test('what cannot be sent three times goes to the dead-letter queue', () => {
    expect(propertiesOf('News')).toMatchObject({
      RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': ['Unsent', 'Arn'] }, maxReceiveCount: 3 },
    });
  });

  test('the tables have their indexes, and the attribute by which items expire', () => {
    expect(propertiesOf('Viewers')).toMatchObject({
      AttributeDefinitions: [
        { AttributeName: 'connectionId', AttributeType: 'S' },
        { AttributeName: 'lot', AttributeType: 'S' },
      ],
      GlobalSecondaryIndexes: [
        {
          IndexName: 'byLot',
          KeySchema: [{ AttributeName: 'lot', KeyType: 'HASH' }],
          Projection: { ProjectionType: 'KEYS_ONLY' },
        },
      ],
      TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
    });
    expect(propertiesOf('Lots')).toMatchObject({
      GlobalSecondaryIndexes: [
        {
          IndexName: 'byStatus',
          KeySchema: [
            { AttributeName: 'status', KeyType: 'HASH' },
            { AttributeName: 'endsAt', KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'ALL' },
        },
      ],
      TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    });
  });

  test('readers of a table can read its indexes, and nobody else', () => {
    auction.function('Broadcast').demand('dynamodb:Query', 'Viewers/index/byLot');
    auction.function('ListLots').demand('dynamodb:Query', 'Lots/index/byStatus');
    expect(() => auction.function('Offer').demand('dynamodb:Query', 'Lots/index/byStatus')).toThrow('AccessDenied');
    expect(() => auction.function('ListLots').demand('dynamodb:UpdateItem', 'Lots')).toThrow('AccessDenied');
  });

  test.each([
    ['EveryMinute', 'rate(1 minute)', 'CloseLots'],
    ['EveryHour', 'rate(1 hour)', 'Sweep'],
  ])('the schedule %s may invoke its function', (rule, expression, lambda) => {
    const arn = { 'Fn::GetAtt': [lambda, 'Arn'] };
    expect(propertiesOf(rule)).toMatchObject({ ScheduleExpression: expression, Targets: [{ Arn: arn }] });
    expect(propertiesOf(`${rule}${lambda}Permission`)).toMatchObject({
      Principal: 'events.amazonaws.com',
      FunctionName: arn,
      SourceArn: { 'Fn::GetAtt': [rule, 'Arn'] },
    });
  });

  test('the parameters give each deployment its stage, its values and its secrets', () => {
    expect(get(auction.template, 'Parameters')).toMatchObject({
      Stage: { Type: 'String', Default: 'dev', AllowedValues: ['dev', 'prod'] },
      MinimumStep: { Type: 'String', Default: '1' },
      BidderToken: { Type: 'String', NoEcho: true },
      AuctioneerToken: { Type: 'String', NoEcho: true },
    });
    expect(propertiesOf('AuctionStage')).toMatchObject({ StageName: { Ref: 'Stage' } });
    const url = auction.resolve(get(auction.template, 'Outputs', 'AuctionWebSocketUrl', 'Value'));
    expect(url).toBe('wss://Auction.execute-api.eu-west-1.amazonaws.com/dev');
    expect(auction.function('Bid').environment).toMatchObject({ MINIMUM_STEP: '1', QUEUE_NEWS: 'News' });
    expect(auction.text).not.toContain('open-sesame');
  });
});

test.each([
  ['{"action": "bid", "lot": "clock", "amount": 120}', 'bid'],
  ['{"action": "watch", "lot": "clock"}', 'watch'],
  ['{"action": "offer", "lot": "clock"}', 'offer'],
  ['{"action": "lots"}', '$default'],
  ['{"action": "Bid"}', '$default'],
  ['120', '$default'],
])('the message %s goes to %s', (message, route) => {
  const answer = auction.analysis.route({ kind: 'message', message });
  expect(answer).toMatchObject({ route, reply: { kind: 'body' } });
});

describe('the handlers', () => {
  const start = 1_700_000_000;
  let aws: FakeAws;
  beforeEach(() => {
    vi.useFakeTimers({ now: start * 1000, toFake: ['Date'] });
    aws = fakeAws(auction);
    return () => {
      vi.useRealTimers();
    };
  });
  const later = (seconds: number): unknown => vi.setSystemTime(Date.now() + seconds * 1000);

  const connect = async (connectionId: string): Promise<void> => {
    aws.clients.set(connectionId, []);
    await aws.invoke('Connect', { requestContext: { connectionId } });
  };
  const send = async (lambda: string, connectionId: string, message: object, role = 'bidder'): Promise<unknown> => {
    const requestContext = { connectionId, authorizer: { name: connectionId, role } };
    const answer = await aws.invoke(lambda, { requestContext, body: JSON.stringify(message) });
    return JSON.parse(String(get(answer, 'body')));
  };
  const offer = (lot: string): Promise<unknown> =>
    send('Offer', 'host', { lot, title: `A ${lot}`, price: 100, minutes: 5 }, 'auctioneer');
  const bid = (bidder: string, amount: unknown): Promise<unknown> => send('Bid', bidder, { lot: 'clock', amount });
  const broadcast = async (): Promise<unknown> => {
    const bodies = aws.queues.get('News')?.splice(0) ?? [];
    return aws.invoke('Broadcast', { Records: bodies.map((body, index) => ({ messageId: `${index}`, body })) });
  };

  test.each([
    ['open-sesame', 'Ada', 'bidder'],
    ['hammer', 'Grace', 'auctioneer'],
  ])('the token %s makes %s %s', async (token, name, role) => {
    const event = { methodArn: 'arn', queryStringParameters: { token, name } };
    expect(await aws.invoke('Authorize', event)).toMatchObject({ principalId: name, context: { name, role } });
  });

  test.each([
    [{ token: 'wrong', name: 'Ada' }],
    [{ token: '', name: 'Ada' }],
    [{ token: 'hammer', name: ' ' }],
    [{ token: 'hammer', name: 'A'.repeat(33) }],
    [undefined],
  ])('%j is unauthorized', async (queryStringParameters) => {
    await expect(aws.invoke('Authorize', { methodArn: 'arn', queryStringParameters })).rejects.toThrow(
      /^Unauthorized$/,
    );
  });

  test('a connection expires after two hours, in seconds, unless it ends before', async () => {
    await connect('ada');
    expect([...(aws.tables.get('Viewers')?.items.values() ?? [])]).toEqual([
      { connectionId: 'ada', expiresAt: start + 7200 },
    ]);
    await aws.invoke('Disconnect', { requestContext: { connectionId: 'ada' } });
    expect(aws.tables.get('Viewers')?.items.size).toBe(0);
  });

  test('only the auctioneer offers lots, each once', async () => {
    const lot = { lot: 'clock', title: 'A clock', price: 100, minutes: 5 };
    expect(await send('Offer', 'ada', lot)).toMatchObject({ type: 'error' });
    expect(await offer('clock')).toEqual({ type: 'offered', lot: 'clock', endsAt: start + 300 });
    expect(await offer('clock')).toMatchObject({ type: 'error', message: 'There is already a lot clock.' });
    expect(await send('Offer', 'host', { ...lot, lot: 'vase', price: '1' }, 'auctioneer')).toMatchObject({
      type: 'error',
    });
    expect([...(aws.tables.get('Lots')?.items.values() ?? [])]).toEqual([
      {
        lot: 'clock',
        title: 'A clock',
        minimum: 100,
        endsAt: start + 300,
        status: 'open',
        expiresAt: start + 300 + 2_592_000,
      },
    ]);
  });

  test('those who watch a lot see its bids, and nobody else', async () => {
    for (const name of ['ada', 'bob', 'cy']) await connect(name);
    await offer('clock');
    const seen = await send('Watch', 'ada', { lot: 'clock' });
    expect(seen).toEqual({ type: 'lot', lot: 'clock', title: 'A clock', minimum: 100, endsAt: start + 300 });
    await send('Watch', 'bob', { lot: 'clock' });
    expect(await send('Watch', 'cy', { lot: 'vase' })).toMatchObject({ type: 'error' });

    expect(await bid('ada', 120)).toMatchObject({ type: 'leading', price: 120, bidder: 'ada', minimum: 121 });
    await broadcast();
    const news = {
      type: 'bid',
      lot: 'clock',
      title: 'A clock',
      price: 120,
      bidder: 'ada',
      minimum: 121,
      endsAt: start + 300,
    };
    expect(Object.fromEntries(aws.clients)).toEqual({ ada: [news], bob: [news], cy: [] });
  });

  test('of two equal bids at once, one wins', async () => {
    await offer('clock');
    const answers = await Promise.all([bid('ada', 120), bid('bob', 120)]);
    expect(new Set(answers.map((answer) => get(answer, 'type')))).toEqual(new Set(['leading', 'outbid']));
    const [winner] = answers.map((answer) => get(answer, 'bidder'));
    expect(answers).toMatchObject([{ bidder: winner }, { bidder: winner }]);
    expect(aws.queues.get('News')).toHaveLength(1);
  });

  test('a bid must reach the price, and then exceed the bid before by the step', async () => {
    await offer('clock');
    expect(await bid('ada', 99)).toMatchObject({ type: 'outbid', minimum: 100 });
    expect(await bid('ada', 100)).toMatchObject({ type: 'leading' });
    expect(await bid('bob', 100)).toMatchObject({ type: 'outbid', price: 100, minimum: 101 });
    expect(await bid('bob', 101)).toMatchObject({ type: 'leading' });
    for (const amount of [1.5, -1, '200', null]) expect(await bid('bob', amount)).toMatchObject({ type: 'error' });
  });

  test('a lot ends when its time is up, and those who watch it see who has won', async () => {
    await connect('ada');
    await offer('clock');
    await send('Watch', 'ada', { lot: 'clock' });
    await bid('bob', 150);
    later(299);
    await aws.invoke('CloseLots', {});
    expect(await send('ListLots', 'ada', {})).toMatchObject({ type: 'lots', lots: [{ lot: 'clock', price: 150 }] });
    later(1);
    expect(await bid('ada', 200)).toMatchObject({ type: 'closed', bidder: 'bob' });
    expect(await send('ListLots', 'ada', {})).toMatchObject({ lots: [] });
    await aws.invoke('CloseLots', {});
    await aws.invoke('CloseLots', {});
    expect(aws.tables.get('Lots')?.items.get('["clock"]')).toMatchObject({ status: 'closed', price: 150 });
    await broadcast();
    expect(aws.clients.get('ada')?.map((news) => get(news, 'type'))).toEqual(['bid', 'closed']);
  });

  test('a viewer who is gone is removed, and does not keep the others from the news', async () => {
    for (const name of ['ada', 'bob']) await connect(name);
    await offer('clock');
    for (const name of ['ada', 'bob']) await send('Watch', name, { lot: 'clock' });
    aws.clients.delete('ada');
    await bid('bob', 100);
    expect(await broadcast()).toEqual({ batchItemFailures: [] });
    expect(aws.clients.get('bob')).toHaveLength(1);
    expect([...(aws.tables.get('Viewers')?.items.keys() ?? [])]).toEqual(['["bob"]']);
  });

  test('if a viewer cannot be reached, the others get the news, and only that message returns to the queue', async () => {
    for (const name of ['ada', 'bob', 'cy']) await connect(name);
    await offer('clock');
    await offer('vase');
    for (const name of ['ada', 'bob']) await send('Watch', name, { lot: 'clock' });
    await send('Watch', 'cy', { lot: 'vase' });
    aws.unreachable.add('ada');
    await bid('bob', 100);
    await send('Bid', 'cy', { lot: 'vase', amount: 100 });
    expect(await broadcast()).toEqual({ batchItemFailures: [{ itemIdentifier: '0' }] });
    for (const name of ['bob', 'cy']) expect(aws.clients.get(name), name).toHaveLength(1);
    expect(aws.tables.get('Viewers')?.items.size).toBe(3);
  });

  test('a message after the end of the connection does not bring it back', async () => {
    await expect(send('Watch', 'ada', { lot: 'clock' })).rejects.toThrow();
    expect(aws.tables.get('Viewers')?.items.size).toBe(0);
  });

  test('the sweep removes the connections that are gone', async () => {
    for (const name of ['ada', 'bob', 'cy']) await connect(name);
    aws.clients.delete('ada');
    aws.clients.delete('cy');
    await aws.invoke('Sweep', {});
    expect([...(aws.tables.get('Viewers')?.items.keys() ?? [])]).toEqual(['["bob"]']);
  });
});
