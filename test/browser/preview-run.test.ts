// The Run pane in a plain browser, over a run that reports what the simulator says.
import { beforeEach, describe, expect } from 'vitest';
import type { SessionEvent } from '../../server/src/protocol.ts';
import { accessibilityFaults } from './accessibility';
import { complaints, keepPicture, open, page, posted, selected, test } from './preview-page/window';

beforeEach(async () => {
  await open();
  await page.getByRole('tab', { name: 'Run' }).click();
});

const pane = () => page.getByRole('tabpanel', { name: 'Run' });
const button = (name: string) => pane().getByRole('button', { name, exact: true });
const entries = () => pane().getByRole('log').locator('.entry:not([hidden]) .head');
const written = () => pane().getByRole('textbox', { name: 'Message' });
const token = () => pane().getByLabel('Query string token (required by the authorizer)');

async function run(): Promise<void> {
  await button('Run locally').click();
  await page.getByText('ws://127.0.0.1:3001/prod').waitFor();
}

/** Connects another client, and waits until it is open. */
async function connect(name: string): Promise<void> {
  await button('New client').click();
  await token().fill('open-sesame');
  await button('Connect').click();
  await button(`Close ${name}`).waitFor();
}

async function send(text: string): Promise<void> {
  await written().fill(text);
  await written().press('Control+Enter');
}

/** Sends what a run reports to the page, as the panel does. */
async function report(...events: readonly SessionEvent[]): Promise<void> {
  await page.evaluate((detail) => document.dispatchEvent(new CustomEvent('report', { detail })), events);
}

/** The text of each row, with the times left out. */
async function rows(): Promise<string[]> {
  const texts = await entries().allTextContents();
  return texts.map((text) => text.replace(/^[\d:.]+ /, '').trim());
}

const message = '{"action": "sendMessage", "text": "Hello"}';

