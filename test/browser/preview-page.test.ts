// The preview's page in a plain browser: what it shows, and what it asks of the panel.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { servePreviewPage } from '../../scripts/preview-page.mjs';
import { root } from '../../scripts/processes.mjs';
import { openWindow } from '../../scripts/workbench.mjs';

const evidence = join(root, 'test-results');

let url: string;
let page: Page;
let complaints: string[];
const ends: (() => Promise<void>)[] = [];

beforeAll(async () => {
  const served = await servePreviewPage();
  ends.push(served.close);
  url = served.url;
  const window = await openWindow();
  ends.push(window.close);
  page = window.page;
  page.setDefaultTimeout(20_000);
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
});
afterAll(() => Promise.all(ends.map((end) => end())));

beforeEach(async () => {
  complaints = [];
  await open();
  await page.evaluate(() => sessionStorage.clear());
  await open();
});

async function open(query = ''): Promise<void> {
  await page.goto(url + query);
  await page.locator('.graph svg').waitFor({ state: 'attached' });
}

/** Replaces a text in the descriptor; what is typed reaches the page as it would from an editor. */
async function replace(old: string, replacement: string): Promise<void> {
  const editor = page.locator('#text');
  const text = await editor.inputValue();
  expect(text).toContain(old);
  await editor.fill(text.replace(old, replacement));
}

/** What the page has posted since it was ready. */
async function posted(): Promise<unknown[]> {
  const lines = (await page.locator('#posted').textContent()) ?? '';
  return lines
    .trim()
    .split('\n')
    .slice(1)
    .map((line): unknown => JSON.parse(line));
}

/** The text that is selected in the descriptor. */
function selected(): Promise<string> {
  return page
    .locator('#text')
    .evaluate((text) =>
      text instanceof HTMLTextAreaElement ? text.value.slice(text.selectionStart, text.selectionEnd) : 'no text area',
    );
}

const node = (name: string) => page.getByRole('treeitem', { name, exact: false });
const problems = () => page.locator('.notice li');

describe('the graph', () => {
  test('is a tree of what stands in the file', async () => {
    await expect.poll(() => page.getByRole('treeitem').count()).toBe(14);
    expect(await node('Endpoint sendMessage').getAttribute('aria-label')).toBe(
      'Endpoint sendMessage, 2-way, handled by SendMessage',
    );
    expect(complaints).toEqual([]);
  });

  test('reveals the text of what is clicked, nodes and lines alike', async () => {
    await node('Endpoint setNickname').click();
    expect(await selected()).toBe('setNickname');
    await page.locator('.edge.access .hit').first().dispatchEvent('click');
    expect(await selected()).toBe('Sessions');
    expect(await posted()).toMatchObject([
      { type: 'revealPart', part: 'resource Chat endpoint setNickname' },
      { type: 'revealPart' },
    ]);
  });

  test('is walked by the arrow keys along its connections, and Enter reveals', async () => {
    await page.locator('#tab-graph').focus();
    await page.keyboard.press('Tab');
    const focused = (): Promise<string> =>
      page.evaluate(() => document.activeElement?.getAttribute('aria-label')?.split(',')[0] ?? '');
    const walk: string[] = [await focused()];
    for (const key of [
      'ArrowRight',
      'ArrowRight',
      'ArrowLeft',
      'End',
      'Home',
      'ArrowRight',
      'ArrowRight',
      'ArrowDown',
      'ArrowRight',
    ]) {
      await page.keyboard.press(key);
      walk.push(await focused());
    }
    expect(walk).toEqual([
      'Clients',
      'WebSocket API Chat',
      'Lambda function Authorize',
      'WebSocket API Chat',
      'Lambda function Help',
      'Clients',
      'WebSocket API Chat',
      'Lambda function Authorize',
      'Lambda function Connect',
      'DynamoDB table Sessions',
    ]);
    await page.keyboard.press('Enter');
    expect(await selected()).toBe('Sessions');
  });

  test('follows the text, and leaves the focus where it is', async () => {
    await node('Lambda function Help').focus();
    // As an editor's text changes: without the page losing the focus.
    await page.locator('#text').evaluate((text) => {
      if (!(text instanceof HTMLTextAreaElement)) return;
      text.value = text.value.replace('route: setNickname', 'route: rename');
      text.dispatchEvent(new Event('input'));
    });
    await node('Endpoint rename').waitFor();
    expect(await page.evaluate(() => document.activeElement?.getAttribute('data-id'))).toBe('resource Help');
  });

  test('shows hostile names as text', async () => {
    await replace('route: setNickname', `route: "<img src=x onerror=alert(1)> '\\" \${x} &amp;"`);
    await expect.poll(() => node('Endpoint <img').textContent()).toContain('<img src=x onerror=alert(1)>');
    expect(await page.locator('#page img').count()).toBe(0);
    expect(complaints).toEqual([]);
  });
});

