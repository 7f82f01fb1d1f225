// Draws the graphs of the examples and the icon of the extension, and takes the screenshots of the README, of docs/ and of the
// walkthrough in a real VS Code: `npm run pictures`, or `npm run pictures -- --graphs` for the graphs only.
import { cp, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installDependencies } from '../programs.mjs';
import { main, need, root } from '../processes.mjs';
import { withPalette } from './palette-png.mjs';
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
  await mkdir(images, { recursive: true });
  await drawGraphs();
  if (process.argv.includes('--graphs')) return;
  // Playwright may only just have been installed.
  const { openWindow } = await import('./chromium.mjs');
  const scratch = await mkdtemp(join(tmpdir(), 'pictures-'));
  const folder = join(scratch, 'chat');
  await cp(join(root, 'examples', 'chat'), folder, { recursive: true });
  await mkdir(join(folder, '.vscode'));
  const server = await startVSCodeServer({ dataFolder: join(scratch, 'data') });
  const { page, close } = await openWindow();
  await drawIcon(page);
  const preview = page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');

  /** @param {{ title: string, shownAs: string }} theme */
  const openPreview = async ({ title, shownAs }) => {
    await page.goto(server.url({ folder, openFile: join(folder, 'websocket.yaml'), extensionDevelopmentPath: root }));
    await page.locator('.monaco-editor .view-line', { hasText: 'routeSelectorProperty' }).first().waitFor();
    // Everything else looks as on a first start.
    const settings = { 'workbench.colorTheme': title, 'files.exclude': { '.vscode': true } };
    const isThemed = async () => {
      await writeFile(join(folder, '.vscode', 'settings.json'), JSON.stringify(settings));
      return page
        .locator(`.monaco-workbench.${shownAs}`)
        .waitFor({ timeout: 5000 })
        .then(
          () => true,
          () => false,
        );
    };
    // The open window picks up these settings, but sometimes misses that the file has changed.
    for (let attempts = 5; attempts > 0 && !(await isThemed()); attempts--);
    await page.locator('.monaco-editor .view-line', { hasText: 'route: sendMessage' }).first().click();
    await page.keyboard.press('F1');
    await page.locator('.quick-input-widget input.input').fill('>WebSocket: Open Preview');
    await page.getByText('WebSocket: Open Preview', { exact: true }).first().click();
    await preview.locator('svg.route-graph').waitFor();
  };
  /**
   * @param {string} name
   * @param {number} [group] only this group of editors
   */
  const take = async (name, group) => {
    // Wait until the window settles: toolbars fade, the graph is resized.
    await page.waitForTimeout(1500);
    const shown = group === undefined ? null : await page.locator('.editor-group-container').nth(group).boundingBox();
    const picture = await page.screenshot(shown ? { clip: shown } : {});
    await writeFile(join(images, `${name}.png`), withPalette(picture));
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
    // The walkthrough shows a picture in a narrow column, in which only a part of a window is legible.
    await page.setViewportSize({ width: 1400, height: 900 });
    await openPreview(themes.dark);
    await page.setViewportSize({ width: 1400, height: 520 });
    await take('walkthrough-create', 0);
    await select('Template');
    await take('walkthrough-template', 1);
    await select('Simulate');
    await take('walkthrough-try', 1);
    await drawSmall(page);
  } finally {
    await close();
    await server.close();
    await rm(scratch, { recursive: true, force: true, maxRetries: 5 });
  }
});

/**
 * The marketplace takes no SVG.
 * @param {import('playwright-core').Page} page
 */
async function drawIcon(page) {
  const icon = join(root, 'syntaxes', 'icon');
  await page.setContent(`<style>svg { zoom: 0.5 }</style>${await readFile(`${icon}.svg`, 'utf8')}`);
  await page.locator('svg').screenshot({ path: `${icon}.png`, omitBackground: true });
}

/**
 * The picture that the extension's own page contains.
 * @param {import('playwright-core').Page} page
 */
async function drawSmall(page) {
  const [width, height] = [700, 450];
  await page.setViewportSize({ width, height });
  const address = `data:image/png;base64,${await readFile(join(images, 'preview.png'), 'base64')}`;
  await page.setContent(`<style>body { margin: 0 }</style><img width="${width}" height="${height}" src="${address}">`);
  await writeFile(join(images, 'preview-small.png'), withPalette(await page.screenshot(), 16));
}

/** Those of the examples, and the one of the walkthrough. */
async function drawGraphs() {
  for (const name of await readdir(join(root, 'examples'))) {
    const image = await drawGraph(name, `graph-${name}.png`);
    await writeFile(image, withPalette(await readFile(image)));
  }
  for (const theme of ['dark', 'light']) await drawGraph('chat', `walkthrough-preview-${theme}.svg`, theme);
}

/**
 * @param {string} name of an example
 * @param {string} image
 * @param {string} [theme]
 * @returns {Promise<string>} the path of the image
 */
async function drawGraph(name, image, theme = 'light') {
  const [descriptor, path] = [join(root, 'examples', name, 'websocket.yaml'), join(images, image)];
  const command = ['graph', descriptor, '--theme', theme, '--out', path, '--force'];
  await need(`Drawing the graph of ${name}`, [process.execPath, join(root, 'dist', 'cli.js'), ...command]);
  return path;
}
