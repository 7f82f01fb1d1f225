// The template in the window: shown next to the editor, compared with the existing file, written after confirmation.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { test } from './workbench';

test('is next to the editor, highlighted, and shows when it is outdated', async ({ workbench }) => {
  await workbench.openFile('websocket.yaml');
  await workbench.runCommand('WebSocket: Show CloudFormation Template');
  const editors = workbench.page.locator('.editor-group-container');
  const template = editors.nth(1);
  await expect.poll(() => template.locator('.view-lines').textContent()).toContain('AWSTemplateFormatVersion');
  // A comment in one color, a key in another.
  const colors = async (): Promise<number> => {
    const html = await template.locator('.view-lines').first().innerHTML();
    return new Set(html.match(/\bmtk\d+\b/g)).size;
  };
  await expect.poll(colors).toBeGreaterThan(2);

  await workbench.focusEditor();
  await workbench.select('2-way', 'operationMode: 2-way');
  await workbench.type('2-wya');
  await template.getByText(/Not up to date: websocket\.yaml has an error/).waitFor();
  await workbench.screenshot('template-stale');
  await workbench.select('2-wya');
  await workbench.type('2-way');
  await template.getByText(/Not up to date/).waitFor({ state: 'detached' });
});

test('is compared with the existing file, and replaces it after confirmation', async ({ workbench }) => {
  const { page } = workbench;
  const written = (): Promise<string> => readFile(join(workbench.folder, 'websocket.template.yaml'), 'utf8');
  await workbench.focusEditor();
  await workbench.runCommand('WebSocket: Generate CloudFormation Template');
  await expect.poll(() => written().catch(() => '')).toContain('\n  Chat:');

  await workbench.replace('name: Chat\n', 'name: Talk\n');
  await workbench.runCommand('WebSocket: Generate CloudFormation Template');
  const question = page.locator('.monaco-dialog-box');
  await question.getByText(/API Chat is replaced by Talk: it gets a new URL/).waitFor();
  await page.locator('.monaco-diff-editor .line-insert').first().waitFor();
  await workbench.screenshot('template-impact');
  await question.getByRole('button', { name: 'Cancel' }).click();
  expect(await written()).toContain('\n  Chat:');

  await workbench.runCommand('WebSocket: Generate CloudFormation Template');
  await question.getByRole('button', { name: 'Overwrite', exact: true }).click();
  await expect.poll(written).toContain('\n  Talk:');
  await page.locator('.monaco-diff-editor').waitFor({ state: 'detached' });
});
