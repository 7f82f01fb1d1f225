// The preview's page in a plain browser: what it shows, and what it requests from the panel.
import { beforeEach, describe, expect } from 'vitest';
import { extensionTexts, readCatalogue, serverTexts } from '../../scripts/generate/catalogues.ts';
import { textsId, writeTexts } from '../../client/src/preview/preview-messages.ts';
import { accessibilityFaults } from './accessibility';
import { graphNode } from './graph-node';
import { complaints, keepPicture, open, page, posted, replace, requests, selected, test } from './preview-page/window';

beforeEach(() => open());

const node = (name: string) => graphNode(page, name);
const problems = () => page.locator('.errors li');
const summary = () => page.getByRole('button', { name: /^\d+ errors?$/ });

describe('navigation in both directions', () => {
  /** Puts the cursor at the start of a text. */
  const putCursor = (text: string): Promise<void> =>
    page.locator('#text').evaluate((editor, wanted) => {
      if (!(editor instanceof HTMLTextAreaElement)) return;
      const at = editor.value.indexOf(wanted);
      editor.focus();
      editor.setSelectionRange(at, at);
    }, text);
  const marked = (): Promise<string[]> =>
    page.locator('.graph .selected').evaluateAll((parts) => parts.map((part) => part.getAttribute('data-id') ?? ''));
  const markedLines = async (): Promise<string[]> => {
    await page.getByRole('tab', { name: 'Template' }).click();
    const lines = page.locator('.line[aria-current=true]');
    await lines.first().waitFor();
    return lines.allTextContents();
  };
  const openGraph = (): Promise<void> => page.getByRole('tab', { name: 'Graph' }).click();

  test('the cursor in the text marks its node or edge, and its part of the template', async () => {
    await putCursor('setNickname');
    await expect.poll(marked).toEqual(['resource Chat endpoint setNickname']);
    expect((await markedLines()).join('')).toContain('RouteKey: setNickname');
    await openGraph();
    await putCursor('SetNickname]');
    await expect.poll(marked).toEqual(['resource Chat endpoint setNickname to resource SetNickname']);
    await putCursor('hash: { name: connectionId');
    await expect.poll(marked).toEqual(['resource Sessions']);
    await putCursor('description:');
    await expect.poll(marked).toEqual([]);
  });

  test('a click in the graph marks the part in the template', async () => {
    await node('Sessions').click();
    expect(await marked()).toEqual(['resource Sessions']);
    const lines = await markedLines();
    expect(lines.join('')).toContain('AWS::DynamoDB::Table');
    expect(lines).toEqual(expect.arrayContaining([expect.stringContaining('Sessions:')]));
  });

  test('a line of the template leads to the text, and to the node', async () => {
    await page.getByRole('tab', { name: 'Template' }).click();
    await page.locator('.line', { hasText: 'RouteKey: sendMessage' }).click();
    expect(await selected()).toContain('sendMessage');
    await openGraph();
    await expect.poll(marked).toEqual(['resource Chat endpoint sendMessage']);
  });

  test('a line without an origin in the text says so', async () => {
    await page.getByRole('tab', { name: 'Template' }).click();
    await page.locator('.line', { hasText: 'AWSTemplateFormatVersion' }).click();
    await page.getByText('This does not come from the project file').waitFor();
  });

  test('F12 on a function requests its code', async () => {
    await node('Help').focus();
    await page.keyboard.press('F12');
    expect(await posted()).toEqual([{ type: 'openSource', part: 'resource Help' }]);
    // An endpoint without a function has no code, and says so.
    await replace('connections: [SendMessage]', 'connections: []');
    await page.locator('[data-id="resource Chat endpoint sendMessage to resource SendMessage"]').waitFor({
      state: 'detached',
    });
    await node('sendMessage').focus();
    await page.keyboard.press('F12');
    await page.getByText('No code to open: no function is connected.').waitFor();
    await page.keyboard.press('Shift+F10');
    await page.getByRole('menu').waitFor();
    expect(await page.getByRole('menuitem', { name: 'Go to code' }).count()).toBe(0);
  });
});

