// The graph as tables, as a textual alternative: each API's endpoints, and what they connect to. Everything in the
// picture is in one of the tables, and names link to the text like the nodes do.
import { findResourceDefinition } from '../language/index.ts';
import { groupBy } from '../model/group-by.ts';
import { detailOf, titleOf } from './describe.ts';
import type { Graph, GraphEdge, GraphNode } from './graph.ts';
import { textOfMark, type Marks } from './marks.ts';
import { cleanText } from './text.ts';
import { t, translated } from '../locale.ts';
import { shorten } from '../wording.ts';

export interface GraphTable {
  readonly caption: string;
  readonly headings: readonly string[];
  /** Each row has one cell per heading. The first cell is the row's header. */
  readonly rows: readonly (readonly TableCell[])[];
}

/** The content of a cell, one line each. */
export type TableCell = readonly TableText[];

export interface TableText {
  readonly text: string;
  /** The node or edge of the graph that it is about. */
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
      .map(({ part, mark }) => ({ part, text: cleanText(textOfMark(mark)) }));
  const name = (node: GraphNode): TableCell => [{ part: node.id, text: toName(titleOf(node)) }];

  const endpoints = groupBy(
    graph.nodes.filter((node) => node.kind === 'endpoint'),
    ({ api }) => api,
  );
  const resources = graph.nodes.filter(({ kind }) => kind !== 'endpoint' && kind !== 'client');
  return [
    ...[...endpoints].map(([api, ofApi]): GraphTable => ({
      caption: t`Endpoints of ${toName(nodes.get(api)?.title ?? '')}`,
      headings: [t`Route`, t`Mode`, t`Handled by`, t`Problems`],
      rows: ofApi.map((node) => [name(node), plain(detailOf(node)), connections(node), problems(node)]),
    })),
    ...(resources.length > 0
      ? [
          {
            caption: t`Resources`,
            headings: [t`Resource`, t`Kind`, t`Connected to`, t`Problems`],
            rows: resources.map((node) => [name(node), plain(kindOf(node)), connections(node), problems(node)]),
          },
        ]
      : []),
  ];
}

/** The maximum length of a name, in characters. */
const maximumLength = 200;

/** Cleaned as in the picture, so that nothing reorders or hides what is next to it. */
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
  const label = type && findResourceDefinition(type)?.label;
  const kind = label === undefined ? undefined : translated(label);
  const detail = detailOf(node);
  if (kind === undefined || detail.startsWith(kind)) return detail;
  return detail === '' ? kind : `${kind}, ${detail}`;
}
