// The picture in the page. The next one is patched in: what it draws as before keeps its element, and with it all that
// the page, its focus and its pointers know of it.

export interface Picture {
  readonly content: HTMLElement;
  readonly show: (svg: string) => void;
  readonly clear: () => void;
  /** Undefined while there is none. */
  readonly svg: () => SVGSVGElement | undefined;
  /** The nodes and edges. */
  readonly parts: () => SVGElement[];
  readonly nodes: () => SVGElement[];
  readonly find: (part: string) => SVGElement | undefined;
}

interface Part {
  readonly markup: string;
  readonly element: SVGElement;
}

export function picture(): Picture {
  const content = document.createElement('div');
  content.className = 'picture';
  const style = new CSSStyleSheet();
  document.adoptedStyleSheets.push(style);
  let svg: SVGSVGElement | undefined;
  let frame: string | undefined;
  let styleText: string | undefined;
  let parts: ReadonlyMap<string, Part> = new Map();

  const showFrame = (next: string): void => {
    if (next === frame) return;
    frame = next;
    const fresh = parse(next);
    // One that says why no graph is drawn has no groups.
    const isAlike = groups.every((group) => !fresh.querySelector(group) === !svg?.querySelector(group));
    if (!svg || !isAlike) {
      svg = fresh;
      parts = new Map();
      content.replaceChildren(svg);
      return;
    }
    copyAttributes(fresh, svg);
    for (const group of groups) {
      const [from, to] = [fresh.querySelector(group), svg.querySelector(group)];
      if (!from || !to) continue;
      copyAttributes(from, to);
      if (group === '.headings') to.replaceChildren(...from.children);
    }
  };

  const showParts = (lines: readonly string[]): void => {
    const next = new Map(lines.map((line) => [idIn(line), line]));
    const changed = [...next].filter(([id, line]) => !isShown(parts.get(id), line));
    const made = parse(`<svg xmlns="http://www.w3.org/2000/svg">${changed.map(([, line]) => line).join('')}</svg>`);
    const fresh = new Map<string, SVGElement>();
    for (const [index, element] of [...made.children].entries()) {
      const id = changed[index]?.[0];
      if (id !== undefined && element instanceof SVGElement) fresh.set(id, element);
    }
    for (const [id, { element }] of parts) if (fresh.has(id) || !next.has(id)) element.remove();
    const placed = new Map<string, Part>();
    for (const [id, markup] of next) {
      const element = fresh.get(id) ?? parts.get(id)?.element;
      if (element) placed.set(id, { markup, element });
    }
    parts = placed;
    putInOrder(svg?.querySelector('.edges'), elementsOf('edge'));
    putInOrder(svg?.querySelector('.nodes'), elementsOf('node'));
  };
  const elementsOf = (kind: 'node' | 'edge'): SVGElement[] =>
    [...parts.values()].flatMap(({ element }) => (element.classList.contains(kind) ? [element] : []));

  const clear = (): void => {
    svg = undefined;
    frame = undefined;
    parts = new Map();
    content.replaceChildren();
  };
  return {
    content,
    show(text) {
      // The policy of the page refuses style elements, even to parse; a sheet that a script has made is allowed.
      const [styleElement, css = ''] = /<style>([^<]*)<\/style>/.exec(text) ?? [];
      if (css !== styleText) style.replaceSync(css);
      styleText = css;
      const lines = text.replace(styleElement ?? '', '').split('\n');
      showFrame(lines.filter((line) => !isPart(line)).join(''));
      const focused = document.activeElement instanceof SVGElement ? document.activeElement.dataset['id'] : undefined;
      showParts(lines.filter(isPart));
      const again = focused === undefined ? undefined : parts.get(focused)?.element;
      // Where another frame has the focus, as the editor does while one types, it would be taken from there.
      if (again && again !== document.activeElement && document.hasFocus()) again.focus({ preventScroll: true });
    },
    clear,
    svg: () => svg,
    parts: () => [...parts.values()].map(({ element }) => element),
    nodes: () => elementsOf('node'),
    find: (part) => parts.get(part)?.element,
  };
}

const groups = ['.headings', '.edges', '.nodes'] as const;

/** Whether the part is drawn so. What has only moved, or has another extent, is moved: that costs the page little. */
function isShown(part: Part | undefined, markup: string): boolean {
  if (!part) return false;
  if (part.markup === markup) return true;
  if (part.markup.replace(geometry, '') !== markup.replace(geometry, '')) return false;
  const elements = [part.element, ...part.element.querySelectorAll('*')];
  // No text and no value of the server's has a bracket of its own, so that tags can be told by these.
  for (const [index, [tag]] of [...markup.matchAll(/<[a-z][^>]*>/g)].entries()) {
    for (const [, name = '', value = ''] of tag.matchAll(geometry)) {
      const element = elements[index];
      if (element?.getAttribute(name) !== value) element?.setAttribute(name, value);
    }
  }
  return true;
}

/** The attributes that say where something is, and how large. */
const geometry = / (transform|d|x|y)="([^"]*)"/g;

/** The server draws each node and each edge on a line of its own. */
function isPart(line: string): boolean {
  return line.startsWith('<g class="node ') || line.startsWith('<g class="edge ');
}

function idIn(line: string): string {
  const escaped = /data-id="([^"]*)"/.exec(line)?.[1] ?? '';
  return escaped.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)));
}

function copyAttributes(from: Element, to: Element): void {
  for (const name of to.getAttributeNames()) {
    // What the page itself says of it stays: where it stands, for one.
    if (!from.hasAttribute(name) && name !== 'style') to.removeAttribute(name);
  }
  for (const { name, value } of from.attributes) {
    // Classes are the page's to add as well, and the server's do not change.
    if (name !== 'class' && to.getAttribute(name) !== value) to.setAttribute(name, value);
  }
}

/** Moves no element that stands where it should: one that is moved loses the focus. */
function putInOrder(parent: Element | null | undefined, elements: readonly SVGElement[]): void {
  if (!parent) return;
  let at = parent.firstElementChild;
  for (const element of elements) {
    if (element === at) at = at.nextElementSibling;
    else parent.insertBefore(element, at);
  }
}

/** @throws {Error} for a text that is no SVG element */
function parse(svg: string): SVGSVGElement {
  const { documentElement } = new DOMParser().parseFromString(svg, 'image/svg+xml');
  const imported = document.importNode(documentElement, true);
  if (!(imported instanceof SVGSVGElement)) throw new Error('The graph that the server has drawn cannot be shown.');
  return imported;
}
