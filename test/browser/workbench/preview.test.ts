// The preview in the window: opened from the palette, in sync with the text, and leading back to it.
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { graphNode } from '../graph-node';
import { test, type Workbench } from './workbench';

/** Resources that the browser has blocked, in the window and in the webview. */
const refused: string[] = [];

/** The IDs of the parts that are marked in the graph. */
const marked = (workbench: Workbench): Promise<(string | null)[]> =>
  workbench
    .webview()
    .locator('.graph .selected')
    .evaluateAll((parts) => parts.map((part) => part.getAttribute('data-id')));

/** The cursor and selection in the status bar. */
const position = ({ page }: Workbench): Promise<string | null> => page.locator('.statusbar').textContent();

test('graph and template are next to the editor and follow the text', async ({ workbench }) => {
  workbench.page.on('console', (message) => {
    if (/Refused to|Content Security Policy/.test(message.text())) refused.push(message.text());
  });
  await workbench.openFile('websocket.yaml');
  await workbench.runCommand('WebSocket: Open Preview');
  const preview = workbench.webview();
  const node = (name: string) => graphNode(preview, name);
  await node('sendMessage, 2-way, endpoint').waitFor();

  await workbench.select('setNickname', 'route: setNickname');
  await workbench.type('rename');
  await node('rename, 2-way, endpoint').waitFor();
  await workbench.screenshot('preview-graph');

  await preview.getByRole('tab', { name: 'Template' }).click();
  await expect.poll(() => preview.locator('.template pre').textContent()).toContain('RouteKey: rename');
  await workbench.screenshot('preview-template');
});

test('the template is written next to the file', async ({ workbench }) => {
  const preview = workbench.webview();
  await preview.getByRole('button', { name: 'Generate File' }).click();
  const shown = await preview.locator('.template pre').textContent();
  const written = () => readFile(join(workbench.folder, 'websocket.template.yaml'), 'utf8').catch(() => 'no file');
  await expect.poll(written).toBe(shown);
});

test('a double click on the graph leads to the text', async ({ workbench }) => {
  const preview = workbench.webview();
  await preview.getByRole('tab', { name: 'Graph' }).click();
  await graphNode(preview, 'Help').dblclick();
  await workbench.page.locator('.monaco-editor.focused').waitFor();
  await expect.poll(() => position(workbench)).toContain('(4 selected)');
  await expect.poll(() => marked(workbench)).toEqual(['resource Help']);
});

test('the cursor in the text marks its node and its part of the template', async ({ workbench }) => {
  const preview = workbench.webview();
  await workbench.select('sendMessage', 'route: sendMessage');
  await expect.poll(() => marked(workbench)).toEqual(['resource Chat endpoint sendMessage']);
  await workbench.screenshot('preview-cursor-graph');
  await preview.getByRole('tab', { name: 'Template' }).click();
  const lines = preview.locator('.line[aria-current=true]');
  await expect.poll(async () => (await lines.allTextContents()).join('')).toContain('RouteKey: sendMessage');
  await expect.poll(() => lines.first().isVisible()).toBe(true);
  await workbench.screenshot('preview-cursor-template');
});

test('the template has the format of the settings as soon as they change', async ({ workbench }) => {
  const preview = workbench.webview();
  const settings = join(workbench.folder, 'websocket-project.config.json');
  const marked = async () => (await preview.locator('.line[aria-current=true]').allTextContents()).join('');
  await writeFile(settings, '{ "template": { "format": "json" } }');
  await expect.poll(marked).toContain('"RouteKey": "sendMessage"');
  await rm(settings);
  await expect.poll(marked).toContain('RouteKey: sendMessage');
});

test('a line of the template leads to the text and to the node', async ({ workbench }) => {
  const preview = workbench.webview();
  await preview.getByRole('button', { name: 'JSON' }).click();
  await preview.getByRole('treeitem', { name: '"RouteKey": "$disconnect"' }).click();
  await workbench.page.locator('.monaco-editor.focused').waitFor();
  await expect.poll(() => position(workbench)).toMatch(/Ln 18, .*\(\d+ selected\)/);
  // The graph shows it as soon as it is visible.
  await preview.getByRole('tab', { name: 'Graph' }).click();
  await expect.poll(() => marked(workbench)).toEqual(['resource Chat endpoint $disconnect']);
  await preview.getByRole('tab', { name: 'Template' }).click();
  await preview.getByRole('button', { name: 'YAML' }).click();
});

test('the template opens as a document', async ({ workbench }) => {
  // It does not fit into the toolbar of this window.
  await workbench.webview().getByRole('button', { name: 'More: Template' }).click();
  await workbench.webview().getByRole('menuitem', { name: 'Open in editor' }).click();
  await workbench.page.locator('.monaco-editor.focused .view-line', { hasText: 'AWSTemplateFormatVersion' }).waitFor();
  await workbench.page.locator('.tab[data-resource-name="websocket.yaml"]').click();
});

test('F12 on a function opens its code at the handler', async ({ workbench }) => {
  const preview = workbench.webview();
  await preview.getByRole('tab', { name: 'Graph' }).click();
  await graphNode(preview, 'Help').focus();
  await workbench.page.keyboard.press('F12');
  await workbench.page.locator('.tab.active', { hasText: 'help.' }).waitFor();
  await workbench.page.locator('.monaco-editor.focused .view-line', { hasText: 'function handler' }).waitFor();
  await expect.poll(() => position(workbench)).toContain('(7 selected)');
  await workbench.page.locator('.tab[data-resource-name="websocket.yaml"]').click();
});

test('a broken file keeps its last valid picture, and a click on the error leads to it', async ({ workbench }) => {
  const preview = workbench.webview();
  await workbench.replace('routeSelectorProperty: action', 'routeSelectorProperty: @action');
  await preview.locator('.graph.stale').waitFor();
  await workbench.screenshot('preview-broken');
  await preview.getByRole('button', { name: '1 error' }).click();
  await preview.locator('.errors .problem').first().click();
  await workbench.page.locator('.monaco-editor.focused').waitFor();
  await expect.poll(() => workbench.page.locator('.statusbar').textContent()).toContain('Ln 9,');
});

test('an empty file offers to start a project, which is one undo step', async ({ workbench }) => {
  await writeFile(join(workbench.folder, 'empty.websocket.yaml'), '# To be written\n');
  // The file opens in the group that was active last.
  await workbench.page.locator('.tab[data-resource-name="websocket.yaml"]').click();
  await workbench.page.locator('.explorer-folders-view').getByText('empty.websocket.yaml').dblclick();
  const preview = workbench.webview();
  await preview.getByRole('button', { name: 'Start with an API' }).click();
  await graphNode(preview, 'Hello').waitFor();
  await workbench.page.locator('.monaco-editor.focused').waitFor();
  const text = await workbench.text();
  expect(await readFile(join(workbench.folder, 'functions/hello.mjs'), 'utf8')).toContain('function handler(event)');
  expect(text).toMatch(/^# To be written\n# WebSocket APIs of AWS/);
  await workbench.page.keyboard.press('ControlOrMeta+Z');
  await preview.getByRole('button', { name: 'Start with an API' }).waitFor();
  expect(await workbench.text()).toBe('# To be written\n');
});

test("the page's policy has blocked nothing", () => {
  expect(refused).toEqual([]);
});
