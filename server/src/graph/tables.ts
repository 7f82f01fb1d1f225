// The graph as tables, for those who would rather read than look: each API's endpoints, then what they lead to. Whatever
// the picture shows stands in one of them, and a name leads to its text as the node of that name does.
import { findResourceDefinition } from '../language/index.ts';
import { groupBy } from '../model/group-by.ts';
import { detailOf, titleOf } from './describe.ts';
import type { Graph, GraphEdge, GraphNode } from './graph.ts';
import type { Marks } from './marks.ts';
import { cleanText } from './text.ts';
import { shorten } from '../wording.ts';

export interface GraphTable {
  readonly caption: string;
  readonly headings: readonly string[];
  /** As many cells in each as there are headings; the first names the row. */
  readonly rows: readonly (readonly TableCell[])[];
}

/** What stands in a cell, each on a line of its own. */
export type TableCell = readonly TableText[];

export interface TableText {
  readonly text: string;
  /** The node or the edge of the graph that it is about. */
  readonly part?: string | undefined;
}

export function graphTables(graph: Graph, marks: Marks): GraphTable[] {
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  const leaving = groupBy(graph.edges, ({ from }) => from);
  const connections = (node: GraphNode): TableCell =>
    (leaving.get(node.id) ?? [])
      .filter(({ kind }) => kind !== 'route' && kind !== 'connect')
      .map((edge) => ({ part: edge.id, text: connectionText(edge, nodes.get(edge.to)) }));
  const problems = (node: GraphNode): TableCell =>
    [node.id, ...(leaving.get(node.id) ?? []).map(({ id }) => id)]
      .flatMap((part) => (marks.get(part) ?? []).map((mark) => ({ part, mark })))
      .map(({ part, mark }) => ({ part, text: cleanText(`${mark.severity}: ${mark.message}`) }));
  const name = (node: GraphNode): TableCell => [{ part: node.id, text: toName(titleOf(node)) }];

  const endpoints = groupBy(
    graph.nodes.filter((node) => node.kind === 'endpoint'),
    ({ api }) => api,
  );
  const resources = graph.nodes.filter(({ kind }) => kind !== 'endpoint' && kind !== 'client');
  return [
    ...[...endpoints].map(([api, ofApi]): GraphTable => ({
      caption: `Endpoints of ${toName(nodes.get(api)?.title ?? '')}`,
      headings: ['Route', 'Mode', 'Handled by', 'Problems'],
      rows: ofApi.map((node) => [name(node), plain(detailOf(node)), connections(node), problems(node)]),
    })),
    ...(resources.length > 0
      ? [
          {
            caption: 'Resources',
            headings: ['Resource', 'Kind', 'Connected to', 'Problems'],
            rows: resources.map((node) => [name(node), plain(kindOf(node)), connections(node), problems(node)]),
          },
        ]
      : []),
  ];
}

/** In characters: nobody reads more of a name. */
const maximumLength = 200;

/** As the picture has it: nothing in it reorders or hides what stands beside it. */
function toName(text: string): string {
  return shorten(cleanText(text), maximumLength);
}

function plain(text: string): TableCell {
  return text === '' ? [] : [{ text: cleanText(text) }];
}

function connectionText({ label, fault }: GraphEdge, target: GraphNode | undefined): string {
  const title = target ? toName(titleOf(target)) : '';
  const how = fault ?? label;
  return how === undefined ? title : `${title} (${toName(how)})`;
}

function kindOf(node: GraphNode): string {
  const type = 'resource' in node ? node.resource.type : undefined;
  const kind = type && findResourceDefinition(type)?.label;
  const detail = detailOf(node);
  return kind === undefined || kind === detail || detail === '' ? (kind ?? detail) : `${kind}, ${detail}`;
}
