// Editing from the graph, in a plain browser: by keys, by dragging, by the menu; the result is the text.
import { beforeEach, describe, expect } from 'vitest';
import { choose, chosen, focused, marked, menu, node, press, status, text } from './graph-editing';
import { complaints, keepPicture, open, page, posted, replace, test } from './preview-page/window';

beforeEach(() => open());

describe('connecting by keys', () => {
  test('only possible targets are highlighted and reachable, Enter connects', async () => {
    await node('Help').focus();
    await press('c');
    await page.locator('.route-graph.connecting').waitFor();
    const targets = await page
      .locator('.node.target')
      .evaluateAll((nodes) => nodes.map((one) => one.getAttribute('data-id')));
    expect(targets).toEqual(['resource Sessions']);
    expect(await status()).toContain('Connect Help');
    await keepPicture('edit-connecting');
    await press('ArrowDown');
    expect(await focused()).toBe('resource Sessions');
    expect(await status()).toBe('Sessions can be used by it');
    await press('Enter');
    const form = page.getByRole('form', { name: 'Connect to Sessions' });
    await form.getByLabel('Access').selectOption('read-only');
    await keepPicture('edit-access');
    await press('Enter');
    await expect
      .poll(text)
      .toContain('entryPoint: functions/help.handler\n    connections: [{ to: Sessions, access: read-only }]\n');
    expect(complaints).toEqual([]);
  });

  test('an impossible target says why, and Escape changes nothing', async () => {
    const before = await text();
    await node('sendMessage').focus();
    await press('c');
    const sessions = node('Sessions');
    const reason =
      'Sessions: An endpoint cannot connect to a DynamoDB table (Sessions): an endpoint connects to the function that handles its requests. It can connect to a Lambda function.';
    await expect.poll(() => sessions.locator('title').textContent()).toBe(reason);
    const described = await sessions.getAttribute('aria-describedby');
    expect(await page.locator(`#${described}`).textContent()).toBe(reason);
    await sessions.click();
    expect(await status()).toBe(reason);
    expect(await page.locator('.route-graph.connecting').count()).toBe(1);
    await press('Escape');
    expect(await page.locator('.route-graph.connecting').count()).toBe(0);
    expect(await sessions.locator('title').textContent()).toContain('Sessions');
    expect(await sessions.getAttribute('aria-describedby')).toBeNull();
    expect(await focused()).toBe('resource Chat endpoint sendMessage');
    expect(await text()).toBe(before);
  });

  test('another handler replaces the existing one', async () => {
    await node('sendMessage').focus();
    await press('c');
    await page.locator('.route-graph.connecting').waitFor();
    await node('Help').hover();
    expect(await status()).toBe('Help handles its requests, instead of SendMessage');
    await node('Help').click();
    await expect
      .poll(text)
      .toContain('route: sendMessage\n        operationMode: 2-way\n        connections: [Help]\n');
  });
});

describe('connecting by a drag', () => {
  const drag = async (from: string, to: string): Promise<void> => {
    const [start, end] = await Promise.all([node(from).boundingBox(), node(to).boundingBox()]);
    if (!start || !end) throw new Error('There is nothing to drag.');
    await page.mouse.move(start.x + 20, start.y + 10);
    await page.mouse.down();
    await page.mouse.move(start.x + 60, start.y + 20, { steps: 4 });
    await page.mouse.move(end.x + 20, end.y + 10, { steps: 8 });
  };

  test('from an endpoint to a function', async () => {
    await drag('setNickname', 'Help');
    await page.locator('.edit-line').waitFor({ state: 'attached' });
    await keepPicture('edit-drag');
    await page.mouse.up();
    await expect
      .poll(text)
      .toContain('route: setNickname\n        operationMode: 2-way\n        connections: [Help]\n');
    expect(await page.locator('.edit-line').count()).toBe(0);
  });

  test('a node that refuses says why, and the picture stays where it is', async () => {
    const before = await text();
    const place = await page.locator('.picture').getAttribute('style');
    await drag('Help', 'Connect');
    await page.mouse.up();
    await expect.poll(status).toContain('Connect: A Lambda function cannot connect to a Lambda function (Connect)');
    await drag('Sessions', 'Chat');
    await page.mouse.up();
    await expect.poll(status).toContain('Chat: A DynamoDB table cannot connect to a WebSocket API (Chat)');
    expect(await text()).toBe(before);
    expect(await page.locator('.picture').getAttribute('style')).toBe(place);
    expect(await page.locator('.route-graph.connecting').count()).toBe(0);
  });
});

