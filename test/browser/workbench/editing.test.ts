// Editing from the graph in the window: the text changes in one undo step, and the focus stays in the graph.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { graphNode } from '../graph-node';
import { test, type Workbench } from './workbench';

const node = (workbench: Workbench, name: string) => graphNode(workbench.webview(), name);

test('a connection made by keys is one undo step that restores every byte', async ({ workbench }) => {
  const press = (key: string): Promise<void> => workbench.page.keyboard.press(key);
  await workbench.openFile('websocket.yaml');
  const before = await readFile(join(workbench.folder, 'websocket.yaml'), 'utf8');
  await workbench.runCommand('WebSocket: Open Preview');
  await node(workbench, 'Help').focus();
  await press('c');
  await workbench.webview().locator('.route-graph.connecting').waitFor();
  await workbench.screenshot('edit-workbench-connecting');
  await press('ArrowDown');
  await press('Enter');
  await workbench.webview().getByRole('form', { name: 'Connect to Sessions' }).waitFor();
  await press('Enter');
  await node(workbench, 'Help, nodejs22.x, Lambda function, handles $default, uses Sessions (read-write)').waitFor();
  await expectFocus(workbench, 'resource Help');
  await workbench.screenshot('edit-workbench-connected');
  await workbench.focusEditor();
  // The new text is selected: `Sessions`.
  await expect.poll(() => workbench.page.locator('.statusbar').textContent()).toContain('(8 selected)');
  expect(await workbench.text()).toBe(
    before.replace(
      'functions/help.handler\n',
      'functions/help.handler\n    connections: [{ to: Sessions, access: read-write }]\n',
    ),
  );
  await node(workbench, 'Help').focus();
  await press('ControlOrMeta+Z');
  await node(workbench, 'Help, nodejs22.x, Lambda function, handles $default').waitFor();
  await expectFocus(workbench, 'resource Help');
  await workbench.focusEditor();
  await expect.poll(() => workbench.text()).toBe(before);
});

/** The ID of the focused node in the graph, or none if the focus is elsewhere in the window. */
const focused = (workbench: Workbench): Promise<string | null> =>
  workbench
    .webview()
    .locator('body')
    .evaluate(() => (document.hasFocus() ? (document.activeElement?.getAttribute('data-id') ?? null) : null));

/** Undo and redo move the focus to the editor for a moment: a key that is pressed meanwhile goes to the editor. */
async function expectFocus(workbench: Workbench, part: string): Promise<void> {
  const { page } = workbench;
  await page.locator('.editor-group-container.active .tab.active', { hasText: 'Preview websocket.yaml' }).waitFor();
  await expect.poll(() => focused(workbench)).toBe(part);
}

/** Waits until the text of the edit has been revealed. */
const toBeDone = (workbench: Workbench): Promise<void> =>
  workbench.webview().getByText('Done. Ctrl+Z to undo.').waitFor();

test('a click reveals the text and keeps the focus in the graph, a double click moves it', async ({ workbench }) => {
  const press = (key: string): Promise<void> => workbench.page.keyboard.press(key);
  const before = await readFile(join(workbench.folder, 'websocket.yaml'), 'utf8');
  const id = 'resource Chat endpoint setNickname';
  await node(workbench, 'setNickname').click();
  await workbench.page.locator('.monaco-editor .selected-text').first().waitFor();
  expect(await focused(workbench)).toBe(id);
  await press('Delete');
  await node(workbench, 'setNickname').waitFor({ state: 'detached' });
  await toBeDone(workbench);
  await expect.poll(() => focused(workbench)).toBe('resource Chat');
  await press('ControlOrMeta+Z');
  await node(workbench, 'setNickname').waitFor();
  await expectFocus(workbench, id);
  await node(workbench, 'setNickname').dblclick();
  await expect.poll(() => workbench.page.locator('.statusbar').textContent()).toContain('(11 selected)');
  expect(await workbench.text()).toBe(before);
});

