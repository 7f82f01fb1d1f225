// Runs the Python handlers of an example, with a small fake of boto3.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { Deployment } from './deployment.ts';
import { get, isList, isMap } from './read-template.ts';

const harness = join(import.meta.dirname, 'python');

/** Without Python, the tests that need it are skipped. */
export const hasPython = spawnSync('python3', ['--version']).status === 0;
export const hasBoto3 = spawnSync('python3', ['-c', 'import boto3']).status === 0;

export interface PythonRun {
  /** For each event, what the handler has returned, or the text of its error. */
  readonly results: readonly unknown[];
  /** The items of each table, by the name that the function knows. */
  readonly tables: Readonly<Record<string, unknown>>;
  /** The messages that it has published. */
  readonly published: readonly string[];
}

export interface PythonTable {
  readonly key: readonly string[];
  readonly items: readonly object[];
}

/** Passes the events to the function, one after another. Throws if its role does not allow what it does. */
export function runPython(
  deployment: Deployment,
  logicalId: string,
  code: string,
  events: readonly object[],
  tables: Readonly<Record<string, PythonTable>> = {},
): PythonRun {
  const { entryPoint, environment, demand } = deployment.function(logicalId);
  const { stdout, stderr } = spawnSync('python3', [join(harness, 'run_handler.py')], {
    input: JSON.stringify({ entryPoint, events, tables, time: 1_767_268_800.5 }),
    env: {
      ...environment,
      PATH: process.env['PATH'],
      PYTHONPATH: [harness, join(deployment.folder, code)].join(':'),
      PYTHONDONTWRITEBYTECODE: '1',
    },
    encoding: 'utf8',
  });
  if (stdout === '') throw new Error(stderr);
  const answer: unknown = JSON.parse(stdout);
  const published: string[] = [];
  for (const call of list(get(answer, 'calls'))) {
    const [action = '', resource = '', message = ''] = list(call).map(String);
    const isNew = deployment.resources.has(resource);
    demand(action, isNew ? resource : `arn:aws:dynamodb:eu-west-1:123456789012:table/${resource}`);
    if (action === 'sns:Publish') published.push(message);
  }
  const items = get(answer, 'tables');
  const results = list(get(answer, 'results')).map((result) => get(result, 'value') ?? get(result, 'error'));
  return { results, tables: isMap(items) ? items : {}, published };
}

function list(value: unknown): readonly unknown[] {
  return isList(value) ? value : [];
}
