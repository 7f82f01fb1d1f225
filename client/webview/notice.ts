// What the page says of the file: in the header, how many errors it has, which open a list over the panes; and in place of
// the panes, why there is nothing to show. Neither moves what the panes show.
import type { Problem } from '../../server/src/protocol.ts';
import type { PreviewState } from '../src/preview/preview-messages.ts';
import { button, element, withCode } from './dom.ts';
import type { Page } from './pane.ts';
import { t } from '../../server/src/locale.ts';

export interface Notice {
  /** In the header, with the list that it opens below. */
  readonly summary: HTMLElement;
  readonly errors: HTMLElement;
  /** In place of the panes. */
  readonly blank: HTMLElement;
  readonly show: (state: PreviewState) => void;
  readonly unavailable: (reason: string) => void;
}

/** @param page its class `blank` hides the panes */
export function notice(page: HTMLElement, { post }: Pick<Page, 'post'>): Notice {
  const sentence = element('span', { class: 'sentence' });
  const toggle = button('', { class: 'toggle', 'aria-controls': 'errors', hidden: true }, () => open(!isOpen()));
  // Screen readers announce it when it changes.
  const summary = element('div', { class: 'summary', role: 'status' }, sentence, toggle);
  const explanation = element('p');
  const list = element('ul');
  const errors = element('section', { class: 'errors', id: 'errors', 'aria-label': t`Errors` }, explanation, list);
  const reason = element('p', { role: 'status' });
  const start = button(t`Start with an API`, { class: 'start' }, () => post({ type: 'startFile' }));
  const blank = element('div', { class: 'notice' }, reason, start);

  /** Whether there is content in the panes. */
  let isShowing = false;
  const isOpen = (): boolean => !errors.hidden;
  const open = (isWanted: boolean): void => {
    errors.hidden = !isWanted;
    toggle.setAttribute('aria-expanded', String(isWanted));
  };
  for (const part of [toggle, errors]) {
    part.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape' || !isOpen()) return;
      event.stopPropagation();
      open(false);
      toggle.focus();
    });
  }
  document.addEventListener('pointerdown', ({ target }) => {
    if (!(target instanceof Node && [toggle, errors].some((part) => part.contains(target)))) open(false);
  });
  const item = (problem: Problem): HTMLElement => {
    const { line, character } = problem.range.start;
    const link = button('', { class: 'problem', title: problem.rule }, () =>
      post({ type: 'revealRange', range: problem.range }),
    );
    const place = element('span', { class: 'place' }, `${line + 1}:${character + 1}`);
    link.append(place, element('span', {}, ...withCode(problem.message)));
    return element('li', {}, link);
  };
  let summarized = '';
  /** @param text what follows from the problems; empty if there is nothing to say */
  const summarize = (text: string, problems: readonly Problem[]): void => {
    // The focus stays in the list.
    const next = JSON.stringify([text, problems]);
    if (next === summarized) return;
    summarized = next;
    const { length } = problems;
    const label = length === 0 ? t`Out of date` : length === 1 ? t`1 error` : t`${length} errors`;
    // Where there is little room, only the number is shown. It comes first in all languages.
    const number = length === 0 ? '' : String(length);
    const words = label.slice(number.length);
    const icon = length === 0 ? 'warning' : 'error';
    toggle.replaceChildren(
      element('span', { class: `codicon codicon-${icon}`, 'aria-hidden': 'true' }),
      number,
      element('span', { class: 'words' }, words),
    );
    toggle.setAttribute('aria-label', label);
    toggle.classList.toggle('error', length > 0);
    toggle.hidden = text === '';
    if (text === '') open(false);
    sentence.textContent = explanation.textContent = text;
    list.replaceChildren(...problems.map(item));
  };
  /** @param text why there is nothing to show; empty if there is */
  const explain = (text: string): void => {
    page.classList.toggle('blank', text !== '');
    if (reason.textContent !== text) reason.textContent = text;
  };
  open(false);
  return {
    summary,
    errors,
    blank,
    show(state) {
      const { file, isEmpty, errors } = state;
      start.hidden = !isEmpty;
      page.classList.toggle('empty', isEmpty);
      if (isEmpty) explain(t`${file} is empty. Describe an API in it to see its graph and template here.`);
      else if (hasContent(state)) explain('');
      else if (errors.length > 0) explain(t`There is nothing to show until the errors of ${file} are fixed.`);
      else explain(t`There is nothing to show yet.`);
      if (isEmpty || errors.length === 0) summarize('', []);
      else summarize(consequence(state), errors);
      isShowing = hasContent(state);
    },
    unavailable(text) {
      start.hidden = true;
      if (isShowing) summarize(text, []);
      else explain(text);
    },
  };
}

function hasContent({ pane, isEmpty, graph, tables, template }: PreviewState): boolean {
  if (isEmpty) return false;
  return pane === 'ask' || pane === 'run' || [graph, tables, template].some((content) => content !== undefined);
}

function consequence({ pane, looksStale }: PreviewState): string {
  if (looksStale) return pane === 'template' ? t`Showing the last valid template.` : t`Showing the last valid graph.`;
  return t`No template can be generated until the file is fixed.`;
}
