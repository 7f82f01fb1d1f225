// The tools below the picture: search, folding and zoom.
import { button, element } from '../dom.ts';
import { commandOf, shortcutOf, withKeys } from '../keyboard.ts';
import {
  foldingOf,
  isSearching,
  searchProgress,
  type FoldChoice,
  type GraphInput,
  type GraphState,
} from './graph-state.ts';
import type { Viewport } from './viewport.ts';

export interface Tool {
  readonly content: HTMLElement;
  readonly show: (state: GraphState) => void;
}

export interface SearchTool extends Tool {
  /** Focuses the field. */
  readonly start: () => void;
}

export function searchTool(dispatch: (input: GraphInput) => void): SearchTool {
  const find = `${shortcutOf('graph', 'find').label} or ${shortcutOf('page', 'find').label}`;
  const field = element('input', {
    type: 'search',
    placeholder: 'Find',
    title: `Find in the graph (${find})`,
    'aria-label': 'Find in the graph',
    spellcheck: 'false',
  });
  const count = element('span', { role: 'status', class: 'count' });
  const step = (by: 1 | -1) => (): void => dispatch({ kind: 'searchStep', by });
  const [previousTitle, nextTitle] = [
    withKeys('Previous match', 'search', 'previousMatch'),
    withKeys('Next match', 'search', 'nextMatch'),
  ];
  const previous = button('↑', { 'aria-label': 'Previous match', title: previousTitle }, step(-1));
  const next = button('↓', { 'aria-label': 'Next match', title: nextTitle }, step(1));
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
      const progress = all === 0 ? 'No results' : `${current} of ${all}${among(hidden)}`;
      count.textContent = isSearching(state) ? progress : '';
    },
    start() {
      field.focus();
      field.select();
    },
  };
}

/** The names that were found in a folded node. */
function among([first, ...others]: readonly string[]): string {
  if (first === undefined) return '';
  return others.length > 0 ? `: ${first} and ${others.length} more` : `: ${first}`;
}

/** Lets the user choose which nodes are folded. The page stores the choice, and the server draws it. */
export function foldTool(dispatch: (input: GraphInput) => void): Tool {
  const options: readonly (readonly [FoldChoice | 'some', string])[] = [
    ['all', 'All routes'],
    ['function', 'Routes by function'],
    ['api', 'Routes by API'],
    ['some', 'Some routes folded'],
  ];
  const [collapse, expand] = [shortcutOf('node', 'collapse').label, shortcutOf('node', 'expand').label];
  const choice = element(
    'select',
    { 'aria-label': 'Fold routes', title: `Fold routes (${collapse} and ${expand} on a node)` },
    ...options.map(([value, label]) => element('option', { value, hidden: value === 'some' }, label)),
  );
  choice.addEventListener('change', () => {
    const [chosen] = options.find(([value]) => value === choice.value) ?? [];
    dispatch({ kind: 'fold', choice: chosen === undefined || chosen === 'some' ? 'all' : chosen });
  });
  const content = element('div', { class: 'folds' }, choice);
  return {
    content,
    show(state) {
      const folding = foldingOf(state);
      content.hidden = folding === undefined;
      choice.value = folding ?? 'all';
    },
  };
}

export interface ZoomTool {
  readonly content: HTMLElement;
  /** The zoom has changed. */
  readonly refresh: () => void;
  readonly run: (command: 'zoomIn' | 'zoomOut' | 'fit' | 'ownSize') => void;
}

const zoomStep = 1.25;

export function zoomTool({ zoomBy, zoomTo, fit, view }: Viewport): ZoomTool {
  const commands = {
    zoomIn: () => zoomBy(zoomStep),
    zoomOut: () => zoomBy(1 / zoomStep),
    fit,
    ownSize: () => zoomTo(1),
  };
  const ownSize = withKeys('Actual size', 'graph', 'ownSize');
  const scale = button('100%', { title: ownSize, class: 'scale' }, commands.ownSize);
  const named = (name: string, command: 'zoomIn' | 'zoomOut', sign: string): HTMLButtonElement =>
    button(sign, { 'aria-label': name, title: withKeys(name, 'graph', command) }, commands[command]);
  return {
    content: element(
      'div',
      { class: 'zoom', role: 'group', 'aria-label': 'Zoom' },
      named('Zoom out', 'zoomOut', '−'),
      scale,
      named('Zoom in', 'zoomIn', '+'),
      button('Fit', { title: withKeys('Fit to view', 'graph', 'fit') }, commands.fit),
    ),
    refresh: () => void (scale.textContent = `${Math.round(view().k * 100)}%`),
    run: (command) => commands[command](),
  };
}