describe('the menu', () => {
  test('opens by right click, and by keys at the node; Escape returns the focus', async () => {
    await node('sendMessage').click({ button: 'right' });
    await menu().getByRole('menuitem', { name: 'Switch to 1-way' }).waitFor();
    await keepPicture('edit-menu');
    await press('Escape');
    expect(await menu().count()).toBe(0);
    expect(await focused()).toBe('resource Chat endpoint sendMessage');
    await press('Shift+F10');
    await menu().waitFor();
    await press('ArrowDown');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('Connect to another…');
    await press('ArrowUp');
    await press('Enter');
    await expect.poll(text).toContain('route: sendMessage\n        operationMode: 1-way');
  });

  test('adds an endpoint, with the unused predefined routes', async () => {
    await replace(
      '      - route: $disconnect\n        operationMode: 1-way\n        connections: [Disconnect]\n\n',
      '',
    );
    await node('Chat').click({ button: 'right' });
    await choose('Add an endpoint…');
    const form = page.getByRole('form', { name: 'Add an endpoint' });
    await form.getByLabel('Route').fill('sendMessage');
    await expect.poll(() => form.getByRole('alert').textContent()).toContain('Chat already has a route sendMessage');
    expect(await form.getByLabel('Route').getAttribute('aria-invalid')).toBe('true');
    await keepPicture('edit-endpoint');
    await form.getByRole('button', { name: '$disconnect' }).click();
    await expect.poll(() => form.getByRole('alert').textContent()).toBe('');
    await press('Enter');
    await expect
      .poll(text)
      .toContain('connections: [Help]\n      - route: $disconnect\n        operationMode: 1-way\n');
    await expect.poll(focused).toBe('resource Chat endpoint $disconnect');
  });

  test('creates a function for an endpoint, and selects it', async () => {
    await node('$default').click({ button: 'right' });
    await choose('Connect to a new Lambda function…');
    await press('Enter');
    await expect.poll(text).toContain('\n  Default:\n    type: lambda-function\n');
    await node('Default').waitFor();
  });

  test('adds a resource if no part is selected', async () => {
    await page.locator('.viewport').click({ button: 'right', position: { x: 5, y: 5 } });
    await choose('Add an SQS queue…');
    await page.getByRole('form').getByLabel('Resource ID').fill('Letters');
    await press('Enter');
    await expect.poll(text).toContain('\n  Letters:\n    type: sqs-queue\n    name: Letters\n');
    await expect.poll(focused).toBe('resource Letters');
  });

  test('disconnects a line, from the line and from its source', async () => {
    // Its middle is not on the line, which is a curve.
    await page.locator('[data-id="resource SendMessage to resource Sessions"] .hit').evaluate((line) => {
      line.dispatchEvent(new MouseEvent('contextmenu', { button: 2, bubbles: true, cancelable: true }));
    });
    await choose('Disconnect');
    await expect.poll(text).toContain('    connections:\n      - Chat\n\n  Help:');
    await node('Connect').click({ button: 'right' });
    await choose('Disconnect Sessions');
    await expect.poll(text).toContain('entryPoint: functions/connect.handler\n\n');
  });
});

