// A user's actions when editing from the graph in the preview's page, and their visible results.
import { graphNode } from './graph-node';
import { page } from './preview-page/window';

export const node = (name: string) => graphNode(page, name);
export const text = () => page.locator('#text').inputValue();
export const status = () => page.locator('.tools .status').textContent();
/** The part that the toolbar is about. */
export const chosen = () => page.locator('.tools .name').textContent();
export const marked = () =>
  page.locator('.graph .selected').evaluateAll((parts) => parts.map((part) => part.getAttribute('data-id')));
export const focused = () =>
  page.evaluate(() => document.activeElement?.getAttribute('data-id') ?? document.activeElement?.tagName);
export const press = (key: string) => page.keyboard.press(key);
export const menu = () => page.getByRole('menu');
export const choose = (name: string) => menu().getByRole('menuitem', { name }).click();
