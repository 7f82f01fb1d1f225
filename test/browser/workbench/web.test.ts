// Windows in which less is possible. VS Code for the web: without Node and without a disk, the extension says the same, also in
// German. Restricted Mode, there and on a disk: all but tasks works, and the window says so.
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test as base } from 'vitest';
import { readJson } from '../../../scripts/json.mjs';
import { root, scratchFolder } from '../../../scripts/processes.mjs';
import { openWindow } from '../../../scripts/vscode/chromium.mjs';
import { startVSCodeServer, type VSCodeServer } from '../../../scripts/vscode/vscode-server.mjs';
import { analyze, type Analysis } from '../../../server/src/analysis.ts';
import { toRange } from '../../../server/src/answers.ts';
import { diskFiles } from '../../../server/src/disk/disk-files.ts';
import { readSourceFolder } from '../../../server/src/files/source-files.ts';
import { importProject } from '../../../server/src/import/import.ts';
import { isCatalogue, translateWith } from '../../../server/src/locale.ts';
import { graphNode } from '../graph-node';
import { actionsIn, type Actions } from './actions';
import type { PlainProblem, WebResults } from '../web/results';
import { observeInWebWindow, restrictedMode } from '../web/web-window';

const example = join(root, 'examples/chat');
const severities = { error: 0, warning: 1, information: 2 };

/** The settings of the server apply to both windows. */
const test = base
  .extend('server', { scope: 'file' }, async ({}, { onCleanup }): Promise<VSCodeServer> => {
    const server = await startVSCodeServer({ dataFolder: scratchFolder('web-data'), settings: restrictedMode });
    onCleanup(() => server.close());
    return server;
  })
  .extend('page', { scope: 'file' }, async ({}, { onCleanup }): Promise<Page> => {
    const { page, close } = await openWindow();
    onCleanup(close);
    return page;
  })
  .extend('web', { scope: 'file' }, async ({ server, page }): Promise<{ results: WebResults; window: Actions }> => {
    return { results: await observeInWebWindow(page, server), window: actionsIn(page) };
  });

/** What Node's engine says about the text next to the source files of the example. */
async function analysisOf(text: string): Promise<Analysis> {
  const { sources } = await readSourceFolder(diskFiles, example);
  return analyze(text, {}, { files: sources, today: '2026-11-29' });
}

function problemsIn(analysis: Analysis): readonly PlainProblem[] {
  return analysis.findings.map(({ rule, severity, message, span }) => ({
    code: rule.id,
    severity: severities[severity],
    message,
    range: toRange(span, analysis),
  }));
}

beforeAll(() => {
  const texts = readJson(join(root, 'l10n/server.de.json'));
  translateWith(isCatalogue(texts) ? texts : undefined);
});