describe('no more than needed', () => {
  const openPane = (name: string): Promise<void> => page.getByRole('tab', { name }).click();
  /** Types a text after another one, as in an editor. */
  const type = async (after: string, typed: string): Promise<void> => {
    await page.locator('#text').evaluate((editor, wanted) => {
      if (!(editor instanceof HTMLTextAreaElement)) return;
      const at = editor.value.indexOf(wanted) + wanted.length;
      editor.focus();
      editor.setSelectionRange(at, at);
    }, after);
    await page.locator('.graph .selected').first().waitFor({ state: 'attached' });
    await requests();
    await page.keyboard.type(typed);
  };
  const lines = async (): Promise<string> =>
    (await page.locator('.line[aria-current=true]').allTextContents()).join('');
  const strip = (): Promise<string | null> => page.locator('.tools .name').textContent();

  test('a key in the text is one request, which brings the picture, the marks and the edits', async () => {
    await type('route: setNick', 'X');
    await node('setNickXname').waitFor();
    await expect.poll(() => node('setNickXname').getAttribute('class')).toContain('selected');
    await expect.poll(strip).toBe('setNickXname');
    expect(await requests()).toEqual(['preview']);
    // An edit is offered for this version: it would be refused for another one.
    await page.locator('.tools').getByRole('button', { name: '1-way' }).click();
    await expect.poll(() => page.locator('.tools .status').textContent()).toMatch(/^Done/);
  });

  test('a pane that is hidden is not rendered, and shows the text of now as it comes to the front', async () => {
    const template = page.locator('.template pre');
    expect(await template.textContent()).toBe('');
    expect(await page.locator('.tables').textContent()).toBe('');
    await openPane('Template');
    await expect.poll(() => template.textContent()).toContain('Timeout: 20');
    const picture = (): Promise<string | null> => page.locator('.graph svg.route-graph').textContent();
    const before = await picture();
    await replace('timeout: 20', 'timeout: 21');
    await expect.poll(() => template.textContent()).toContain('Timeout: 21');
    await replace('route: setNickname', 'route: rename');
    await expect.poll(() => template.textContent()).toContain('RouteKey: rename');
    expect(await picture()).toBe(before);
    await requests();
    await openPane('Table');
    await page.getByRole('rowheader', { name: 'rename', exact: true }).waitFor();
    await openPane('Graph');
    await node('rename').waitFor();
    await replace('route: rename', 'route: setName');
    await node('setName').waitFor();
    expect(await template.textContent()).toContain('RouteKey: rename');
    expect(await page.locator('.tables').textContent()).toContain('rename');
    expect(complaints).toEqual([]);
  });

  test('a pane that comes to the front is one request, with the marks and the edits', async () => {
    await type('route: setNick', 'X');
    await node('setNickXname').waitFor();
    await requests();
    await openPane('Template');
    await expect.poll(lines).toContain('RouteKey: setNickXname');
    expect(await requests()).toEqual(['preview']);
    await page.locator('#text').focus();
    await page.keyboard.type('Y');
    await expect.poll(lines).toContain('RouteKey: setNickXYname');
    expect(await requests()).toEqual(['preview']);
    await openPane('Graph');
    await expect.poll(() => node('setNickXYname').getAttribute('class')).toContain('selected');
    await expect.poll(strip).toBe('setNickXYname');
  });
});

