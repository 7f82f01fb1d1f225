// Draws the graphs of the examples and the icon of the extension, takes the screenshots of the README and of docs/ in a real
// VS Code, and draws the pictures of the walkthrough from it: `npm run pictures`, or `npm run pictures -- --graphs` or
// `-- --walkthrough` for these only.
import { cp, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installDependencies } from '../programs.mjs';
import { main, need, root } from '../processes.mjs';
import { withPalette } from './palette-png.mjs';
import { startVSCodeServer } from './vscode-server.mjs';
import { svgOf } from './svg-of-page.mjs';

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
  if (!process.argv.includes('--walkthrough')) await drawGraphs();
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
    const settings = {
      'workbench.colorTheme': title,
      'files.exclude': { '.vscode': true },
      // With text in place of a picture.
      'terminal.integrated.gpuAcceleration': 'off',
      'terminal.integrated.enablePersistentSessions': false,
      // On a desktop, no message says that the port of a local run is forwarded.
      'remote.autoForwardPorts': false,
    };
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
  /** @param {string} name */
  const take = async (name) => {
    // Wait until the window settles: toolbars fade, the graph is resized.
    await page.waitForTimeout(1500);
    await writeFile(join(images, `${name}.png`), withPalette(await page.screenshot()));
  };
  /** @param {string} title */
  const select = (title) => preview.getByRole('tab', { name: title }).click();

  /**
   * The pictures of the walkthrough, as SVG. It shows them in a narrow column, in which only a part of a window is legible.
   * @param {'dark' | 'light'} theme
   */
  const drawWalkthrough = async (theme) => {
    const full = { width: 1400, height: 900 };
    /**
     * @param {string} step
     * @param {import('playwright-core').Locator} part
     * @param {{ width: number, height: number }} [size] the part of the part that is shown
     * @param {import('playwright-core').Locator} [root] where its background comes from
     */
    const draw = async (step, part, size, root = page.locator('.monaco-workbench')) => {
      // Wait until the window settles: toolbars fade, the graph is resized.
      await page.waitForTimeout(1500);
      const { x, y, width, height } = await part.evaluate((element) => {
        const rect = element.getBoundingClientRect();
        return { x: rect.x, y: rect.y, width: rect.width, height: rect.height };
      });
      const clip = { x, y, width: size?.width ?? width, height: size?.height ?? height };
      await writeFile(join(images, `walkthrough-${step}-${theme}.svg`), await root.evaluate(svgOf, clip));
    };
    const editor = page.locator('.editor-group-container').first().locator('.monaco-editor').first();
    const body = preview.locator('body');
    await page.setViewportSize(full);
    await openPreview(themes[theme]);
    await draw('create', editor, { width: 520, height: 420 });
    await page.setViewportSize({ ...full, height: 720 });
    await draw('preview', body, undefined, body);
    await page.setViewportSize({ ...full, height: 520 });
    await select('Template');
    await draw('template', body, undefined, body);
    await select('Simulate');
    await draw('try', body, undefined, body);
    await talk();
    await draw('run', body, undefined, body);
    await endRun();
    await page.setViewportSize(full);
    await draw('understand', await hovered(), { width: 660, height: 420 });
    await page.setViewportSize({ ...full, width: 900 });
    await draw('check', await checked(), { width: 530, height: 140 });
  };
  /** The editor, with the hover of a property. */
  const hovered = async () => {
    await page.locator('.view-line', { hasText: 'routeSelectorProperty' }).first().getByText('routeSelector').click();
    await page.keyboard.press('Control+K');
    await page.keyboard.press('Control+I');
    await page.locator('.monaco-hover:not(.hidden) .hover-contents').first().waitFor();
    return page.locator('.editor-group-container').first().locator('.monaco-editor').first();
  };
  /** The terminal of the task `check`, with a problem. */
  const checked = async () => {
    const descriptor = join(folder, 'websocket.yaml');
    const text = await readFile(descriptor, 'utf8');
    await writeFile(descriptor, text.replace('connections: [Help]', 'connections: [Helper]'));
    // The window was resized, and may show its hover still.
    await page.locator('.view-line', { hasText: 'resources:' }).first().click();
    await page.keyboard.press('F1');
    await page.locator('.quick-input-widget input.input').fill('>Tasks: Run Task');
    await page.getByText('Tasks: Run Task', { exact: true }).first().click();
    await page.locator('.quick-input-widget input.input').fill('websocket-project');
    const task = page.locator('.quick-input-list').getByText('websocket-project: check', { exact: true }).first();
    const allOfType = page.locator('.quick-input-list').getByText('websocket-project', { exact: true }).first();
    // A task that was run before is also in the first list.
    await task.or(allOfType).first().waitFor();
    if (!(await task.isVisible())) await allOfType.click();
    await task.click();
    const terminal = page.locator('.terminal-wrapper .xterm-rows');
    await terminal.getByText('Checked 1 file').waitFor();
    await writeFile(descriptor, text);
    return page.locator('.terminal-wrapper');
  };

  const run = preview.getByRole('tabpanel', { name: 'Run' });
  /** Two clients of a local run, and a message between them. */
  const talk = async () => {
    await select('Run');
    await run.getByRole('button', { name: 'Run locally' }).click();
    for (const [index, name] of ['Ada', 'Ben'].entries()) {
      await run.getByRole('button', { name: 'New client' }).click();
      await run.getByLabel('Query string token').fill('open-sesame');
      await run.getByLabel('Query string', { exact: true }).fill(`name=${name}`);
      await run.getByRole('button', { name: 'Connect', exact: true }).click();
      await run.getByRole('button', { name: `Close Client ${index + 1}` }).waitFor();
    }
    await run.getByRole('textbox', { name: 'Message' }).fill('{"action": "sendMessage", "text": "Hello"}');
    await run.getByRole('button', { name: 'Send' }).click();
    await run.locator('.entry', { hasText: 'Client 1 receives' }).first().waitFor();
    await run.locator('.entry .head', { hasText: 'sendMessage' }).first().click();
  };
  const endRun = async () => {
    await run.getByRole('button', { name: 'Stop' }).click();
    await run.getByRole('button', { name: 'Run locally' }).waitFor();
  };

  const takeScreenshots = async () => {
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
    await talk();
    await take('preview-run');
    await endRun();
    await select('Graph');
    await preview.getByRole('treeitem', { name: /^setNickname,/ }).focus();
    await page.keyboard.press('c');
    await take('preview-edit');
    await drawSmall(page);
  };

  try {
    if (!process.argv.includes('--walkthrough')) await takeScreenshots();
    for (const name of /** @type {const} */ (['dark', 'light'])) await drawWalkthrough(name);
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

async function drawGraphs() {
  const examples = join(root, 'examples');
  for (const name of await readdir(examples)) {
    const [descriptor, image] = [join(examples, name, 'websocket.yaml'), join(images, `graph-${name}.png`)];
    const command = ['graph', descriptor, '--out', image, '--force'];
    await need(`Drawing the graph of ${name}`, [process.execPath, join(root, 'dist', 'cli.js'), ...command]);
    await writeFile(image, withPalette(await readFile(image)));
  }
}
