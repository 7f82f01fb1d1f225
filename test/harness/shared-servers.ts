// Clients of servers that the tests of a file share: starting a server takes longer than most tests. Only tests of what a
// server does at its start or end, or of everything that it sends, start one of their own.
import { isDeepStrictEqual } from 'node:util';
import { afterAll, expect, onTestFinished } from 'vitest';
import { startLanguageClient, type LanguageClient } from './language-client.ts';

type StartParameters = Parameters<typeof startLanguageClient>;
type Capabilities = StartParameters[0];
type Configuration = NonNullable<StartParameters[1]>;
type Initialize = StartParameters[2];

/** Without what ends its server. */
export type SharedClient = Omit<LanguageClient, 'stop' | 'endInput' | 'exited' | 'reset'>;

interface Server {
  readonly capabilities: Capabilities;
  readonly initialize: Initialize;
  readonly client: LanguageClient;
  /** Of the test that has it now. */
  configuration: Configuration;
  isInUse: boolean;
}

const noSettings: Configuration = ({ items }) => items.map(() => null);

/**
 * For a test file. Returns a function that returns a client for a test: its server has no open documents, and the settings of
 * the test. After the test, the server must still answer. That of a failed test is not shared any more.
 */
export function shareServers(): (
  capabilities?: Capabilities,
  configuration?: Configuration,
  initialize?: Initialize,
) => Promise<SharedClient> {
  const servers: Server[] = [];
  afterAll(async () => {
    for (const { client } of servers) expect(await client.stop()).toBe(0);
  });
  return async (capabilities, configuration = noSettings, initialize) => {
    const known = servers.find(
      (one) =>
        !one.isInUse &&
        isDeepStrictEqual(one.capabilities, capabilities) &&
        isDeepStrictEqual(one.initialize, initialize),
    );
    const server = known ?? (await startServer(capabilities, initialize));
    if (!known) servers.push(server);
    server.isInUse = true;
    server.configuration = configuration;
    onTestFinished(async ({ task }) => {
      if (task.result?.state === 'fail') return;
      await server.client.reset();
      server.isInUse = false;
    });
    return server.client;
  };
}

async function startServer(capabilities: Capabilities, initialize: Initialize): Promise<Server> {
  const configuration: Configuration = (params) => server.configuration(params);
  const client = await startLanguageClient(capabilities, configuration, initialize);
  const server: Server = { capabilities, initialize, client, configuration: noSettings, isInUse: true };
  return server;
}

/** A client whose server no other test gets. */
export async function ownClient(...parameters: StartParameters): Promise<SharedClient> {
  const client = await startLanguageClient(...parameters);
  onTestFinished(async () => expect(await client.stop()).toBe(0));
  return client;
}