test('a deletion that removes connections asks for confirmation, and is one undo step', async ({ workbench }) => {
  const press = (key: string): Promise<void> => workbench.page.keyboard.press(key);
  const before = await readFile(join(workbench.folder, 'websocket.yaml'), 'utf8');
  await node(workbench, 'Sessions').focus();
  await press('Delete');
  const dialog = workbench.page.locator('.monaco-dialog-box');
  await dialog.waitFor();
  expect(await dialog.textContent()).toContain('Delete Sessions?');
  expect(await dialog.textContent()).toContain('“Connect”, “Disconnect”, “SetNickname” and “SendMessage”');
  await workbench.screenshot('edit-workbench-confirmation');
  // The button with the focus changes nothing.
  await press('Enter');
  await workbench.webview().getByText('Nothing changed.').waitFor();
  await expect.poll(() => focused(workbench)).toBe('resource Sessions');

  await press('Delete');
  await dialog.getByRole('button', { name: 'Delete', exact: true }).click();
  await node(workbench, 'Sessions').waitFor({ state: 'detached' });
  await toBeDone(workbench);
  await expect.poll(() => focused(workbench)).toMatch(/^resource /);
  await workbench.screenshot('edit-workbench-deleted');
  await press('ControlOrMeta+Z');
  await node(workbench, 'Sessions').waitFor();
  await expectFocus(workbench, 'resource Sessions');
  await workbench.focusEditor();
  await expect.poll(() => workbench.text()).toBe(before);
});

test('undo in the fields of the page does not undo in the text', async ({ workbench }) => {
  const press = (key: string): Promise<void> => workbench.page.keyboard.press(key);
  const field = workbench.webview().getByRole('searchbox');
  await field.fill('');
  await field.pressSequentially('send');
  await press('Escape');
  await node(workbench, 'setNickname').focus();
  await press('m');
  await node(workbench, 'setNickname, 1-way').waitFor();
  await toBeDone(workbench);
  await press('ControlOrMeta+Z');
  await node(workbench, 'setNickname, 2-way').waitFor();
  await expectFocus(workbench, 'resource Chat endpoint setNickname');
  await press('ControlOrMeta+Shift+Z');
  await node(workbench, 'setNickname, 1-way').waitFor();
  await expectFocus(workbench, 'resource Chat endpoint setNickname');
  await press('ControlOrMeta+Z');
  await node(workbench, 'setNickname, 2-way').waitFor();
  expect(await field.inputValue()).toBe('');
});

test('a new function for an endpoint is created with its code', async ({ workbench }) => {
  await node(workbench, '$default').click({ button: 'right' });
  await workbench.webview().getByRole('menuitem', { name: 'Connect to a new Lambda function…' }).click();
  await workbench.webview().getByRole('form').getByLabel('Resource ID').fill('Fallback');
  await workbench.page.keyboard.press('Enter');
  await node(workbench, 'Fallback').waitFor();
  // Nor is it reported as missing, even for a moment.
  expect(await node(workbench, 'Fallback').getAttribute('aria-label')).not.toContain('There is no');
  await workbench.webview().getByText('Created functions/fallback.mjs').waitFor();
  const code = () => readFile(join(workbench.folder, 'functions', 'fallback.mjs'), 'utf8').catch(() => 'no file');
  await expect.poll(code).toContain('export async function handler');
});

test('a click and an edit do not scroll the editor sideways', async ({ workbench }) => {
  const route = 'beyondTheEdge';
  const description = 'It is far to the right. '.repeat(20).trim();
  const endpoints = `[{ route: ${route}, operationMode: 1-way }]`;
  const api = `{ type: websocket-api, name: Chat, description: ${description}, routeSelectorProperty: action, endpoints: ${endpoints} }`;
  await writeFile(join(workbench.folder, 'wide.websocket.yaml'), `resources:\n  Chat: ${api}\n`);
  await workbench.focusEditor();
  await workbench.openFile('wide.websocket.yaml');
  const left = async (): Promise<number | undefined> =>
    (await workbench.page.locator('.monaco-editor .view-lines').first().boundingBox())?.x;
  const before = await left();
  await node(workbench, route).click();
  await workbench.page.locator('.monaco-editor .cursors-layer').first().waitFor({ state: 'attached' });
  await workbench.page.keyboard.press('m');
  await node(workbench, `${route}, 2-way`).waitFor();
  await toBeDone(workbench);
  expect(await left()).toBe(before);
});
