// The language status of a file in the status bar: whether it is a project file, and why.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { test } from './workbench';

const names = 'Files: websocket.yaml, *.websocket.yaml, *.websocket.yml, *.websocket.json';

test('a project file is one by its name', async ({ workbench }) => {
  await workbench.openFile('websocket.yaml');
  await expect
    .poll(() => workbench.languageStatus())
    .toEqual([expect.stringMatching(/^WebSocket project file.*Recognized by file name/), names]);
});

test('for a plain YAML file, it shows how project files are named', async ({ workbench }) => {
  await writeFile(join(workbench.folder, 'websockets.yaml'), 'resources: {}\n');
  await workbench.page.getByRole('treeitem', { name: 'websockets.yaml' }).dblclick();
  await expect
    .poll(() => workbench.languageStatus())
    .toEqual([expect.stringMatching(/^Not a WebSocket project file.*File name matches no pattern/), names]);
});

test('a selected language mode is the reason from then on', async ({ workbench }) => {
  const { page } = workbench;
  await page.locator('.monaco-editor.focused').waitFor();
  await page.keyboard.press('ControlOrMeta+K');
  await page.keyboard.press('m');
  await page.locator('.quick-input-widget input.input').fill('WebSocket Project');
  await page.locator('.quick-input-widget .monaco-list-row').first().waitFor();
  await page.keyboard.press('Enter');
  await expect
    .poll(() => workbench.languageStatus())
    .toEqual([expect.stringMatching(/^WebSocket project file.*Recognized by language mode/), names]);
});
