// The pane of the CloudFormation template: reading, folding and searching it, copying and writing it, and navigation to
// the project file.
import type { TemplateFormat } from '../../../server/src/protocol.ts';
import { choice, iconButton } from '../controls.ts';
import { button, element } from '../dom.ts';
import type { Page, Pane } from '../pane.ts';
import { popup } from '../popup.ts';
import { toolbar, type ToolbarItem } from '../toolbar.ts';
import { walkLines } from './keys.ts';
import { templateLines } from './lines.ts';
import { templateSearch } from './search.ts';
import { sizeBar } from './size.ts';
import './template.css';
import { t } from '../../../server/src/locale.ts';

/** How long a status is shown, in milliseconds. */
const statusDuration = 4000;

export function templatePane({ post, kept, keep }: Page): Pane {
  let isStale = false;
  const lines = templateLines();
  const search = templateSearch(lines);
  const size = sizeBar();
  const keys = walkLines(lines, (line) => {
    const offset = lines.offsetOf(line);
    const start = (offset ?? 0) + contentStart(line.textContent);
    if (isStale) notify(t`Fix the errors of the file to navigate to its text.`);
    else if (offset !== undefined) post({ type: 'revealOrigin', offset: start });
  });
  let shownFormat: TemplateFormat = 'yaml';
  const formats: readonly (readonly [TemplateFormat, string])[] = [
    ['yaml', 'YAML'],
    ['json', 'JSON'],
  ];
  const chooseFormat = (chosen: TemplateFormat): void => {
    keep('format', chosen);
    post({ type: 'setTemplateFormat', format: chosen });
  };
  const format = choice(t`Format`, formats, chooseFormat);
  /** An outdated template can be read, but not used. */
  let refused: string | undefined;
  const tool = (rank: number, content: HTMLButtonElement, title: string, needsCurrent = false): ToolbarItem => ({
    content,
    rank,
    entries: () => [{ title, refused: needsCurrent ? refused : undefined, run: () => content.click() }],
  });
  const fold = iconButton('collapse-all', t`Fold all`, () => foldAll(true));
  const unfold = iconButton('expand-all', t`Unfold all`, () => foldAll(false));
  const copy = iconButton('copy', t`Copy`, () => post({ type: 'copyTemplate' }));
  const open = iconButton('go-to-file', t`Open in editor`, () => post({ type: 'openTemplate' }));
  const generate = button(
    t`Generate File`,
    { title: t`Write the template next to the project file`, class: 'primary' },
    () => post({ type: 'generateTemplate' }),
  );
  const status = element('span', { role: 'status', class: 'status' });
  const foot = element('div', { class: 'bar foot' }, size.content, status);
  const content = element('div', { class: 'template', hidden: true });
  const tools = toolbar(t`Template`, popup(content), [
    {
      content: format.content,
      rank: 4,
      entries: () =>
        formats.map(([value, title]) => ({
          title,
          refused,
          check: { kind: 'radio', isOn: value === shownFormat },
          run: () => chooseFormat(value),
        })),
    },
    tool(1, fold, t`Fold all`),
    tool(1, unfold, t`Unfold all`),
    tool(3, copy, t`Copy`, true),
    tool(2, open, t`Open in editor`, true),
    tool(5, generate, t`Generate File`, true),
  ]);
  content.prepend(element('div', { class: 'bar' }, search.content, tools.content), lines.content, foot);

  const foldAll = (folded: boolean): void => {
    lines.foldAll(folded);
    keys.refresh();
  };
  let timer: ReturnType<typeof setTimeout> | undefined;
  const notify = (text: string): void => {
    clearTimeout(timer);
    status.textContent = text;
    timer = setTimeout(() => (status.textContent = ''), statusDuration);
  };
  const keptFormat = kept('format');
  if (keptFormat === 'json' || keptFormat === 'yaml') post({ type: 'setTemplateFormat', format: keptFormat });

  return {
    id: 'template',
    title: t`Template`,
    content,
    show({ template, templateFormat, isStale: isOfBefore, looksStale, templateSize }) {
      content.hidden = template === undefined;
      if (template === undefined) {
        lines.clear();
        return;
      }
      isStale = isOfBefore;
      content.classList.toggle('stale', looksStale);
      shownFormat = templateFormat;
      format.select(templateFormat);
      refused = looksStale ? t`Fix the errors of the file first.` : undefined;
      format.disable(looksStale);
      for (const action of [copy, open, generate]) action.disabled = looksStale;
      lines.show(template, templateFormat);
      keys.refresh();
      search.refresh();
      if (templateSize) size.show(templateSize);
    },
    find: search.focus,
    receive(message) {
      if (message.type === 'cursor') lines.mark(message.template);
      if (message.type === 'copied') notify(t`Copied`);
      if (message.type === 'noOrigin')
        notify(t`This does not come from the project file: it is the same in every template.`);
    },
  };
}

/** The offset after the indentation and the dash of a list item. */
function contentStart(line: string): number {
  return /^\s*(?:- +)*/.exec(line)?.[0].length ?? 0;
}
