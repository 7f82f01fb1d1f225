// The picture in the page. A new picture patches the one before: unchanged parts keep their elements, and with them focus,
// pointer and marks. At most so many parts are drawn at once, those in view first. The others follow in the next frames, so
// that a key blocks the page for no longer than a frame, however large the picture is.
import type { GraphPart, GraphPicture } from '../../../server/src/protocol.ts';
import type { Box } from './viewport.ts';

export interface PictureView {
  readonly content: HTMLElement;
  /** @param inView the visible part of the picture */
  readonly show: (picture: GraphPicture | undefined, inView: Box) => void;
  /** The visible part has changed: it is drawn next. */
  readonly look: (inView: Box) => void;
  /** Decorates everything that is drawn. */
  readonly decorate: () => void;
  /** Undefined while there is no picture. */
  readonly svg: () => SVGSVGElement | undefined;
  /** The element of the part as it is in the picture, which is drawn if it was not. */
  readonly elementOf: (part: string) => SVGElement | undefined;
  /** The ID of the part at the target. */
  readonly partAt: (target: EventTarget | null) => string | undefined;
}

interface DrawnPart {
  readonly part: GraphPart;
  readonly element: SVGElement;
}

const namespace = 'http://www.w3.org/2000/svg';

/** The number of parts that are drawn at once when the picture changes: about as many as are readable in the window. */
const atOnce = 50;
/** The number of those that are drawn in each frame after that. */
const perFrame = 100;

/** @param decorate called with each new element: adds what the page knows of its part */
export function pictureView(decorate: (element: SVGElement, part: GraphPart) => void): PictureView {
  const content = document.createElement('div');
  content.className = 'picture';
  // The page's policy forbids style elements, but allows style sheets that a script creates.
  const style = new CSSStyleSheet();
  document.adoptedStyleSheets.push(style);
  let styleText = '';
  let svg: SVGSVGElement | undefined;
  const headings = svgElement('g', { class: 'headings', 'aria-hidden': 'true' });
  const edges = svgElement('g', { class: 'edges', 'aria-hidden': 'true' });
  const nodes = svgElement('g', { class: 'nodes' });
  let headingsText = '';
  let parts: readonly GraphPart[] = [];
  const drawn = new Map<string, DrawnPart>();
  /** The parts that are not drawn as they are in the picture, the next ones first. */
  let due: readonly GraphPart[] = [];
  /** Whether they are drawn after the next frame. */
  let isWaiting = false;

  const showFrame = ({ frame, parts }: GraphPicture): void => {
    const { notice, label } = frame;
    if (frame.style !== styleText) style.replaceSync(frame.style);
    styleText = frame.style;
    const isNotice = notice.length > 0;
    const wasNotice = nodes.parentNode !== svg;
    if (isNotice !== wasNotice) clear();
    svg ??= svgElement('svg', { class: 'route-graph' });
    if (isNotice) {
      setAttributes(svg, { role: 'img', 'aria-label': label });
      svg.replaceChildren(...notice.map(noticeLine));
      return;
    }
    if (nodes.parentNode !== svg) svg.append(headings, edges, nodes);
    if (frame.headings !== headingsText) headings.replaceChildren(...parse(frame.headings));
    headingsText = frame.headings;
    // A tree must have items.
    if (parts.some(({ part }) => part === 'node')) setAttributes(nodes, { role: 'tree', 'aria-label': label });
    else for (const name of ['role', 'aria-label']) nodes.removeAttribute(name);
  };
  const drawNext = (count: number): void => {
    const next = due.slice(0, count);
    due = due.slice(count);
    draw(next);
    if (due.length > 0) setAttributes(nodes, { 'aria-busy': 'true' });
    else nodes.removeAttribute('aria-busy');
    if (due.length === 0 || isWaiting) return;
    isWaiting = true;
    // After the frame that shows what has been drawn.
    requestAnimationFrame(() =>
      setTimeout(() => {
        isWaiting = false;
        drawNext(perFrame);
      }),
    );
  };
  const draw = (some: readonly GraphPart[]): void => {
    const changed: GraphPart[] = [];
    for (const part of some) {
      const before = drawn.get(part.id);
      if (before && isSame(before.part.markup, part.markup)) {
        move(before, part);
        drawn.set(part.id, { part, element: before.element });
      } else changed.push(part);
    }
    if (changed.length === 0) return;
    const focused = partAt(document.activeElement);
    for (const [index, element] of parse(changed.map(markupOf).join('')).entries()) {
      const part = changed[index];
      if (!part) break;
      drawn.get(part.id)?.element.remove();
      drawn.set(part.id, { part, element });
      decorate(element, part);
    }
    putInOrder(edges, elementsOf('edge'));
    putInOrder(nodes, elementsOf('node'));
    const again = focused === undefined ? undefined : drawn.get(focused)?.element;
    // Only if the page has the focus: otherwise it would be taken from the editor while the user types.
    if (again && again !== document.activeElement && document.hasFocus()) again.focus({ preventScroll: true });
  };
  const elementsOf = (kind: GraphPart['part']): SVGElement[] =>
    parts.flatMap(({ id, part }) => (part === kind ? (drawn.get(id)?.element ?? []) : []));
  const clear = (): void => {
    svg = undefined;
    parts = due = [];
    drawn.clear();
    for (const group of [edges, nodes]) group.replaceChildren();
    content.replaceChildren();
  };
  const partAt = (target: EventTarget | null): string | undefined => {
    const element = target instanceof Element ? target.closest<SVGElement>('[data-id]') : undefined;
    return element && content.contains(element) ? element.dataset['id'] : undefined;
  };
  return {
    content,
    show(picture, inView) {
      if (!picture) return clear();
      showFrame(picture);
      ({ parts } = picture);
      const ids = new Set(parts.map(({ id }) => id));
      for (const [id, { element }] of drawn) {
        if (ids.has(id)) continue;
        element.remove();
        drawn.delete(id);
      }
      due = nearestFirst(
        parts.filter((part) => !isDrawn(drawn.get(part.id), part)),
        parts,
        inView,
      );
      drawNext(atOnce);
      if (svg && svg.parentNode !== content) content.replaceChildren(svg);
    },
    look(inView) {
      if (due.length > 0) due = nearestFirst(due, parts, inView);
    },
    decorate() {
      for (const { element, part } of drawn.values()) decorate(element, part);
    },
    svg: () => svg,
    elementOf(id) {
      const part = due.find((each) => each.id === id);
      if (part) {
        due = due.filter((each) => each !== part);
        draw([part]);
      }
      return drawn.get(id)?.element;
    },
    partAt,
  };
}

