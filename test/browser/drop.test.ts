// A file that is dropped onto the preview's page, as VS Code's Explorer drops it while Shift is held.
import { beforeEach, expect } from 'vitest';
import { accessibilityFaults } from './accessibility';
import { complaints, keepPicture, open, page, posted, test } from './preview-page/window';

beforeEach(() => open());

/** Dispatches the events of a drag that ends over the graph. Returns which of them the page has taken. */
function drag(types: readonly string[], data: Readonly<Record<string, string>>): Promise<boolean[]> {
  return page.locator('.graph').evaluate(
    (target, { types, data }) => {
      const dataTransfer = new DataTransfer();
      for (const [type, text] of Object.entries(data)) dataTransfer.setData(type, text);
      return types.map((type) => {
        const event = new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true });
        target.dispatchEvent(event);
        return event.defaultPrevented;
      });
    },
    { types, data },
  );
}

const hint = () => page.getByText('Drop to import');
const uri = 'file:///home/me/my%20chat/serverless.yml';

test('is imported', async () => {
  expect(await drag(['dragenter', 'dragover'], { 'text/uri-list': uri })).toEqual([true, true]);
  await hint().waitFor();
  expect(await accessibilityFaults(page, '#page')).toEqual([]);
  await keepPicture('drop');
  expect(await drag(['drop'], { 'text/uri-list': `# dragged\r\n${uri}\r\n`, 'text/plain': 'no' })).toEqual([true]);
  expect(await posted()).toEqual([{ type: 'importFile', uri }]);
  expect(await hint().isVisible()).toBe(false);
  expect(complaints).toEqual([]);
});

test('no longer shows what a drop does once it has left the page', async () => {
  await drag(['dragenter'], { 'text/uri-list': uri });
  await hint().waitFor();
  await drag(['dragleave'], { 'text/uri-list': uri });
  expect(await hint().isVisible()).toBe(false);
});

test('is left to others if it is no file', async () => {
  expect(await drag(['dragenter', 'dragover', 'drop'], { 'text/plain': 'text' })).toEqual([false, false, false]);
  expect(await hint().isVisible()).toBe(false);
});
