// The preview in the window: opened from the palette, in step with the text, and back to it.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { test } from './workbench';

test('graph and template stand beside the editor and follow the text', async ({ workbench }) => {
  await workbench.openFile('websocket.yaml');
  await workbench.runCommand('WebSocket: Open Preview');
  const preview = workbench.webview();
  const node = (name: string) => preview.getByRole('treeitem', { name });
  await node('Endpoint sendMessage, 2-way').waitFor();

  await workbench.select('setNickname', 'route: setNickname');
  await workbench.type('rename');
  await node('Endpoint rename, 2-way').waitFor();
  await workbench.screenshot('preview-graph');

  await preview.getByRole('tab', { name: 'Template' }).click();
  await expect.poll(() => preview.locator('.template pre').textContent()).toContain('RouteKey: rename');
  await workbench.screenshot('preview-template');
});

test('the template is written beside the file', async ({ workbench }) => {
  const preview = workbench.webview();
  await preview.getByRole('button', { name: 'Generate File' }).click();
  const shown = await preview.locator('.template pre').textContent();
  const written = () => readFile(join(workbench.folder, 'websocket.template.yaml'), 'utf8').catch(() => 'no file');
  await expect.poll(written).toBe(shown);
});

test('a click on the graph leads to the text', async ({ workbench }) => {
  const preview = workbench.webview();
  await preview.getByRole('tab', { name: 'Graph' }).click();
  await preview.getByRole('treeitem', { name: 'Lambda function Help' }).click();
  await workbench.page.locator('.monaco-editor.focused').waitFor();
  await expect.poll(() => workbench.page.locator('.statusbar').textContent()).toContain('(4 selected)');
});

test('a broken file keeps its last good picture, and a click on the error leads to it', async ({ workbench }) => {
  const preview = workbench.webview();
  await workbench.replace('routeSelectorProperty: action', 'routeSelectorProperty: @action');
  await preview.locator('.graph.stale').waitFor();
  await workbench.screenshot('preview-broken');
  await preview.locator('.notice button').first().click();
  await workbench.page.locator('.monaco-editor.focused').waitFor();
  await expect.poll(() => workbench.page.locator('.statusbar').textContent()).toContain('Ln 9,');
});
