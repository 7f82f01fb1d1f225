// The view of the graph: the picture in its viewport, with search, folding, zoom and selection. A click or Enter on a part
// shows its text, and a double click or another Enter moves the focus there.
import './graph.css';
import type { GraphArrangement, GraphPart, GraphPicture } from '../../../server/src/protocol.ts';
import { isRecord } from '../../src/checks.ts';
import { element, isField } from '../dom.ts';
import { drawnAs, nodeOf, type GraphParts } from '../graph-parts.ts';
import { commandOf, shortcutOf } from '../keyboard.ts';
import { popup, type Popup } from '../popup.ts';
import { toolbar, type Toolbar, type ToolbarItem } from '../toolbar.ts';
import {
  advanceGraph,
  chosenPart,
  focusOf,
  initialGraph,
  isSearching,
  marksOf,
  type GraphEffect,
  type GraphInput,
  type GraphState,
} from './graph-state.ts';
import { minimap } from './minimap.ts';
import { pictureView, setAttributes } from './picture.ts';
import { foldTool, searchTool, zoomTool } from './tools.ts';
import { readView, viewport, type Box, type Size, type View } from './viewport.ts';
import { t } from '../../../server/src/locale.ts';

export interface GraphView {
  readonly content: HTMLElement;
  /** The element that the picture moves in. */
  readonly viewport: HTMLElement;
  /** The toolbar below the picture, with the tools of the view at its end. */
  readonly toolbar: Toolbar;
  readonly popup: Popup;
  /**
   * @param picture undefined if there is none
   * @param file the file that the picture shows; another file resets the view
   */
  readonly show: (picture: GraphPicture | undefined, file: string) => void;
  readonly parts: () => GraphParts;
  readonly elementOf: (part: string) => SVGElement | undefined;
  /** The ID of the part at the target. */
  readonly partAt: (target: EventTarget | null) => string | undefined;
  /** The selected part, if any. */
  readonly chosen: () => string | undefined;
  /** Marks exactly those parts, and selects the first. */
  readonly choose: (parts: readonly string[]) => void;
  /** Focuses the selected part, or else the node in the tab order, as soon as the page has the focus. */
  readonly focus: () => void;
  readonly focusNode: (node: string) => void;
  /** The focused node. While there is one, it stays selected even if the cursor in the text moves. */
  readonly focused: () => string | undefined;
  readonly find: () => void;
  /** Moves the picture just enough to show the part with that ID. */
  readonly bringIntoView: (part: string) => void;
}

export interface GraphActions {
  /** @param goesThere whether to focus the text */
  readonly reveal: (part: string, goesThere: boolean) => void;
  /** Another part is selected, or none. */
  readonly chosen: () => void;
  /** Requests a picture of that file with those nodes collapsed. */
  readonly collapse: (file: string, collapsed: readonly string[]) => void;
  /** Requests a picture that fits best into the room, or one with that arrangement. */
  readonly arrange: (room: Size, arrangement: GraphArrangement | undefined) => void;
  /** Stores a value that survives a reload of the page. */
  readonly keep: (kept: object) => void;
}

