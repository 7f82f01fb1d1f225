// A project of another tool that is dropped onto the page is imported. VS Code leaves it to the page only while Shift is held.
import { t } from '../../server/src/locale.ts';
import { element } from './dom.ts';
import type { Page } from './pane.ts';

/** What VS Code's Explorer and tabs give to a page. Files from outside of VS Code come without a URI, so their folder is unknown. */
const uriList = 'text/uri-list';

/** @param page where something can be dropped, and where what drops do is shown in the meantime */
export function acceptDrops(page: HTMLElement, { post }: Pick<Page, 'post'>): void {
  const hint = element('div', { class: 'drop', hidden: true }, element('p', {}, t`Drop to import`));
  page.append(hint);
  const show = (isShown: boolean): void => void (hint.hidden = !isShown);
  const listen = (type: 'dragenter' | 'dragover' | 'drop', react: (dropped: DataTransfer) => void): void => {
    page.addEventListener(type, (event) => {
      if (!event.dataTransfer?.types.includes(uriList)) return;
      // Otherwise nothing could be dropped, and what is dropped would be opened in place of the page.
      event.preventDefault();
      react(event.dataTransfer);
    });
  };
  listen('dragenter', () => show(true));
  listen('dragover', (dragged) => {
    dragged.dropEffect = 'copy';
    show(true);
  });
  page.addEventListener('dragleave', ({ relatedTarget }) => {
    if (!(relatedTarget instanceof Node && page.contains(relatedTarget))) show(false);
  });
  listen('drop', (dropped) => {
    show(false);
    const uri = dropped
      .getData(uriList)
      .split(/\r?\n/)
      .find((line) => line !== '' && !line.startsWith('#'));
    if (uri !== undefined) post({ type: 'importFile', uri });
  });
}