describe('the graph', () => {
  test("is a tree of the file's parts", async () => {
    await expect.poll(() => page.getByRole('treeitem').count()).toBe(14);
    expect(await node('sendMessage').getAttribute('aria-label')).toBe(
      'sendMessage, 2-way, endpoint, handled by SendMessage',
    );
    expect(complaints).toEqual([]);
  });

  test('reveals the text of a clicked node or line', async () => {
    await node('setNickname').click();
    expect(await selected()).toBe('setNickname');
    await page.locator('.edge.access .hit').first().dispatchEvent('click');
    expect(await selected()).toBe('Sessions');
    expect(await posted()).toMatchObject([
      { type: 'revealPart', part: 'resource Chat endpoint setNickname' },
      { type: 'revealPart' },
    ]);
  });

  test('focuses the text on a double click, and on another Enter', async () => {
    const inText = (): Promise<boolean> => page.evaluate(() => document.activeElement?.id === 'text');
    await node('setNickname').click();
    expect(await inText()).toBe(false);
    await page.keyboard.press('Enter');
    expect(await inText()).toBe(true);
    await node('Help').focus();
    await page.keyboard.press('Enter');
    expect(await selected()).toBe('Help');
    expect(await inText()).toBe(false);
    await page.keyboard.press('Space');
    expect(await inText()).toBe(false);
    await page.keyboard.press('Enter');
    expect(await inText()).toBe(true);
    await node('Sessions').dblclick();
    expect(await selected()).toBe('Sessions');
    expect(await inText()).toBe(true);
    expect((await posted()).slice(-2)).toMatchObject([{ goesThere: false }, { goesThere: true }]);
  });

  test('can be walked along its connections with the arrow keys, and Enter reveals', async () => {
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
      'Chat',
      'Authorize',
      'Chat',
      'Help',
      'Clients',
      'Chat',
      'Authorize',
      'Connect',
      'Sessions',
    ]);
    await page.keyboard.press('Enter');
    expect(await selected()).toBe('Sessions');
  });

  test('follows the text, and keeps the focus where it is', async () => {
    await node('Help').focus();
    // Change the text as an editor does: without the page losing the focus.
    await page.locator('#text').evaluate((text) => {
      if (!(text instanceof HTMLTextAreaElement)) return;
      text.value = text.value.replace('route: setNickname', 'route: rename');
      text.dispatchEvent(new Event('input'));
    });
    await node('rename').waitFor();
    expect(await page.evaluate(() => document.activeElement?.getAttribute('data-id'))).toBe('resource Help');
  });

  test('shows hostile names as text', async () => {
    await replace('route: setNickname', `route: "<img src=x onerror=alert(1)> '\\" \${x} &amp;"`);
    await expect.poll(() => node('<img').textContent()).toContain('<img src=x onerror=alert(1)>');
    expect(await page.locator('#page img').count()).toBe(0);
    expect(complaints).toEqual([]);
  });
});

describe('files that cannot be shown', () => {
  test('a broken file: the last valid picture stays, marked, with the errors listed and linked', async () => {
    await replace('connections: [Authorize]', 'connections: [Authorize');
    await page.locator('.graph.stale').waitFor();
    expect(await page.locator('.summary').textContent()).toBe('Showing the last valid graph.1 error');
    expect(await page.getByRole('treeitem').count()).toBe(14);
    expect(await problems().first().isVisible()).toBe(false);
    await summary().click();
    await problems().first().getByRole('button').click();
    expect(await posted()).toMatchObject([{ type: 'revealRange', range: { start: { line: 11 } } }]);
    await replace('connections: [Authorize', 'connections: [Authorize]');
    await page.locator('.graph.stale').waitFor({ state: 'detached' });
    await summary().waitFor({ state: 'hidden' });
    expect(await page.locator('.errors').isVisible()).toBe(false);
  });

  test('an error that still allows a graph: it is shown in the graph', async () => {
    await replace('connections: [SendMessage]', 'connections: [SendMesage]');
    await page.locator('.edge.fault').waitFor({ state: 'attached' });
    expect(await page.locator('.graph.stale').count()).toBe(0);
    expect(await node('SendMesage, no such resource').count()).toBe(1);
    expect(await problems().count()).toBe(1);
  });

  test('an empty file says so, and offers to start a project', async () => {
    await page.locator('#text').fill('# Nothing yet\n');
    await expect.poll(() => page.locator('main').textContent()).toContain('websocket.yaml is empty.');
    expect(await page.getByRole('tab').first().isVisible()).toBe(false);
    expect(await page.getByRole('treeitem').count()).toBe(0);
    await page.getByRole('button', { name: 'Start with an API' }).click();
    expect(await posted()).toEqual([{ type: 'startFile' }]);
    await node('Chat').waitFor();
    expect(await page.getByRole('button', { name: 'Start with an API' }).isVisible()).toBe(false);
  });
});

