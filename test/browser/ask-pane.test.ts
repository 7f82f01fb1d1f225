// The route simulator in a plain browser: requests, answers, and messages to the panel.
import { beforeEach, describe, expect } from 'vitest';
import { accessibilityFaults } from './accessibility';
import { complaints, keepPicture, open, page, test } from './preview-page/window';

beforeEach(async () => {
  await open();
  await page.getByRole('tab', { name: 'Simulate' }).click();
  // The pane fills in a message with the first answer, which could arrive between the two steps of Playwright's `fill`.
  await page.getByText('Chat → setNickname').waitFor();
});

/** Replaces the text at once, because text that is typed arrives line by line. */
async function write(change: (text: string) => string): Promise<void> {
  const editor = page.locator('#text');
  const text = change(await editor.inputValue());
  await editor.evaluate((element, written) => {
    if (!(element instanceof HTMLTextAreaElement)) return;
    element.value = written;
    element.dispatchEvent(new Event('input'));
  }, text);
}

async function replace(old: string, replacement: string): Promise<void> {
  await write((text) => {
    expect(text).toContain(old);
    return text.replace(old, replacement);
  });
}

const message = () => page.getByLabel('Message', { exact: true });
const way = () => page.locator('.ask .way');
const outcome = () => page.locator('.ask .outcome');
const steps = () => page.locator('.ask .steps li');

describe('a message', () => {
  test('starts with one for the first endpoint', async () => {
    await expect.poll(() => way().textContent()).toBe('Chat → setNickname');
    expect(await message().inputValue()).toBe('{"action": "setNickname"}');
    expect(complaints).toEqual([]);
  });

  test('can be written before the pane has received the file', async () => {
    await page.evaluate(() => sessionStorage.clear());
    await open();
    const written = '{"action": "sendMessage"}';
    // In one task of the page: the panel's answer to the first step comes after the second.
    await page.evaluate((text) => {
      document.querySelector<HTMLElement>('#tab-ask')?.click();
      const field = document.querySelector<HTMLTextAreaElement>('.ask .message textarea');
      if (!field) throw new Error('There is no message');
      field.value = text;
      field.dispatchEvent(new Event('input'));
    }, written);
    await expect.poll(() => way().textContent()).toBe('Chat → sendMessage');
    expect(await message().inputValue()).toBe(written);
  });

  test('is answered while it is typed, with the event and what the client gets', async () => {
    await message().fill('{"action": "sendMessage", "text": "<b>Hi</b>"}');
    await expect.poll(() => way().textContent()).toBe('Chat → sendMessage');
    expect(await outcome().textContent()).toBe('The client gets the body that SendMessage returns.');
    const event: unknown = JSON.parse((await page.locator('.ask .event pre').textContent()) ?? '');
    expect(event).toMatchObject({
      requestContext: { routeKey: 'sendMessage', eventType: 'MESSAGE' },
      body: '{"action": "sendMessage", "text": "<b>Hi</b>"}',
    });
    expect(await page.locator('.ask b').count()).toBe(0);
    await page.getByRole('button', { name: 'Copy the event passed to SendMessage' }).click();
    const copied = () => page.evaluate(() => navigator.clipboard.readText());
    await expect.poll(copied).toBe(await page.locator('.ask .event pre').textContent());
    expect(complaints).toEqual([]);
  });

  test('without a matching endpoint: the reason, and the frame that the client gets', async () => {
    await replace('route: $default', 'route: help');
    await message().fill('{"action": "sendmessage"}');
    await expect.poll(() => way().textContent()).toBe('Chat → no endpoint');
    expect(await page.locator('.ask .frame').textContent()).toMatch(
      /^\{"message": "Forbidden", "connectionId":"[^"]+", "requestId":"[^"]+"\}$/,
    );
    expect((await steps().allTextContents()).join(' ')).toContain('Did you mean sendMessage?');
  });

  test('a function that fails, or takes too long', async () => {
    await page.getByLabel('The function').selectOption('fails');
    await expect.poll(() => page.locator('.ask .frame').textContent()).toContain('Internal server error');
    await page.getByLabel('The function').selectOption('takes longer than 29 seconds');
    await expect.poll(() => page.locator('.ask .frame').textContent()).toContain('Endpoint request timed out');
  });

  test('its steps lead to the text', async () => {
    await page.getByRole('button', { name: '2-way' }).click();
    const selected = await page
      .locator('#text')
      .evaluate((text) =>
        text instanceof HTMLTextAreaElement ? text.value.slice(text.selectionStart, text.selectionEnd) : 'no text area',
      );
    expect(selected).toBe('2-way');
  });

  test('the answer follows the file', async () => {
    await expect.poll(() => way().textContent()).toBe('Chat → setNickname');
    await replace('route: setNickname', 'route: rename');
    await expect.poll(() => way().textContent()).toBe('Chat → $default');
  });

  test('its path is shown in the graph', async () => {
    await page.getByRole('button', { name: 'Show in graph' }).click();
    await expect.poll(() => page.locator('.node.selected').count()).toBe(4);
    expect(await page.getByRole('tab', { name: 'Graph' }).getAttribute('aria-selected')).toBe('true');
    // The end of the path has the focus, and can be edited.
    expect(await page.locator('.node:focus').getAttribute('data-id')).toBe('resource SetNickname');
    await expect.poll(() => page.locator('.tools .name').textContent()).toBe('SetNickname');
  });
});

