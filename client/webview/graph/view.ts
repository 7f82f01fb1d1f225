// The graph, put together: the picture in its viewport, what walks, finds, folds and zooms it. A click or Enter on a
// part of it reveals the part's text.
import './graph.css';
import { element } from '../dom.ts';
import { isRecord } from '../checks.ts';
import { boxOf } from './boxes.ts';
import { folds } from './folds.ts';
import { makeReachable, walk } from './keys.ts';
import { minimap } from './minimap.ts';
import { picture as makePicture } from './picture.ts';
import { search } from './search.ts';
import { readView, viewport, type Box, type Size } from './viewport.ts';
import { zoomTools } from './zoom-tools.ts';

export interface GraphView {
  readonly content: HTMLElement;
  /** @param file what the picture is of: another one is seen afresh */
  readonly show: (svg: string, file: string) => void;
  readonly clear: () => void;
  /** Marks the parts with those ids, and no others; they stay marked through changes of the picture. */
  readonly select: (parts: readonly string[]) => void;
  /** Moves the picture no more than needed for the part with that id to be seen. */
  readonly bringIntoView: (part: string) => void;
}

export interface GraphActions {
  readonly reveal: (part: string) => void;
  /** Asks for a picture in which those nodes are collapsed. */
  readonly collapse: (collapsed: readonly string[]) => void;
  /** Remembers it for when the page is made afresh. */
  readonly keep: (kept: object) => void;
}

/** @param kept what was given to `keep` before the page was made afresh: anything, as it comes from outside */
export function graphView({ reveal, collapse, keep }: GraphActions, kept: unknown): GraphView {
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
    collapse(collapsed);
  });
  const finding = search(picture, {
    visit: (node) => bringClose(node),
    leave: (node) => (node ?? picture.nodes().find((other) => other.tabIndex === 0))?.focus({ preventScroll: true }),
  });
  view.content.append(map.content);
  zoom.content.append(map.button);
  content.append(view.content, element('div', { class: 'tools' }, finding.content, folding.content, zoom.content));

  let file = before.file;
  let shown: string | undefined;
  let selected: ReadonlySet<string> = new Set();
  let reachable: SVGElement | undefined;
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

  const partAt = (target: EventTarget | null): SVGElement | undefined =>
    (target instanceof Element ? target.closest<SVGElement>('[data-id]') : undefined) ?? undefined;
  const fold = (node: SVGElement, shouldCollapse?: boolean): boolean => {
    successor = foldedIn(node)[0];
    return folding.toggle(node, shouldCollapse);
  };
  view.content.addEventListener('click', ({ target }) => {
    const part = partAt(target);
    const id = part?.dataset['id'];
    if (!part || id === undefined) return;
    if (target instanceof Element && target.closest('.toggle')) fold(part);
    else reveal(id);
  });
  const press = (event: KeyboardEvent): boolean => {
    const { key, target, shiftKey } = event;
    if ((event.ctrlKey || event.metaKey) && key.toLowerCase() === 'f') {
      finding.start();
      return true;
    }
    const typing = target instanceof HTMLInputElement || target instanceof HTMLSelectElement;
    if (typing || event.ctrlKey || event.metaKey || event.altKey) return false;
    if (key === '/') {
      finding.start();
      return true;
    }
    if (key === 'o') {
      map.toggle();
      return true;
    }
    const node = partAt(target);
    const id = node?.dataset['id'];
    if (!node || id === undefined) return zoom.press(key);
    if (key === 'Enter' || key === ' ') {
      reveal(id);
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
  });
  content.addEventListener('focusin', ({ target }) => {
    const node = partAt(target);
    if (!node || node !== target) return;
    reachable = node;
    makeReachable(picture, reachable);
    const box = node.matches(':focus-visible') ? boxOf(node) : undefined;
    if (box) view.bringIntoView(box);
  });

  const markSelected = (): void => {
    for (const part of picture.parts()) {
      const isSelected = selected.has(part.dataset['id'] ?? '') || foldedIn(part).some((id) => selected.has(id));
      part.classList.toggle('selected', isSelected);
      if (part.classList.contains('node')) part.setAttribute('aria-selected', String(isSelected));
    }
  };
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

  if (before.collapsed) {
    folding.reset(before.collapsed);
    collapse(before.collapsed);
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
      const hadFocus = content.contains(document.activeElement);
      picture.show(svg);
      const drawn = picture.svg();
      if (!drawn) return;
      reachable = had === undefined ? undefined : picture.find(had);
      if (hadFocus && document.activeElement === document.body) {
        (picture.find(successor ?? '') ?? picture.nodes()[0])?.focus({ preventScroll: true });
      }
      successor = undefined;
      makeReachable(picture, reachable);
      markSelected();
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
      finding.refresh();
      folding.refresh();
      map.draw({ width: 0, height: 0 }, []);
    },
    select(parts) {
      selected = new Set(parts);
      markSelected();
    },
    bringIntoView(part) {
      const place = picture.find(part) ?? picture.nodes().find((node) => foldedIn(node).includes(part));
      const box = place && boxOf(place);
      if (box) view.bringIntoView(box);
    },
  };
}

/** The ids of the parts that the node stands for. */
function foldedIn({ dataset }: SVGElement): readonly string[] {
  const folded = dataset['folded'];
  const ids: unknown = folded === undefined ? [] : JSON.parse(folded);
  return Array.isArray(ids) ? ids.filter((id) => typeof id === 'string') : [];
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