/** @param kept the value stored by `keep` before a reload, unchecked */
export function graphView({ reveal, chosen, collapse, arrange, keep }: GraphActions, kept: unknown): GraphView {
  const before = readKept(kept);
  let state = initialGraph(before.file, before.collapsed, before.view);
  const content = element('div', { class: 'graph' });
  let marks = marksOf(state);
  const picture = pictureView((element, part) => mark(element, part));
  const view = viewport(
    picture.content,
    (target) => isNode(picture.partAt(target)),
    (atRest) => {
      picture.look(view.inView());
      map.follow();
      zoom.refresh();
      if (atRest) remember();
    },
    () => adapt(),
  );
  const map = minimap(view, before.hasMap, () => remember());
  const zoom = zoomTool(view);
  const dispatch = (input: GraphInput): boolean => {
    const { state: next, effects, isTaken } = advanceGraph(state, input);
    const last = state;
    state = next;
    const hadFocus = picture.content.contains(document.activeElement);
    render(last);
    for (const effect of effects) run(effect, hadFocus);
    return isTaken;
  };
  const finding = searchTool(dispatch);
  const above = popup(content);
  const folding = foldTool(dispatch, above);
  const mapItem: ToolbarItem = {
    content: map.button,
    rank: 2,
    entries: () => [
      {
        title: t`Map`,
        shortcut: shortcutOf('graph', 'toggleMap'),
        check: { kind: 'checkbox', isOn: map.isWanted() },
        run: map.toggle,
      },
    ],
  };
  const bar = toolbar(t`Graph`, above, [folding, ...zoom.items, mapItem]);
  view.content.append(map.content);
  content.prepend(view.content, element('div', { class: 'tools' }, finding.content, bar.content));
  const later = laterFocus(content, (place) => {
    // Meanwhile, the cursor may have selected another part, or a new picture may have replaced the element.
    if (place.isConnected && !picture.content.contains(place)) place.focus({ preventScroll: true });
    else focus();
  });

  const isNode = (part: string | undefined): boolean =>
    part !== undefined && state.parts.byId.get(part)?.part === 'node';
  const remember = (): void => {
    const { file, collapsed, picture } = state;
    const arrangement = picture?.frame.arrangement;
    if (file !== undefined) keep({ file, view: view.view(), arrangement, collapsed, hasMap: map.isWanted() });
  };
  /** A picture that the user has moved keeps its arrangement. */
  const adapt = (): void => {
    const { isOwn } = state.keptView ?? view.view();
    const arrangement = state.picture?.frame.arrangement ?? before.arrangement;
    arrange(view.room(), isOwn ? arrangement : undefined);
  };
  const focusedNode = (): string | undefined => {
    const focused = document.hasFocus() ? picture.partAt(document.activeElement) : undefined;
    return isNode(focused) ? focused : undefined;
  };
  const elementOf = (part: string | undefined): SVGElement | undefined =>
    part === undefined ? undefined : picture.elementOf(part);
  const focus = (): void => {
    const place = focusOf(state);
    later.focus(place === 'picture' ? view.content : elementOf(place.node));
  };
  const boxOf = (id: string): Box | undefined => {
    const part = drawnAs(state.parts, id);
    if (part?.part === 'node') return part.box;
    const line = elementOf(part?.id)?.querySelector('path');
    return line?.getBBox();
  };

  /** Shows the state, given the one that is shown. */
  const render = (last: GraphState): void => {
    const isOther = state.picture !== last.picture;
    marks = marksOf(state);
    if (isOther) {
      // Before the picture changes, so that the browser does not lay it out to answer how large the viewport is.
      drawAround();
      picture.show(state.picture, view.inView());
    }
    picture.svg()?.classList.toggle('searching', isSearching(state));
    const isRemarked =
      state.marked !== last.marked || state.search !== last.search || state.reachable !== last.reachable;
    if (isRemarked || (isOther && isSearching(state))) picture.decorate();
    finding.show(state);
    if (folding.show(state)) bar.layOut();
  };
  const mark = (element: SVGElement, part: GraphPart): void => {
    const { isSelected, isMatch, isCurrent } = marks(part);
    const classes = { selected: isSelected, match: isMatch, current: isCurrent };
    for (const [name, isWanted] of Object.entries(classes)) {
      if (element.classList.contains(name) !== isWanted) element.classList.toggle(name);
    }
    if (part.part === 'edge') return;
    setAttributes(element, {
      'aria-selected': String(isSelected),
      tabindex: part.id === state.reachable ? '0' : '-1',
    });
  };
  const drawAround = (): void => {
    const { picture: drawn, parts } = state;
    const size = { width: drawn?.frame.width ?? 0, height: drawn?.frame.height ?? 0 };
    // The first node is shown first: the clients, with the APIs next to them.
    if (drawn)
      view.resize(
        { ...size, readableScale: drawn.frame.readableScale },
        parts.nodes[0]?.box ?? { x: 0, y: 0, ...size },
      );
    map.draw(
      size,
      parts.nodes.map(({ kind, severity, box }) => [severity === 'error' ? 'has-error' : kind, box]),
    );
  };
  const run = (effect: GraphEffect, hadFocus: boolean): void => {
    switch (effect.kind) {
      case 'chosen':
        return chosen();
      case 'focus':
        return focus();
      case 'focusAgain':
        if (hadFocus && document.activeElement === document.body) later.focus(elementOf(state.reachable));
        return;
      case 'focusNode':
        return later.focus(elementOf(effect.node));
      case 'reveal':
        return reveal(effect.part, effect.goesThere);
      case 'collapse':
        if (state.file !== undefined) collapse(state.file, effect.collapsed);
        adapt();
        return;
      case 'remember':
        return remember();
      case 'bringIntoView': {
        const box = boxOf(effect.part);
        return box && view.bringIntoView(box);
      }
      case 'bringClose': {
        const box = boxOf(effect.part);
        return box && view.bringClose(box);
      }
      case 'resetView':
        if (effect.isOther || !view.view().isOwn) view.reset(effect.view);
        return;
    }
  };

  const isToggle = (target: EventTarget | null): boolean =>
    target instanceof Element && target.closest('.toggle') !== null;
  view.content.addEventListener('click', ({ target, detail }) => {
    const part = picture.partAt(target);
    if (part !== undefined && isToggle(target)) dispatch({ kind: 'clickToggle', node: part });
    else dispatch({ kind: 'click', part, isFirst: detail < 2, focused: focusedNode() });
  });
  view.content.addEventListener('dblclick', ({ target }) => {
    const part = picture.partAt(target);
    if (part !== undefined && !isToggle(target)) dispatch({ kind: 'doubleClick', part });
  });
  const press = (event: KeyboardEvent): boolean => {
    const { target } = event;
    if (isField(target)) return false;
    const command = commandOf('graph', event);
    if (command === 'find') finding.start();
    else if (command === 'toggleMap') map.toggle();
    else if (command !== undefined) zoom.run(command);
    else {
      const node = picture.partAt(target) ?? (target === view.content ? nodeOfChosen() : undefined);
      const onNode = node === undefined ? undefined : commandOf('node', event);
      return node !== undefined && onNode !== undefined && dispatch({ kind: 'key', command: onNode, node });
    }
    return true;
  };
  /** Keys on the whole picture apply to the selected part; for an edge, to the node where it starts. */
  const nodeOfChosen = (): string | undefined => {
    const chosen = chosenPart(state)?.id;
    return chosen === undefined ? undefined : nodeOf(state.parts, chosen)?.id;
  };
  content.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || !press(event)) return;
    event.preventDefault();
    // Keys of the graph must not reach VS Code's window.
    event.stopPropagation();
  });
  content.addEventListener('focusin', ({ target }) => {
    const node = picture.partAt(target);
    if (node === undefined || !(target instanceof SVGElement) || target !== picture.elementOf(node)) return;
    dispatch({ kind: 'focused', node, isVisible: target.matches(':focus-visible') });
  });

  if (before.file !== undefined && before.collapsed) collapse(before.file, before.collapsed);
  render(state);
  return {
    content,
    viewport: view.content,
    toolbar: bar,
    popup: above,
    show: (next, file) => void dispatch({ kind: 'picture', file, picture: next }),
    parts: () => state.parts,
    elementOf: (part) => picture.elementOf(part),
    partAt: picture.partAt,
    chosen: () => chosenPart(state)?.id,
    choose: (parts) => void dispatch({ kind: 'choose', parts, focused: focusedNode() }),
    focus,
    focusNode: (node) => later.focus(elementOf(node)),
    focused: focusedNode,
    find: finding.start,
    bringIntoView: (part) => run({ kind: 'bringIntoView', part }, false),
  };
}