describe('samples', () => {
  test('there is one for each endpoint that receives messages', async () => {
    const samples = page.getByLabel('Samples');
    await expect
      .poll(() => samples.locator('optgroup[label="Routes"] option').allTextContents())
      .toEqual(['setNickname', 'sendMessage', '$default']);
    await samples.selectOption('$default');
    await expect.poll(() => way().textContent()).toBe('Chat → $default');
    expect(await message().inputValue()).toBe('Hello');
  });

  test('are saved under a name, found again, and deleted', async () => {
    await message().fill('{"action": "sendMessage", "text": "Hi"}');
    await expect.poll(() => way().textContent()).toBe('Chat → sendMessage');
    await page.getByRole('button', { name: 'Save as sample…' }).click();
    expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('sendMessage');
    await page.getByLabel('Name', { exact: true }).fill('<i>Greeting</i>');
    await page.keyboard.press('Enter');
    await message().fill('x');
    await open();
    expect(await message().inputValue()).toBe('x');
    const saved = page.getByLabel('Samples').locator('optgroup[label="Saved"] option');
    await expect.poll(() => saved.allTextContents()).toEqual(['<i>Greeting</i>']);
    await page.getByLabel('Samples').selectOption('<i>Greeting</i>');
    await expect.poll(() => message().inputValue()).toBe('{"action": "sendMessage", "text": "Hi"}');
    await page.getByRole('button', { name: 'Delete sample' }).click();
    await expect.poll(() => saved.count()).toBe(0);
    expect(complaints).toEqual([]);
  });
});

describe('connecting', () => {
  beforeEach(() => page.getByRole('button', { name: 'Connect', exact: true }).click());

  test('the identity sources of the authorizer have their own fields', async () => {
    await expect.poll(() => outcome().textContent()).toBe('The client is refused with the status 401.');
    await page.getByLabel('Query string token (required by the authorizer)').fill('open-sesame');
    await expect.poll(() => outcome().textContent()).toBe('The connection opens.');
    expect(await page.locator('.ask .event h3').allTextContents()).toEqual([
      'Event passed to Authorize (authorizer)',
      'Event passed to Connect',
    ]);
    await page.getByLabel('Query string', { exact: true }).fill('name=Ada%20L');
    await page.getByLabel('Headers, one per line').fill('Origin: https://chat.example\nnonsense');
    const event = async (): Promise<unknown> =>
      JSON.parse((await page.locator('.ask .event pre').last().textContent()) ?? '');
    await expect.poll(event).toMatchObject({
      headers: { Origin: 'https://chat.example' },
      queryStringParameters: { token: 'open-sesame', name: 'Ada L' },
      requestContext: { authorizer: { principalId: 'user' } },
    });
  });

  test('the functions can refuse', async () => {
    await page.getByLabel('Query string token (required by the authorizer)').fill('x');
    await page.getByLabel('Authorizer', { exact: true }).selectOption('denies');
    await expect.poll(() => outcome().textContent()).toBe('The client is refused with the status 403.');
    await page.getByLabel('Authorizer', { exact: true }).selectOption('allows');
    await page.getByLabel('$connect function').selectOption('fails');
    await expect.poll(() => outcome().textContent()).toBe('The client is refused with the status 502.');
  });
});

