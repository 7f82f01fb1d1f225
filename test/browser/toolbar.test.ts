// The toolbars of the panes and the errors in the header, in narrow and in wide panes.
import { describe, expect } from 'vitest';
import { accessibilityFaults } from './accessibility';
import { menu, node, press, text } from './graph-editing';
import { type } from './large-graph';
import { complaints, keepPicture, open, page, posted, test } from './preview-page/window';

const widths = [300, 420, 640, 1100];
const themes = ['dark', 'light', 'hc-dark', 'hc-light'];

const bar = (name: string) => page.getByRole('toolbar', { name });
const more = () => page.getByRole('button', { name: /^More: / });

async function openAt(width: number, pane = 'graph', theme = 'dark'): Promise<void> {
  await page.setViewportSize({ width, height: 620 });
  await open(`?alone&theme=${theme}`);
  await page.locator(`#tab-${pane}`).click();
  await bar(pane === 'graph' ? 'Graph' : 'Template').waitFor();
}

/** The text is hidden while the page is shown alone. */
const replace = async (old: string, replacement: string): Promise<void> =>
  type((await text()).replace(old, replacement));

const focused = (): Promise<string> =>
  page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? '');

/** The commands in reach: those in the toolbar, and those in its menu. */
async function commands(name: string): Promise<string[]> {
  const inBar = await bar(name)
    .locator('button:visible')
    .evaluateAll((all) => all.map((one) => one.getAttribute('aria-label') ?? one.textContent));
  if (!(await more().isVisible())) return inBar;
  await more().click();
  const inMenu = await menu().locator('[role^=menuitem] .label').allTextContents();
  await press('Escape');
  return [...inBar, ...inMenu];
}

describe('a toolbar', () => {
  test.each(widths)('is one row in a pane of %i pixels, and leaves no command out', async (width) => {
    await openAt(width);
    await node('sendMessage').focus();
    await page.locator('.tools .name', { hasText: 'sendMessage' }).waitFor();
    const fits = (): Promise<boolean> =>
      bar('Graph').evaluate(({ scrollWidth, clientWidth }) => scrollWidth <= clientWidth);
    await expect.poll(fits).toBe(true);
    expect(await page.locator('.tools').evaluate(({ clientHeight }) => clientHeight)).toBeLessThan(36);
    const graph = await commands('Graph');
    for (const name of ['Rename…', 'Delete', 'Zoom in', 'Zoom out', 'Go to code']) expect(graph).toContain(name);
    for (const name of [/^Actual size/, /^Fit/, /^Map/, /^(Fold routes|All routes)/]) {
      expect(
        graph.some((each) => name.test(each)),
        String(name),
      ).toBe(true);
    }
    await page.locator('#tab-template').click();
    await page.locator('.template .line').first().waitFor();
    const template = await commands('Template');
    for (const name of ['YAML', 'JSON', 'Fold all', 'Unfold all', 'Copy', 'Open in editor', 'Generate File']) {
      expect(template, name).toContain(name);
    }
    expect(complaints).toEqual([]);
  });

  test('is one stop of the Tab key, and the arrow keys move within it', async () => {
    await openAt(1100);
    await node('sendMessage').focus();
    await page.locator('.tools .name', { hasText: 'sendMessage' }).waitFor();
    await page.getByRole('searchbox', { name: 'Find in the graph' }).focus();
    await press('Tab');
    expect(await focused()).toBe('Switch to 1-way');
    await press('ArrowRight');
    expect(await focused()).toBe('Connect to another…');
    await press('Home');
    await press('ArrowLeft');
    expect(await focused()).toBe('More: Graph');
    await press('End');
    expect(await focused()).toBe('More: Graph');
    await press('Shift+Tab');
    await press('Tab');
    expect(await focused()).toBe('More: Graph');
  });

  test('has a menu that opens and closes by keys, and gives the focus back', async () => {
    await openAt(300);
    await page.locator('#tab-template').click();
    await page.locator('.template .line').first().waitFor();
    await more().focus();
    await press('ArrowDown');
    expect(await more().getAttribute('aria-expanded')).toBe('true');
    expect(await page.getByRole('menuitemradio', { name: 'YAML' }).getAttribute('aria-checked')).toBe('true');
    await press('o');
    expect(await focused()).toBe('Open in editor');
    await press('Escape');
    expect(await more().getAttribute('aria-expanded')).toBe('false');
    expect(await focused()).toBe('More: Template');
    await more().click();
    await more().click();
    expect(await menu().count()).toBe(0);
    await press('Enter');
    await press('c');
    await press('Enter');
    expect(await posted()).toEqual([{ type: 'copyTemplate' }]);
  });

  test('says in its menu why a command is not possible', async () => {
    await openAt(300, 'template');
    await page.locator('.template .line').first().waitFor();
    await replace('operationMode: 2-way', 'operationMode: 3-way');
    await page.locator('.template.stale').waitFor();
    await more().click();
    const copy = page.getByRole('menuitem', { name: /^Copy/ });
    expect(await copy.getAttribute('aria-disabled')).toBe('true');
    expect(await copy.textContent()).toContain('Fix the errors of the file first.');
  });
});

