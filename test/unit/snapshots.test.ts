// The cache of analyses: what it keeps, and how much.
import { Emitter } from 'vscode-languageserver';
import { expect, test } from 'vitest';
import { maximumKeptText, snapshotStore } from '../../server/src/lsp/snapshots.ts';

const nothing = async (): Promise<void> => {};
const onDidChange = new Emitter<void>().event;
const rules = {};
const settings = {
  of: () => rules,
  fetch: nothing,
  forget() {},
  onDidChange: new Emitter<string | undefined>().event,
  start() {},
};
const sources = { of: () => undefined, openText: () => undefined, fetch: nothing, expect() {}, onDidChange };

test('as many as fit, the last used ones, whatever the number of files', () => {
  const snapshots = snapshotStore(settings, sources, { encoding: () => 'utf-16', today: () => '2026-11-29' });
  const text = `# ${'x'.repeat(9_998)}`;
  const uris = Array.from({ length: 500 }, (_, index) => `file:///${index}/websocket.yaml`);
  for (const uri of uris) snapshots.make(uri, '1', text);
  const kept = uris.filter((uri) => snapshots.find(uri, '1'));
  expect(kept).toEqual(uris.slice(-maximumKeptText / text.length));
  // Forgotten files make room for others.
  for (const uri of kept) snapshots.forget(uri);
  for (const uri of uris) snapshots.make(uri, '2', text);
  expect(uris.filter((uri) => snapshots.find(uri, '2'))).toEqual(kept);
});

test('the last one in any case', () => {
  const snapshots = snapshotStore(settings, sources, { encoding: () => 'utf-16', today: () => '2026-11-29' });
  snapshots.make('file:///websocket.yaml', '1', `# ${'x'.repeat(maximumKeptText)}`);
  expect(snapshots.find('file:///websocket.yaml', '1')).toBeDefined();
});
