// The graph as tables, for reading. A name links to its text, as its node in the picture does.
import type { GraphTable, TableCell } from '../../../server/src/protocol.ts';
import { textField } from '../controls.ts';
import { button, element, withCode } from '../dom.ts';
import type { Page, Pane } from '../pane.ts';
import './table.css';
import { t } from '../../../server/src/locale.ts';

/**
 * Long words may break, so that they do not push other columns out of a narrow pane. Short texts must not break, and
 * sentences are not squeezed into many lines.
 */
function classOf(text: string): string | false {
  if (/\S{24}/.test(text)) return 'long';
  return text.length <= 12 ? 'short' : text.length > 40 && 'sentence';
}

export function tablePane({ post }: Page): Pane {
  const filter = textField(t`Filter`, () => show(shown));
  const status = element('span', { role: 'status', class: 'status' });
  const tables = element('div', { class: 'tables' });
  const content = element('div', { class: 'table-pane' }, element('div', { class: 'bar' }, filter, status), tables);
  let shown: readonly GraphTable[] = [];
  let drawn = '';
  /** The parts at the cursor. */
  let current = new Set<string>();

  const cellContent = (cell: TableCell): Node[] =>
    cell.map(({ text, part }) => {
      const place = element('div', { class: classOf(text) });
      if (part === undefined) {
        place.append(...withCode(text));
        return place;
      }
      const made = button('', { class: 'link', 'data-part': part }, () => post({ type: 'revealPart', part }));
      made.append(...withCode(text));
      place.append(made);
      return place;
    });
  const tableOf = (table: GraphTable): HTMLElement => {
    const { caption, headings, rows } = withoutEmptyColumns(table);
    return element(
      'table',
      {},
      element('caption', {}, caption),
      element('thead', {}, element('tr', {}, ...headings.map((heading) => element('th', { scope: 'col' }, heading)))),
      element(
        'tbody',
        {},
        ...rows.map((row) =>
          element(
            'tr',
            {},
            ...row.map((cell, index) =>
              index === 0
                ? element('th', { scope: 'row' }, ...cellContent(cell))
                : element('td', {}, ...cellContent(cell)),
            ),
          ),
        ),
      ),
    );
  };
  const show = (all: readonly GraphTable[]): void => {
    shown = all;
    const wanted = filter.value.trim().toLowerCase();
    const matches = (row: readonly TableCell[]): boolean =>
      row.some((cell) => cell.some(({ text }) => text.toLowerCase().includes(wanted)));
    const found = all
      .map((table) => ({ ...table, rows: table.rows.filter(matches) }))
      .filter(({ rows }) => rows.length > 0);
    const count = found.reduce((sum, { rows }) => sum + rows.length, 0);
    status.textContent = wanted === '' ? '' : count === 1 ? t`1 row` : t`${count} rows`;
    const next = JSON.stringify(found);
    if (next === drawn) return;
    drawn = next;
    const focused = document.activeElement instanceof HTMLElement ? document.activeElement.dataset['part'] : undefined;
    tables.replaceChildren(...found.map(tableOf));
    mark();
    links()
      .find((link) => link.dataset['part'] === focused)
      ?.focus();
  };
  const links = (): HTMLElement[] => [...tables.querySelectorAll<HTMLElement>('[data-part]')];
  const mark = (): void => {
    for (const link of links()) {
      const isCurrent = current.has(link.dataset['part'] ?? '');
      if (isCurrent) link.setAttribute('aria-current', 'true');
      else link.removeAttribute('aria-current');
    }
  };

  return {
    id: 'table',
    title: t`Table`,
    content,
    show(state) {
      content.classList.toggle('stale', state.looksStale);
      show(state.tables ?? []);
    },
    receive(message) {
      if (message.type !== 'cursor') return;
      current = new Set(message.graph);
      mark();
    },
  };
}

/** Empty columns would take space from the others. */
function withoutEmptyColumns({ caption, headings, rows }: GraphTable): GraphTable {
  const isUsed = (_: unknown, column: number): boolean => rows.some((row) => (row[column] ?? []).length > 0);
  return { caption, headings: headings.filter(isUsed), rows: rows.map((row) => row.filter(isUsed)) };
}
