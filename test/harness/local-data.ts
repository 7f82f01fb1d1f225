// The data resources of a descriptor on this machine, with clients of the AWS SDK that sign as one of its functions.
import { startData, type DataOptions, type LocalData } from '../../server/src/gateway/data/data.ts';
import { accessKeyOf } from '../../server/src/gateway/callers.ts';
import type { ServiceCall, Outcome } from '../../server/src/gateway/session.ts';
import { analyze } from '../../server/src/analysis.ts';
import type { DataResource, Project } from '../../server/src/model/project.ts';
import { isDataResource } from '../../server/src/model/usage.ts';

export interface Invocation {
  readonly function: string;
  readonly event: unknown;
  readonly trigger: string;
}

export interface TestedData extends LocalData {
  readonly calls: ServiceCall[];
  readonly notices: string[];
  readonly invocations: Invocation[];
  /** What functions return, or `undefined` for those that fail. */
  returned: (invocation: Invocation) => unknown;
  /** The settings of a client of the SDK in that function. */
  clientOf(id: string): ClientSettings;
  resource(id: string): DataResource;
  /** Resolves once there is what `find` returns. */
  until<T>(find: () => T | undefined): Promise<T>;
}

interface ClientSettings {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

export async function localData(
  descriptor: string,
  options: Partial<Pick<DataOptions, 'directory' | 'endpoints' | 'timeScale'>> = {},
): Promise<TestedData> {
  const project = projectOf(descriptor);
  const calls: ServiceCall[] = [];
  const notices: string[] = [];
  const invocations: Invocation[] = [];
  const waiting = new Set<() => void>();
  const changed = (): void => {
    for (const look of waiting) look();
  };
  const data = await startData({
    project,
    directory: undefined,
    endpoints: {},
    timeScale: 1,
    ...options,
    async invoke(lambda, event, trigger): Promise<Outcome> {
      const invocation = { function: lambda.id.value, event, trigger };
      invocations.push(invocation);
      changed();
      const value = await tested.returned(invocation);
      const times = { durationMs: 1, initMs: undefined, instance: 1 };
      return value === undefined
        ? { kind: 'failed', errorType: 'Error', errorMessage: 'failed', stack: [], ...times }
        : { kind: 'returned', value, ...times };
    },
    onCall(call) {
      calls.push(call);
      changed();
    },
    onNotice(text) {
      notices.push(text);
      changed();
    },
  });
  const tested: TestedData = {
    ...data,
    calls,
    notices,
    invocations,
    returned: () => null,
    clientOf: (id) => ({
      endpoint: data.environment['AWS_ENDPOINT_URL'] ?? '',
      region: 'us-east-1',
      credentials: { accessKeyId: accessKeyOf(id), secretAccessKey: 'local' },
    }),
    resource(id) {
      const resource = project.find(id);
      if (!resource || !isDataResource(resource)) throw new Error(`There is no data resource ${id}`);
      return resource;
    },
    until: (find) =>
      new Promise((resolve) => {
        const look = (): void => {
          const found = find();
          if (found === undefined) return;
          waiting.delete(look);
          resolve(found);
        };
        waiting.add(look);
        look();
      }),
  };
  return tested;
}

export function projectOf(descriptor: string): Project {
  return analyze(descriptor).project;
}
