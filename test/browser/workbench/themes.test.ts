// The preview in the window, in each kind of theme: its colors are the theme's, and every pane is readable and usable.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { expect } from 'vitest';
import { graphNode } from '../graph-node';
import { test, type Workbench } from './workbench';

/** The editor's background in VS Code's default themes. */
const themes = [
  ['Default Dark Modern', 'rgb(31, 31, 31)'],
  ['Default Light Modern', 'rgb(255, 255, 255)'],
  ['Default High Contrast', 'rgb(0, 0, 0)'],
  ['Default High Contrast Light', 'rgb(255, 255, 255)'],
] as const;

async function choose({ folder }: Workbench, theme: string): Promise<void> {
  await mkdir(join(folder, '.vscode'), { recursive: true });
  await writeFile(join(folder, '.vscode', 'settings.json'), JSON.stringify({ 'workbench.colorTheme': theme }));
}

/** Runs the file, and lets a client say something. */
async function talk(run: Locator): Promise<void> {
  await run.getByRole('button', { name: 'Run locally' }).click();
  await run.getByRole('button', { name: 'New client' }).click();
  await run.getByLabel('Query string token').fill('open-sesame');
  await run.getByRole('button', { name: 'Connect', exact: true }).click();
  await run.getByRole('button', { name: 'Close Client 1' }).waitFor();
  await run.getByRole('textbox', { name: 'Message' }).fill('{"action": "sendMessage", "text": "Hello"}');
  await run.getByRole('button', { name: 'Send' }).click();
  await run.locator('.entry', { hasText: 'Client 1 receives' }).waitFor();
  await run.locator('.entry .head', { hasText: 'sends' }).click();
}

test.for(themes)('in %s', async ([theme, ground], { workbench }) => {
  const refused: string[] = [];
  workbench.page.on('console', (message) => {
    if (/Refused to|Content Security Policy/.test(message.text())) refused.push(message.text());
  });
  await choose(workbench, theme);
  const preview = workbench.webview();
  const isOpen = (await workbench.page.locator('iframe.webview.ready').count()) > 0;
  if (!isOpen) {
    await workbench.openFile('websocket.yaml');
    await workbench.runCommand('WebSocket: Open Preview');
  }
  const picture = preview.locator('svg.route-graph');
  await preview.getByRole('tab', { name: 'Graph' }).click();
  const groundOf = () => picture.evaluate((svg) => getComputedStyle(svg).backgroundColor);
  // The window applies the setting when it is notified of the file change.
  await expect.poll(groundOf).toBe(ground);
  await graphNode(preview, 'sendMessage').focus();
  const shape = theme.replaceAll(' ', '-').toLowerCase();
  await workbench.screenshot(`theme-${shape}-graph`);

  await preview.getByRole('tab', { name: 'Table' }).click();
  await preview.getByRole('rowheader', { name: 'sendMessage', exact: true }).waitFor();
  await preview.getByRole('tab', { name: 'Template' }).click();
  await preview.getByRole('treeitem', { name: 'RouteKey: sendMessage' }).waitFor();
  await workbench.screenshot(`theme-${shape}-template`);

  await preview.getByRole('tab', { name: 'Run' }).click();
  const run = preview.getByRole('tabpanel', { name: 'Run' });
  if (await run.getByRole('button', { name: 'Run locally' }).isVisible()) await talk(run);
  await expect.poll(() => run.locator('.entry').count()).toBeGreaterThan(2);
  await workbench.screenshot(`theme-${shape}-run`);

  await preview.getByRole('tab', { name: 'Simulate' }).click();
  // The pane fills in a message with the first answer, which could arrive between the two steps of Playwright's `fill`.
  await preview.getByText('Chat → setNickname').or(preview.getByText('Chat → sendMessage')).waitFor();
  const simulate = preview.getByRole('tabpanel', { name: 'Simulate' });
  await simulate.getByLabel('Message', { exact: true }).fill('{"action": "sendMessage"}');
  await preview.getByText('Chat → sendMessage').waitFor();
  await workbench.screenshot(`theme-${shape}-ask`);
  expect(refused).toEqual([]);
});

test('a row of the local run leads to the code of its function and to its endpoint, and the status bar stops the run', async ({
  workbench,
}) => {
  const { page } = workbench;
  await workbench.webview().getByRole('tab', { name: 'Run' }).click();
  const run = workbench.webview().getByRole('tabpanel', { name: 'Run' });
  await expect.poll(() => page.locator('.statusbar').textContent()).toMatch(/127\.0\.0\.1:\d+/);
  await run.getByRole('button', { name: 'Open handler' }).first().click();
  await page.locator('.tab.active', { hasText: 'send-message.mjs' }).waitFor();
  await run.getByRole('button', { name: 'Show endpoint' }).first().click();
  await page.locator('.tab.active', { hasText: 'websocket.yaml' }).first().waitFor();
  await page.locator('.statusbar').getByRole('button', { name: 'Stop the local run of websocket.yaml' }).click();
  await run.getByRole('button', { name: 'Run locally' }).waitFor();
  await expect.poll(() => page.locator('.statusbar').textContent()).not.toMatch(/127\.0\.0\.1:\d+/);
});
