// The keys of the picture: the arrows walk from node to node, up and down within a column, left and right along the
// connections. One node at a time is reached by the tab key.
import { placeOf } from './boxes.ts';
import type { Picture } from './picture.ts';

type Walk = (node: SVGElement, picture: Picture) => SVGElement | undefined;

const walks: Readonly<Partial<Record<string, Walk>>> = {
  ArrowUp: (node, picture) => inColumn(node, picture, -1),
  ArrowDown: (node, picture) => inColumn(node, picture, 1),
  ArrowRight: (node, picture) => onward(node, connected(node, picture, 'from', 'to'), 1),
  ArrowLeft: (node, picture) => onward(node, connected(node, picture, 'to', 'from'), -1),
  Home: (_, picture) => picture.nodes()[0],
  End: (_, picture) => picture.nodes().at(-1),
};

/** Where the key leads from there; undefined for one that leads nowhere. */
export function walk(key: string, from: SVGElement, picture: Picture): SVGElement | undefined {
  return walks[key]?.(from, picture);
}

/** The node where the tab key comes back to; where it is gone, the first. */
export function makeReachable(picture: Picture, reachable: SVGElement | undefined): void {
  const nodes = picture.nodes();
  const chosen = reachable && nodes.includes(reachable) ? reachable : nodes[0];
  for (const node of nodes) {
    const index = node === chosen ? '0' : '-1';
    if (node.getAttribute('tabindex') !== index) node.setAttribute('tabindex', index);
  }
}

function inColumn(node: SVGElement, picture: Picture, step: number): SVGElement | undefined {
  const column = picture
    .nodes()
    .filter((other) => left(other) === left(node))
    .sort((one, other) => placeOf(one).y - placeOf(other).y);
  return column[column.indexOf(node) + step];
}

function connected(node: SVGElement, picture: Picture, near: 'from' | 'to', far: 'from' | 'to'): SVGElement[] {
  return picture
    .parts()
    .filter(({ dataset }) => dataset[near] === node.dataset['id'])
    .flatMap(({ dataset }) => picture.find(dataset[far] ?? '') ?? []);
}

/** In that direction; or within the column, as the clients and the APIs are. */
function onward(node: SVGElement, others: readonly SVGElement[], direction: 1 | -1): SVGElement | undefined {
  const distance = (other: SVGElement): number => (left(other) - left(node)) * direction;
  return others.find((other) => distance(other) > 0) ?? others.find((other) => other !== node && distance(other) === 0);
}

function left(node: SVGElement): number {
  return placeOf(node).x;
}