describe('a run', () => {
  test('is started here, with its address, and stopped', async () => {
    await expect.poll(() => page.locator('.run .remark').first().textContent()).toContain('Nothing is deployed');
    await run();
    expect(await page.locator('.run-status').textContent()).toBe('Running');
    await button('Copy the address of Chat').click();
    await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe('ws://127.0.0.1:3001/prod');
    await button('Stop').click();
    await button('Run locally').waitFor();
    expect(await posted()).toEqual([
      { type: 'startRun', isDebugged: false },
      { type: 'copyText', text: 'ws://127.0.0.1:3001/prod' },
      { type: 'stopRun' },
    ]);
    expect(complaints).toEqual([]);
  });

  test('shows two clients, and each frame with its route, duration and start', async () => {
    await run();
    await connect('Client 1');
    await connect('Client 2');
    await pane().getByLabel('Send as').selectOption('Client 1');
    await send(message);
    await expect
      .poll(rows)
      .toEqual([
        '⇄ Client 1 is connected /prod?token=secret Connect 12 ms cold',
        '⇄ Client 2 is connected /prod?token=secret Connect 12 ms cold',
        `↑ Client 1 sends sendMessage ${message} SendMessage 12 ms warm`,
        '↓ Client 1 receives {"ok":true} returned by SendMessage',
      ]);
    expect(complaints).toEqual([]);
  });

  test('explains a frame: why, event, result, logs and calls, with links to the text and the code', async () => {
    await run();
    await connect('Client 1');
    await send(message);
    await entries().nth(1).click();
    const details = page.locator('.entry .details').nth(1);
    expect(await details.locator('.steps').first().textContent()).toContain('SendMessage');
    expect(await details.locator('.logs').textContent()).toContain('A message from');
    expect(await details.locator('.service').textContent()).toBe('Calls dynamodb Scan Sessions');
    expect(await details.getByLabel('Event', { exact: true }).textContent()).toContain('"routeKey": "sendMessage"');
    expect(await details.getByLabel('Result').textContent()).toContain('"statusCode": 200');
    await details.getByRole('button', { name: 'Open handler' }).click();
    expect((await posted()).at(-1)).toEqual({ type: 'openHandler', function: 'SendMessage' });
    await details.getByRole('button', { name: 'Show endpoint' }).click();
    expect(await selected()).not.toBe('');
  });

  test('the lines of a stack trace lead to the code, in an error and in a log', async () => {
    await run();
    await connect('Client 1');
    const about = { call: 'x', request: 'r', function: 'SendMessage' } as const;
    const stack = ['Error: no', '    at handler (file:///code/send.mjs:6:38)'];
    const text = `Invoke Error\t${JSON.stringify({ stack: ['Error: no', '    at fail (/code/fail.js:3:5)'] })}`;
    await report(
      { event: 'received', time: 1, api: 'Chat', connection: 'c', request: 'r', route: 'sendMessage', steps: [] },
      { event: 'called', time: 2, ...about, trigger: 'sendMessage', payload: { text: '{}', bytes: 2 } },
      { event: 'log', time: 3, function: 'SendMessage', instance: 1, request: 'x', level: 'error', text },
      {
        event: 'answered',
        time: 4,
        ...about,
        outcome: {
          kind: 'failed',
          errorType: 'Error',
          errorMessage: 'no',
          stack,
          durationMs: 1,
          instance: 1,
          initMs: undefined,
        },
        steps: [],
      },
    );
    await entries().nth(1).click();
    const details = page.locator('.entry .details').nth(1);
    await details.getByRole('button', { name: 'file:///code/send.mjs:6:38' }).click();
    expect((await posted()).at(-1)).toEqual({
      type: 'openPlace',
      place: { file: 'file:///code/send.mjs', line: 6, column: 38 },
    });
    await details.locator('.logs').getByRole('button', { name: '/code/fail.js:3:5' }).click();
    expect((await posted()).at(-1)).toEqual({
      type: 'openPlace',
      place: { file: '/code/fail.js', line: 3, column: 5 },
    });
    expect(await details.getByLabel('Error').textContent()).toBe(['Error: no', ...stack].join('\n'));
    expect(complaints).toEqual([]);
  });

  test('a frame is sent again by its client, or else by the selected one', async () => {
    await run();
    await connect('Client 1');
    await send(message);
    await entries().nth(1).focus();
    await page.keyboard.press('r');
    await expect.poll(async () => (await rows()).filter((row) => row.includes('Client 1 sends')).length).toBe(2);
    await connect('Client 2');
    await button('Close Client 1').click();
    await expect.poll(async () => (await rows()).at(-1)).toBe('× Client 1 disconnects 1000');
    await entries().nth(1).focus();
    await page.keyboard.press('r');
    await expect.poll(async () => (await rows()).filter((row) => row.includes('Client 2 sends')).length).toBe(1);
  });

  test('its frames are in the graph: on request, and for a moment while they pass', async () => {
    await run();
    await connect('Client 1');
    await send(message);
    await entries().nth(1).click();
    await button('Show in graph').click();
    await expect.poll(() => page.locator('.node.selected').count()).toBe(4);
    expect(await page.locator('.node:focus').getAttribute('data-id')).toBe('resource SendMessage');
    await report(
      { event: 'received', time: 1, api: 'Chat', connection: 'c', request: 'r', route: 'setNickname', steps: [] },
      {
        event: 'called',
        time: 2,
        call: 'x',
        request: 'r',
        function: 'SetNickname',
        trigger: 'setNickname',
        payload: { text: '{}', bytes: 2 },
      },
    );
    const lit = (): Promise<(string | null)[]> =>
      page.locator('.node.lit').evaluateAll((nodes) => nodes.map((node) => node.getAttribute('data-id')));
    await expect
      .poll(lit)
      .toEqual(['client', 'resource Chat', 'resource Chat endpoint setNickname', 'resource SetNickname']);
    await expect.poll(lit).toEqual([]);
  });

  test('survives a reload of the page', async () => {
    await run();
    await connect('Client 1');
    await send(message);
    await open();
    expect(await page.getByRole('tab', { name: 'Run' }).getAttribute('aria-selected')).toBe('true');
    await run();
    await button('New client').click();
    expect(await token().inputValue()).toBe('open-sesame');
  });
});

