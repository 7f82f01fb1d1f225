// The graph, put together: the picture in its viewport, what walks, finds, folds and zooms it. A click or Enter on a
// part of it shows the part's text, a double click or another Enter leads there.
import './graph.css';
import { element, isField } from '../dom.ts';
import { isRecord } from '../../src/checks.ts';
import { boxOf, placeOf } from './boxes.ts';
import { folds } from './folds.ts';
import { makeReachable, walk } from './keys.ts';
import { minimap } from './minimap.ts';
import { picture as makePicture, type Picture } from './picture.ts';
import { search } from './search.ts';
import { foldedIn, selection } from './selection.ts';
import { readView, viewport, type Box, type Size } from './viewport.ts';
import { zoomTools } from './zoom-tools.ts';

export interface GraphView {
  readonly content: HTMLElement;
  /** @param file what the picture is of: another one is seen afresh */
  readonly show: (svg: string, file: string) => void;
  readonly clear: () => void;
  /** The part that is chosen, if any. */
  readonly chosen: () => string | undefined;
  /** Chooses the first of those parts, and marks them all and no others. */
  readonly choose: (parts: readonly string[]) => void;
  /** Moves the focus to what is chosen, or else to where the tab key leads; as soon as the page has the focus. */
  readonly focus: () => void;
  /** Whether a node has the focus: then that is what is chosen, wherever the cursor of the text may be. */
  readonly hasFocus: () => boolean;
  readonly find: () => void;
  /** Moves the picture no more than needed for the part with that id to be seen. */
  readonly bringIntoView: (part: string) => void;
}

export interface GraphActions {
  /** @param goesThere whether the text is to get the focus */
  readonly reveal: (part: string, goesThere: boolean) => void;
  /** Another part is chosen, or none. */
  readonly chosen: () => void;
  /** Asks for a picture of that file in which those nodes are collapsed. */
  readonly collapse: (file: string, collapsed: readonly string[]) => void;
  /** Remembers it for when the page is made afresh. */
  readonly keep: (kept: object) => void;
}

