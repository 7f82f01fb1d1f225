// Takes the README's picture from the real thing: `npm run pictures`.
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installDependencies } from './dependencies.mjs';
import { main, need, root } from './processes.mjs';
import { startVSCodeServer } from './vscode-server.mjs';

await main(async () => {
  await installDependencies();
  await need('Building the extension', [process.execPath, join(root, 'scripts', 'build.mjs')]);
  // Playwright is one of what was installed just now.
  const { openWindow } = await import('./workbench.mjs');
  const scratch = await mkdtemp(join(tmpdir(), 'pictures-'));
  const folder = join(scratch, 'chat');
  await cp(join(root, 'examples', 'chat'), folder, { recursive: true });
  const server = await startVSCodeServer({ dataFolder: join(scratch, 'data') });
  const { page, close } = await openWindow();
  try {
    await page.goto(server.url({ folder, openFile: join(folder, 'websocket.yaml'), extensionDevelopmentPath: root }));
    await page.locator('.monaco-editor .view-line', { hasText: 'routeSelectorProperty' }).first().waitFor();
    await page.keyboard.press('Control+B');
    await page.locator('.monaco-editor .view-line', { hasText: 'operationMode' }).first().click();
    await page.keyboard.press('F1');
    await page.locator('.quick-input-widget input.input').fill('>WebSocket: Open Preview');
    await page.getByText('WebSocket: Open Preview', { exact: true }).first().click();
    const preview = page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
    await preview.locator('svg').first().waitFor();
    // The window settles: toolbars fade, the graph takes its size.
    await page.waitForTimeout(1500);
    await page.screenshot({ path: join(root, 'docs', 'images', 'preview.png') });
  } finally {
    await close();
    await server.close();
    await rm(scratch, { recursive: true, force: true, maxRetries: 5 });
  }
});
