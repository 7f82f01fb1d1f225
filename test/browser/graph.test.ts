// The graph of a large project in the preview's page: zoomed, searched, folded and patched, by pointer and by keys.
import { beforeEach, describe, expect, test } from 'vitest';
import {
  large,
  type,
  typeLarge,
  openLarge,
  place,
  focused,
  node,
  folded,
  route,
  isInView,
  focusNode,
  fold,
  errorCount,
} from './large-graph.ts';
import { projectText } from '../../scripts/bench/bench-project.ts';
import { complaints, keepPicture, open, page } from './preview-page/window.ts';

/** No text is smaller than 11 pixels: the smallest has 12 at full scale. */
const readableScale = 11 / 12;

beforeEach(async () => {
  await page.setViewportSize({ width: 1100, height: 800 });
  await open('?alone');
});

describe('the view', () => {
  test('shows a small graph whole, without a map', async () => {
    expect(await isInView('client')).toBe(true);
    expect(await isInView('resource Sessions')).toBe(true);
    expect(await page.locator('.minimap').isVisible()).toBe(false);
  });

  test('shows the whole example legibly in half of a small window next to the side bar', async () => {
    await page.setViewportSize({ width: 525, height: 760 });
    await open('?alone');
    for (const id of ['client', 'resource Authorize', 'resource Help', 'resource Sessions']) {
      expect(await isInView(id), id).toBe(true);
    }
    expect((await place()).k).toBeGreaterThanOrEqual(readableScale);
  });

  test('arranges it for the room, again when that changes or on Fit, and not while typing', async () => {
    const tall = page.locator('.heading', { hasText: 'Functions and data' });
    await page.setViewportSize({ width: 525, height: 760 });
    await tall.waitFor();
    await page.setViewportSize({ width: 1100, height: 600 });
    await tall.waitFor({ state: 'detached' });
    // The user has zoomed, so it stays as it is.
    await page.getByRole('button', { name: 'Zoom in' }).click();
    await page.setViewportSize({ width: 525, height: 760 });
    const text = await page.locator('#text').inputValue();
    await type(text.replace('route: setNickname', 'route: rename'));
    await node('resource Chat endpoint rename').waitFor();
    expect(await tall.count()).toBe(0);
    await page.getByRole('button', { name: 'Fit' }).click();
    await tall.waitFor();
    for (const id of ['client', 'resource Sessions']) await expect.poll(() => isInView(id), { message: id }).toBe(true);
    expect((await place()).k).toBeGreaterThanOrEqual(readableScale);
    // From now on, it is fitted again.
    await page.setViewportSize({ width: 1100, height: 600 });
    await tall.waitFor({ state: 'detached' });
    await page.setViewportSize({ width: 525, height: 760 });
    await tall.waitFor();
    await focusNode('resource Chat');
    await page.keyboard.press('ArrowDown');
    expect(await focused()).toBe('resource Chat endpoint $connect');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowRight');
    expect(await focused()).toBe('resource Authorize');
  });

  test('shows a large one folded by its APIs, so that it is legible, with a map', async () => {
    await openLarge();
    expect((await place()).k).toBeGreaterThanOrEqual(readableScale);
    for (const id of ['client', 'resource Orders', folded]) expect(await isInView(id), id).toBe(true);
    expect(await page.locator('.minimap').isVisible()).toBe(true);
    expect(await node(folded).locator('.title').textContent()).toBe('300 routes');
    await node(folded).locator('.toggle').click();
    await expect.poll(() => page.locator('.node.endpoint').count()).toBe(300);
    // As a whole it would be too thin to read, so it is fitted to its width.
    await page.getByRole('button', { name: 'Fit' }).click();
    expect((await place()).k).toBeGreaterThanOrEqual(readableScale);
    for (const id of ['client', 'resource Orders']) expect(await isInView(id), id).toBe(true);
  });

  test('does not move when an error or a message appears or disappears', async () => {
    const chat = node('resource Chat');
    const strip = page.locator('.tools');
    const text = await page.locator('#text').inputValue();
    const [before, height] = [await chat.boundingBox(), (await strip.boundingBox())?.height];
    for (const isOwn of [false, true]) {
      if (isOwn) await page.getByRole('button', { name: 'Zoom in' }).click();
      const place = isOwn ? await chat.boundingBox() : before;
      await type(text.replace('operationMode: 1-way', 'operationMode: 3-way'));
      await errorCount().waitFor();
      expect(await chat.boundingBox()).toEqual(place);
      await type(text);
      await errorCount().waitFor({ state: 'hidden' });
      expect(await chat.boundingBox()).toEqual(place);
    }
    await node('resource Help').click({ position: { x: 30, y: 20 } });
    await page.locator('.tools .name', { hasText: 'Help' }).waitFor();
    expect((await strip.boundingBox())?.height).toBe(height);
  });

  test('is zoomed by keys and buttons: in, out, to fit, to 100%', async () => {
    await typeLarge();
    await focusNode('client');
    const before = await place();
    await page.keyboard.press('+');
    const closer = await place();
    expect(closer.k).toBeCloseTo(before.k * 1.25);
    await page.keyboard.press('-');
    expect((await place()).k).toBeCloseTo(before.k);
    await page.keyboard.press('1');
    expect((await place()).k).toBe(1);
    await page.keyboard.press('0');
    expect(await isInView('client')).toBe(true);
    const whole = await place();
    await page.getByRole('button', { name: 'Zoom in' }).click();
    expect((await place()).k).toBeGreaterThan(whole.k);
    await page.getByRole('button', { name: 'Zoom out' }).click();
    await page.getByRole('button', { name: 'Zoom out' }).click();
    expect((await place()).k).toBeLessThan(whole.k);
    await page.getByRole('button', { name: 'Fit' }).click();
    expect(await place()).toEqual(whole);
    await page.locator('.tools .scale').click();
    expect((await place()).k).toBe(1);
    expect(await page.locator('.tools .scale').textContent()).toBe('100%');
  });

  test('is zoomed by the wheel around the pointer, and moved by dragging the background', async () => {
    const window = await page.locator('.viewport').boundingBox();
    if (!window) throw new Error('There is no window');
    const [x, y] = [window.x + 60, window.y + 60];
    const before = await place();
    await page.mouse.move(x, y);
    await page.mouse.wheel(0, -300);
    await expect.poll(async () => (await place()).k).toBeGreaterThan(before.k * 1.2);
    const zoomed = await place();
    // The point under the pointer has not moved.
    expect((60 - zoomed.x) / zoomed.k).toBeCloseTo((60 - before.x) / before.k, 0);
    await page.mouse.down();
    await page.mouse.move(x + 30, y + 20, { steps: 3 });
    await page.mouse.up();
    const moved = await place();
    expect(moved.x - zoomed.x).toBeCloseTo(30);
    expect(moved.y - zoomed.y).toBeCloseTo(20);
    expect(moved.k).toBe(zoomed.k);
  });

  test('always shows a part of the picture', async () => {
    await page.mouse.move(300, 300);
    for (let drag = 0; drag < 4; drag++) {
      await page.mouse.move(120, 120);
      await page.mouse.down();
      await page.mouse.move(1000, 700, { steps: 2 });
      await page.mouse.up();
    }
    const { x, y } = await place();
    const window = await page.locator('.viewport').boundingBox();
    expect(x).toBeLessThan((window?.width ?? 0) - 50);
    expect(y).toBeLessThan((window?.height ?? 0) - 50);
  });

  test('is kept across changes of the text or the pane and a reload of the window', async () => {
    await focusNode('client');
    await page.keyboard.press('+');
    await page.keyboard.press('+');
    const chosen = await place();
    const text = await page.locator('#text').inputValue();
    await type(text.replace('route: setNickname', 'route: rename'));
    await node('resource Chat endpoint rename').waitFor();
    expect(await place()).toEqual(chosen);
    await page.getByRole('tab', { name: 'Template' }).click();
    await page.getByRole('tab', { name: 'Graph' }).click();
    expect(await place()).toEqual(chosen);
    await open('?alone');
    await expect.poll(place).toEqual(chosen);
  });

  test('follows the focus when keys move it out of view', async () => {
    await typeLarge();
    await focusNode('client');
    await page.keyboard.press('End');
    const last = await focused();
    expect(await isInView(last ?? '')).toBe(true);
    await page.keyboard.press('Home');
    expect(await focused()).toBe('client');
    expect(await isInView('client')).toBe(true);
  });

  test('is moved by a click in the map', async () => {
    await typeLarge();
    await focusNode('client');
    await page.keyboard.press('1');
    const map = page.locator('.minimap');
    const size = await map.boundingBox();
    const before = await place();
    await map.click({ position: { x: 30, y: (size?.height ?? 0) - 5 } });
    const after = await place();
    expect(after.y).toBeLessThan(before.y - 1000);
    expect(after.k).toBe(1);
  });
});

