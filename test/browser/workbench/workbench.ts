// The tests' window: VS Code with the extension. Its server and its browser are started once; each test file gets a
// fresh window with its own copy of examples/chat. The user's actions are in actions.ts.
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ConsoleMessage, Page } from 'playwright-core';
import { test as base } from 'vitest';
import { root, scratchFolder } from '../../../scripts/processes.mjs';
import { startVSCodeServer, type VSCodeServer } from '../../../scripts/vscode/vscode-server.mjs';
import { openWindow } from '../../../scripts/vscode/chromium.mjs';
import { type Actions, actionsIn } from './actions';

const evidence = join(root, 'test-results');

export interface Workbench extends Actions {
  readonly page: Page;
  /** The copy of examples/chat that the window shows. */
  readonly folder: string;
  /** Writes test-results/NAME.png. */
  screenshot(name: string): Promise<void>;
}

interface OpenedWorkbench extends Workbench {
  /** Writes the context of a failure to test-results/: a screenshot, and the logs of the window and the server. */
  keepEvidence(name: string): Promise<void>;
  close(): Promise<void>;
}

interface EmptyWindow {
  readonly page: Page;
  readonly server: VSCodeServer;
  /** Where the server keeps its settings and logs. */
  readonly dataFolder: string;
}

/** Like vitest's `test`, with the file's window as `workbench`. */
export const test = base
  // Vitest reads the fixtures that a function needs from its parameter's pattern, which has none here.
  .extend('emptyWindow', { scope: 'worker' }, async ({}, { onCleanup }): Promise<EmptyWindow> => {
    const dataFolder = scratchFolder('workbench-data');
    const [server, { page, close }] = await Promise.all([startVSCodeServer({ dataFolder }), openWindow()]);
    onCleanup(async () => {
      await close();
      await server.close();
    });
    return { page, server, dataFolder };
  })
  .extend('workbench', { scope: 'file' }, async ({ emptyWindow }, { onCleanup }): Promise<OpenedWorkbench> => {
    const workbench = await openWorkbench(emptyWindow);
    onCleanup(() => workbench.close());
    return workbench;
  })
  .extend('evidence', { auto: true }, ({ workbench, task, onTestFailed }) => {
    onTestFailed(() => workbench.keepEvidence(`browser ${task.name}`.replace(/\W+/g, '-')));
    return undefined;
  });

async function openWorkbench({ page, server, dataFolder }: EmptyWindow): Promise<OpenedWorkbench> {
  const scratch = await mkdtemp(join(tmpdir(), 'workbench-'));
  const folder = join(scratch, 'chat');
  await cp(join(root, 'examples', 'chat'), folder, { recursive: true });
  const messages: string[] = [];
  const onMessage = (message: ConsoleMessage) => void messages.push(`${message.type()}: ${message.text()}`);
  const onError = (error: Error) => void messages.push(error.stack ?? error.message);
  page.on('console', onMessage).on('pageerror', onError);

  const screenshot = async (name: string) => {
    await page.screenshot({ path: join(evidence, `${name}.png`) });
  };

  const keepEvidence = async (name: string) => {
    await mkdir(evidence, { recursive: true });
    const log = `The server\n\n${server.log()}\n\nThe window\n\n${messages.join('\n')}\n`;
    await writeFile(join(evidence, `${name}.log`), log);
    await cp(join(dataFolder, 'data', 'logs'), join(evidence, `${name}-logs`), { recursive: true });
    await screenshot(name);
  };

  const close = async () => {
    page.off('console', onMessage).off('pageerror', onError);
    // Unsaved changes are lost with the folder. VS Code stores a window's state per folder, so the next one has none.
    await page.goto('about:blank');
    await rm(scratch, { recursive: true, force: true, maxRetries: 5 });
  };

  const workbench = { page, folder, screenshot, keepEvidence, close, ...actionsIn(page) };
  try {
    await page.goto(server.url({ folder, extensionDevelopmentPath: root }));
    await page.locator('.monaco-workbench .explorer-folders-view .monaco-list-row').first().waitFor();
  } catch (error) {
    await keepEvidence('browser-window');
    await close();
    throw error;
  }
  return workbench;
}
