// The graph's nodes, as screen readers see them.
import type { FrameLocator, Locator, Page } from 'playwright-core';

/** The node of that name. What it is and what it is connected to follow in its label. */
export function graphNode(within: Page | FrameLocator, name: string): Locator {
  const escaped = name.replaceAll(/[$.*+?^(){}|[\]\\]/g, String.raw`\$&`);
  return within.getByRole('treeitem', { name: new RegExp(`^${escaped}(?!\\w)`) });
}