describe('the map', () => {
  test.each([
    [350, 500],
    [525, 760],
    [675, 600],
    [1100, 800],
  ])('is there in %d × %d, and covers no node if a corner is free', async (width, height) => {
    await page.setViewportSize({ width, height });
    for (const text of [projectText(12), large]) {
      await openLarge(text);
      await expect.poll(() => page.locator('.minimap').isVisible()).toBe(true);
      const covered = await page.evaluate(() => {
        const map = document.querySelector('.minimap')?.getBoundingClientRect();
        const window = document.querySelector('.viewport')?.getBoundingClientRect();
        if (!map || !window) return ['no map'];
        const cards = [...document.querySelectorAll('.node .card')].map((card) => card.getBoundingClientRect());
        const nodesIn = (left: number, top: number): DOMRect[] =>
          cards.filter(
            (box) => box.left < left + map.width && box.right > left && box.top < top + map.height && box.bottom > top,
          );
        const isFree = [window.left + 10, window.right - 10 - map.width].some((left) =>
          [window.top + 10, window.bottom - 10 - map.height].some((top) => nodesIn(left, top).length === 0),
        );
        return isFree ? nodesIn(map.left, map.top) : [];
      });
      expect(covered).toEqual([]);
    }
  });

  test.each(['Table', 'Template', 'Simulate'])('is there if the pane %s was first', async (first) => {
    const map = page.locator('.minimap');
    for (const [width, height] of [
      [525, 760],
      [1100, 800],
    ] as const) {
      await page.setViewportSize({ width, height });
      await page.getByRole('tab', { name: first }).click();
      await open('?alone');
      expect(await page.locator('.tools').isVisible()).toBe(false);
      await type(large);
      await page.getByRole('tab', { name: 'Graph' }).click();
      await node(folded).waitFor();
      expect(await map.isVisible()).toBe(true);
    }
  });

  test('is hidden by its button or a key, and stays hidden', async () => {
    await typeLarge();
    await focusNode('client');
    await page.keyboard.press('1');
    const map = page.locator('.minimap');
    expect(await map.isVisible()).toBe(true);
    await page.keyboard.press('o');
    expect(await map.isVisible()).toBe(false);
    await open('?alone');
    await typeLarge();
    await focusNode('client');
    await page.keyboard.press('1');
    expect(await map.isVisible()).toBe(false);
    await page.getByRole('button', { name: 'Map' }).click();
    expect(await map.isVisible()).toBe(true);
  });
});

