// The tools below the picture: search, folding and zoom.
import { button, element } from '../dom.ts';
import { commandOf, shortcutOf, withKeys } from '../keyboard.ts';
import { menuButton, type MenuGroup, type MenuItem, type Popup } from '../popup.ts';
import type { ToolbarItem } from '../toolbar.ts';
import {
  foldingOf,
  isSearching,
  searchProgress,
  type FoldChoice,
  type GraphInput,
  type GraphState,
} from './graph-state.ts';
import type { Viewport } from './viewport.ts';
import { t } from '../../../server/src/locale.ts';

export interface SearchTool {
  readonly content: HTMLElement;
  readonly show: (state: GraphState) => void;
  /** Focuses the field. */
  readonly start: () => void;
}

export function searchTool(dispatch: (input: GraphInput) => void): SearchTool {
  const find = t`${shortcutOf('graph', 'find').label} or ${shortcutOf('page', 'find').label}`;
  const field = element('input', {
    type: 'search',
    placeholder: t`Find`,
    title: t`Find in the graph (${find})`,
    'aria-label': t`Find in the graph`,
    spellcheck: 'false',
  });
  const count = element('span', { role: 'status', class: 'count' });
  const step = (by: 1 | -1) => (): void => dispatch({ kind: 'searchStep', by });
  const [previousTitle, nextTitle] = [
    withKeys(t`Previous match`, 'search', 'previousMatch'),
    withKeys(t`Next match`, 'search', 'nextMatch'),
  ];
  const previous = button('↑', { 'aria-label': t`Previous match`, title: previousTitle }, step(-1));
  const next = button('↓', { 'aria-label': t`Next match`, title: nextTitle }, step(1));
  const content = element('div', { class: 'search', role: 'search' }, field, count, previous, next);
  field.addEventListener('input', () => dispatch({ kind: 'search', words: field.value }));
  content.addEventListener('keydown', (event) => {
    const command = commandOf('search', event);
    if (command === 'end') dispatch({ kind: 'searchEnd' });
    else if (command !== undefined && event.target === field) step(command === 'nextMatch' ? 1 : -1)();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  return {
    content,
    show(state) {
      const { current, count: all, hidden } = searchProgress(state);
      if (field.value !== state.search.words) field.value = state.search.words;
      previous.disabled = next.disabled = all === 0;
      const progress = all === 0 ? t`No results` : progressText(t`${current} of ${all}`, hidden);
      count.textContent = isSearching(state) ? progress : '';
    },
    start() {
      field.focus();
      field.select();
    },
  };
}

/** @param hidden the names that were found in a folded node */
function progressText(position: string, [first, ...others]: readonly string[]): string {
  if (first === undefined) return position;
  return others.length > 0 ? t`${position}: ${first} and ${others.length} more` : `${position}: ${first}`;
}

export interface FoldTool extends ToolbarItem {
  /** Returns whether it looks different. */
  readonly show: (state: GraphState) => boolean;
}

/** Lets the user choose which nodes are folded. The page stores the choice, and the server draws it. */
export function foldTool(dispatch: (input: GraphInput) => void, above: Popup): FoldTool {
  const choices: readonly (readonly [FoldChoice, string])[] = [
    ['all', t`All routes`],
    ['function', t`Routes by function`],
    ['api', t`Routes by API`],
  ];
  const [collapse, expand] = [shortcutOf('node', 'collapse').label, shortcutOf('node', 'expand').label];
  const name = t`Fold routes (${collapse} and ${expand} on a node)`;
  let folding: FoldChoice | 'some' | undefined;
  const entries = (): MenuGroup =>
    choices.map(([choice, title]) => ({
      title,
      check: { kind: 'radio', isOn: choice === folding },
      run: () => dispatch({ kind: 'fold', choice }),
    }));
  const content: HTMLButtonElement = menuButton('', name, above, () =>
    above.openMenu(t`Fold routes`, [entries()], content),
  );
  content.hidden = true;
  return {
    content,
    rank: 1,
    entries: () => (folding === undefined ? [] : entries()),
    show(state) {
      const last = folding;
      folding = foldingOf(state);
      if (folding === last) return false;
      content.hidden = folding === undefined;
      content.textContent = choices.find(([choice]) => choice === folding)?.[1] ?? t`Some routes folded`;
      content.setAttribute('aria-label', t`Fold routes: ${content.textContent}`);
      return true;
    },
  };
}

export interface ZoomTool {
  readonly items: readonly ToolbarItem[];
  /** The zoom has changed. */
  readonly refresh: () => void;
  readonly run: (command: 'zoomIn' | 'zoomOut' | 'fit' | 'ownSize') => void;
}

const zoomStep = 1.25;

export function zoomTool({ zoomBy, zoomTo, fit, view }: Viewport): ZoomTool {
  const commands = {
    zoomIn: { title: t`Zoom in`, run: () => zoomBy(zoomStep) },
    zoomOut: { title: t`Zoom out`, run: () => zoomBy(1 / zoomStep) },
    fit: { title: t`Fit to view`, run: fit },
    ownSize: { title: t`Actual size`, run: () => zoomTo(1) },
  };
  type Command = keyof typeof commands;
  const entry = (command: Command): MenuItem => ({ ...commands[command], shortcut: shortcutOf('graph', command) });
  const control = (command: Command, sign: string): HTMLButtonElement => {
    const { title, run } = commands[command];
    return button(sign, { 'aria-label': title, title: withKeys(title, 'graph', command) }, run);
  };
  const scale = control('ownSize', '100%');
  scale.classList.add('scale');
  const steps = element('span', {}, control('zoomOut', '−'), control('zoomIn', '+'));
  return {
    items: [
      { content: scale, rank: 3, entries: () => [entry('ownSize')] },
      { content: steps, rank: 6, entries: () => [entry('zoomOut'), entry('zoomIn')] },
      { content: control('fit', t`Fit`), rank: 7, entries: () => [entry('fit')] },
    ],
    refresh() {
      const percent = `${Math.round(view().k * 100)}%`;
      scale.textContent = percent;
      scale.setAttribute('aria-label', t`${commands.ownSize.title}, now ${percent}`);
    },
    run: (command) => commands[command].run(),
  };
}
