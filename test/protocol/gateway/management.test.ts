// `@connections` of the local gateway, by the real SDKs.
import {
  DeleteConnectionCommand,
  GetConnectionCommand,
  PostToConnectionCommand,
} from '@aws-sdk/client-apigatewaymanagementapi';
import { execFile } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { errorOf, localChat } from '../../harness/local-chat.ts';
import { open } from '../../harness/local-gateway.ts';
import { hasBoto3 } from '../../harness/python-handler.ts';

const chat = localChat();

const withBoto3 = `
import boto3, sys
api = boto3.client('apigatewaymanagementapi', endpoint_url=sys.argv[1])
api.post_to_connection(ConnectionId=sys.argv[2], Data=b'Hi')
print(api.get_connection(ConnectionId=sys.argv[2])['Identity']['SourceIp'])
api.delete_connection(ConnectionId=sys.argv[2])
for id in [sys.argv[2], 'not an ID']:
    try:
        api.post_to_connection(ConnectionId=id, Data=b'Hi')
    except api.exceptions.ClientError as error:
        print(error.response['Error']['Code'], error.response['ResponseMetadata']['HTTPStatusCode'])
`;

describe('10. @connections by the SDK', () => {
  test.each([
    ['the address of the variable', () => chat.run.environment('Connect')['WEBSOCKET_CHAT'] ?? ''],
    ['a slash at its end', () => `http://127.0.0.1:${chat.run.port}/prod/`],
    ['domain and stage of the event', () => `https://${chat.connectEvent()?.domainName}/${chat.connectEvent()?.stage}`],
  ])('posts, looks up and closes by %s', async (_, endpoint) => {
    const client = await open(chat.url(), [], { headers: { 'User-Agent': 'test' } });
    const api = chat.management(endpoint());
    await api.send(new PostToConnectionCommand({ ConnectionId: chat.idOf(), Data: 'Grüße' }));
    expect(await client.next()).toBe('Grüße');
    const found = await api.send(new GetConnectionCommand({ ConnectionId: chat.idOf() }));
    expect(found.Identity).toEqual({ SourceIp: '127.0.0.1', UserAgent: 'test' });
    expect(Math.abs((found.ConnectedAt?.getTime() ?? 0) - Date.now())).toBeLessThan(60_000);
    await api.send(new DeleteConnectionCommand({ ConnectionId: chat.idOf() }));
    await client.closed;
  });

  if (hasBoto3)
    test('works with boto3', async () => {
      const client = await open(chat.url());
      const env = { PATH: process.env['PATH'], ...chat.run.environment('Connect') };
      const endpoint = `https://${chat.connectEvent()?.domainName}/${chat.connectEvent()?.stage}`;
      const printed = await new Promise<string>((resolve) => {
        execFile('python3', ['-c', withBoto3, endpoint, chat.idOf()], { env }, (_, out, err) => resolve(out + err));
      });
      expect(printed.trim().split('\n')).toEqual(['127.0.0.1', 'GoneException 410', 'BadRequestException 400']);
      expect(await client.next()).toBe('Hi');
      expect((await client.closed)[0]).toBe(1000);
    });

  test('has the errors of AWS', async () => {
    const client = await open(chat.url());
    const api = chat.management();
    const post = (ConnectionId: string, Data: string): Promise<unknown> =>
      errorOf(api.send(new PostToConnectionCommand({ ConnectionId, Data })));
    expect(await post('AAAAAAAAAAAAAAA=', 'Hi')).toBe('GoneException');
    expect(await post('not an ID', 'Hi')).toBe('BadRequestException');
    expect(await post(chat.idOf(), 'x'.repeat(128 * 1024 + 1))).toBe('PayloadTooLargeException');
    expect(await post(chat.idOf(), 'x'.repeat(128 * 1024))).toBe('no error');
    const elsewhere = chat.management(`http://127.0.0.1:${chat.run.port}/other`);
    expect(await errorOf(elsewhere.send(new GetConnectionCommand({ ConnectionId: chat.idOf() })))).toBe(
      'ForbiddenException',
    );
    client.socket.close();
    await chat.disconnection();
    expect(await post(chat.idOf(), 'Hi')).toBe('GoneException');
  });

  test('says who made a call, and whether AWS would refuse it', async () => {
    const client = await open(chat.url());
    await chat
      .management(undefined, 'Stranger')
      .send(new PostToConnectionCommand({ ConnectionId: chat.idOf(), Data: 'Hi' }));
    await chat.management().send(new GetConnectionCommand({ ConnectionId: chat.idOf() }));
    const calls = chat.run.events.flatMap((event) => (event.event === 'management' ? [event] : []));
    expect(calls).toMatchObject([
      { status: 200, method: 'POST', function: 'Stranger' },
      { status: 200, method: 'GET', function: 'Connect' },
    ]);
    expect(calls[0]?.refused).toContain('Add `Chat` to its connections.');
    expect(calls[1]?.refused).toBe(undefined);
    client.socket.close();
  });
});
