// The APIs of a local run: each on a port of its own, for as long as it is in the descriptor.
import { resourcesOfType, type Project, type WebSocketApi } from '../model/project.ts';
import { calledAuthorizer } from '../model/usage.ts';
import { serveApi, type ApiServerOptions } from './api-server.ts';
import type { Certificate } from './certificate.ts';
import { listen, type Listener } from './listener.ts';
import { localApi, type LocalApi, type Surroundings } from './local-api.ts';
import { connectionsOf, missingRight } from './rights.ts';
import type { LocalApi as ApiAddress } from './session.ts';

export interface ServedApisOptions {
  /** The port of the first API; the others get the next ones. 0 for any. */
  readonly port: number;
  readonly certificate: Certificate;
  /** The page that is opened in a browser, relative to the folder; undefined if there is none. */
  readonly page: string | undefined;
  readonly surroundings: Surroundings;
  readonly server: Omit<ApiServerOptions, 'report' | 'refused'>;
}

export interface ServedApis {
  /**
   * Serves the APIs of the descriptor as it is now, and no others.
   * @throws {Error} if no port is free
   */
  update(): Promise<void>;
  addresses(): readonly ApiAddress[];
  /** Where functions post to the clients of an API; undefined if it is not served. */
  readonly endpointOf: (id: string) => string | undefined;
  /** Ends all connections. Resolves when what is called for it has returned. */
  disconnect(): Promise<void>;
  /** Closes the ports. */
  close(): Promise<void>;
}

export function servedApis({ port, certificate, page, surroundings, server: options }: ServedApisOptions): ServedApis {
  const { project, report } = surroundings;
  const served = new Map<string, { readonly api: LocalApi; readonly listener: Listener }>();

  const serve = async (id: string): Promise<void> => {
    const wanted = port === 0 ? 0 : Math.max(port, ...[...served.values()].map(({ listener }) => listener.port + 1));
    let server: ReturnType<typeof serveApi> | undefined;
    const listener = await listen({
      port: wanted,
      certificate,
      onRequest: (request, response) => server?.onRequest(request, response),
      onUpgrade: (request, socket, head) => server?.onUpgrade(request, socket, head),
    });
    if (wanted !== 0 && listener.port !== wanted) {
      report({ event: 'problem', text: `Port ${wanted} is in use, so ${id} is on port ${listener.port}.` });
    }
    const api = localApi(id, `127.0.0.1:${listener.port}`, surroundings);
    server = serveApi(api, { ...options, report, refused: (caller) => whySendingRefused(project(), caller, id) });
    served.set(id, { api, listener });
  };

  return {
    async update() {
      const ids = resourcesOfType(project(), 'websocket-api').map(({ id }) => id.value);
      for (const [id, { api, listener }] of served) {
        if (ids.includes(id)) continue;
        served.delete(id);
        void api.close('gateway');
        await listener.close();
      }
      for (const id of ids) if (!served.has(id)) await serve(id);
    },
    addresses() {
      return [...served.values()].map(({ api, listener }) => {
        const url = `ws://127.0.0.1:${listener.port}/${api.stage()}`;
        const address = `http://127.0.0.1:${listener.port}/${page ?? ''}?url=${encodeURIComponent(url)}`;
        return {
          id: api.id,
          url,
          ...(page !== undefined && { page: address }),
          command: clientCommand(project(), api.api(), url),
        };
      });
    },
    endpointOf(id) {
      const found = served.get(id);
      return found && `http://127.0.0.1:${found.listener.port}/${found.api.stage()}`;
    },
    async disconnect() {
      await Promise.all([...served.values()].map(({ api }) => api.close('stop')));
    },
    async close() {
      await Promise.all([...served.values()].map(({ listener }) => listener.close()));
    },
  };
}

/** What IAM would refuse when the function sends to the clients of the API; undefined if nothing. */
function whySendingRefused(project: Project, functionId: string, apiId: string): string | undefined {
  const api = project.find(apiId);
  if (api?.type !== 'websocket-api') return undefined;
  const needed = { action: 'execute-api:ManageConnections', resource: connectionsOf(project, api) };
  return missingRight(project, functionId, [needed]);
}

/** A command that connects, with placeholders for what a client has to send. */
function clientCommand(project: Project, api: WebSocketApi | undefined, url: string): string {
  const sources = api && calledAuthorizer(project, api) ? api.identitySource.map(({ value }) => value) : [];
  const namesOf = (kind: string): string[] =>
    sources.flatMap((source) => (source.startsWith(`${kind}.`) ? [source.slice(kind.length + 1)] : []));
  const query = namesOf('querystring').map((name) => `${encodeURIComponent(name)}=VALUE`);
  const headers = namesOf('header').map((name) => ` --header "${name}: VALUE"`);
  const address = query.length > 0 ? `"${url}?${query.join('&')}"` : url;
  return `websocket-project connect ${address}${headers.join('')}`;
}
