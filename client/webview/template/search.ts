// The search field of the template.
import type { Span } from '../../../server/src/protocol.ts';
import { iconButton, textField } from '../controls.ts';
import { element } from '../dom.ts';
import { commandOf } from '../keyboard.ts';
import type { Lines } from './lines.ts';
import { matchesIn, maximumMatches } from './outline.ts';
import { t } from '../../../server/src/locale.ts';

export interface Search {
  readonly content: HTMLElement;
  /** The template has changed. */
  readonly refresh: () => void;
  /** Moves the focus to the field. */
  readonly focus: () => void;
}

export function templateSearch(lines: Lines): Search {
  let matches: readonly Span[] = [];
  let current: number | undefined;

  const field = textField(t`Search`, () => find(true));
  const count = element('span', { role: 'status', class: 'count' });
  const previous = iconButton('arrow-up', t`Previous match`, () => step(-1));
  const next = iconButton('arrow-down', t`Next match`, () => step(1));
  const content = element('div', { class: 'search', role: 'search' }, field, count, previous, next);

  const showMatches = (): void => {
    previous.disabled = next.disabled = matches.length === 0;
    const text = matches.length === maximumMatches ? `${maximumMatches.toLocaleString()}+` : matches.length;
    if (field.value === '') count.textContent = '';
    else if (matches.length === 0) count.textContent = t`No results`;
    else count.textContent = current === undefined ? `${text}` : t`${current + 1} of ${text}`;
    lines.match(matches, current === undefined ? undefined : matches[current]);
  };
  /** @param fromStart whether to go to the first match */
  const find = (fromStart: boolean): void => {
    matches = matchesIn(lines.text(), field.value);
    if (fromStart) current = matches.length > 0 ? 0 : undefined;
    else if (current !== undefined) current = matches.length > 0 ? Math.min(current, matches.length - 1) : undefined;
    showMatches();
  };
  const step = (by: number): void => {
    if (matches.length === 0) return;
    current = ((current ?? -1) + by + matches.length) % matches.length;
    showMatches();
  };
  field.addEventListener('keydown', (event) => {
    const command = commandOf('search', event);
    if (command === 'nextMatch' || command === 'previousMatch') step(command === 'nextMatch' ? 1 : -1);
    else if (command === 'end' && field.value !== '') {
      field.value = '';
      find(true);
    } else return;
    event.preventDefault();
  });
  showMatches();
  return {
    content,
    refresh() {
      if (field.value !== '') find(false);
    },
    focus() {
      field.focus();
      field.select();
    },
  };
}
