// The template pane in a plain browser.
import { describe, expect } from 'vitest';
import { accessibilityFaults } from './accessibility';
import { complaints, keepPicture, open, page, posted, replace, selected, test } from './preview-page/window';

const tree = () => page.getByRole('tree', { name: 'CloudFormation template' });
const line = (text: string) => tree().getByRole('treeitem', { name: text, exact: true });
const button = (name: string) => page.getByRole('button', { name, exact: true });
const shown = (): Promise<string | null> => tree().textContent();
const focused = (): Promise<string> => page.evaluate(() => document.activeElement?.textContent.trim() ?? '');
const status = (): Promise<string | null> => page.locator('.template .count').textContent();

async function press(...keys: readonly string[]): Promise<string> {
  for (const key of keys) await page.keyboard.press(key);
  return focused();
}

async function openTemplate(query = ''): Promise<void> {
  await open(query);
  await page.getByRole('tab', { name: 'Template' }).click();
  await page.getByRole('treeitem').first().waitFor();
}

test('is reached by click or arrow key, and copied exactly as shown', async () => {
  await open();
  await page.getByRole('tab', { name: 'Graph' }).focus();
  while ((await focused()) !== 'Template') await press('ArrowRight');
  expect(await page.getByRole('tab', { name: 'Template' }).getAttribute('aria-selected')).toBe('true');
  const text = await shown();
  expect(text).toContain('AWSTemplateFormatVersion');
  await button('Copy').click();
  await page.getByText('Copied').waitFor();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(text);
  await button('Generate File').click();
  await button('Open in editor').click();
  expect(await posted()).toEqual([{ type: 'copyTemplate' }, { type: 'generateTemplate' }, { type: 'openTemplate' }]);
  expect(complaints).toEqual([]);
});