describe('the errors of the file', () => {
  const toggle = () => page.locator('.summary .toggle');
  const errors = () => page.getByRole('region', { name: 'Errors' });

  test.each(widths)(
    'are counted in a place of their own in a pane of %i pixels, and cover it on request',
    async (width) => {
      await openAt(width);
      const [header, viewport] = [page.locator('header'), page.locator('.viewport')];
      const before = [await header.boundingBox(), await viewport.boundingBox()];
      await replace('operationMode: 2-way', 'operationMode: 3-way');
      await toggle().waitFor();
      expect(await toggle().getAttribute('aria-label')).toBe('1 error');
      expect([await header.boundingBox(), await viewport.boundingBox()]).toEqual(before);
      expect(await page.locator('header').evaluate(({ scrollWidth, clientWidth }) => scrollWidth <= clientWidth)).toBe(
        true,
      );
      await toggle().click();
      await errors().waitFor();
      expect([await header.boundingBox(), await viewport.boundingBox()]).toEqual(before);
      await press('Escape');
      expect(await errors().isVisible()).toBe(false);
      expect(await focused()).toBe('1 error');
      await toggle().click();
      await page.locator('.viewport').click({ position: { x: 5, y: 500 } });
      expect(await errors().isVisible()).toBe(false);
    },
  );

  test('do not open by themselves again', async () => {
    await openAt(640);
    await replace('operationMode: 2-way', 'operationMode: 3-way');
    await toggle().click();
    await replace('operationMode: 3-way', 'operationMode: 2-way');
    await toggle().waitFor({ state: 'hidden' });
    expect(await errors().isVisible()).toBe(false);
    await replace('operationMode: 2-way', 'operationMode: 3-way');
    await toggle().waitFor();
    expect(await errors().isVisible()).toBe(false);
  });
});

test('the headings of a table stay in view', async () => {
  await page.setViewportSize({ width: 640, height: 300 });
  await open('?alone');
  await page.locator('#tab-table').click();
  const tables = page.locator('.tables');
  await page.getByRole('rowheader', { name: 'Help' }).scrollIntoViewIfNeeded();
  const [heading, area] = [page.getByRole('columnheader', { name: 'Kind' }), await tables.boundingBox()];
  expect((await heading.boundingBox())?.y).toBe(area?.y);
});

test.each(themes)('all is accessible in a narrow pane in the theme %s (saves screenshots)', async (theme) => {
  await openAt(300, 'graph', theme);
  await node('sendMessage').focus();
  await page.locator('.tools .name', { hasText: 'sendMessage' }).waitFor();
  await more().click();
  expect(await accessibilityFaults(page, '#page')).toEqual([]);
  await keepPicture(`narrow-menu-${theme}`);
  await press('Escape');
  await replace('operationMode: 2-way', 'operationMode: 3-way');
  await page.locator('.summary .toggle').click();
  expect(await accessibilityFaults(page, '#page')).toEqual([]);
  await keepPicture(`narrow-errors-${theme}`);
});
