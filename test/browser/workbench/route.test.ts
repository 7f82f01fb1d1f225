// The route simulator in the window: from a code lens above a route, and from the palette; samples are restored.
import { expect } from 'vitest';
import { test } from './workbench';

test('a code lens above a route shows where its messages go', async ({ workbench }) => {
  await workbench.openFile('websocket.yaml');
  await workbench.select('sendMessage', 'route: sendMessage');
  const lenses = workbench.page.locator('.codelens-decoration a', { hasText: '▷ Try a message' });
  const preview = workbench.webview();
  await workbench.clickLens(lenses.nth(1), preview.locator('.ask .way'));
  const way = () => preview.locator('.ask .way').textContent();
  await expect.poll(way).toBe('Chat → sendMessage');
  expect(await preview.getByLabel('Message', { exact: true }).inputValue()).toBe('{"action": "sendMessage"}');
  await workbench.screenshot('ask');
});

test('the answer follows what is typed into the message and into the file', async ({ workbench }) => {
  const preview = workbench.webview();
  const message = preview.getByLabel('Message', { exact: true });
  const way = () => preview.locator('.ask .way').textContent();
  await message.fill('{"action": "rename"}');
  await expect.poll(way).toBe('Chat → $default');
  await workbench.page.locator('.monaco-editor').first().click();
  await workbench.select('setNickname', 'route: setNickname');
  await workbench.type('rename');
  await expect.poll(way).toBe('Chat → rename');
  await preview.getByRole('button', { name: 'The endpoint rename matches.' }).click();
  await expect.poll(() => workbench.page.locator('.statusbar').textContent()).toContain('(6 selected)');
});

test('a saved sample is there when the preview is opened again', async ({ workbench }) => {
  const preview = workbench.webview();
  await preview.getByRole('button', { name: 'Save as sample…' }).click();
  await preview.getByLabel('Name', { exact: true }).fill('Another name');
  await workbench.page.keyboard.press('Enter');
  const saved = preview.getByLabel('Samples').locator('optgroup[label="Saved"] option');
  await expect.poll(() => saved.allTextContents()).toEqual(['Another name']);
  await workbench.page.locator('.tab', { hasText: 'Preview websocket.yaml' }).locator('.codicon-close').click();
  await workbench.page.locator('.monaco-editor').first().click();
  await workbench.runCommand('WebSocket: Try a Message');
  await saved.first().waitFor({ state: 'attached' });
  await expect.poll(() => saved.allTextContents()).toEqual(['Another name']);
});

test('a preview that is hidden behind another editor still receives a request', async ({ workbench }) => {
  const { page } = workbench;
  await page.locator('.tab', { hasText: 'Preview websocket.yaml' }).click();
  await workbench.openFile('README.md');
  await page.locator('iframe.webview.ready').waitFor({ state: 'detached' });
  const shown = workbench.webview().locator('.ask .way');
  await workbench.clickLens(page.locator('.codelens-decoration a', { hasText: '▷ Disconnect' }), shown);
  const way = () => shown.textContent();
  await expect.poll(way).toBe('Chat → $disconnect');
});