describe('keys on a node', () => {
  test('F2 renames with every connection, and validates while the user types', async () => {
    await node('Help').focus();
    await press('F2');
    const form = page.getByRole('form', { name: 'Rename' });
    await form.getByLabel('Resource ID').fill('Connect');
    await expect.poll(() => form.getByRole('alert').textContent()).toBe('The file already has a resource Connect.');
    await press('Enter');
    expect(await form.isVisible()).toBe(true);
    await keepPicture('edit-rename');
    await form.getByLabel('Resource ID').fill('Advise');
    await press('Enter');
    await expect.poll(text).toContain('connections: [Advise]');
    expect(await text()).toContain('\n  Advise:\n');
    await expect.poll(focused).toBe('resource Advise');
  });

  test('a part that cannot be renamed says why', async () => {
    await node('$connect').focus();
    await press('F2');
    await expect.poll(status).toContain('$connect is predefined by API Gateway');
  });

  test('M switches the mode, Delete deletes', async () => {
    await node('setNickname').focus();
    await press('m');
    await expect.poll(text).toContain('route: setNickname\n        operationMode: 1-way');
    await expect.poll(focused).toBe('resource Chat endpoint setNickname');
    await press('Delete');
    await expect.poll(text).not.toContain('setNickname');
  });

  test('Ctrl+Z and Ctrl+Y undo and redo in the text', async () => {
    await node('Help').focus();
    await press('ControlOrMeta+z');
    await press('ControlOrMeta+y');
    await press('ControlOrMeta+Shift+z');
    const steps = (await posted()).filter((one) => JSON.stringify(one).includes('do'));
    expect(steps).toEqual([{ type: 'undo' }, { type: 'redo' }, { type: 'redo' }]);
  });

  test('undo selects the parts that it restores, or the neighbor of one that it removes', async () => {
    await node('setNickname').focus();
    await press('F2');
    await page.getByRole('form').getByLabel('Route').fill('rename');
    await press('Enter');
    await expect.poll(focused).toBe('resource Chat endpoint rename');
    expect(await status()).toBe('Done. Ctrl+Z to undo.');
    await press('ControlOrMeta+z');
    await expect.poll(focused).toBe('resource Chat endpoint setNickname');
    expect(await status()).toBe('');
    await press('Delete');
    await expect.poll(focused).toBe('resource Chat');
    expect(await status()).toBe('Done. Ctrl+Z to undo.');
    await press('ControlOrMeta+z');
    await expect.poll(focused).toBe('resource Chat endpoint setNickname');
    expect(await chosen()).toBe('setNickname');
    // A part without connections is deleted without confirmation.
    await page.locator('.viewport').click({ button: 'right', position: { x: 5, y: 5 } });
    await choose('Add an SQS queue…');
    await page.getByRole('form').getByLabel('Resource ID').fill('Letters');
    await press('Enter');
    await expect.poll(focused).toBe('resource Letters');
    await press('Delete');
    await node('Letters').waitFor({ state: 'detached' });
    await expect.poll(focused).toBe('resource Sessions');
    expect(await chosen()).toBe('Sessions');
    expect(await status()).toBe('Done. Ctrl+Z to undo.');
  });

  test('Delete disconnects a line, and its keys have no other effect', async () => {
    const before = await text();
    await page.evaluate(() => {
      window.addEventListener('keydown', ({ key }) => (document.title += ` ${key}`));
    });
    const line = page.locator('[data-id="resource SendMessage to resource Sessions"]');
    await line.locator('.hit').dispatchEvent('click');
    await expect.poll(chosen).toBe('SendMessage → Sessions');
    expect(await marked()).toEqual(['resource SendMessage to resource Sessions']);
    await page.locator('.viewport').focus();
    await press('Delete');
    await line.waitFor({ state: 'detached' });
    await press('ControlOrMeta+z');
    await line.waitFor({ state: 'attached' });
    expect(await text()).toBe(before);
    expect(await page.title()).not.toMatch(/Delete| z/);
  });

  test('a deletion that removes connections asks for confirmation', async () => {
    const before = await text();
    const asked: string[] = [];
    page.once('dialog', (dialog) => {
      asked.push(dialog.message());
      void dialog.dismiss();
    });
    await node('Sessions').focus();
    await press('Delete');
    await expect.poll(status).toBe('Nothing changed.');
    expect(asked.join('')).toContain(
      'The connections from “Connect”, “Disconnect”, “SetNickname” and “SendMessage” are deleted as well.',
    );
    expect(await text()).toBe(before);
    page.once('dialog', (dialog) => void dialog.accept());
    await press('Delete');
    await expect.poll(text).not.toContain('Sessions');
  });
});