/** @param kept what was given to `keep` before the page was made afresh: anything, as it comes from outside */
export function graphView({ reveal, chosen, collapse, keep }: GraphActions, kept: unknown): GraphView {
  const content = element('div', { class: 'graph' });
  const picture = makePicture();
  const view = viewport(picture.content, (atRest) => {
    map.follow();
    zoom.refresh();
    if (atRest) remember();
  });
  const before = readKept(kept);
  const map = minimap(view, before.hasMap, () => remember());
  const zoom = zoomTools(view);
  const folding = folds(picture, (collapsed) => {
    isRefolded = true;
    remember();
    if (file !== undefined) collapse(file, collapsed);
  });
  const finding = search(picture, {
    visit: (node) => bringClose(node),
    leave: (node) => focusOn(node ?? reachableNode()),
  });
  view.content.append(map.content);
  zoom.content.append(map.button);
  content.append(view.content, element('div', { class: 'tools' }, finding.content, folding.content, zoom.content));

  let file = before.file;
  let shown: string | undefined;
  let reachable: SVGElement | undefined;
  /** The part whose text was shown since it is chosen. */
  let revealed: string | undefined;
  /** What gets the focus with the page, which loses it to other parts of the window: nothing is taken from those. */
  let owed: Focusable | undefined;
  /** The next picture is one of which more or less is shown, because somebody wanted it so. */
  let isRefolded = false;
  /** What is to have the focus where the node that has it is expanded, and thereby gone. */
  let successor: string | undefined;
  const remember = (): void => {
    if (file !== undefined) keep({ file, view: view.view(), collapsed: folding.collapsed(), hasMap: map.isWanted() });
  };
  const bringClose = (node: SVGElement): void => {
    const box = boxOf(node);
    if (box) view.bringClose(box);
  };

  const reachableNode = (): SVGElement | undefined => picture.nodes().find(({ tabIndex }) => tabIndex === 0);
  const focusOn = (place: Focusable | undefined): void => {
    if (document.hasFocus()) place?.focus({ preventScroll: true });
    else owed = place;
  };
  content.addEventListener('focusout', ({ target, relatedTarget }) => {
    const isElsewhere = relatedTarget instanceof Node && !content.contains(relatedTarget);
    owed = !isElsewhere && (target instanceof HTMLElement || target instanceof SVGElement) ? target : undefined;
  });
  window.addEventListener('focus', () => {
    if (!owed || document.activeElement !== document.body) return;
    if (owed.isConnected && !picture.content.contains(owed)) focusOn(owed);
    // The cursor may have chosen something else meanwhile.
    else focus();
  });
  const selected = selection(picture, () => {
    if (selected.part() !== revealed) revealed = undefined;
    reachable = selected.node() ?? reachable;
    makeReachable(picture, reachable);
    chosen();
  });
  const focusedNode = (): SVGElement | undefined =>
    document.hasFocus() ? picture.nodes().find((node) => node === document.activeElement) : undefined;
  /** Lines have no focus of their own: their keys are those of the picture as a whole. */
  const focus = (): void => focusOn(selected.isLine() ? view.content : (selected.node() ?? reachableNode()));
  /** A node that has the focus is the one that is chosen: a key and a button never mean two. */
  const choose = (parts: readonly string[]): void => {
    const hadFocus = focusedNode() !== undefined;
    selected.choose(parts);
    if (hadFocus && focusedNode()?.dataset['id'] !== selected.part()) focus();
  };
  const show = (part: string, goesThere: boolean): void => {
    revealed = part;
    reveal(part, goesThere);
  };

  const partAt = (target: EventTarget | null): SVGElement | undefined =>
    (target instanceof Element ? target.closest<SVGElement>('[data-id]') : undefined) ?? undefined;
  const fold = (node: SVGElement, shouldCollapse?: boolean): boolean => {
    successor = foldedIn(node)[0];
    return folding.toggle(node, shouldCollapse);
  };
  const isToggle = (target: EventTarget | null): boolean =>
    target instanceof Element && target.closest('.toggle') !== null;
  view.content.addEventListener('click', ({ target, detail }) => {
    const part = partAt(target);
    const id = part?.dataset['id'];
    if (part && isToggle(target)) return void fold(part);
    choose(id === undefined ? [] : [id]);
    if (id !== undefined && detail < 2) show(id, false);
  });
  view.content.addEventListener('dblclick', ({ target }) => {
    const id = partAt(target)?.dataset['id'];
    if (id !== undefined && !isToggle(target)) show(id, true);
  });
  const press = (event: KeyboardEvent): boolean => {
    const { key, target, shiftKey } = event;
    if (isField(target) || event.ctrlKey || event.metaKey || event.altKey) return false;
    if (key === '/') {
      finding.start();
      return true;
    }
    if (key === 'o') {
      map.toggle();
      return true;
    }
    const node = partAt(target) ?? (target === view.content ? selected.node() : undefined);
    if (!node) return zoom.press(key);
    const id = selected.part();
    if (id !== undefined && (key === 'Enter' || key === ' ')) {
      show(id, key === 'Enter' && revealed === id);
      return true;
    }
    if (shiftKey && key === 'ArrowRight') return fold(node, false);
    if (shiftKey && key === 'ArrowLeft') return fold(node, true);
    const next = walk(key, node, picture);
    next?.focus({ preventScroll: true });
    return next !== undefined || zoom.press(key);
  };
  content.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || !press(event)) return;
    event.preventDefault();
    // What is a key of the graph is none of the window's.
    event.stopPropagation();
  });
  content.addEventListener('focusin', ({ target }) => {
    const node = partAt(target);
    if (!node || node !== target) return;
    reachable = node;
    makeReachable(picture, reachable);
    const box = node.matches(':focus-visible') ? boxOf(node) : undefined;
    if (box) view.bringIntoView(box);
  });

  const sizeOf = (svg: SVGSVGElement): Size => {
    const { width, height } = svg.viewBox.baseVal;
    return { width, height };
  };
  /** The first of the nodes that one is told: the clients, and with them the APIs beside them. */
  const startOf = (svg: SVGSVGElement): Box => {
    const [first] = picture.nodes();
    return (first && boxOf(first)) ?? { x: 0, y: 0, ...sizeOf(svg) };
  };
  const drawMap = (svg: SVGSVGElement): void => {
    map.draw(
      sizeOf(svg),
      picture.nodes().flatMap((node) => {
        const box = boxOf(node);
        const paint = node.classList.contains('has-error') ? 'has-error' : (node.classList[1] ?? '');
        return box ? [[paint, box] as const] : [];
      }),
    );
  };

  if (file !== undefined && before.collapsed) {
    folding.reset(before.collapsed);
    collapse(file, before.collapsed);
  }
  let waitingView = before.view;
  return {
    content,
    show(svg, shownFile) {
      if (svg === shown && shownFile === file) return;
      const isOther = picture.svg() === undefined || shownFile !== file;
      // One endpoint more may make a graph large. Who is typing it wants to see it in its place.
      if (!isOther && !folding.collapsed() && foldedBy(svg) !== foldedBy(shown ?? '')) return folding.hold();
      shown = svg;
      if (shownFile !== file) {
        folding.reset(undefined);
        waitingView = undefined;
      }
      file = shownFile;
      const had = reachable?.dataset['id'];
      const place = reachable && placeOf(reachable);
      const hadFocus = picture.content.contains(document.activeElement);
      picture.show(svg);
      const drawn = picture.svg();
      if (!drawn) return;
      const nextBest = (): SVGElement | undefined => (isOther || !place ? undefined : nearest(picture, place));
      reachable = picture.find(had ?? '') ?? picture.find(successor ?? '') ?? nextBest();
      successor = undefined;
      selected.refresh();
      makeReachable(picture, reachable);
      if (hadFocus && document.activeElement === document.body) focusOn(reachableNode());
      finding.refresh();
      folding.refresh();
      view.resize(sizeOf(drawn), startOf(drawn));
      drawMap(drawn);
      if (isOther || (isRefolded && !view.view().isOwn)) view.reset(waitingView);
      isRefolded = false;
      waitingView = undefined;
    },
    clear() {
      shown = undefined;
      picture.clear();
      selected.refresh();
      finding.refresh();
      folding.refresh();
      map.draw({ width: 0, height: 0 }, []);
    },
    chosen: selected.part,
    choose,
    focus,
    hasFocus: () => focusedNode() !== undefined,
    find: finding.start,
    bringIntoView(part) {
      const place = picture.find(part) ?? picture.nodes().find((node) => foldedIn(node).includes(part));
      const box = place && boxOf(place);
      if (box) view.bringIntoView(box);
    },
  };
}

type Focusable = HTMLElement | SVGElement;

/** The node that takes the place of one that was there and is gone. */
function nearest(picture: Picture, { x, y }: { readonly x: number; readonly y: number }): SVGElement | undefined {
  const distance = (node: SVGElement): number => Math.hypot(placeOf(node).x - x, placeOf(node).y - y);
  return [...picture.nodes()].sort((one, other) => distance(one) - distance(other))[0];
}

/** What is collapsed in the picture. */
function foldedBy(svg: string): string {
  return [...new Set(svg.match(/ data-collapsed="[^"]*"/g))].join();
}

function readKept(value: unknown): {
  readonly file: string | undefined;
  readonly view: ReturnType<typeof readView>;
  readonly collapsed: readonly string[] | undefined;
  readonly hasMap: boolean;
} {
  const { file, view, collapsed, hasMap }: Readonly<Partial<Record<string, unknown>>> = isRecord(value) ? value : {};
  return {
    file: typeof file === 'string' ? file : undefined,
    view: readView(view),
    collapsed: Array.isArray(collapsed) ? collapsed.filter((id) => typeof id === 'string') : undefined,
    hasMap: hasMap !== false,
  };
}