describe('the template', () => {
  test('is reached by click or arrow key, and copied as it stands', async () => {
    await page.getByRole('tab', { name: 'Graph' }).focus();
    await page.keyboard.press('ArrowRight');
    expect(await page.getByRole('tab', { name: 'Template' }).getAttribute('aria-selected')).toBe('true');
    const text = await page.locator('.template pre').textContent();
    expect(text).toContain('AWSTemplateFormatVersion');
    await page.getByRole('button', { name: 'Copy' }).click();
    await page.getByText('Copied').waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(text);
    await page.getByRole('button', { name: 'Generate File' }).click();
    expect(await posted()).toEqual([{ type: 'copyTemplate' }, { type: 'generateTemplate' }]);
    expect(complaints).toEqual([]);
  });

  test('comes back as the chosen pane when the page is made afresh', async () => {
    await page.getByRole('tab', { name: 'Template' }).click();
    await open();
    expect(await page.locator('.template pre').isVisible()).toBe(true);
    expect(await page.locator('.graph').isVisible()).toBe(false);
  });

  test('is that of before while there are errors, and cannot be used', async () => {
    await page.getByRole('tab', { name: 'Template' }).click();
    await replace('operationMode: 2-way', 'operationMode: 3-way');
    await page.locator('.template.stale').waitFor();
    expect(await page.locator('.notice p').textContent()).toBe(
      'websocket.yaml has 1 error. The template shown is the last good one.',
    );
    expect(await page.getByRole('button', { name: 'Copy' }).isDisabled()).toBe(true);
    expect(await page.getByRole('button', { name: 'Generate File' }).isDisabled()).toBe(true);
  });
});

describe('honest when it cannot', () => {
  test('a broken file: the last good picture stays, marked, with the errors listed and linked', async () => {
    await replace('connections: [Authorize]', 'connections: [Authorize');
    await page.locator('.graph.stale').waitFor();
    expect(await page.locator('.notice p').textContent()).toBe(
      'websocket.yaml has 1 error. The graph and the template shown are the last good ones.',
    );
    expect(await page.getByRole('treeitem').count()).toBe(14);
    await problems().first().getByRole('button').click();
    expect(await posted()).toMatchObject([{ type: 'revealRange', range: { start: { line: 11 } } }]);
    await replace('connections: [Authorize', 'connections: [Authorize]');
    await page.locator('.graph.stale').waitFor({ state: 'detached' });
    await expect.poll(() => page.locator('.notice').isVisible()).toBe(false);
  });

  test('an error that leaves the graph readable: it is drawn as what it is', async () => {
    await replace('connections: [SendMessage]', 'connections: [SendMesage]');
    await page.locator('.edge.fault').waitFor({ state: 'attached' });
    expect(await page.locator('.graph.stale').count()).toBe(0);
    expect(await node('SendMesage, no such resource').count()).toBe(1);
    expect(await problems().count()).toBe(1);
  });

  test('an empty file says so, and nothing else', async () => {
    await page.locator('#text').fill('# Nothing yet\n');
    await expect.poll(() => page.locator('main').textContent()).toContain('websocket.yaml is empty.');
    expect(await page.getByRole('tab').first().isVisible()).toBe(false);
    expect(await page.getByRole('treeitem').count()).toBe(0);
  });
});

test.each(['dark', 'light', 'hc-dark', 'hc-light'])('a picture is kept of it in the theme %s', async (theme) => {
  await mkdir(evidence, { recursive: true });
  await page.setViewportSize({ width: 900, height: 620 });
  for (const pane of ['graph', 'template']) {
    await open(`?alone&theme=${theme}`);
    await page.locator(`#tab-${pane}`).click();
    await page.screenshot({ path: join(evidence, `preview-page-${theme}-${pane}.png`) });
  }
  expect(complaints).toEqual([]);
});