describe('the list', () => {
  test('is used with the keyboard alone', async () => {
    await run();
    await connect('Client 1');
    for (const text of ['Hello', 'again']) await send(`{"action": "sendMessage", "text": "${text}"}`);
    await entries().last().focus();
    await page.keyboard.press('Home');
    expect(await page.locator('.head:focus').textContent()).toContain('is connected');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    expect(await page.locator('.head:focus').getAttribute('aria-expanded')).toBe('true');
    await page.keyboard.press('Tab');
    expect(await page.locator(':focus').textContent()).toBe('Replay');
    await page.keyboard.press('Escape');
    expect(await page.locator('.head:focus').getAttribute('aria-expanded')).toBe('false');
    await page.keyboard.press('End');
    expect(await page.locator('.head:focus').textContent()).toContain('receives');
    // It is one stop of the Tab key.
    expect(await page.locator('.entry .head[tabindex="0"]').count()).toBe(1);
    await page.keyboard.press('Control+F');
    await page.keyboard.type('again');
    await expect.poll(async () => (await rows()).length).toBe(1);
    expect(await page.locator('.entry-list .status').textContent()).toBe('1 row');
  });

  test('shows hostile texts as texts', async () => {
    await run();
    await connect('Client 1');
    const hostile = '<img src=x onerror="document.title=1"><script>document.title=2</script>`code`\u202e';
    await send(JSON.stringify({ action: 'sendMessage', text: hostile }));
    await report(
      { event: 'problem', time: 1, text: hostile },
      { event: 'refused', time: 2, api: 'Chat', connection: hostile, status: 401, steps: [] },
    );
    for (const index of [1, 3]) await entries().nth(index).click();
    expect(await page.locator('.entries :is(img, script)').count()).toBe(0);
    expect(await page.locator('.entry .details').nth(1).textContent()).toContain('<script>');
    expect(await page.title()).not.toMatch(/^\d$/);
    expect(complaints).toEqual([]);
  });

  test('has the last thousand entries, and says how many there were before', async () => {
    await run();
    const frames = Array.from({ length: 1500 }, (_, index): SessionEvent => ({
      event: 'received',
      time: index,
      api: 'Chat',
      connection: 'c',
      request: `r${index}`,
      message: { text: `frame ${index}`, bytes: 10 },
      steps: [],
    }));
    await report(...frames);
    await expect.poll(() => page.locator('.entry').count()).toBe(1000);
    expect(await page.locator('.entry-list .status').textContent()).toBe('Earlier entries: 500');
    // The latest one is in view.
    expect(await page.locator('.entry').last().isVisible()).toBe(true);
    expect(await page.locator('.entry').last().textContent()).toContain('frame 1499');
    await button('Clear').click();
    expect(await page.locator('.entry').count()).toBe(0);
  });

  test('marks what went wrong, and what AWS would refuse, in words', async () => {
    await run();
    await connect('Client 1');
    const about = { call: 'x', request: 'r', connection: 'c', function: 'SendMessage' };
    await report(
      { event: 'received', time: 1, api: 'Chat', connection: 'c', request: 'r', route: 'sendMessage', steps: [] },
      { event: 'called', time: 2, ...about, trigger: 'sendMessage', payload: { text: '{}', bytes: 2 } },
      {
        event: 'service',
        time: 3,
        service: 'dynamodb',
        operation: 'PutItem',
        resource: 'Orders',
        function: 'SendMessage',
        refused: 'It has no right to `dynamodb:PutItem`. Connect it to Orders.',
        durationMs: 2,
      },
      {
        event: 'answered',
        time: 4,
        ...about,
        outcome: {
          kind: 'failed',
          errorType: 'TypeError',
          errorMessage: 'x is not a function',
          stack: ['at handler (send-message.mjs:3:5)'],
          durationMs: 3,
          initMs: undefined,
          instance: 1,
        },
        steps: [],
      },
    );
    await expect
      .poll(async () => (await rows()).at(-1))
      .toBe('↑ c sends sendMessage a binary message SendMessage 3 ms warm problem');
    await entries().last().click();
    const details = page.locator('.entry .details').last();
    expect(await details.locator('.fault').textContent()).toBe(
      'AWS would refuse this: It has no right to dynamodb:PutItem. Connect it to Orders.',
    );
    expect(await details.getByLabel('Error').textContent()).toContain('TypeError: x is not a function');
  });
});

test('is accessible and legible in all themes', async () => {
  await run();
  await connect('Client 1');
  await connect('Client 2');
  await send(message);
  await send('{"action": "unknown"}');
  await entries().nth(2).click();
  for (const theme of ['light', 'dark', 'hc-dark', 'hc-light']) {
    await page.locator('#theme').selectOption(theme);
    expect(await accessibilityFaults(page, '#page')).toEqual([]);
    await keepPicture(`run-${theme}`);
  }
});
