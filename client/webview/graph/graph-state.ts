// The user's view and actions in the graph: (state, input) → (state, effects). No DOM: the view turns events into inputs
// and runs the effects.
import type { GraphNodePart, GraphPart, GraphPicture } from '../../../server/src/protocol.ts';
import { collapsedIn, drawnAs, graphParts, nearest, nodeOf, noParts, walk, type GraphParts } from '../graph-parts.ts';
import type { CommandIn } from '../keyboard.ts';
import type { View } from './viewport.ts';

export interface GraphState {
  /** The file that the picture shows. */
  readonly file: string | undefined;
  readonly picture: GraphPicture | undefined;
  readonly parts: GraphParts;
  /** The marked parts, of which the first is selected. They stay marked when the picture changes. */
  readonly marked: readonly string[];
  /** The node in the tab order. */
  readonly reachable: string | undefined;
  /** The part whose text has been shown since it was selected. */
  readonly revealed: string | undefined;
  /** The IDs of the collapsed nodes; undefined until the user has chosen, so that the server decides. */
  readonly collapsed: readonly string[] | undefined;
  /** The user has folded or unfolded something, which the next picture shows. */
  readonly isRefolded: boolean;
  /** The part that gets the focus when the focused node disappears because it is expanded. */
  readonly successor: string | undefined;
  /** The view of the file before the page was reloaded, until its first picture arrives. */
  readonly keptView: View | undefined;
  readonly search: Search;
}

interface Search {
  readonly words: string;
  /** The current match. */
  readonly current: string | undefined;
}

export type GraphInput =
  /** A picture of the file has arrived; undefined if there is none. */
  | { readonly kind: 'picture'; readonly file: string; readonly picture: GraphPicture | undefined }
  /** Marks those parts and selects the first. */
  | { readonly kind: 'choose'; readonly parts: readonly string[]; readonly focused: string | undefined }
  | {
      readonly kind: 'click';
      readonly part: string | undefined;
      /** False for the second click of a double click. */
      readonly isFirst: boolean;
      readonly focused: string | undefined;
    }
  | { readonly kind: 'doubleClick'; readonly part: string }
  /** The toggle that collapses or expands a node. */
  | { readonly kind: 'clickToggle'; readonly node: string }
  | { readonly kind: 'key'; readonly command: CommandIn<'node'>; readonly node: string }
  | { readonly kind: 'focused'; readonly node: string; readonly isVisible: boolean }
  | { readonly kind: 'search'; readonly words: string }
  | { readonly kind: 'searchStep'; readonly by: 1 | -1 }
  | { readonly kind: 'searchEnd' }
  | { readonly kind: 'fold'; readonly choice: FoldChoice };

export type GraphEffect =
  /** Another part is selected, or none. */
  | { readonly kind: 'chosen' }
  /** @see focusOf */
  | { readonly kind: 'focus' }
  /** Like `focus`, after the node that had the focus has disappeared. */
  | { readonly kind: 'focusAgain' }
  | { readonly kind: 'focusNode'; readonly node: string | undefined }
  | { readonly kind: 'reveal'; readonly part: string; readonly goesThere: boolean }
  /** Requests a picture of the file with those nodes collapsed. */
  | { readonly kind: 'collapse'; readonly collapsed: readonly string[] }
  /** The state that survives a reload has changed. */
  | { readonly kind: 'remember' }
  | { readonly kind: 'bringIntoView' | 'bringClose'; readonly part: string }
  /** Resets the view of the picture: always for another file, or unless the user has moved it. */
  | { readonly kind: 'resetView'; readonly isOther: boolean; readonly view: View | undefined };

export interface GraphAdvance {
  readonly state: GraphState;
  readonly effects: readonly GraphEffect[];
  /** False for a key that does nothing here. */
  readonly isTaken: boolean;
}

export type FoldChoice = 'all' | 'function' | 'api';

/** The state before the first picture, with what was stored of it. */
export function initialGraph(file?: string, collapsed?: readonly string[], keptView?: View): GraphState {
  return {
    file,
    picture: undefined,
    parts: noParts,
    marked: [],
    reachable: undefined,
    revealed: undefined,
    collapsed,
    isRefolded: false,
    successor: undefined,
    keptView,
    search: { words: '', current: undefined },
  };
}