describe('in a window without Node', () => {
  const text = readFileSync(join(example, 'websocket.yaml'), 'utf8');

  test('the extension runs in a worker, also in Restricted Mode', ({ web: { results } }) => {
    expect(results).toMatchObject({ hasNode: false, isTrusted: false });
  });

  test('the same problems are reported at the same places, with those of source files', async ({
    web: { results },
  }) => {
    expect(results.problemsAtFirst).toEqual([]);
    const { faulty } = results;
    const expected = problemsIn(await analysisOf(faulty.text));
    expect(expected.map(({ code }) => code).toSorted()).toEqual(['entry-point-not-found', 'invalid-operation-mode']);
    expect(faulty.problems).toEqual(expected);
  });

  test('a project file that is not open is checked', ({ web: { results } }) => {
    expect(results.closedFile).not.toEqual([]);
  });

  test('hover and completion say the same', async ({ web: { results } }) => {
    const analysis = await analysisOf(text);
    const hover = analysis.hover(text.indexOf('operationMode') + 2);
    expect(results.hover).toBe(hover?.markdown);
    const completion = analysis.completion(text.indexOf('functions/connect.handler') + 'functions/'.length);
    const labels = completion.items.map(({ label }) => label);
    expect(labels).toContain('functions/authorize.handler');
    expect(results.completion).toEqual(expect.arrayContaining(labels));
  });

  test('a rule is explained to agents', ({ web: { results } }) => {
    expect(results.explained).toMatch(/^# duplicate-route\n/);
  });

  test('an entry point leads to the export in its file', ({ web: { results } }) => {
    const source = readFileSync(join(example, 'functions/connect.mjs'), 'utf8');
    const start = source.indexOf('handler');
    const line = source.slice(0, start).split('\n').length - 1;
    expect(results.definition).toMatchObject([
      { uri: 'vscode-vfs://test/chat/functions/connect.mjs', range: { start: { line } } },
    ]);
  });

  test('a quick fix creates the missing file', ({ web: { results } }) => {
    expect(results.created).toBe('vscode-vfs://test/chat/functions/helpp.mjs');
  });

  test('the preview shows the graph', async ({ web: { window } }) => {
    await graphNode(window.webview(), 'sendMessage, 2-way, Endpunkt').waitFor();
  });

  test('the template is written next to the project file', async ({ web: { results } }) => {
    expect(results.template?.uri).toBe('vscode-vfs://test/chat/websocket.template.yaml');
    expect(results.template?.text).toContain('AWS::ApiGatewayV2::Api');
  });

  test('a template is imported beside itself, with a report whose links lead to its lines', async ({
    web: { results },
  }) => {
    const source = readFileSync(join(root, 'test/imports/cloudformation/template.yaml'), 'utf8');
    const result = await importProject({ path: 'template.yaml', text: source, read: async () => undefined });
    if ('unreadable' in result) throw new Error(result.unreadable);
    expect(results.imported).toMatchObject({
      uri: 'vscode-vfs://test/chat/old/websocket.yaml',
      text: result.descriptor,
    });
    const line = source.split('\n').indexOf('  Say:') + 1;
    expect(results.imported?.report).toMatch(
      new RegExp(`\\[template\\.yaml:${line}:3\\]\\([^)]*template\\.yaml#L${line}`),
    );
  });

  test('a settings file applies', ({ web: { results } }) => {
    expect(results.withSettings).toMatchObject([{ code: 'unused-function', severity: 0 }]);
  });
});

test('a window without Node says what is limited', async ({ web: { window } }) => {
  const limits = [
    'Keine Aufgaben und keine lokalen Ausführungen im eingeschränkten Modus Sie laufen, sobald Sie dem Ordner vertrauen Vertrauen verwalten',
    'Links wird in einem virtuellen Arbeitsbereich nicht gefolgt Einstiegspunkte unter einem Link werden nicht geprüft',
    'Keine Befehlszeile und keine lokalen Ausführungen in einem Browser Öffnen Sie den Ordner auf einem Computer, um sie zu verwenden',
  ];
  await window.focusEditor();
  await expect.poll(() => window.languageStatus()).toEqual(expect.arrayContaining(limits));
});

test('in Restricted Mode on a disk, all but tasks works, until the folder is trusted', async ({ server, page }) => {
  const folder = join(scratchFolder('restricted'), 'chat');
  cpSync(example, folder, { recursive: true });
  cpSync(join(root, 'test/imports/cloudformation/template.yaml'), join(folder, 'template.yaml'));
  writeFileSync(join(folder, 'faulty.websocket.yaml'), 'resources:\n  Box: { type: sqs-queue, name: 1 }\n');
  const opened = await page.context().newPage();
  const window = actionsIn(opened);
  await opened.goto(server.url({ folder, openFile: join(folder, 'websocket.yaml'), extensionDevelopmentPath: root }));
  await opened.locator('.monaco-editor .view-line', { hasText: 'operationMode: 2-way' }).first().waitFor();
  const limit = 'No tasks and no local runs in Restricted Mode They run once you trust the folder Manage Trust';
  await expect.poll(() => window.languageStatus()).toContain(limit);
  await expect.poll(() => window.problems()).toEqual([expect.stringContaining('wrong-type')]);

  await window.openFile('template.yaml');
  await window.runCommand('WebSocket: Import WebSocket API (Migrate from Serverless, SAM, CDK, CloudFormation)…');
  await opened.locator('.quick-input-widget .monaco-list-row', { hasText: 'template.yaml' }).first().waitFor();
  await opened.keyboard.press('Enter');
  await opened.locator('.quick-input-widget', { hasText: 'Name of the new project file' }).waitFor();
  await opened.keyboard.press('Enter');
  await opened.locator('.tab.active', { hasText: 'imported.websocket.yaml' }).waitFor();
  expect(readFileSync(join(folder, 'imported.websocket.yaml'), 'utf8')).toContain('route: say');

  await window.focusEditor();
  await window.listTasks();
  const dialog = opened.locator('.monaco-dialog-box', { hasText: 'Listing and running tasks requires' });
  await dialog.getByRole('button', { name: /^Trust/ }).click();
  await window.runFailingTask('check', 'websocket-project');
  await window.focusEditor();
  await expect.poll(() => window.languageStatus()).not.toContain(limit);
});