test('is restored as the selected pane in the selected format when the page is recreated', async () => {
  await openTemplate();
  await button('JSON').click();
  await expect.poll(shown).toMatch(/^\{\n {2}"AWSTemplateFormatVersion"/);
  await open();
  expect(await tree().isVisible()).toBe(true);
  expect(await page.locator('.graph').isVisible()).toBe(false);
  await expect.poll(shown).toMatch(/^\{\n {2}"AWSTemplateFormatVersion"/);
  expect(await button('JSON').getAttribute('aria-pressed')).toBe('true');
  expect(await button('YAML').getAttribute('aria-pressed')).toBe('false');
});

test('is the last valid one while there are errors, and cannot be used', async () => {
  await openTemplate();
  await replace('operationMode: 2-way', 'operationMode: 3-way');
  await page.locator('.template.stale').waitFor();
  expect(await page.locator('.summary').textContent()).toBe('Showing the last valid template.1 error');
  for (const name of ['Copy', 'Generate File', 'Open in editor', 'JSON']) {
    expect(await button(name).isDisabled()).toBe(true);
  }
  await line('ChatStage:').click();
  await page.getByText('Fix the errors of the file to navigate to its text.').waitFor();
  expect(await posted()).toEqual([]);
});

test('selected text is copied exactly as shown, across several blocks', async () => {
  await openTemplate();
  const text = (await shown()) ?? '';
  await tree().evaluate((content) => getSelection()?.selectAllChildren(content));
  expect(await page.evaluate(() => getSelection()?.toString().trimEnd())).toBe(text.trimEnd());
});

describe('folding', () => {
  test('works by resource, with the pointer and the keyboard', async () => {
    await openTemplate();
    const stage = line('ChatStage:');
    const type = line('Type: AWS::ApiGatewayV2::Stage');
    await stage.locator('.fold').click();
    expect(await stage.getAttribute('aria-expanded')).toBe('false');
    expect(await type.isVisible()).toBe(false);
    expect(await posted()).toEqual([]);

    await page.locator('#tab-template').focus();
    // From the tabs to the format, the search, the actions, and the line that was last clicked, or the first.
    while ((await page.evaluate(() => document.activeElement?.getAttribute('role'))) !== 'treeitem') await press('Tab');
    expect(await press('Home')).toContain('# Generated from a WebSocket project file.');
    expect(await press('ArrowDown')).toContain('AWSTemplateFormatVersion');
    while ((await focused()) !== 'ChatStage:') await press('ArrowDown');
    expect(await press('ArrowDown')).toContain('# The authorizer of Chat');
    expect(await press('ArrowUp', 'ArrowRight')).toBe('ChatStage:');
    expect(await type.isVisible()).toBe(true);
    expect(await press('ArrowDown', 'ArrowDown', 'ArrowLeft')).toBe('ChatStage:');
    expect(await type.isVisible()).toBe(false);
    await press(' ');
    expect(await type.isVisible()).toBe(true);
    await press('ArrowDown', 'Enter');
    expect(await posted()).toMatchObject([{ type: 'revealOrigin' }]);
    expect(await selected()).toContain('Chat');
  });

  test('works for all blocks, and is kept across changes elsewhere', async () => {
    await openTemplate();
    await button('Fold all').click();
    expect(await page.locator('.line[aria-expanded=true]').count()).toBe(0);
    const stage = await line('ChatStage:').elementHandle();
    await replace('timeout: 20', 'timeout: 21');
    await expect.poll(shown).toContain('Timeout: 21');
    // This opens neither the unchanged blocks nor the changed one.
    expect(await page.locator('.line[aria-expanded=true]').count()).toBe(0);
    expect(await line('ChatStage:').evaluate((now, before) => now === before, stage)).toBe(true);
    expect(await line('ChatStage:').getAttribute('aria-expanded')).toBe('false');
    await button('Unfold all').click();
    expect(await page.locator('.line[aria-expanded=false]').count()).toBe(0);
  });
});

describe('the search', () => {
  const field = () => page.locator('.template').getByRole('textbox', { name: 'Search' });

  test('counts matches, moves between them and unfolds', async () => {
    await openTemplate();
    await button('Fold all').click();
    // It also works from the selected tab.
    await page.getByRole('tab', { name: 'Template' }).focus();
    await page.keyboard.press('ControlOrMeta+F');
    await page.keyboard.type('autodeploy');
    await expect.poll(status).toBe('1 of 1');
    expect(await line('AutoDeploy: true').isVisible()).toBe(true);
    await field().fill('chatroute');
    await expect.poll(status).toMatch(/^1 of \d+$/);
    const count = ((await shown()) ?? '').split('ChatRoute').length - 1;
    expect(await status()).toBe(`1 of ${count}`);
    await field().press('Enter');
    expect(await status()).toBe(`2 of ${count}`);
    await field().press('Shift+Enter');
    await field().press('Shift+Enter');
    expect(await status()).toBe(`${count} of ${count}`);
    await button('Next match').click();
    expect(await status()).toBe(`1 of ${count}`);
    await field().fill('no such thing');
    await expect.poll(status).toBe('No results');
    expect(await button('Next match').isDisabled()).toBe(true);
    await field().press('Escape');
    await expect.poll(status).toBe('');
  });

  test('highlights matches, and counts again when the template changes', async () => {
    await openTemplate();
    await field().fill('Help');
    const painted = (name: string): Promise<string[]> =>
      page.evaluate(
        (key) =>
          [...(CSS.highlights.get(key) ?? [])].map((range) => {
            const text = range.startContainer.textContent ?? '';
            return text.slice(range.startOffset, range.endOffset);
          }),
        name,
      );
    await expect.poll(() => painted('template-current-match')).toEqual(['Help']);
    await expect
      .poll(async () => (await painted('template-match')).every((text) => text.toLowerCase() === 'help'))
      .toBe(true);
    const before = await status();
    await replace('name: Help', 'name: Aid');
    await expect.poll(status).not.toBe(before);
    expect(complaints).toEqual([]);
  });
});

describe('its size', () => {
  const meter = (name: string) => page.getByRole('meter', { name });

  test('is shown in words and by bars, and announced to screen readers', async () => {
    await openTemplate();
    const resources = (await shown())?.match(/^ {4}Type: AWS::/gm)?.length ?? 0;
    await page.getByText(`${resources} of 500 resources`).waitFor();
    expect(await meter('Resources').getAttribute('aria-valuenow')).toBe(String(resources));
    const bytes = new TextEncoder().encode((await shown()) ?? '').length;
    await page.getByText(`${bytes.toLocaleString('en')} of 51,200 bytes`).waitFor();
  });

  test('says which limit is exceeded, and which template has to be uploaded to S3', async () => {
    await openTemplate();
    const functions = Array.from(
      { length: 150 },
      (_, index) =>
        `  F${index}:\n    type: lambda-function\n    name: F${index}\n    runtime: nodejs22.x\n    entryPoint: a.handler\n`,
    );
    await page.locator('#text').fill(`resources:\n${functions.join('')}`);
    await page.getByText('450 of 500 resources: close to the limit').waitFor();
    await page.getByText(/of 1,000,000 bytes, must be deployed through S3/).waitFor();
    expect(await meter('Resources').getAttribute('class')).toBe('meter near');
  });
});

test('hostile texts are shown as text', async () => {
  await openTemplate();
  await replace(
    'description: A chat whose clients connect over WebSockets',
    'description: "<img src=x onerror=alert(1)> ${x} \u202e A chat"',
  );
  await expect.poll(shown).toContain('<img src=x onerror=alert(1)>');
  expect(await page.locator('#page img').count()).toBe(0);
  expect(complaints).toEqual([]);
});

test.each(['dark', 'light', 'hc-dark', 'hc-light'])(
  'it is accessible in the theme %s (saves a screenshot)',
  async (theme) => {
    await page.setViewportSize({ width: 900, height: 620 });
    await openTemplate(`?alone&theme=${theme}`);
    await line('ChatAuthorizer:').locator('.fold').click();
    await page.locator('.template').getByRole('textbox', { name: 'Search' }).fill('authorizer');
    await keepPicture(`preview-page-${theme}-template-search`);
    expect(await accessibilityFaults(page, '#pane-template', 'header')).toEqual([]);
    expect(complaints).toEqual([]);
  },
);
