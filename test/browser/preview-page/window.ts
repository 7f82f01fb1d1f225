// The preview's page in a window of a plain browser: one for each test file, in which each test opens the page.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Page } from 'playwright-core';
import { expect, test as base } from 'vitest';
import { servePreviewPage } from '../../../scripts/preview-page.mjs';
import { root } from '../../../scripts/processes.mjs';
import { openWindow } from '../../../scripts/vscode/chromium.mjs';

const evidence = join(root, 'test-results');

interface Served {
  readonly url: string;
  readonly newPage: () => Promise<Page>;
}

export let page: Page;
/** The errors that the browser has reported since the test started, including blocked scripts and styles. */
export let complaints: string[];
let url: string;
/** Whether the test has not opened the page yet. */
let isFirst: boolean;

/** Like vitest's `test`, with a window for the file. The page is bundled and the browser is started once for all files. */
export const test = base
  // Vitest reads the fixtures that a function needs from its parameter's pattern, which has none here.
  .extend('served', { scope: 'worker' }, async ({}, { onCleanup }): Promise<Served> => {
    const [served, window] = await Promise.all([servePreviewPage(), openWindow()]);
    onCleanup(async () => {
      await window.close();
      await served.close();
    });
    return { url: served.url, newPage: () => window.page.context().newPage() };
  })
  .extend('window', { scope: 'file', auto: true }, async ({ served }, { onCleanup }) => {
    ({ url } = served);
    page = await served.newPage();
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    onCleanup(() => page.close());
    return undefined;
  })
  .extend('fresh', { auto: true }, () => {
    complaints = [];
    isFirst = true;
    return undefined;
  });

/** Opens the page, for the first time in a test without the state that an earlier one has left. */
export async function open(query = ''): Promise<void> {
  const parameters = new URLSearchParams(query);
  if (isFirst) parameters.set('fresh', '');
  isFirst = false;
  await page.goto(`${url}?${parameters}`);
  // The content of the visible pane arrives with the first answer.
  await page.locator('#requested', { hasText: 'preview' }).waitFor({ state: 'attached' });
}

/** Replaces a text in the descriptor; the change reaches the page as it would from an editor. */
export async function replace(old: string, replacement: string): Promise<void> {
  const editor = page.locator('#text');
  const text = await editor.inputValue();
  expect(text).toContain(old);
  // Not by `fill`: when a text area that had the focus is drawn again, Chromium 150 restores the selection that was typed.
  await editor.evaluate(
    (element, changed) => {
      if (!(element instanceof HTMLTextAreaElement)) throw new Error('no text area');
      element.value = changed;
      element.dispatchEvent(new Event('input'));
    },
    text.replace(old, replacement),
  );
}

/** Changes the theme of the page as it is, also where the choice of themes is hidden. */
export async function useTheme(theme: string): Promise<void> {
  await page.locator('#theme').selectOption(theme, { force: true });
}

/** The messages that the page sends without a user action. */
const unasked = ['ready', 'loadSamples'];

/** The messages that the page has posted because of a user action. */
export async function posted(): Promise<unknown[]> {
  const lines = ((await page.locator('#posted').textContent()) ?? '').trim().split('\n');
  const messages = lines.map((line): unknown => JSON.parse(line));
  return messages.filter((message) => unasked.every((type) => !isDeepStrictEqual(message, { type })));
}

/** The requests to the server since the last call. */
export async function requests(): Promise<string[]> {
  return page.locator('#requested').evaluate((list) => {
    const names = (list.textContent ?? '').split('\n').filter(Boolean);
    list.textContent = '';
    return names;
  });
}

/** The selected text of the descriptor. */
export function selected(): Promise<string> {
  return page
    .locator('#text')
    .evaluate((text) =>
      text instanceof HTMLTextAreaElement ? text.value.slice(text.selectionStart, text.selectionEnd) : 'no text area',
    );
}

/** Saves a screenshot of the page to test-results/. */
export async function keepPicture(name: string): Promise<void> {
  await mkdir(evidence, { recursive: true });
  await page.screenshot({ path: join(evidence, `${name}.png`) });
}
