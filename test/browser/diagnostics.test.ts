// A mistake, as a user makes it, sees it, and has it repaired.
import { expect } from 'vitest';
import { test } from './workbench';

test('a wrong value is underlined, and a quick fix repairs it', async ({ workbench }) => {
  await workbench.openFile('websocket.yaml');
  const before = await workbench.text();

  await workbench.select('2-way', 'operationMode: 2-way');
  await workbench.type('2-wya');
  await workbench.squiggles('error').first().waitFor();
  await expect.poll(() => workbench.problems()).toEqual([expect.stringContaining('2-wya')]);

  await workbench.select('2-wya');
  await workbench.quickFix('2-way');
  await expect.poll(() => workbench.squiggles().count()).toBe(0);
  await expect.poll(() => workbench.problems()).toEqual([]);
  expect(await workbench.text()).toBe(before);
});
