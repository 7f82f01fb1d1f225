// The arrow keys in the graph: up and down within a column, left and right along the connections.

const move: Readonly<
  Partial<Record<string, (node: SVGElement, nodes: readonly SVGElement[]) => SVGElement | undefined>>
> = {
  ArrowUp: (node, nodes) => nodes[inColumn(node, nodes, -1)],
  ArrowDown: (node, nodes) => nodes[inColumn(node, nodes, 1)],
  ArrowRight: (node, nodes) => connected(node, nodes, 'from', 'to').find((other) => left(other) > left(node)),
  ArrowLeft: (node, nodes) => connected(node, nodes, 'to', 'from').find((other) => left(other) < left(node)),
  Home: (_, nodes) => nodes[0],
  End: (_, nodes) => nodes.at(-1),
};

/** Lets the keys walk from node to node of the graph, one of which the tab key reaches. */
export function walkByKeys(graph: HTMLElement): void {
  graph.addEventListener('keydown', (event) => {
    const nodes = nodesIn(graph);
    const current = nodes.find((node) => node === document.activeElement);
    const next = current && move[event.key]?.(current, nodes);
    if (!next || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    focusNode(graph, next);
  });
}

/** Moves the focus, and with it the place where the tab key comes back to. */
export function focusNode(graph: HTMLElement, node: SVGElement): void {
  makeReachable(graph, node);
  node.focus();
}

export function makeReachable(graph: HTMLElement, node: SVGElement): void {
  for (const other of nodesIn(graph)) other.setAttribute('tabindex', other === node ? '0' : '-1');
}

export function nodesIn(graph: HTMLElement): SVGElement[] {
  return [...graph.querySelectorAll<SVGElement>('.node')];
}

/** The index of the node above or below. */
function inColumn(node: SVGElement, nodes: readonly SVGElement[], step: number): number {
  const column = nodes.filter((other) => left(other) === left(node)).sort((one, other) => top(one) - top(other));
  const next = column[column.indexOf(node) + step];
  return next ? nodes.indexOf(next) : -1;
}

function connected(
  node: SVGElement,
  nodes: readonly SVGElement[],
  near: 'from' | 'to',
  far: 'from' | 'to',
): SVGElement[] {
  const edges = [...(node.ownerSVGElement?.querySelectorAll<SVGElement>('.edge') ?? [])];
  return edges
    .filter((edge) => edge.dataset[near] === node.dataset['id'])
    .flatMap((edge) => nodes.find((other) => other.dataset['id'] === edge.dataset[far]) ?? []);
}

function left(node: SVGElement): number {
  return Math.round(node.getBoundingClientRect().left);
}

function top(node: SVGElement): number {
  return node.getBoundingClientRect().top;
}
