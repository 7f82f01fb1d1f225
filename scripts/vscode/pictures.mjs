// Takes the screenshots of the README and of docs/ in a real VS Code: `npm run pictures`.
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installDependencies } from '../programs.mjs';
import { main, need, root } from '../processes.mjs';
import { startVSCodeServer } from './vscode-server.mjs';

const images = join(root, 'docs', 'images');
/** By the name of the picture: the theme, and the workbench's CSS class in it. */
const themes = {
  dark: { title: 'Default Dark Modern', shownAs: 'vs-dark' },
  light: { title: 'Default Light Modern', shownAs: 'vs' },
  'hc-dark': { title: 'Default High Contrast', shownAs: 'hc-black' },
  'hc-light': { title: 'Default High Contrast Light', shownAs: 'hc-light' },
};

await main(async () => {
  await installDependencies();
  await need('Building the extension', [process.execPath, join(root, 'scripts', 'build.mjs')]);
  // Playwright may only just have been installed.
  const { openWindow } = await import('./chromium.mjs');
  const scratch = await mkdtemp(join(tmpdir(), 'pictures-'));
  const folder = join(scratch, 'chat');
  await cp(join(root, 'examples', 'chat'), folder, { recursive: true });
  await mkdir(join(folder, '.vscode'));
  await mkdir(images, { recursive: true });
  const server = await startVSCodeServer({ dataFolder: join(scratch, 'data') });
  const { page, close } = await openWindow();
  const preview = page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');

  /** @param {{ title: string, shownAs: string }} theme */
  const openPreview = async ({ title, shownAs }) => {
    await page.goto(server.url({ folder, openFile: join(folder, 'websocket.yaml'), extensionDevelopmentPath: root }));
    await page.locator('.monaco-editor .view-line', { hasText: 'routeSelectorProperty' }).first().waitFor();
    // The open window picks up these settings. Everything else looks as on a first start.
    const settings = { 'workbench.colorTheme': title, 'files.exclude': { '.vscode': true } };
    await writeFile(join(folder, '.vscode', 'settings.json'), JSON.stringify(settings));
    await page.locator(`.monaco-workbench.${shownAs}`).waitFor();
    await page.locator('.monaco-editor .view-line', { hasText: 'route: sendMessage' }).first().click();
    await page.keyboard.press('F1');
    await page.locator('.quick-input-widget input.input').fill('>WebSocket: Open Preview');
    await page.getByText('WebSocket: Open Preview', { exact: true }).first().click();
    await preview.locator('svg.route-graph').waitFor();
  };
  /** @param {string} name */
  const take = async (name) => {
    // Wait until the window settles: toolbars fade, the graph is resized.
    await page.waitForTimeout(1500);
    await page.screenshot({ path: join(images, `${name}.png`) });
  };
  /** @param {string} title */
  const select = (title) => preview.getByRole('tab', { name: title }).click();

  try {
    for (const [name, theme] of Object.entries(themes)) {
      await openPreview(theme);
      await take(name === 'dark' ? 'preview' : `preview-${name}`);
    }
    await openPreview(themes.dark);
    await select('Template');
    await take('preview-template');
    await select('Simulate');
    await preview.getByLabel('Message', { exact: true }).fill('{"action": "sendMessage", "text": "Hello"}');
    await take('preview-simulate');
    await select('Table');
    await take('preview-table');
    await select('Graph');
    await preview.getByRole('treeitem', { name: /^setNickname,/ }).focus();
    await page.keyboard.press('c');
    await take('preview-edit');
  } finally {
    await close();
    await server.close();
    await rm(scratch, { recursive: true, force: true, maxRetries: 5 });
  }
});