test.each(['dark', 'light', 'hc-dark', 'hc-light'])(
  'is accessible in the theme %s (saves a screenshot)',
  async (theme) => {
    await page.setViewportSize({ width: 900, height: 620 });
    for (const pane of ['graph', 'template']) {
      await open(`?alone&theme=${theme}`);
      await page.locator(`#tab-${pane}`).click();
      expect(await accessibilityFaults(page, '#page')).toEqual([]);
      await keepPicture(`preview-page-${theme}-${pane}`);
    }
    expect(complaints).toEqual([]);
  },
);

/** The texts of the graph that are wider than their node, and the headings that run into the next one. */
function overflowing(): Promise<string[]> {
  return page.locator('.graph').evaluate((graph) => {
    const right = (element: Element): number => element.getBoundingClientRect().right;
    const headings = [...graph.querySelectorAll('.heading')];
    const overlapping = headings.filter((heading, index) => {
      const next = headings[index + 1];
      return next !== undefined && right(heading) > next.getBoundingClientRect().left;
    });
    const wide = [...graph.querySelectorAll('.node')].flatMap((node) => {
      const card = node.querySelector('.card');
      return [...node.querySelectorAll('text')].filter((text) => card !== null && right(text) > right(card));
    });
    return [...overlapping, ...wide].map(({ textContent }) => textContent ?? '');
  });
}

test("is in the user's language, from the first text on", async () => {
  // The analysis runs in the page here, so it has the texts of the server as well.
  const german = { ...readCatalogue(serverTexts('de')), ...readCatalogue(extensionTexts('de')) };
  const texts = writeTexts({ ...german, '</script>': '</script>' });
  await page.route(/\/(?:\?.*)?$/, async (route) => {
    const response = await route.fetch();
    const html = await response.text();
    const element = `<script type="application/json" id="${textsId}">${texts}</script>`;
    await route.fulfill({ response, body: html.replace('<script', (script) => element + script) });
  });
  try {
    await open();
    expect(await page.getByRole('tab').allTextContents()).toEqual([
      'Graph',
      'Tabelle',
      'Vorlage',
      'Simulieren',
      'Ausführen',
    ]);
    for (const [width, column] of [
      [1600, 'Clients und APIs'],
      [500, 'Clients, APIs und Endpunkte'],
    ] as const) {
      await page.setViewportSize({ width, height: 800 });
      await page.locator('.graph .heading', { hasText: new RegExp(`^${column}$`) }).waitFor();
      expect(await overflowing()).toEqual([]);
      await keepPicture(`preview-page-de-graph-${width}`);
    }
    await page.getByRole('tab', { name: 'Tabelle' }).click();
    await page.getByRole('columnheader', { name: 'Verbunden mit' }).first().waitFor();
    await keepPicture('preview-page-de-table');
    await page.getByRole('tab', { name: 'Vorlage' }).click();
    // A generated file is the same in all languages.
    await page.locator('.line', { hasText: '# Generated from a WebSocket project file.' }).waitFor();
    await keepPicture('preview-page-de-template');
    await page.getByRole('tab', { name: 'Simulieren' }).click();
    await page.locator('.ask .steps li', { hasText: 'In der Nachricht' }).waitFor();
    // The pane is as narrow as it can be.
    const room = await page.locator('.ask').evaluate(({ scrollWidth, clientWidth }) => clientWidth - scrollWidth);
    expect(room).toBe(0);
    const summary = await page.locator('.ask [role=status]').boundingBox();
    expect(summary?.width).toBeGreaterThan(150);
    await keepPicture('preview-page-de-ask');
    await page.getByRole('tab', { name: 'Graph' }).click();
    await replace('type: websocket-api', 'type: [');
    await page.getByRole('status').getByText('Der letzte gültige Graph wird angezeigt.').waitFor();
    expect(complaints).toEqual([]);
  } finally {
    await page.unrouteAll();
  }
});
