// Editing what invokes functions, and how functions find what they use, from the graph and by keys alone.
import { beforeEach, describe, expect } from 'vitest';
import { focused, node, press, status, text } from './graph-editing';
import { complaints, open, page, test } from './preview-page/window';

const project = `resources:
  Orders: { type: sqs-queue, name: Orders }
  Failed: { type: sqs-queue, name: Failed }
  Sessions: { type: dynamodb-table, name: Sessions, key: { hash: { name: id, type: STRING } } }
  Uploads: { type: s3-bucket, name: Uploads }
  News: { type: sns-topic, name: News }
  EveryHour: { type: schedule, name: EveryHour, expression: rate(1 hour), connections: [Other] }
  Work:
    type: lambda-function
    name: Work
    runtime: nodejs22.x
    entryPoint: functions/work.handler
    connections: [{ to: Sessions, access: read-only }]
  Other: { type: lambda-function, name: Other, runtime: nodejs22.x, entryPoint: functions/other.handler }
`;

beforeEach(async () => {
  await open();
  await page.locator('#text').fill(project);
  await node('Work').waitFor();
});

/** Opens the menu of the node and chooses an item, by keys. */
async function chooseByKeys(name: string, item: string): Promise<void> {
  await node(name).focus();
  await press('Shift+F10');
  await page.getByRole('menuitem', { name: item }).waitFor();
  const items = await page.getByRole('menuitem').allTextContents();
  for (let left = items.findIndex((text) => text.startsWith(item)); left > 0; left--) await press('ArrowDown');
  expect(await page.evaluate(() => document.activeElement?.textContent)).toContain(item);
  await press('Enter');
}

/** Connects the nodes by keys. */
async function connectByKeys(from: string, to: string): Promise<void> {
  await node(from).focus();
  await press('c');
  await page.locator('.route-graph.connecting').waitFor();
  for (let count = 0; count < 10 && (await focused()) !== `resource ${to}`; count++) await press('ArrowDown');
  expect(await focused()).toBe(`resource ${to}`);
}

describe('connecting', () => {
  test.each(['Orders', 'Sessions', 'Uploads', 'News', 'EveryHour'])('%s invokes a function', async (source) => {
    await connectByKeys(source, 'Work');
    expect(await status()).toBe('Work is invoked by it');
    await press('Enter');
    await expect.poll(text).toMatch(new RegExp(`${source}:[^]*?connections: \\[(Other, )?Work\\]`));
    expect(await text()).not.toBe(project);
    expect(complaints).toEqual([]);
  });

  test('a queue with the one for its dead letters', async () => {
    await connectByKeys('Orders', 'Failed');
    expect(await status()).toBe('Failed gets its dead letters');
    await press('Enter');
    await expect
      .poll(text)
      .toContain('Orders: { type: sqs-queue, name: Orders, deadLetter: { to: Failed, after: 5 } }');
    await page.locator('.edge.dead-letter', { hasText: 'dead letters' }).waitFor({ state: 'attached' });
    await chooseByKeys('Orders', 'Change the attempts for its messages…');
    await page.getByRole('form').getByLabel('Attempts').fill('3');
    await press('Enter');
    await expect.poll(text).toContain('deadLetter: { to: Failed, after: 3 }');
  });
});

describe('a connection', () => {
  test('gets a batch size, which is checked while the user types', async () => {
    await page.locator('#text').fill(project.replace('name: Orders }', 'name: Orders, connections: [Work] }'));
    await chooseByKeys('Orders', 'Change the batch size for Work…');
    const form = page.getByRole('form', { name: 'Change the batch size for Work' });
    await form.getByLabel('Batch size').fill('20000');
    await expect.poll(() => form.getByRole('alert').textContent()).toContain('20000 is out of range');
    await form.getByLabel('Batch size').fill('many');
    await expect.poll(() => form.getByRole('alert').textContent()).toBe('Enter a number.');
    await form.getByLabel('Batch size').fill('50');
    await press('Enter');
    await expect.poll(text).toContain('connections: [{ to: Work, batchSize: 50 }]');
    await expect.poll(focused).toBe('resource Orders');
  });

  test('keeps its batch size if the form is accepted unchanged', async () => {
    const connected = project.replace('name: Orders }', 'name: Orders, connections: [Work] }');
    await page.locator('#text').fill(connected);
    await chooseByKeys('Orders', 'Change the batch size for Work…');
    await page.getByRole('form').waitFor();
    await press('Enter');
    await expect.poll(() => page.getByRole('form').count()).toBe(0);
    expect(await text()).toBe(connected);
  });

  test('gets a variable of its own, after a question', async () => {
    await chooseByKeys('Work', 'Name the environment variable of Sessions…');
    const form = page.getByRole('form', { name: 'Name the environment variable of Sessions' });
    await form.getByLabel('Environment variable').fill('1');
    await expect.poll(() => form.getByRole('alert').textContent()).toContain('1 is not the name of an environment');
    await form.getByRole('button', { name: 'TABLE_NAME', exact: true }).click();
    page.once('dialog', (dialog) => void dialog.accept());
    await form.getByLabel('Environment variable').press('Enter');
    await expect.poll(text).toContain('connections: [{ to: Sessions, access: read-only, as: TABLE_NAME }]');
  });

  test('gets another access, and another event', async () => {
    await chooseByKeys('Work', 'Change the access to Sessions…');
    await page.getByRole('form').getByLabel('Access').selectOption('read-write');
    await press('Enter');
    await expect.poll(text).toContain('access: read-write');
    await page.locator('#text').fill(project.replace('name: Uploads }', 'name: Uploads, connections: [Work] }'));
    await chooseByKeys('Uploads', 'Change to removed for Work');
    await expect.poll(text).toContain('connections: [{ to: Work, on: removed }]');
  });
});
