// The view of a graph in the preview's page, also of a large one: zoomed, moved and mapped, by pointer and by keys.
import { beforeEach, describe, expect } from 'vitest';
import {
  large,
  type,
  typeLarge,
  openAlone,
  openLarge,
  place,
  focused,
  node,
  folded,
  isInView,
  focusNode,
  fold,
  errorCount,
} from './large-graph.ts';
import { projectText } from '../../scripts/bench/bench-project.ts';
import { complaints, keepPicture, open, page, test, useTheme } from './preview-page/window.ts';

beforeEach(openAlone);

/** No text is smaller than 11 pixels: the smallest has 12 at full scale. */
const readableScale = 11 / 12;

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

test('300 routes are shown in all themes (saves screenshots)', async () => {
  const inAllThemes = async (ending: string): Promise<void> => {
    for (const theme of ['dark', 'light', 'hc-dark', 'hc-light']) {
      await useTheme(theme);
      await keepPicture(`graph-${theme}${ending}`);
    }
  };
  await type(
    large.replace('[Step5]', '[Nowhere]').replace('2-way', '3-way').replace('access: read-write', 'access: no'),
  );
  await expect.poll(() => page.locator('.node').count()).toBeGreaterThan(300);
  await inAllThemes('');
  await fold('Routes by function');
  await page.locator('.tools input').fill('step1');
  await inAllThemes('-folded');
  expect(complaints).toEqual([]);
});
