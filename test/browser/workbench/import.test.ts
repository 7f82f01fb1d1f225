// The import in the window, with the mouse: from the menu of a file to the report and the lines that it links to, and by a drop onto
// the preview.
import { cp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { root } from '../../../scripts/processes.mjs';
import { graphNode } from '../graph-node';
import { test, type Workbench } from './workbench';

const importTitle = 'Import WebSocket API (Migrate from Serverless, SAM, CDK, CloudFormation)…';

/** The Explorer's row of a file. */
const row = ({ page }: Workbench, name: string) =>
  page.locator('.explorer-folders-view .monaco-list-row', { hasText: name }).first();

/** Copies a small project into the folder. */
async function bring({ folder }: Workbench, project: string, name: string): Promise<void> {
  await cp(join(root, 'test', 'imports', project), join(folder, name));
}

const written = ({ folder }: Workbench, name: string): Promise<string> =>
  readFile(join(folder, name), 'utf8').catch(() => 'no file');

/** Accepts what a box at the top of the window proposes. */
async function accept({ page }: Workbench, prompt: string): Promise<void> {
  await page.locator('.quick-input-widget', { hasText: prompt }).waitFor();
  await page.keyboard.press('Enter');
}

test('a file in the Explorer is imported from its menu', async ({ workbench }) => {
  const { page } = workbench;
  await bring(workbench, 'cloudformation/template.yaml', 'template.yaml');
  // The Explorer shows what an editor shows, whether it has noticed the new file or not.
  await workbench.openFile('template.yaml');
  await row(workbench, 'template.yaml').click({ button: 'right' });
  await page.locator('.monaco-menu').getByText(importTitle).waitFor();
  await workbench.screenshot('import-menu');
  await page.locator('.monaco-menu').getByText(importTitle).click();
  await accept(workbench, 'Name of the new project file');
  await page.locator('.tab.active', { hasText: 'imported.websocket.yaml' }).waitFor();
  expect(await written(workbench, 'imported.websocket.yaml')).toContain('route: say');
  await page.locator('.notification-toast', { hasText: 'Imported template.yaml.' }).waitFor();
});

test('the report links to the lines of the file', async ({ workbench }) => {
  const { page } = workbench;
  await page.locator('.notification-toast').getByText('Show Report').click();
  const report = workbench.webview();
  await report.getByRole('heading', { name: 'Import of template.yaml' }).waitFor();
  await workbench.screenshot('import-report');
  await report
    .getByRole('listitem')
    .filter({ hasText: 'Route say' })
    .getByRole('link', { name: /^template\.yaml:/ })
    .click();
  await page.locator('.tab.active', { hasText: 'template.yaml' }).first().waitFor();
  const line = (await readFile(join(workbench.folder, 'template.yaml'), 'utf8')).split('\n').indexOf('  Say:') + 1;
  await page.locator('.statusbar-item', { hasText: `Ln ${line}, Col 3` }).waitFor();
  await workbench.screenshot('import-source');
});

test('a file that is dropped onto the preview is imported, if Shift is held', async ({ workbench }) => {
  const { page } = workbench;
  await workbench.runCommand('View: Close All Editors');
  await bring(workbench, 'serverless/serverless.yml', 'serverless.yml');
  await workbench.openFile('serverless.yml');
  await workbench.openFile('imported.websocket.yaml');
  await workbench.runCommand('WebSocket: Open Preview');
  await graphNode(workbench.webview(), 'OnSay').waitFor();
  const from = await row(workbench, 'serverless.yml').boundingBox();
  const to = await page.locator('.webview.ready').first().boundingBox();
  if (!from || !to) throw new Error('There is nothing to drag, or nowhere to drop it.');
  await page.mouse.move(from.x + 40, from.y + from.height / 2);
  await page.mouse.down();
  await page.keyboard.down('Shift');
  for (const part of [0.3, 0.4, 0.5])
    await page.mouse.move(to.x + to.width * part, to.y + to.height * part, { steps: 5 });
  await workbench.webview().getByText('Drop to import').waitFor();
  await workbench.screenshot('import-drop');
  await page.mouse.up();
  await page.keyboard.up('Shift');
  await accept(workbench, 'The stage to import');
  await page.locator('.quick-input-widget', { hasText: 'Name of the new project file' }).waitFor();
  await page.keyboard.press('Escape');
});
