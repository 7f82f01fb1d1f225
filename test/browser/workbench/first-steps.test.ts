// What a new user is offered: a project file among the new files, and a walkthrough whose buttons work while it covers
// the file.
import { expect } from 'vitest';
import { test, type Workbench } from './workbench';

/** Runs a command that asks for something, and types the answer without accepting it. */
async function runAsking({ page }: Workbench, title: string, answer: string): Promise<void> {
  const input = page.locator('.quick-input-widget input.input');
  const entry = page.locator('.quick-input-list .monaco-list-row.focused');
  const asked = entry.filter({ hasNotText: title });
  const failure = page.locator('.monaco-dialog-box');
  // While the window is still starting, VS Code's own commands can fail, which a dialog says.
  for (let isAsked = false; !isAsked;) {
    await page.keyboard.press('F1');
    await input.fill(`>${title}`);
    await entry.filter({ hasText: title }).waitFor();
    await page.keyboard.press('Enter');
    await asked.or(failure).first().waitFor();
    isAsked = await asked.isVisible();
    if (!isAsked) await page.keyboard.press('Enter');
  }
  await input.fill(answer);
}

test('New File… offers a WebSocket API', async ({ workbench }) => {
  const { page } = workbench;
  await runAsking(workbench, 'Create: New File...', 'websocket');
  await page.locator('.quick-input-list .monaco-list-row', { hasText: 'WebSocket API (.websocket.yaml)' }).click();
  await page.locator('.quick-input-title', { hasText: 'New WebSocket Project File' }).waitFor();
  await workbench.screenshot('new-file');
  await page.keyboard.press('Escape');
});

test('the walkthrough opens the preview of a file that it covers', async ({ workbench }) => {
  const { page } = workbench;
  await workbench.openFile('websocket.yaml');
  await runAsking(workbench, 'Welcome: Open Walkthrough...', 'WebSocket APIs');
  await page.keyboard.press('Enter');
  await page.locator('.getting-started-step', { hasText: 'See the routes' }).click();
  await page.locator('.getting-started-step a.monaco-button', { hasText: 'Open Preview' }).click();
  await workbench.webview().locator('svg.route-graph').waitFor();
  const picture = page.locator('.gettingStartedContainer img[alt="The graph of the routes in the preview"]');
  await expect
    .poll(() => picture.first().evaluate((image: HTMLImageElement) => image.naturalWidth))
    .toBeGreaterThan(300);
  await workbench.screenshot('walkthrough');
});