test('disconnecting', async () => {
  await page.getByRole('button', { name: 'Disconnect' }).click();
  await expect.poll(() => way().textContent()).toBe('Chat → $disconnect');
  await expect.poll(() => page.locator('.ask .event pre').textContent()).toContain('"disconnectStatusCode": 1005');
});

test('a code lens starts with its API and a message of its route', async () => {
  await page.getByRole('tab', { name: 'Graph' }).click();
  await page.evaluate(() => {
    const detail = { api: 'Chat', kind: 'message', message: '{"action": "sendMessage"}' };
    document.dispatchEvent(new CustomEvent('startAsking', { detail }));
  });
  await expect.poll(() => way().textContent()).toBe('Chat → sendMessage');
  expect(await message().evaluate((element) => element === document.activeElement)).toBe(true);
});

test('several APIs: the user selects one', async () => {
  const feed = '  Feed:\n    type: websocket-api\n    name: Feed\n    routeSelectorProperty: type\n';
  const endpoints = '    endpoints: [{ route: watch, operationMode: 1-way, connections: [Help] }]\n';
  await write((text) => `${text}\n${feed}${endpoints}`);
  await page.getByLabel('API', { exact: true }).selectOption('Feed');
  await message().fill('{"type": "watch"}');
  await expect.poll(() => way().textContent()).toBe('Feed → watch');
  expect(await outcome().textContent()).toBe('The client gets nothing.');
  // It stays selected while the file cannot be parsed or briefly does not contain it.
  await replace('  Feed:', '  Feed: [');
  await expect.poll(() => outcome().textContent()).toContain('cannot be parsed');
  await replace('  Feed: [', '  Fee:');
  await expect.poll(() => way().textContent()).toBe('Chat → $default');
  await replace('  Fee:', '  Feed:');
  await expect.poll(() => way().textContent()).toBe('Feed → watch');
});

test('a file that cannot be parsed is reported', async () => {
  await replace('connections: [Authorize]', 'connections: [Authorize');
  await expect.poll(() => outcome().textContent()).toContain('cannot be parsed');
  expect(await steps().count()).toBe(0);
});

test('everything can be reached by keyboard, and has a name', async () => {
  await page.locator('#tab-ask').focus();
  const names: string[] = [];
  for (let count = 0; count < 12; count++) {
    await page.keyboard.press('Tab');
    names.push(
      await page.evaluate(() => {
        const { activeElement: element } = document;
        const labels =
          element instanceof HTMLTextAreaElement ||
          element instanceof HTMLInputElement ||
          element instanceof HTMLSelectElement
            ? element.labels
            : [];
        return labels?.[0]?.textContent ?? element?.getAttribute('aria-label') ?? element?.textContent ?? '';
      }),
    );
  }
  expect(names.slice(0, 7)).toEqual([
    'Message',
    'Connect',
    'Disconnect',
    'Message',
    'Samples',
    'Save as sample…',
    'The function',
  ]);
  expect(names).not.toContain('');
});

test.each(['dark', 'light', 'hc-dark', 'hc-light'])(
  'it is accessible in the theme %s (saves a screenshot)',
  async (theme) => {
    await page.setViewportSize({ width: 900, height: 900 });
    await open(`?alone&theme=${theme}`);
    await page.getByRole('tab', { name: 'Simulate' }).click();
    await way().waitFor();
    await keepPicture(`ask-pane-${theme}`);
    expect(await accessibilityFaults(page, '#page')).toEqual([]);
    await page.getByRole('button', { name: 'Connect', exact: true }).click();
    await page.getByLabel('Query string token (required by the authorizer)').fill('open-sesame');
    await expect.poll(() => outcome().textContent()).toBe('The connection opens.');
    await keepPicture(`ask-pane-${theme}-connect`);
    expect(await accessibilityFaults(page, '#page')).toEqual([]);
    expect(complaints).toEqual([]);
  },
);
