// The strip below the graph, and the look and accessibility of graph editing, in a plain browser.
import { beforeEach, describe, expect } from 'vitest';
import { accessibilityFaults } from './accessibility';
import { choose, chosen, focused, marked, menu, node, press, status, text } from './graph-editing';
import { complaints, keepPicture, open, page, replace, test } from './preview-page/window';

beforeEach(() => open());

describe('the toolbar', () => {
  test('is about the marked part, however it was marked', async () => {
    const putCursor = (wanted: string): Promise<void> =>
      page.locator('#text').evaluate((editor, at) => {
        if (!(editor instanceof HTMLTextAreaElement)) return;
        editor.focus();
        editor.setSelectionRange(editor.value.indexOf(at), editor.value.indexOf(at));
      }, wanted);
    await node('setNickname').click();
    await expect.poll(chosen).toBe('setNickname');
    await putCursor('Disconnect:');
    await expect.poll(chosen).toBe('Disconnect');
    expect(await marked()).toEqual(['resource Disconnect']);
    await page.getByRole('toolbar', { name: 'Graph' }).getByRole('button', { name: 'Rename…' }).click();
    expect(await page.getByRole('form').getByLabel('Resource ID').inputValue()).toBe('Disconnect');
    await press('Escape');
    // The Tab key leads to the marked part, and the arrow keys mark the part that they move to.
    await putCursor('Help:');
    await expect.poll(chosen).toBe('Help');
    await page.locator('#tab-graph').focus();
    await press('Tab');
    expect(await focused()).toBe('resource Help');
    await press('ArrowUp');
    await expect.poll(chosen).toBe('SendMessage');
    expect(await marked()).toEqual(['resource SendMessage']);
    await putCursor('description:');
    await expect.poll(chosen).toBe('');
    expect(await marked()).toEqual([]);
  });

  test('shows the outcome of an edit until the next action', async () => {
    await node('Help').focus();
    await press('c');
    await page.locator('.route-graph.connecting').waitFor();
    await press('Escape');
    expect(await status()).toBe('Nothing connected.');
    await node('Help').click();
    expect(await status()).toBe('');
    await node('$default').click({ button: 'right' });
    await choose('Connect to a new Lambda function…');
    await page.getByRole('form').getByLabel('Resource ID').fill('Fallback');
    await press('Enter');
    await expect.poll(status).toBe('Done. Created functions/fallback.mjs. Ctrl+Z to undo.');
    await replace('# A', '# Another');
    await expect.poll(status).toBe('');
    await node('$connect').focus();
    await press('F2');
    await expect.poll(status).toContain('$connect is predefined by API Gateway');
    await press('ArrowDown');
    expect(await status()).toBe('');
    // A refusal in a form is only shown there.
    await node('Help').focus();
    await press('F2');
    await page.getByRole('form').getByLabel('Resource ID').fill('Connect');
    await press('Enter');
    await expect.poll(() => page.getByRole('alert').textContent()).toBe('The file already has a resource Connect.');
    expect(await status()).toBe('');
  });

  test('has the actions of the selected node', async () => {
    await node('sendMessage').focus();
    const strip = page.getByRole('toolbar', { name: 'Graph' });
    await expect
      .poll(() => strip.locator('.edit').allTextContents())
      .toEqual(['Switch to 1-way', 'Connect to another…', 'Rename…', 'Delete']);
    await strip.getByRole('button', { name: 'Switch to 1-way' }).click();
    await expect.poll(text).toContain('route: sendMessage\n        operationMode: 1-way');
    await strip.getByRole('button', { name: 'More' }).click();
    await menu().getByRole('menuitem', { name: 'Connect to a new Lambda function…' }).waitFor();
  });

  test('says why nothing can be edited while the file cannot be parsed', async () => {
    await replace('connections: [Authorize]', 'connections: [Authorize');
    await page.locator('.graph.stale').waitFor();
    const before = await text();
    await node('Help').focus();
    await press('Delete');
    await expect.poll(status).toContain('The file has a syntax error');
    expect(await text()).toBe(before);
  });
});

test('hostile names are shown as text', async () => {
  await replace('route: setNickname', `route: "<img src=x onerror=alert(1)>"`);
  await node('<img').click({ button: 'right' });
  expect(await menu().getAttribute('aria-label')).toBe('Edit <img src=x onerror=alert(1)>');
  await press('Escape');
  await press('F2');
  expect(await page.getByRole('form').getByLabel('Route').inputValue()).toBe('<img src=x onerror=alert(1)>');
  expect(await page.locator('#page img').count()).toBe(0);
  expect(complaints).toEqual([]);
});

test.each(['dark', 'light', 'hc-dark', 'hc-light'])(
  'it is accessible in the theme %s (saves screenshots)',
  async (theme) => {
    await page.setViewportSize({ width: 900, height: 620 });
    await open(`?alone&theme=${theme}`);
    await node('Help').focus();
    await press('c');
    await page.locator('.route-graph.connecting').waitFor();
    await press('ArrowDown');
    await keepPicture(`edit-connecting-${theme}`);
    await press('Escape');
    await node('sendMessage').click({ button: 'right' });
    await menu().waitFor();
    expect(await accessibilityFaults(page, '.tools', '.popup')).toEqual([]);
    await keepPicture(`edit-menu-${theme}`);
    await choose('Rename…');
    await page.getByRole('form').getByLabel('Route').fill('setNickname');
    await expect.poll(() => page.locator('#edit-reason').textContent()).toContain('already has a route setNickname');
    expect(await accessibilityFaults(page, '.tools', '.popup')).toEqual([]);
    await keepPicture(`edit-rename-${theme}`);
  },
);
