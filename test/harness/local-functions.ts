// The functions of a project on this machine, with the handlers of a temporary folder.
import { randomUUID } from 'node:crypto';
import { expect, onTestFinished } from 'vitest';
import {
  startFunctions,
  type FunctionHost,
  type FunctionOptions,
} from '../../server/src/gateway/functions/functions.ts';
import type { FunctionLog, Outcome } from '../../server/src/gateway/session.ts';
import { bind } from '../../server/src/model/bind.ts';
import type { Project } from '../../server/src/model/project.ts';
import { parse } from '../../server/src/syntax/parse.ts';
import { temporaryFolder, type Folder } from './folder.ts';

export interface LocalFunctions {
  readonly host: FunctionHost;
  readonly folder: Folder;
  readonly logs: readonly FunctionLog[];
  readonly invoke: (id: string, event?: unknown) => Promise<Outcome>;
  /** What the function returned. Throws if it did not. */
  readonly result: (id: string, event?: unknown) => Promise<unknown>;
  /** Saves files, and takes over what has changed. */
  readonly save: (files?: Readonly<Record<string, string>>) => void;
}

/**
 * @param functions the properties of each function by its ID, besides type and name; those left out are `nodejs22.x`, and a file
 * and its export `handler` with the ID as its name
 */
export function localFunctions(
  functions: Readonly<Record<string, string>>,
  files: Readonly<Record<string, string>>,
  options: Partial<FunctionOptions> = {},
): LocalFunctions {
  const folder = temporaryFolder(files);
  const project = projectOf(functions);
  const logs: FunctionLog[] = [];
  const host = startFunctions({
    folder: folder.path,
    environment: () => ({}),
    inspect: false,
    timeScale: 1,
    onLog: (line) => logs.push(line),
    ...options,
  });
  onTestFinished(() => host.stop());
  const invoke = (id: string, event: unknown = {}): Promise<Outcome> => {
    const lambda = project.find(id);
    if (lambda?.type !== 'lambda-function') throw new Error(`There is no function ${id}.`);
    return host.invoke(lambda, event, randomUUID());
  };
  return {
    host,
    folder,
    logs,
    invoke,
    async result(id, event) {
      const outcome = await invoke(id, event);
      if (outcome.kind !== 'returned') throw new Error(`${id} did not return: ${JSON.stringify({ outcome, logs })}`);
      return outcome.value;
    },
    save(changed = {}) {
      for (const [file, text] of Object.entries(changed)) folder.write(file, text);
      host.reload();
    },
  };
}

export function projectOf(functions: Readonly<Record<string, string>>): Project {
  const resources = Object.entries(functions).map(([id, properties]) => {
    const usual = { runtime: 'nodejs22.x', entryPoint: `${id}.handler` };
    const missing = Object.entries(usual).filter(([key]) => !new RegExp(`\\b(?:${key}|arn):`).test(properties));
    const all = [...missing.map(([key, value]) => `${key}: ${value}`), ...(properties === '' ? [] : [properties])];
    return `  ${id}: { type: lambda-function, name: ${id}, ${all.join(', ')} }\n`;
  });
  return bind(parse(`resources:\n${resources.join('')}`));
}

export function moreThan(limit: number): unknown {
  return expect.toSatisfy((value: number) => value > limit);
}
