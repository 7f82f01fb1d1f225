// The picture in the page. A new picture patches the one before: unchanged parts keep their elements, and with them focus,
// pointer and marks.
import type { GraphPart, GraphPicture } from '../../../server/src/protocol.ts';

export interface PictureView {
  readonly content: HTMLElement;
  readonly show: (picture: GraphPicture | undefined) => void;
  /** Undefined while there is no picture. */
  readonly svg: () => SVGSVGElement | undefined;
  readonly elementOf: (part: string) => SVGElement | undefined;
  /** The ID of the part at the target. */
  readonly partAt: (target: EventTarget | null) => string | undefined;
}

interface DrawnPart {
  readonly part: GraphPart;
  readonly element: SVGElement;
}

const namespace = 'http://www.w3.org/2000/svg';

export function pictureView(): PictureView {
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
  let drawn: ReadonlyMap<string, DrawnPart> = new Map();

  const showFrame = ({ frame, parts }: GraphPicture): void => {
    const { width, height, notice, label } = frame;
    if (frame.style !== styleText) style.replaceSync(frame.style);
    styleText = frame.style;
    const isNotice = notice.length > 0;
    const wasNotice = nodes.parentNode !== svg;
    if (isNotice !== wasNotice) clear();
    svg ??= svgElement('svg', { class: 'route-graph' });
    setAttributes(svg, { width: `${width}`, height: `${height}`, viewBox: `0 0 ${width} ${height}` });
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
  const showParts = (parts: readonly GraphPart[]): void => {
    const changed = parts.filter((part) => !isKept(drawn.get(part.id), part));
    const fresh = new Map<string, SVGElement>();
    for (const [index, element] of parse(changed.map(markupOf).join('')).entries()) {
      const id = changed[index]?.id;
      if (id !== undefined && element instanceof SVGElement) fresh.set(id, element);
    }
    const next = new Map(
      parts.flatMap((part): [string, DrawnPart][] => {
        const element = fresh.get(part.id) ?? drawn.get(part.id)?.element;
        return element ? [[part.id, { part, element }]] : [];
      }),
    );
    for (const [id, { element }] of drawn) if (next.get(id)?.element !== element) element.remove();
    drawn = next;
    putInOrder(edges, elementsOf('edge'));
    putInOrder(nodes, elementsOf('node'));
  };
  const elementsOf = (kind: GraphPart['part']): SVGElement[] =>
    [...drawn.values()].flatMap(({ part, element }) => (part.part === kind ? [element] : []));
  const clear = (): void => {
    svg = undefined;
    drawn = new Map();
    for (const group of [edges, nodes]) group.replaceChildren();
    content.replaceChildren();
  };
  const partAt = (target: EventTarget | null): string | undefined => {
    const element = target instanceof Element ? target.closest<SVGElement>('[data-id]') : undefined;
    return element && content.contains(element) ? element.dataset['id'] : undefined;
  };
  return {
    content,
    show(picture) {
      if (!picture) return clear();
      const focused = partAt(document.activeElement);
      showFrame(picture);
      showParts(picture.parts);
      if (svg && svg.parentNode !== content) content.replaceChildren(svg);
      const again = focused === undefined ? undefined : drawn.get(focused)?.element;
      // Only if the page has the focus: otherwise it would be taken from the editor while the user types.
      if (again && again !== document.activeElement && document.hasFocus()) again.focus({ preventScroll: true });
    },
    svg: () => svg,
    elementOf: (part) => drawn.get(part)?.element,
    partAt,
  };
}

/** Whether the element can be kept. If only its geometry has changed, its attributes are updated, which is cheap. */
function isKept(before: DrawnPart | undefined, { markup, geometry }: GraphPart): boolean {
  if (!before || !isSame(before.part.markup, markup)) return false;
  if (isSame(before.part.geometry, geometry)) return true;
  let index = 0;
  for (const element of [before.element, ...before.element.querySelectorAll('*')]) {
    for (const { name, value } of [...element.attributes]) {
      if (!geometricAttributes.has(name)) continue;
      const wanted = geometry[index++];
      if (wanted !== undefined && value !== wanted) element.setAttribute(name, wanted);
    }
  }
  return true;
}

const geometricAttributes: ReadonlySet<string> = new Set(['transform', 'd', 'x', 'y']);

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

function setAttributes(element: Element, attributes: Readonly<Record<string, string>>): void {
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

/** The elements of the markup. Invalid markup would give a single `parsererror` element. */
function parse(markup: string): Element[] {
  const { documentElement } = new DOMParser().parseFromString(
    `<svg xmlns="${namespace}">${markup}</svg>`,
    'image/svg+xml',
  );
  return [...document.importNode(documentElement, true).children];
}
