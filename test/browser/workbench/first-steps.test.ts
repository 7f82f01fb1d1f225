// What a new user is offered: a project file among the new files, and a walkthrough whose buttons work while it covers
// the file.
import { expect } from 'vitest';
import { contributes } from '../../../package.json';
import texts from '../../../package.nls.json';
import { test, type Workbench } from './workbench';

/** Runs a command that asks for something, and types the answer without accepting it. */
async function runAsking({ page }: Workbench, title: string, answer: string): Promise<void> {
  const input = page.locator('.quick-input-widget input.input');
  const entry = page.locator('.quick-input-list .monaco-list-row.focused');
  const asked = entry.filter({ hasNotText: title });
  const failure = page.locator('.monaco-dialog-box');
  // While the window is still starting, VS Code's own commands can fail, which a dialog says, or do nothing.
  for (let isAsked = false; !isAsked;) {
    await page.keyboard.press('F1');
    await input.fill(`>${title}`);
    await entry.filter({ hasText: title }).waitFor();
    await page.keyboard.press('Enter');
    await asked
      .or(failure)
      .first()
      .waitFor({ timeout: 5000 })
      .catch(() => undefined);
    isAsked = await asked.isVisible();
    if (await failure.isVisible()) await page.keyboard.press('Enter');
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

/** What pressing a button brings, until its command ends. */
const effects: Readonly<Record<string, (workbench: Workbench) => Promise<void>>> = {
  async 'Create a Project File'({ page }) {
    await page.locator('.quick-input-title', { hasText: 'New WebSocket Project File' }).waitFor();
    await page.keyboard.press('Escape');
  },
  async 'Import It'({ page }) {
    await page.locator('.quick-input-title', { hasText: 'Import' }).waitFor();
    await page.keyboard.press('Escape');
  },
  async 'Open Preview'(workbench) {
    await workbench.webview().locator('svg.route-graph').waitFor();
    const picture = workbench.page.locator('img[alt="The graph of the routes in the preview"]').first();
    await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(300);
    await workbench.screenshot('walkthrough');
  },
};

test('the buttons of the walkthrough work while it covers the file, and check its steps off', async ({ workbench }) => {
  const { page } = workbench;
  const walkthrough = page.locator('.tab', { hasText: /^Walkthrough/ });
  await workbench.openFile('websocket.yaml');
  await runAsking(workbench, 'Welcome: Open Walkthrough...', 'WebSocket APIs');
  await page.keyboard.press('Enter');
  for (const [title, buttons] of buttonsOfSteps()) {
    const step = page.locator('.getting-started-step', { hasText: title });
    const checkbox = step.locator('.codicon[role="checkbox"]');
    const isChecked = () => checkbox.getAttribute('aria-checked');
    for (const label of buttons) {
      const button = step.locator('a.monaco-button', { hasText: label });
      // VS Code keeps what other windows and buttons have checked off.
      if ((await isChecked()) === 'true') await checkbox.click();
      await expect.poll(isChecked, { message: title }).toBe('false');
      if (!(await button.isVisible())) await step.click();
      await button.click();
      await effects[label]?.(workbench);
      await walkthrough.click();
      await expect.poll(isChecked, { message: label }).toBe('true');
    }
  }
  await workbench.screenshot('walkthrough-done');
});

/** The titles of the steps, each with those of its buttons. */
function buttonsOfSteps(): [string, string[]][] {
  const named = new Map(Object.entries(texts));
  const textOf = (key: string): string => named.get(key.replaceAll('%', '')) ?? '';
  return contributes.walkthroughs
    .flatMap(({ steps }) => steps)
    .map(({ title, description }) => [
      textOf(title),
      [...textOf(description).matchAll(/\[([^\]]+)\]\(command:/g)].map(([, button = '']) => button),
    ]);
}
