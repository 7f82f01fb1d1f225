// The graph: the server's picture, made part of the page. A click or Enter on a part of it reveals the part's text.
import { element } from './dom.ts';
import { focusNode, makeReachable, nodesIn, walkByKeys } from './graph-keys.ts';

export interface GraphPane {
  readonly content: HTMLElement;
  readonly show: (svg: string) => void;
  readonly clear: () => void;
}

export function graphPane(reveal: (part: string) => void): GraphPane {
  const content = element('div', { class: 'graph' });
  const style = new CSSStyleSheet();
  document.adoptedStyleSheets.push(style);
  let shown: string | undefined;

  const partAt = (target: EventTarget | null): string | undefined => {
    const part = target instanceof Element ? target.closest<SVGElement>('[data-id]') : undefined;
    return part?.dataset['id'];
  };
  content.addEventListener('click', ({ target }) => {
    const part = partAt(target);
    if (part !== undefined) reveal(part);
  });
  content.addEventListener('keydown', (event) => {
    const part = event.key === 'Enter' || event.key === ' ' ? partAt(event.target) : undefined;
    if (part === undefined) return;
    event.preventDefault();
    reveal(part);
  });
  content.addEventListener('focusin', ({ target }) => {
    const node = nodesIn(content).find((node) => node === target);
    if (node) makeReachable(content, node);
  });
  walkByKeys(content);

  return {
    content,
    show(svg) {
      if (svg === shown) return;
      shown = svg;
      // The policy of the page refuses style elements, even to parse; a sheet that a script has made is allowed.
      const styleElement = /<style>([^<]*)<\/style>/;
      style.replaceSync(styleElement.exec(svg)?.[1] ?? '');
      const picture = parse(svg.replace(styleElement, ''));
      picture.style.setProperty('--natural-width', `${picture.getAttribute('width') ?? '0'}px`);
      const focused = nodesIn(content).find((node) => node === document.activeElement)?.dataset['id'];
      content.replaceChildren(picture);
      const again = nodesIn(content).find((node) => node.dataset['id'] === focused);
      if (again) focusNode(content, again);
    },
    clear() {
      shown = undefined;
      content.replaceChildren();
    },
  };
}

/** @throws {Error} for a text that is no SVG element */
function parse(svg: string): SVGSVGElement {
  const { documentElement } = new DOMParser().parseFromString(svg, 'image/svg+xml');
  const imported = document.importNode(documentElement, true);
  if (!(imported instanceof SVGSVGElement)) throw new Error('The graph that the server has drawn cannot be shown.');
  return imported;
}
