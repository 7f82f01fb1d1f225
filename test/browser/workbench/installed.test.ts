// The extension as it is published: installed by VS Code from the .vsix that `npm run package` has written.
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { displayName, name, version } from '../../../package.json';
import { root, scratchFolder } from '../../../scripts/processes.mjs';
import { openWindow, type Window } from '../../../scripts/vscode/chromium.mjs';
import { installExtension, startVSCodeServer, type VSCodeServer } from '../../../scripts/vscode/vscode-server.mjs';
import { actionsIn } from './actions';

let server: VSCodeServer | undefined;
let opened: Window | undefined;

afterAll(async () => {
  await opened?.close();
  await server?.close();
});

test('the packed extension is installed, checks a file, explains the rule, has a page of its own, and draws the file', async () => {
  const scratch = scratchFolder('installed');
  const [dataFolder, folder] = [join(scratch, 'data'), join(scratch, 'chat')];
  cpSync(join(root, 'examples', 'chat'), folder, { recursive: true });
  await installExtension(join(root, `${name}-${version}.vsix`), join(dataFolder, 'extensions'));
  [server, opened] = await Promise.all([startVSCodeServer({ dataFolder }), openWindow()]);
  const { page } = opened;
  const workbench = actionsIn(page);
  const openFile = join(folder, 'websocket.yaml');
  await page.goto(server.url({ folder, openFile }));

  await page.locator('.monaco-editor .view-line', { hasText: 'operationMode: 2-way' }).first().waitFor();
  await workbench.select('2-way', 'operationMode: 2-way');
  await workbench.type('2-wya');
  await workbench.squiggles('error').first().waitFor();
  await expect.poll(() => workbench.problems()).toEqual([expect.stringContaining('2-wya')]);

  await page.locator('.markers-panel a', { hasText: 'invalid-operation-mode' }).click();
  await page.getByRole('tab', { name: 'Preview invalid-operation-mode.md' }).waitFor();
  await expect.poll(() => workbench.webview().locator('h1').textContent()).toBe('invalid-operation-mode');
  await workbench.runCommand('View: Close Editor');

  await workbench.runCommand('View: Show Extensions');
  await page.locator('.extension-list-item', { hasText: displayName }).first().click();
  const icon = page.locator('.extension-editor img.icon-container, .extension-editor .icon');
  await expect
    .poll(() => icon.first().evaluate((image) => image instanceof HTMLImageElement && image.naturalWidth))
    .toBe(128);
  await expect.poll(() => workbench.webview().locator('h1').textContent()).toBe(displayName);
  const pictures = workbench.webview().locator('img');
  await expect
    .poll(() =>
      pictures.evaluateAll((all) => all.map((image) => image instanceof HTMLImageElement && image.naturalWidth)),
    )
    .toEqual([700]);
  await workbench.runCommand('View: Close Editor');

  await workbench.runCommand('WebSocket: Open Preview');
  await workbench.webview().locator('svg.route-graph').waitFor();
  // Whether the font of the icons can be read, which has only those in use.
  const fonts = workbench.webview().locator('body');
  await expect.poll(() => fonts.evaluate(async () => (await document.fonts.load('16px codicon')).length)).toBe(1);
});
