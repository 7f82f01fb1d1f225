// A mistake, as a user makes it, sees it and fixes it.
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { test } from './workbench';

test('a wrong value is underlined, and a quick fix corrects it', async ({ workbench }) => {
  await workbench.openFile('websocket.yaml');
  const before = await workbench.text();

  await workbench.select('2-way', 'operationMode: 2-way');
  await workbench.type('2-wya');
  await workbench.squiggles('error').first().waitFor();
  await expect.poll(() => workbench.problems()).toEqual([expect.stringContaining('2-wya')]);

  await workbench.select('2-wya');
  await workbench.quickFix('2-way');
  await expect.poll(() => workbench.squiggles().count()).toBe(0);
  await expect.poll(() => workbench.problems()).toEqual([]);
  expect(await workbench.text()).toBe(before);
});

describe('a task', () => {
  const api = 'resources:\n  Api:\n    type: websocket-api\n    name: Api\n    routeSelectorProperty: action\n';
  const inOpen: unknown = expect.stringContaining('2-wya');
  const inClosed: unknown = expect.stringContaining('no-endpoints');

  test('leaves each problem listed once, until it is fixed, of files that are open and of files that are not', async ({
    workbench,
  }) => {
    const closed = join(workbench.folder, 'closed.websocket.yaml');
    await writeFile(closed, api);
    await workbench.openFile('websocket.yaml');
    await workbench.select('2-way', 'operationMode: 2-way');
    await workbench.type('2-wya');
    const listed = async () => (await workbench.problems()).toSorted();
    await expect.poll(listed).toEqual([inClosed, inOpen]);

    await workbench.runFailingTask('build', 'websocket-project');
    await expect.poll(listed).toEqual([inClosed, inOpen]);
    await workbench.screenshot('problems-after-build');

    await workbench.select('2-wya');
    await workbench.type('2-way');
    await expect.poll(listed).toEqual([inClosed]);
    await writeFile(closed, 'resources:\n  Box: { type: sqs-queue, name: Box }\n');
    await expect.poll(listed).toEqual([]);
    await rm(closed);
  });

  // When a task with a problem matcher ends, VS Code removes all problems of closed files that the task has not printed, including
  // those that others have reported.
  test('loses no problem at its end, neither one that it has printed nor another', async ({ workbench }) => {
    const [printed, other] = ['printed.websocket.yaml', 'other.websocket.yaml'];
    for (const name of [printed, other]) await writeFile(join(workbench.folder, name), api);
    const task = { label: 'Check one', type: 'websocket-project', command: 'check', path: printed };
    await mkdir(join(workbench.folder, '.vscode'));
    await writeFile(join(workbench.folder, '.vscode/tasks.json'), JSON.stringify({ version: '2.0.0', tasks: [task] }));
    await expect.poll(() => workbench.problems()).toEqual([inClosed, inClosed]);

    const counts = await workbench.recordProblemCounts();
    await workbench.runFailingTask('Check one');
    // On a busy machine, VS Code also removes the printed one, because its problem matcher has not read it yet.
    const outcome = async () => {
      const all = await counts();
      return { first: all.at(0), isFewer: all.some((count) => /^[01] 0$/.test(count)), last: all.at(-1) };
    };
    await expect.poll(outcome).toEqual({ first: '2 0', isFewer: true, last: '2 0' });
    for (const name of [printed, other]) await rm(join(workbench.folder, name));
  });
});

test('the rule in the hover and in the Problems panel links to its page', async ({ workbench }) => {
  const { page } = workbench;
  const shown = page.getByRole('tab', { name: 'Preview invalid-operation-mode.md' });
  await workbench.openFile('websocket.yaml');
  await workbench.select('2-way', 'operationMode: 2-way');
  await workbench.type('3-way');
  await workbench.squiggles('error').first().waitFor();
  // By command, because a line is rendered again when the pointer reaches it.
  await page.keyboard.press('Escape');
  await page.keyboard.press('ArrowLeft');
  const link = page.locator('.monaco-hover .code-link', { hasText: 'invalid-operation-mode' });
  await workbench.showHover(link);
  await workbench.screenshot('rule-link');
  await link.click();
  await shown.waitFor();
  await expect.poll(() => workbench.webview().locator('h1').textContent()).toBe('invalid-operation-mode');
  await workbench.screenshot('rule-page');
  await workbench.runCommand('View: Close Editor');
  await shown.waitFor({ state: 'detached' });

  await workbench.problems();
  await page.locator('.markers-panel a', { hasText: 'invalid-operation-mode' }).click();
  await shown.waitFor();
});
