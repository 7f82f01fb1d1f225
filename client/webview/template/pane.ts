// The CloudFormation template: to read, fold and search, to copy and to write, and to go back to the text from.
import type { TemplateFormat } from '../../../server/src/protocol.ts';
import { choice, iconButton } from '../controls.ts';
import { button, element } from '../dom.ts';
import type { Page, Pane } from '../pane.ts';
import { walkLines } from './keys.ts';
import { templateLines } from './lines.ts';
import { templateSearch } from './search.ts';
import { sizeBar } from './size.ts';
import './template.css';

/** In milliseconds. */
const toldFor = 4000;

export function templatePane({ post, kept, keep }: Page): Pane {
  let isStale = false;
  const lines = templateLines();
  const search = templateSearch(lines);
  const size = sizeBar();
  const keys = walkLines(lines, (line) => {
    const offset = lines.offsetOf(line);
    const start = (offset ?? 0) + contentStart(line.textContent);
    if (isStale) tell('The file has errors. Mend them, and the lines lead to its text again.');
    else if (offset !== undefined) post({ type: 'revealOrigin', offset: start });
  });
  const format = choice<TemplateFormat>(
    'Format',
    [
      ['yaml', 'YAML'],
      ['json', 'JSON'],
    ],
    (chosen) => {
      keep('format', chosen);
      post({ type: 'setTemplateFormat', format: chosen });
    },
  );
  const fold = iconButton('collapse-all', 'Fold all', () => foldAll(true));
  const unfold = iconButton('expand-all', 'Unfold all', () => foldAll(false));
  const copy = iconButton('copy', 'Copy', () => post({ type: 'copyTemplate' }));
  const open = iconButton('go-to-file', 'Open as a document', () => post({ type: 'openTemplate' }));
  const generate = button('Generate File', { title: 'Writes the template beside the project file' }, () =>
    post({ type: 'generateTemplate' }),
  );
  const status = element('span', { role: 'status', class: 'status' });
  const bar = element(
    'div',
    { class: 'bar' },
    format.content,
    search.content,
    element('span', { class: 'actions' }, fold, unfold, copy, open, generate),
  );
  const foot = element('div', { class: 'bar foot' }, size.content, status);
  const content = element('div', { class: 'template', hidden: true }, bar, lines.content, foot);

  const foldAll = (folded: boolean): void => {
    lines.foldAll(folded);
    keys.refresh();
  };
  let telling: ReturnType<typeof setTimeout> | undefined;
  const tell = (text: string): void => {
    clearTimeout(telling);
    status.textContent = text;
    telling = setTimeout(() => (status.textContent = ''), toldFor);
  };
  const keptFormat = kept('format');
  if (keptFormat === 'json') post({ type: 'setTemplateFormat', format: keptFormat });

  return {
    id: 'template',
    title: 'Template',
    content,
    show({ template, templateFormat, templateIsStale, templateSize }) {
      content.hidden = template === undefined;
      if (template === undefined) {
        lines.clear();
        return;
      }
      isStale = templateIsStale;
      content.classList.toggle('stale', isStale);
      format.select(templateFormat);
      // A template that the file does not say any more is to be seen, not to be used.
      format.disable(isStale);
      for (const action of [copy, open, generate]) action.disabled = isStale;
      lines.show(template, templateFormat);
      keys.refresh();
      search.refresh();
      if (templateSize) size.show(templateSize);
    },
    find: search.focus,
    receive(message) {
      if (message.type === 'cursor') lines.mark(message.template);
      if (message.type === 'copied') tell('Copied');
      if (message.type === 'noOrigin') tell('No line of the file says this: it is the same in every template.');
    },
  };
}

/** Behind the indentation, and the dash of a list's item. */
function contentStart(line: string): number {
  return /^\s*(?:- +)*/.exec(line)?.[0].length ?? 0;
}