/** The parts in view first, then the edges that lead out of it or into it, then the others. */
function nearestFirst(some: readonly GraphPart[], all: readonly GraphPart[], inView: Box): readonly GraphPart[] {
  const shown = new Set(all.flatMap((part) => (part.part === 'node' && overlap(part.box, inView) ? [part.id] : [])));
  const outside = (part: GraphPart): number =>
    (part.part === 'node' ? [part.id, part.id] : [part.from, part.to]).filter((id) => !shown.has(id)).length;
  return [0, 1, 2].flatMap((count) => some.filter((part) => outside(part) === count));
}

function overlap(one: Box, other: Box): boolean {
  return (
    one.x < other.x + other.width &&
    other.x < one.x + one.width &&
    one.y < other.y + other.height &&
    other.y < one.y + one.height
  );
}

/** Changes only the geometry of the element, which is cheap. */
function move({ element, part }: DrawnPart, { geometry }: GraphPart): void {
  if (isSame(part.geometry, geometry)) return;
  let index = 0;
  for (const each of [element, ...element.querySelectorAll('*')]) {
    for (const { name, value } of [...each.attributes]) {
      if (!geometricAttributes.has(name)) continue;
      const wanted = geometry[index++];
      if (wanted !== undefined && value !== wanted) each.setAttribute(name, wanted);
    }
  }
}

const geometricAttributes: ReadonlySet<string> = new Set(['transform', 'd', 'x', 'y']);

function isDrawn(before: DrawnPart | undefined, { markup, geometry }: GraphPart): boolean {
  return before !== undefined && isSame(before.part.markup, markup) && isSame(before.part.geometry, geometry);
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((text, index) => text === other[index]);
}

function markupOf({ markup, geometry }: GraphPart): string {
  return markup.map((piece, index) => piece + (geometry[index] ?? '')).join('');
}

function noticeLine(line: string, index: number): SVGElement {
  const text = svgElement('text', { x: '16', y: `${28 + 20 * index}`, fill: 'currentColor' });
  setAttributes(text, { 'font-family': 'sans-serif', 'font-size': '13' });
  text.textContent = line;
  return text;
}

function svgElement<Name extends keyof SVGElementTagNameMap>(
  name: Name,
  attributes: Readonly<Record<string, string>>,
): SVGElementTagNameMap[Name] {
  const made = document.createElementNS(namespace, name);
  setAttributes(made, attributes);
  return made;
}

/** Does not write what is there already, since that makes the browser compute styles again. */
export function setAttributes(element: Element, attributes: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (element.getAttribute(name) !== value) element.setAttribute(name, value);
  }
}

/** Does not move elements that are in place, because moving one takes the focus from it. */
function putInOrder(parent: Element, elements: readonly SVGElement[]): void {
  let at = parent.firstElementChild;
  for (const element of elements) {
    if (element === at) at = at.nextElementSibling;
    else parent.insertBefore(element, at);
  }
}

/** The elements of the markup. */
function parse(markup: string): SVGElement[] {
  const group = svgElement('g', {});
  group.innerHTML = markup;
  return [...group.children].filter((element) => element instanceof SVGElement);
}
