// The violations that the accessibility checker finds in parts of a page.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** Each violation as the rule's name and the elements at fault. */
export async function accessibilityFaults(page: Page, ...selectors: readonly string[]): Promise<unknown> {
  // The page's content security policy blocks script elements.
  await page.evaluate(await readFile(axe, 'utf8'));
  return page.evaluate(`axe.run(${JSON.stringify({ include: selectors.map((selector) => [selector]) })}).then(({ violations }) =>
    violations.map(({ id, nodes }) => [id, ...nodes.map(({ target }) => target.join(' '))]))`);
}
