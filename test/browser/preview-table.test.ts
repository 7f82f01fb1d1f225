// The table pane in a plain browser: the alternative to the graph.
import { expect } from 'vitest';
import { accessibilityFaults } from './accessibility';
import { complaints, keepPicture, open, page, posted, replace, selected, test } from './preview-page/window';

const row = (name: string) => page.getByRole('row').filter({ has: page.getByRole('rowheader', { name, exact: true }) });

async function openTable(query = ''): Promise<void> {
  await open(query);
  await page.getByRole('tab', { name: 'Table' }).click();
  await page.getByRole('table').first().waitFor();
}

test('has a row for each endpoint and each resource, with names that link to their text', async () => {
  await openTable();
  expect(await page.getByRole('table').count()).toBe(2);
  expect(await row('setNickname').getByRole('cell').allTextContents()).toEqual(['2-way', 'SetNickname']);
  await row('setNickname').getByRole('button', { name: 'setNickname', exact: true }).click();
  expect(await selected()).toBe('setNickname');
  await row('Connect').getByRole('button', { name: 'Sessions (write-only)' }).press('Enter');
  expect(await selected()).toBe('Sessions');
  expect(await posted()).toHaveLength(2);
  expect(complaints).toEqual([]);
});

test('shows problems in the row of the part at fault', async () => {
  await openTable();
  await replace('connections: [Help]', 'connections: [Sessions]');
  const problems = row('$default').getByRole('cell').last();
  await expect.poll(() => problems.textContent()).toMatch(/^error: /);
  await problems.getByRole('button').first().click();
  expect(await selected()).toBe('Sessions');
});

test('is filtered by the text of a row', async () => {
  await openTable();
  await page.getByRole('textbox', { name: 'Filter' }).fill('HELP');
  await page.getByText('2 rows').waitFor();
  expect(await page.getByRole('rowheader').allTextContents()).toEqual(['$default', 'Help']);
});

test('keeps the focus while the file is edited, and marks the part at the cursor', async () => {
  await openTable();
  await row('Help').getByRole('button', { name: 'Help', exact: true }).focus();
  await replace('route: sendMessage', 'route: shout');
  await row('shout').waitFor();
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Help');
  await page.locator('#text').evaluate((text) => {
    if (!(text instanceof HTMLTextAreaElement)) throw new Error('no text area');
    text.focus();
    text.setSelectionRange(text.value.indexOf('shout'), text.value.indexOf('shout'));
  });
  await expect.poll(() => page.locator('.tables [aria-current]').allTextContents()).toEqual(['shout']);
});

test.each(['dark', 'light', 'hc-dark', 'hc-light'])('is accessible in the theme %s', async (theme) => {
  await openTable(`?theme=${theme}`);
  expect(await accessibilityFaults(page, '#page')).toEqual([]);
  await keepPicture(`preview-page-${theme}-table`);
});

test('only breaks long words in a narrow pane', async () => {
  await page.setViewportSize({ width: 350, height: 700 });
  await openTable('?alone');
  const lines = (name: string): Promise<number> =>
    page
      .getByRole('button', { name, exact: true })
      .first()
      .evaluate((link) =>
        Math.round(link.getBoundingClientRect().height / parseFloat(getComputedStyle(link).fontSize)),
      );
  for (const name of ['$disconnect', 'setNickname', 'SetNickname']) expect(await lines(name), name).toBe(1);
  const fits = (): Promise<boolean> =>
    page.locator('.tables').evaluate(({ scrollWidth, clientWidth }) => scrollWidth <= clientWidth);
  expect(await fits()).toBe(true);
  const long = 'L'.repeat(10_000);
  await page.locator('#text').evaluate((editor, long) => {
    if (!(editor instanceof HTMLTextAreaElement)) return;
    editor.value = editor.value.replace('route: setNickname', `route: ${long}`);
    editor.dispatchEvent(new Event('input'));
  }, long);
  await page.getByRole('button', { name: /^LLL/ }).waitFor();
  for (const name of ['$disconnect', 'SetNickname']) expect(await lines(name), name).toBe(1);
  expect(await page.locator('.tables').evaluate(({ scrollWidth }) => scrollWidth)).toBeLessThan(700);
});
