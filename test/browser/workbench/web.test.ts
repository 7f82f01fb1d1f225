// VS Code for the web: without Node and without a disk, the extension says the same, also in German. The workspace is virtual,
// and in Restricted Mode.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test as base } from 'vitest';
import { readJson } from '../../../scripts/json.mjs';
import { root, scratchFolder } from '../../../scripts/processes.mjs';
import { openWindow } from '../../../scripts/vscode/chromium.mjs';
import { startVSCodeServer } from '../../../scripts/vscode/vscode-server.mjs';
import { analyze, type Analysis } from '../../../server/src/analysis.ts';
import { toRange } from '../../../server/src/answers.ts';
import { diskFiles } from '../../../server/src/disk/disk-files.ts';
import { readSourceFolder } from '../../../server/src/files/source-files.ts';
import { isCatalogue, translateWith } from '../../../server/src/locale.ts';
import { graphNode } from '../graph-node';
import { actionsIn, type Actions } from './actions';
import type { PlainProblem, WebResults } from '../web/results';
import { observeInWebWindow, restrictedMode } from '../web/web-window';

const example = join(root, 'examples/chat');
const severities = { error: 0, warning: 1, information: 2 };

const test = base.extend(
  'web',
  { scope: 'file' },
  async ({}, { onCleanup }): Promise<{ readonly results: WebResults; readonly window: Actions }> => {
    const [server, { page, close }] = await Promise.all([
      startVSCodeServer({ dataFolder: scratchFolder('web-data'), settings: restrictedMode }),
      openWindow(),
    ]);
    onCleanup(async () => {
      await close();
      await server.close();
    });
    return { results: await observeInWebWindow(page, server), window: actionsIn(page) };
  },
);

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
    await graphNode(window.webview(), 'sendMessage, 2-way, endpoint').waitFor();
  });

  test('the template is written next to the project file', async ({ web: { results } }) => {
    expect(results.template?.uri).toBe('vscode-vfs://test/chat/websocket.template.yaml');
    expect(results.template?.text).toContain('AWS::ApiGatewayV2::Api');
  });

  test('a settings file applies', ({ web: { results } }) => {
    expect(results.withSettings).toMatchObject([{ code: 'unused-function', severity: 0 }]);
  });
});