export function advanceGraph(state: GraphState, input: GraphInput): GraphAdvance {
  switch (input.kind) {
    case 'picture':
      return showPicture(state, input.file, input.picture);
    case 'choose':
      return choose(state, input.parts, input.focused);
    case 'click': {
      const { part } = input;
      const chosen = choose(state, part === undefined ? [] : [part], input.focused);
      return part === undefined || !input.isFirst ? chosen : also(chosen, (next) => reveal(next, part, false));
    }
    case 'doubleClick':
      return reveal(state, input.part, true);
    case 'clickToggle':
      return toggle(state, input.node);
    case 'key':
      return press(state, input.command, input.node);
    case 'focused': {
      const effects: GraphEffect[] = input.isVisible ? [{ kind: 'bringIntoView', part: input.node }] : [];
      return advance({ ...state, reachable: input.node }, ...effects);
    }
    case 'search': {
      const next = { ...state, search: { words: input.words, current: undefined } };
      return matchesOf(next).length > 0 ? stepSearch(next, 1) : advance(next);
    }
    case 'searchStep':
      return stepSearch(state, input.by);
    case 'searchEnd': {
      const { current } = state.search;
      const node = current !== undefined && state.parts.byId.has(current) ? current : state.reachable;
      return advance({ ...state, search: { words: '', current: undefined } }, { kind: 'focusNode', node });
    }
    case 'fold':
      return collapse(state, input.choice === 'all' ? [] : idsOf(state.parts, input.choice));
  }
}

/** The selected part as it is drawn: the folded node, if the part is folded. */
export function chosenPart({ parts, marked: [first] }: GraphState): GraphPart | undefined {
  return first === undefined ? undefined : drawnAs(parts, first);
}

/** The element that gets the graph's focus. Edges cannot have it, so their keys are handled by the whole picture. */
export function focusOf(state: GraphState): { readonly node: string | undefined } | 'picture' {
  const chosen = chosenPart(state);
  if (chosen?.part === 'edge') return 'picture';
  return { node: chosen?.id ?? state.reachable };
}

export interface PartMarks {
  readonly isSelected: boolean;
  readonly isMatch: boolean;
  readonly isCurrent: boolean;
}

/** How each part is marked. */
export function marksOf(state: GraphState): (part: GraphPart) => PartMarks {
  const marked = new Set(state.marked);
  const searches = isSearching(state);
  const matches = new Set(matchesOf(state).map(({ id }) => id));
  return (part) => ({
    isSelected: marked.has(part.id) || (part.part === 'node' && part.folded.some(({ id }) => marked.has(id))),
    isMatch: searches && (part.part === 'node' ? [part.id] : [part.from, part.to]).some((id) => matches.has(id)),
    isCurrent: searches && part.id === state.search.current,
  });
}

export function isSearching({ search }: GraphState): boolean {
  return wordsOf(search) !== '';
}

export interface SearchProgress {
  /** The one-based index of the current match; 0 if there is none. */
  readonly current: number;
  readonly count: number;
  /** The names in the current match, a folded node, that the search has found. */
  readonly hidden: readonly string[];
}

export function searchProgress(state: GraphState): SearchProgress {
  const found = matchesOf(state);
  const index = found.findIndex(({ id }) => id === state.search.current);
  const words = wordsOf(state.search);
  const hidden = (found[index]?.folded ?? []).filter(({ name }) => hasWords(name, words)).map(({ name }) => name);
  return { current: index + 1, count: found.length, hidden };
}

/** Which nodes are folded; undefined if there is nothing to fold. */
export function foldingOf({ parts, collapsed }: GraphState): FoldChoice | 'some' | undefined {
  if (!collapsed?.length && parts.nodes.every(({ isExpanded }) => isExpanded === undefined)) return undefined;
  const shown = (collapsed ?? collapsedIn(parts)).filter((id) => parts.byId.has(id));
  if (shown.length === 0) return 'all';
  const isAll = (kind: 'api' | 'function'): boolean => {
    const ids = idsOf(parts, kind);
    return ids.length === shown.length && ids.every((id) => shown.includes(id));
  };
  return isAll('api') ? 'api' : isAll('function') ? 'function' : 'some';
}

function showPicture(state: GraphState, file: string, picture: GraphPicture | undefined): GraphAdvance {
  if (!picture) return settle(state, { ...state, picture, parts: noParts });
  const parts = graphParts(picture.parts);
  const isOther = !state.picture || state.file !== file;
  const folds = collapsedIn(state.parts);
  // One more endpoint may make a graph large, but folding it would hide the endpoint that the user is typing.
  if (!isOther && !state.collapsed && folds.join('\n') !== collapsedIn(parts).join('\n')) return collapse(state, folds);
  const before = state.parts.byId.get(state.reachable ?? '');
  const next: GraphState = {
    ...state,
    file,
    picture,
    parts,
    collapsed: state.file === file ? state.collapsed : undefined,
    reachable: reachableIn(parts, state, isOther || before?.part !== 'node' ? undefined : before.box),
    isRefolded: false,
    successor: undefined,
    keptView: undefined,
  };
  const effects: GraphEffect[] = [{ kind: 'focusAgain' }];
  const view = state.file === file ? state.keptView : undefined;
  const isRearranged = state.picture?.frame.arrangement !== picture.frame.arrangement;
  if (isOther || state.isRefolded || isRearranged) effects.push({ kind: 'resetView', isOther, view });
  return settle(state, next, ...effects);
}

