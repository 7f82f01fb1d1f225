// The files of the workspace: an unreadable file counts as deleted, one whose analysis fails does not.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CancellationToken, Emitter, type FileEvent } from 'vscode-languageserver';
import { createConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-languageserver/node';
import { analyze } from '../../server/src/analysis.ts';
import { diskFiles } from '../../server/src/disk/disk-files.ts';
import { containment } from '../../server/src/lsp/containment.ts';
import { snapshotStore } from '../../server/src/lsp/snapshots.ts';
import { workspaceOf, type Workspace } from '../../server/src/lsp/workspace.ts';

let folder: string;
let log: string[];
let workspace: Workspace;
let analyzed: string[];

const nothing = async (): Promise<void> => {};
const never = new Emitter<void>().event;
const uriOf = (name: string): string => pathToFileURL(join(folder, name, 'websocket.yaml')).href;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'workspace-'));
  for (const name of ['one', 'faulty', 'two']) {
    await mkdir(join(folder, name));
    await writeFile(join(folder, name, 'websocket.yaml'), `resources: {} # ${name}\n`);
  }
  log = [];
  analyzed = [];
  const settings = {
    of: () => rules,
    fetch: nothing,
    forget() {},
    onDidChange: new Emitter<string | undefined>().event,
    start() {},
  };
  const sources = { of: () => undefined, openText: () => undefined, fetch: nothing, expect() {}, onDidChange: never };
  const snapshots = snapshotStore(
    settings,
    sources,
    { encoding: () => 'utf-16', today: () => '2026-11-29' },
    (text, ...rest) => {
      if (text.includes('faulty')) throw new Error('The analysis has a fault.');
      analyzed.push(text);
      return analyze(text, ...rest);
    },
  );
  const [input, output] = [new PassThrough(), new PassThrough()];
  workspace = workspaceOf(
    createConnection(new StreamMessageReader(input), new StreamMessageWriter(output)),
    diskFiles,
    { analysis: () => undefined, version: () => undefined, uris: () => [], onDidChange: new Emitter<string>().event },
    snapshots,
    sources,
    { isActive: () => true, onDidChange: new Emitter<readonly FileEvent[]>().event, start() {} },
    containment({ error: (message) => void log.push(message) }),
  );
  const workspaceFolders = [{ uri: pathToFileURL(folder).href, name: 'workspace' }];
  workspace.initialize({ processId: null, rootUri: null, capabilities: {}, workspaceFolders });
});
afterEach(() => rm(folder, { recursive: true }));

const rules = {};

async function visit(): Promise<{ readonly visited: string[]; readonly failed: readonly string[] }> {
  const visited: string[] = [];
  const failed = await workspace.forEach(CancellationToken.None, ({ uri }) => void visited.push(uri));
  return { visited: visited.toSorted(), failed };
}

test('a file whose analysis fails is named in the log and in the result, and the others are visited', async () => {
  expect(await visit()).toEqual({ visited: [uriOf('one'), uriOf('two')], failed: [uriOf('faulty')] });
  expect(log).toEqual([expect.stringContaining('The analysis has a fault.')]);
  expect(log[0]).toContain(uriOf('faulty'));
  await expect(workspace.analysis(uriOf('faulty'))).rejects.toThrow('The analysis has a fault.');
});

test('so is a file on which the visit fails', async () => {
  const failed = await workspace.forEach(CancellationToken.None, ({ uri }) => {
    if (uri === uriOf('two')) throw new Error('The visit has a fault.');
  });
  expect([...failed].toSorted()).toEqual([uriOf('faulty'), uriOf('two')]);
  expect(log.find((line) => line.includes('The visit has a fault.'))).toContain(uriOf('two'));
});

test('a file that is deleted meanwhile is neither visited nor failed', async () => {
  await workspace.descriptors();
  await rm(join(folder, 'faulty'), { recursive: true });
  await rm(join(folder, 'two'), { recursive: true });
  expect(await visit()).toEqual({ visited: [uriOf('one')], failed: [] });
  expect(await workspace.analysis(uriOf('two'))).toBeUndefined();
  expect(log).toEqual([]);
});

test('a file is analyzed again only after it has changed', async () => {
  await visit();
  await visit();
  expect(analyzed).toHaveLength(2);
  await writeFile(join(folder, 'one', 'websocket.yaml'), 'resources: {} # changed\n');
  await visit();
  expect(analyzed).toHaveLength(3);
});
