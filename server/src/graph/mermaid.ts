// The graph as a Mermaid flowchart, for Markdown: shapes for kinds, arrows for modes, as in the picture.
import { detailOf, isExistingNode, titleOf } from './describe.ts';
import type { Graph, GraphEdge, GraphNode } from './graph.ts';
import { cleanText } from './text.ts';
import { shorten } from '../wording.ts';

export function toMermaid({ nodes, edges }: Graph): string {
  /** Separate IDs, because those of the graph contain text of the file. */
  const names = new Map(nodes.map(({ id }, index) => [id, `n${index + 1}`]));
  const lines = [
    'flowchart LR',
    ...nodes.map((node) => `  ${names.get(node.id) ?? ''}${shapeOf(node)}`),
    ...edges.map((edge) => `  ${names.get(edge.from) ?? ''} ${arrowOf(edge)} ${names.get(edge.to) ?? ''}`),
  ];
  const mark = (name: string, dashes: string, isMarked: (node: GraphNode) => boolean): void => {
    const at = nodes.filter(isMarked).map(({ id }) => names.get(id));
    if (at.length > 0) lines.push(`  classDef ${name} stroke-dasharray: ${dashes}`, `  class ${at.join(',')} ${name}`);
  };
  mark('missing', '5 4', ({ kind }) => kind === 'missing');
  mark('existing', '2 3', isExistingNode);
  return `${lines.join('\n')}\n`;
}

function shapeOf(node: GraphNode): string {
  const lines = [titleOf(node), detailOf(node)].filter((line) => line !== '');
  const label = `"${lines.map((line) => escape(shorten(line, 100))).join('<br/>')}"`;
  switch (node.kind) {
    case 'client':
      return `((${label}))`;
    case 'api':
      return `[[${label}]]`;
    case 'endpoint':
      return node.isGatewayRoute ? `{{${label}}}` : `([${label}])`;
    case 'data':
      return `[(${label})]`;
    case 'schedule':
      return `(${label})`;
    case 'function':
    case 'missing':
    case 'unknown':
      return `[${label}]`;
  }
}

function arrowOf({ kind, mode, label, fault }: GraphEdge): string {
  const text = label === undefined ? '' : `|"${escape(label)}"|`;
  if (fault !== undefined) return `--x${text}`;
  if (kind === 'undecided') return `-.->${text}`;
  return `${mode === '2-way' ? '<-->' : '-->'}${text}`;
}

/** Escapes special characters as Mermaid's entities: `$$` would start a formula. */
function escape(text: string): string {
  return (
    cleanText(text)
      .replaceAll(/["#<>&`%\\*_~|;[\](){}]/g, (character) => `#${character.charCodeAt(0)};`)
      .replaceAll('$$', '#36;#36;')
      // Mermaid looks for the statement `direction TB` in labels as well.
      .replaceAll(/direction /gi, (word) => `${word.trimEnd()}#32;`)
  );
}