type Focusable = HTMLElement | SVGElement;

interface LaterFocus {
  /** Focuses the element as soon as the page has the focus, which may be elsewhere in the window now. */
  readonly focus: (place: Focusable | undefined) => void;
}

/** Restores the focus when the page gets it back from other parts of the window. */
function laterFocus(content: HTMLElement, restore: (place: Focusable) => void): LaterFocus {
  let pending: Focusable | undefined;
  content.addEventListener('focusout', ({ target, relatedTarget }) => {
    const isElsewhere = relatedTarget instanceof Node && !content.contains(relatedTarget);
    pending = !isElsewhere && (target instanceof HTMLElement || target instanceof SVGElement) ? target : undefined;
  });
  window.addEventListener('focus', () => {
    if (pending && document.activeElement === document.body) restore(pending);
  });
  return {
    focus(place) {
      if (document.hasFocus()) place?.focus({ preventScroll: true });
      else pending = place;
    },
  };
}

interface Kept {
  readonly file: string | undefined;
  readonly view: View | undefined;
  readonly arrangement: GraphArrangement | undefined;
  readonly collapsed: readonly string[] | undefined;
  readonly hasMap: boolean;
}

function readKept(value: unknown): Kept {
  const { file, view, arrangement, collapsed, hasMap }: Readonly<Partial<Record<string, unknown>>> = isRecord(value)
    ? value
    : {};
  return {
    file: typeof file === 'string' ? file : undefined,
    view: readView(view),
    arrangement: arrangement === 'wide' || arrangement === 'tall' ? arrangement : undefined,
    collapsed: Array.isArray(collapsed) ? collapsed.filter((id) => typeof id === 'string') : undefined,
    hasMap: hasMap !== false,
  };
}