describe('the search', () => {
  test('dims the rest, counts, wraps around, and ends where it was', async () => {
    await typeLarge();
    await focusNode('client');
    await page.keyboard.press('/');
    await page.keyboard.type('STEP29');
    const count = page.locator('.tools .count');
    // The routes 29 and 290 to 299, and the 30th function.
    await expect.poll(() => count.textContent()).toBe('1 of 12');
    expect(await page.locator('.node.match').count()).toBe(12);
    expect(await node('client').evaluate((node) => Number(getComputedStyle(node).opacity))).toBeLessThan(0.5);
    expect(await node(route(290)).evaluate((node) => getComputedStyle(node).opacity)).toBe('1');
    // Transparent lines would look dark where three hundred of them overlap.
    const dimmed = page.locator('.edge.route:not(.match)').first();
    expect(await dimmed.evaluate((edge) => getComputedStyle(edge).opacity)).toBe('1');
    const visited: (string | null)[] = [];
    for (const key of ['Enter', 'Enter', 'Shift+Enter', 'Shift+Enter', 'Shift+Enter']) {
      await page.keyboard.press(key);
      const current = await page.locator('.node.current').getAttribute('data-id');
      expect(await isInView(current ?? ''), current ?? '').toBe(true);
      visited.push(await count.textContent());
    }
    expect(visited).toEqual(['2 of 12', '3 of 12', '2 of 12', '1 of 12', '12 of 12']);
    const last = await page.locator('.node.current').getAttribute('data-id');
    await page.keyboard.press('Escape');
    expect(await focused()).toBe(last);
    expect(await page.locator('.searching').count()).toBe(0);
    expect(await count.textContent()).toBe('');
  });

  test('says that there is no match, and finds parts that are typed meanwhile', async () => {
    await focusNode('client');
    await page.keyboard.press('Control+f');
    await page.keyboard.type('brandnew');
    await expect.poll(() => page.locator('.tools .count').textContent()).toBe('No results');
    const text = await page.locator('#text').inputValue();
    await type(text.replace('route: setNickname', 'route: brandNew'));
    await expect.poll(() => page.locator('.node.match').count()).toBe(1);
  });
});

