// From a function, or from an endpoint to its handler's: to the code that it runs.

/** By F12, as from a name in an editor. */
export function openSourceByKey(graph: HTMLElement, open: (part: string) => void): void {
  graph.addEventListener('keydown', (event) => {
    if (event.key !== 'F12' || !(event.target instanceof Element)) return;
    const node = event.target.closest<SVGElement>('.node.function, .node.endpoint');
    const part = node?.dataset['id'];
    if (part === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    open(part);
  });
}
