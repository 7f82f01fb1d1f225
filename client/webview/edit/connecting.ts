// While a connection is drawn: the nodes that it can lead to light up, the arrow keys walk among them, and the others
// say why not. By keys, by clicks, or by a drag from node to node.
import type { ConnectionTarget } from '../../../server/src/protocol.ts';
import { element } from '../dom.ts';

export interface Connecting {
  readonly isActive: () => boolean;
  readonly start: (from: SVGElement, title: string, targets: readonly ConnectionTarget[]) => void;
  /** The picture has changed, or something else is to be done; it is told, unless silently. */
  readonly cancel: (silently?: boolean) => void;
  /** True for a key that it has taken. */
  readonly press: (key: string, shift: boolean) => boolean;
  /** Takes the node, or says why it cannot be had. */
  readonly choose: (node: SVGElement) => void;
  /** The pointer or the focus is on the node. */
  readonly point: (node: SVGElement | undefined) => void;
}

export interface ConnectingActions {
  readonly nodes: () => readonly SVGElement[];
  readonly tell: (text: string) => void;
  readonly connect: (from: string | undefined, target: ConnectionTarget) => void;
}

const steps: Readonly<Partial<Record<string, number>>> = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };

export function connecting(content: HTMLElement, { nodes, tell, connect }: ConnectingActions): Connecting {
  const reasons = element('div', { hidden: true });
  content.append(reasons);
  let from: SVGElement | undefined;
  let title = '';
  let targets: ReadonlyMap<string, ConnectionTarget> = new Map();
  let titles: { readonly element: Element; readonly text: string | null }[] = [];

  const targetOf = (node: SVGElement): ConnectionTarget | undefined => targets.get(node.dataset['id'] ?? '');
  const isAllowed = (node: SVGElement): boolean => {
    const target = targetOf(node);
    return target !== undefined && target.refused === undefined;
  };
  const sentence = ({ title: name, does, refused }: ConnectionTarget): string =>
    refused === undefined ? `${name} ${does}` : `${name}: ${refused.replaceAll('`', '')}`;

  const clear = (): void => {
    if (!from) return;
    const svg = content.querySelector('.route-graph');
    svg?.classList.remove('connecting');
    for (const node of nodes()) {
      node.classList.remove('target', 'source', 'pointed');
      node.removeAttribute('aria-describedby');
    }
    for (const { element: each, text } of titles) each.textContent = text;
    titles = [];
    reasons.replaceChildren();
    from = undefined;
  };
  const mark = (): void => {
    content.querySelector('.route-graph')?.classList.add('connecting');
    for (const [index, node] of nodes().entries()) {
      if (node === from) node.classList.add('source');
      const target = targetOf(node);
      if (!target) continue;
      node.classList.toggle('target', target.refused === undefined);
      const id = `edit-target-${index}`;
      reasons.append(element('p', { id }, sentence(target)));
      node.setAttribute('aria-describedby', id);
      const label = node.querySelector('title');
      if (!label) continue;
      titles.push({ element: label, text: label.textContent });
      label.textContent = sentence(target);
    }
  };
  const cancel = (silently = false): void => {
    const back = from;
    if (!back) return;
    clear();
    if (!silently) tell('Nothing was connected.');
    if (nodes().includes(back)) back.focus({ preventScroll: true });
  };
  const point = (node: SVGElement | undefined): void => {
    if (!from) return;
    for (const other of nodes()) other.classList.toggle('pointed', other === node && isAllowed(other));
    const target = node && targetOf(node);
    if (target) tell(sentence(target));
  };
  const choose = (node: SVGElement): void => {
    const target = targetOf(node);
    if (!from || !target) return;
    if (target.refused !== undefined) return tell(sentence(target));
    const start = from.dataset['id'];
    clear();
    connect(start, target);
  };
  return {
    isActive: () => from !== undefined,
    start(node, name, all) {
      clear();
      from = node;
      title = name;
      targets = new Map(all.map((target) => [target.part, target]));
      mark();
      tell(`Connect ${title}: choose a target with the arrow keys and Enter, or click it. Escape cancels.`);
    },
    cancel,
    press(key, shift) {
      if (!from) return false;
      if (key === 'Escape') {
        cancel();
        return true;
      }
      const focused = nodes().find((node) => node === document.activeElement);
      if (key === 'Enter' || key === ' ') {
        if (focused && focused !== from) choose(focused);
        return true;
      }
      const step = steps[key];
      if (step === undefined) return key === 'Home' || key === 'End';
      // With Shift, to those too that say why not.
      const walk = nodes().filter((node) => (shift ? targetOf(node) !== undefined : isAllowed(node)));
      const at = focused ? walk.indexOf(focused) : -1;
      const start = at < 0 && step < 0 ? 0 : at;
      const next = walk[(start + step + walk.length) % walk.length];
      next?.focus({ preventScroll: true });
      point(next);
      return true;
    },
    choose,
    point,
  };
}