describe('folding', () => {
  test('by API and by function, and back', async () => {
    await typeLarge();
    await fold('Routes by API');
    await node('resource Orders endpoints').waitFor();
    expect(await node('resource Orders endpoints').locator('.title').textContent()).toBe('300 routes');
    expect(await node('resource Orders').getAttribute('aria-expanded')).toBe('false');
    await fold('Routes by function');
    await expect.poll(() => page.locator('.node.folded').count()).toBe(60);
    await fold('All routes');
    await expect.poll(() => page.locator('.node.endpoint').count()).toBe(300);
    expect(complaints).toEqual([]);
  });

  test('of one node by its button and by keys, and the focus stays on it', async () => {
    await typeLarge();
    await page.locator('.tools input').fill('Step0');
    await page.keyboard.press('Escape');
    await node('resource Step0').locator('.toggle').click();
    const folded = 'resource Orders endpoints of resource Step0';
    await node(folded).waitFor();
    expect(await page.locator('.node.folded').count()).toBe(1);
    await focusNode(folded);
    await page.keyboard.press('Shift+ArrowRight');
    await node(folded).waitFor({ state: 'detached' });
    await expect.poll(focused).toBe('resource Orders endpoint $default');
    await focusNode('resource Step0');
    await page.keyboard.press('Shift+ArrowLeft');
    await node(folded).waitFor();
    expect(await focused()).toBe('resource Step0');
  });

  test('is kept across changes of the text and a reload, and hidden parts can be found and selected', async () => {
    await fold('Routes by API');
    await node('resource Chat endpoints').waitFor();
    const text = await page.locator('#text').inputValue();
    await type(`${text}# more\n`);
    expect(await node('resource Chat endpoints').count()).toBe(1);
    await page.locator('#text').evaluate((editor) => {
      if (!(editor instanceof HTMLTextAreaElement)) return;
      editor.selectionStart = editor.value.indexOf('setNickname');
      editor.selectionEnd = editor.selectionStart;
      editor.dispatchEvent(new Event('input'));
    });
    await expect.poll(() => node('resource Chat endpoints').getAttribute('aria-selected')).toBe('true');
    await page.locator('.tools input').fill('setNickname');
    expect(await page.locator('.node.folded.match').getAttribute('data-id')).toBe('resource Chat endpoints');
    expect(await page.locator('.tools .count').textContent()).toBe('1 of 2: setNickname');
    await open('?alone');
    await node('resource Chat endpoints').waitFor();
  });
});

describe('a change of the text', () => {
  test('keeps the elements of unchanged parts, and moves those that only move', async () => {
    await typeLarge();
    await page.evaluate(() => {
      for (const part of document.querySelectorAll('[data-id]')) part.setAttribute('data-before', '');
    });
    const kept = () => page.locator('[data-id][data-before]').count();
    const all = await kept();
    expect(all).toBe(371 + 1 + 300 + 300 + 60);
    await type(large.replace('route: order.step150\n', 'route: order.renamed\n'));
    await node('resource Orders endpoint order.renamed').waitFor();
    // The endpoint and its two lines are new; its function has another label.
    expect(all - (await kept())).toBeLessThanOrEqual(5);
    const before = await node(route(299)).getAttribute('transform');
    await type(
      large.replace(
        '      - route',
        '      - { route: first, operationMode: 1-way, connections: [Step0] }\n      - route',
      ),
    );
    await node('resource Orders endpoint first').waitFor();
    expect(await node(route(299)).getAttribute('transform')).not.toBe(before);
    expect(all - (await kept())).toBeLessThanOrEqual(10);
  });

  test('looks as if it had been drawn from scratch', async () => {
    const changes = [
      large,
      large.replace('      - route', '      - { route: first, operationMode: 1-way }\n      - route'),
      large.replace('2-way', '3-way').replace('order.step7', 'a-much-longer-name-than-all-the-others'),
      large.replaceAll('[Step3]', '[Step4]'),
      projectText(20),
      large,
    ];
    await typeLarge();
    const drawn = (): Promise<string> =>
      page
        .locator('.route-graph')
        .evaluate((svg) =>
          [...svg.querySelectorAll('*')]
            .map((element) =>
              [
                element.nodeName,
                ...[...element.attributes].map(({ name, value }) => `${name}=${value}`).sort(),
                element.childElementCount === 0 ? element.textContent : '',
              ].join(' '),
            )
            .join('\n'),
        );
    const afresh: string[] = [];
    for (const text of changes) {
      await type('# Nothing\n');
      await expect.poll(() => page.locator('.route-graph').count()).toBe(0);
      await type(text);
      await page.locator('.route-graph').waitFor({ state: 'attached' });
      afresh.push(await drawn());
    }
    for (const [index, text] of changes.entries()) {
      await type(text);
      await expect.poll(drawn, { message: `change ${index}` }).toBe(afresh[index]);
    }
  });
});

test.each(['dark', 'light', 'hc-dark', 'hc-light'])(
  '300 routes are shown in the theme %s (saves a screenshot)',
  async (theme) => {
    await open(`?alone&theme=${theme}`);
    await type(
      large.replace('[Step5]', '[Nowhere]').replace('2-way', '3-way').replace('access: read-write', 'access: no'),
    );
    await expect.poll(() => page.locator('.node').count()).toBeGreaterThan(300);
    await keepPicture(`graph-${theme}`);
    await fold('Routes by function');
    await page.locator('.tools input').fill('step1');
    await keepPicture(`graph-${theme}-folded`);
    expect(complaints).toEqual([]);
  },
);
