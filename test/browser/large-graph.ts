// A graph in the preview's page without the rest, small at first, then of 300 routes: editing its text, and reading its view
// and focus.
import { expect } from 'vitest';
import { projectText } from '../../scripts/bench/bench-project.ts';
import { open, page } from './preview-page/window.ts';

export const large = projectText(300);

/** Opens the page without the rest, in a window that has room for the example. */
export async function openAlone(): Promise<void> {
  await page.setViewportSize({ width: 1100, height: 800 });
  await open('?alone');
}

/** Changes the text as an editor does: without the page losing the focus. */
export async function type(text: string): Promise<void> {
  await page.locator('#text').evaluate((editor, text) => {
    if (!(editor instanceof HTMLTextAreaElement)) return;
    editor.value = text;
    editor.dispatchEvent(new Event('input'));
  }, text);
}

/** It was small before, so it is shown whole: nothing folds while the user types. */
export async function typeLarge(): Promise<void> {
  await type(large);
  await expect.poll(() => page.locator('.node').count()).toBe(300 + 60 + 9 + 2);
  await drawn();
}

/** Waits until the whole picture is drawn: a part at a time, if it is large. */
export async function drawn(): Promise<void> {
  await page.locator('.nodes:not([aria-busy])').waitFor({ state: 'attached' });
}

/** Shows the graph as if the file had just been opened. */
export async function openLarge(text = large): Promise<void> {
  await type('# Nothing\n');
  await expect.poll(() => page.locator('.route-graph').count()).toBe(0);
  await type(text);
  await page.locator('.route-graph').waitFor({ state: 'attached' });
  await drawn();
}

interface Place {
  readonly x: number;
  readonly y: number;
  readonly k: number;
}

/** The position and size of the picture in its window. */
export function place(): Promise<Place> {
  return page.locator('.picture').evaluate((picture) => {
    const { e, f, a } = new DOMMatrix(getComputedStyle(picture).transform);
    return { x: e, y: f, k: a };
  });
}

export function focused(): Promise<string | undefined> {
  return page.evaluate(() => document.activeElement?.getAttribute('data-id') ?? undefined);
}

export const node = (id: string) => page.locator(`.node[data-id="${id}"]`);
export const folded = 'resource Orders endpoints';
export const route = (number: number): string => `resource Orders endpoint order.step${number}`;

/** Whether the whole picture is in the window. */
export async function isInView(id: string): Promise<boolean> {
  const [box, window] = [await node(id).boundingBox(), await page.locator('.viewport').boundingBox()];
  if (!box || !window) return false;
  // Half a pixel is a rounding error.
  const slack = 0.5;
  return (
    box.x >= window.x - slack &&
    box.y >= window.y - slack &&
    box.x + box.width <= window.x + window.width + slack &&
    box.y + box.height <= window.y + window.height + slack
  );
}

export async function focusNode(id: string): Promise<void> {
  await node(id).evaluate((node) => {
    if (node instanceof SVGElement) node.focus();
  });
}

export const errorCount = () => page.locator('.summary .toggle');

/** Chooses which routes are folded. */
export async function fold(choice: string): Promise<void> {
  await page.getByRole('button', { name: 'Fold routes' }).click();
  await page.getByRole('menuitemradio', { name: choice }).click();
}
