// Marks findings in the picture, each on the smallest node or edge whose text contains it.
import { t } from '../locale.ts';
import { firstAbove } from '../syntax/positions.ts';
import type { Span } from '../syntax/tree.ts';
import type { Graph } from './graph.ts';

/** A finding, as the picture needs it. */
export interface Mark {
  readonly span: Span;
  readonly severity: 'error' | 'warning' | 'information';
  readonly message: string;
}

/** What it says, with how bad it is: "error: …". */
export function textOfMark({ severity, message }: Pick<Mark, 'severity' | 'message'>): string {
  switch (severity) {
    case 'error':
      return t`error: ${message}`;
    case 'warning':
      return t`warning: ${message}`;
    case 'information':
      return t`information: ${message}`;
  }
}

/** The marks by the ID of the part, the worst first. */
export type Marks = ReadonlyMap<string, readonly Mark[]>;

const severities: readonly Mark['severity'][] = ['error', 'warning', 'information'];

/** A text that parts come from, in a tree of nested texts. */
interface Extent extends Span {
  /** Several if an alias repeats the text. */
  readonly parts: string[];
  readonly around: Extent | undefined;
}

/** Findings outside of all parts are not marked. */
export function placeMarks(graph: Graph, marks: Iterable<Mark>): Marks {
  const extents = extentsOf(graph);
  const starts = extents.map(({ start }) => start);
  const placed = new Map<string, Mark[]>();
  for (const mark of marks) {
    const last = extents[firstAbove(starts, mark.span.start) - 1];
    for (const part of extentAround(mark.span, last)?.parts ?? []) append(placed, part, mark);
  }
  return sorted(placed);
}

/** Moves the marks of hidden parts to the parts that represent them. */
export function moveMarks(marks: Marks, shownAs: ReadonlyMap<string, string>): Marks {
  const moved = new Map<string, Mark[]>();
  for (const [part, list] of marks) {
    for (const mark of list) append(moved, shownAs.get(part) ?? part, mark);
  }
  return sorted(moved);
}

function extentsOf({ nodes, edges }: Graph): readonly Extent[] {
  // These edges have no text of their own.
  const connections = edges.filter(({ kind }) => kind !== 'connect' && kind !== 'route');
  // A missing resource is at fault where it is referred to.
  const there = nodes.filter(({ kind }) => kind !== 'missing');
  const parts = [...there, ...connections].flatMap(({ id, extent }) => (extent ? [{ id, ...extent }] : []));
  // Outer texts come before inner ones. The sort is stable, so nodes come before edges with the same text.
  parts.sort((one, other) => one.start - other.start || other.end - one.end);
  const extents: Extent[] = [];
  let around: Extent | undefined;
  for (const { id, start, end } of parts) {
    while (around && around.end < end) around = around.around;
    if (around?.start === start && around.end === end) around.parts.push(id);
    else extents.push((around = { start, end, parts: [id], around }));
  }
  return extents;
}

/** The innermost extent that contains the span, given the last one that does not start later. */
function extentAround({ end }: Span, last: Extent | undefined): Extent | undefined {
  let extent = last;
  while (extent && extent.end < end) extent = extent.around;
  return extent;
}

function append(marks: Map<string, Mark[]>, part: string, mark: Mark): void {
  const list = marks.get(part);
  if (list) list.push(mark);
  else marks.set(part, [mark]);
}

function sorted(marks: Map<string, Mark[]>): Marks {
  const rank = ({ severity }: Mark): number => severities.indexOf(severity);
  for (const list of marks.values()) list.sort((one, other) => rank(one) - rank(other));
  return marks;
}