/** The same node as before, or the nearest one if it is gone. */
function reachableIn(
  parts: GraphParts,
  { reachable, successor }: GraphState,
  place: GraphNodePart['box'] | undefined,
): string | undefined {
  const kept = [reachable, successor].find((id) => id !== undefined && parts.byId.get(id)?.part === 'node');
  return kept ?? (place && nearest(parts, place)?.id) ?? parts.nodes[0]?.id;
}

/** The focused node is always the selected one, so that keys and buttons apply to the same part. */
function choose(state: GraphState, marked: readonly string[], focused: string | undefined): GraphAdvance {
  const isSame = marked.length === state.marked.length && marked.every((id, index) => id === state.marked[index]);
  const next = isSame ? state : { ...state, marked };
  const isElsewhere = focused !== undefined && focused !== chosenPart(next)?.id;
  return settle(state, next, ...(isElsewhere ? [{ kind: 'focus' } as const] : []));
}

function reveal(state: GraphState, part: string, goesThere: boolean): GraphAdvance {
  return advance({ ...state, revealed: part }, { kind: 'reveal', part, goesThere });
}

function press(state: GraphState, command: CommandIn<'node'>, id: string): GraphAdvance {
  const unused: GraphAdvance = { state, effects: [], isTaken: false };
  switch (command) {
    case 'open':
    case 'show': {
      const chosen = chosenPart(state)?.id;
      return chosen === undefined ? unused : reveal(state, chosen, command === 'open' && state.revealed === chosen);
    }
    case 'expand':
    case 'collapse':
      return toggle(state, id, command === 'collapse');
    case 'up':
    case 'down':
    case 'left':
    case 'right':
    case 'first':
    case 'last': {
      const from = state.parts.byId.get(id);
      const next = from?.part === 'node' ? walk(state.parts, from, command) : undefined;
      return next ? advance(state, { kind: 'focusNode', node: next.id }) : unused;
    }
  }
}

/** Collapses or expands a node. */
function toggle(before: GraphState, id: string, wanted?: boolean): GraphAdvance {
  const node = before.parts.byId.get(id);
  const unused: GraphAdvance = { state: before, effects: [], isTaken: false };
  if (node?.part !== 'node') return unused;
  const state = { ...before, successor: node.folded[0]?.id };
  const foldable = node.isExpanded === undefined ? node.collapsed : id;
  const collapsed = state.collapsed ?? collapsedIn(state.parts);
  const isCollapsed = foldable !== undefined && collapsed.includes(foldable);
  if (foldable === undefined || (wanted ?? !isCollapsed) === isCollapsed) return { ...unused, state };
  return collapse(state, isCollapsed ? collapsed.filter((other) => other !== foldable) : [...collapsed, foldable]);
}

function collapse(state: GraphState, collapsed: readonly string[]): GraphAdvance {
  return advance({ ...state, collapsed, isRefolded: true }, { kind: 'remember' }, { kind: 'collapse', collapsed });
}

function stepSearch(state: GraphState, by: number): GraphAdvance {
  const found = matchesOf(state);
  const place = found.findIndex(({ id }) => id === state.search.current);
  const start = place < 0 && by < 0 ? 0 : place;
  const current = found[(start + by + found.length) % found.length]?.id;
  const next = { ...state, search: { ...state.search, current } };
  return current === undefined ? advance(next) : advance(next, { kind: 'bringClose', part: current });
}

function matchesOf({ parts, search }: GraphState): readonly GraphNodePart[] {
  const words = wordsOf(search);
  if (words === '') return [];
  return parts.nodes.filter(({ name, folded }) => [{ name }, ...folded].some((part) => hasWords(part.name, words)));
}

function hasWords(name: string, words: string): boolean {
  return name.toLowerCase().includes(words);
}

function wordsOf({ words }: Search): string {
  return words.trim().toLowerCase();
}

function idsOf({ nodes }: GraphParts, kind: 'api' | 'function'): string[] {
  return nodes.filter((node) => node.kind === kind).map(({ id }) => id);
}

function advance(state: GraphState, ...effects: readonly GraphEffect[]): GraphAdvance {
  return { state, effects, isTaken: true };
}

/** Like `advance`, for changes that may select another part: it joins the tab order, and its text counts as not shown. */
function settle(before: GraphState, state: GraphState, ...effects: readonly GraphEffect[]): GraphAdvance {
  const chosen = chosenPart(state)?.id;
  if (chosen === chosenPart(before)?.id) return advance(state, ...effects);
  const revealed = state.revealed === chosen ? chosen : undefined;
  const reachable = (chosen === undefined ? undefined : nodeOf(state.parts, chosen)?.id) ?? state.reachable;
  return advance({ ...state, revealed, reachable }, { kind: 'chosen' }, ...effects);
}

function also({ state, effects }: GraphAdvance, next: (state: GraphState) => GraphAdvance): GraphAdvance {
  const then = next(state);
  return advance(then.state, ...effects, ...then.effects);
}
