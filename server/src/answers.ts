// The results of the custom requests, from an analysis and the parameters. Pure, so that the preview's page in a plain
// browser gets the same answers as from the server.
import type { Analysis } from './analysis.ts';
import type { GraphChange } from './features/graph-edits/graph-edits.ts';
import type {
  FollowRouteParams,
  FollowRouteResult,
  GraphEdits,
  GraphEditResult,
  GraphEditParams,
  ImpactParams,
  ImpactResult,
  PartsAt,
  PartsAtParams,
  Preview,
  PreviewPane,
  PreviewParams,
  Problem,
  Range,
  RouteParams,
  RouteResult,
  TemplateParams,
  TemplateResult,
} from './protocol.ts';
import { lineIndex, type LineIndex, type PositionEncoding } from './syntax/positions.ts';
import type { Span } from './syntax/tree.ts';
import { t } from './locale.ts';

/** The lines of a text. Columns are counted in the encoding that client and server have agreed on. */
export interface WithLines {
  readonly lines: LineIndex;
}

export function toRange(span: Span, { lines }: WithLines): Range {
  return { start: lines.positionAt(span.start), end: lines.positionAt(span.end) };
}

export function toSpan(range: Range, { lines }: WithLines): Span {
  return { start: lines.offsetAt(range.start), end: lines.offsetAt(range.end) };
}

/** Omits what is withheld while its text is being typed. Returns the same list if that is nothing. */
export type Shown = (found: Analysis['findings']) => Analysis['findings'];

const showAll: Shown = (found) => found;

/** @param version of the document, for all answers about one */
export function previewOf(
  analysis: Analysis,
  { format = 'yaml', collapsed, arrangement, room, pane, position, part }: Omit<PreviewParams, 'textDocument'>,
  version: number,
  shown: Shown = showAll,
): Preview {
  const showsGraph = isVisible('graph', pane);
  const showsTemplate = isVisible('template', pane);
  const parts = position && partsAt(analysis, { position, format, pane }, version);
  const edited = part ?? parts?.graph[0];
  const [errors, marks] = [shown(analysis.errors), shown(analysis.findings)];
  return {
    version,
    isEmpty: analysis.isEmpty,
    graph: showsGraph
      ? analysis.graph({
          marks,
          collapsed: collapsed ? new Set(collapsed) : analysis.collapsedAtFirst(),
          arrangement,
          room,
        })
      : undefined,
    offered: showsGraph ? { part: edited, edits: graphEditsOf(analysis, edited, version) } : undefined,
    tables: isVisible('table', pane) ? analysis.graphTables(marks) : undefined,
    template: showsTemplate ? analysis.template(format) : undefined,
    templateFormat: format,
    templateSize: showsTemplate ? analysis.templateSize(format) : undefined,
    parts,
    errors: problemsOf(analysis, errors),
    hasWithheldProblems: errors !== analysis.errors || marks !== analysis.findings,
  };
}

/** A client that does not name the visible pane shows all of them. */
function isVisible(pane: PreviewPane, visible: PreviewPane | undefined): boolean {
  return visible === undefined || visible === pane;
}

export function partsAt(
  analysis: Analysis,
  { position, format, pane }: Omit<PartsAtParams, 'textDocument'>,
  version: number,
): PartsAt {
  const offset = analysis.lines.offsetAt(position);
  return {
    version,
    graph: analysis.partsAt(offset),
    template: isVisible('template', pane) ? analysis.templateParts(format, offset) : [],
  };
}

/** Null if the graph does not have the part. */
export function locate(analysis: Analysis, part: string): Range | null {
  const span = analysis.locate(part);
  return span ? toRange(span, analysis) : null;
}

export function graphEditsOf(analysis: Analysis, part: string | undefined, version: number): GraphEdits {
  return { version, ...analysis.graphEdits(part) };
}

type Made = Extract<GraphEditResult, { readonly refused?: never }>;

/** The result without the file to create, since only the caller can check whether the file exists. */
export interface MadeEdit {
  readonly refused?: never;
  readonly result: Omit<Made, 'creates'>;
  readonly creates: GraphChange['creates'];
}

/** @param version the current one: an edit that was offered for another one is refused */
export function graphEditOf(
  analysis: Analysis,
  { edit, version: expected }: Pick<GraphEditParams, 'edit' | 'version'>,
  version: number,
  encoding: PositionEncoding = 'utf-16',
): MadeEdit | { readonly refused: string } {
  if (expected !== version) {
    return {
      refused: t`The document has changed in the meantime. Check the graph and try again.`,
    };
  }
  const change = analysis.graphEdit(edit);
  if (change.refused !== undefined) return { refused: change.refused };
  const { edits, creates, consequence, select, reveal } = change;
  return {
    creates,
    result: {
      version,
      edits: edits.map(({ span, newText }) => ({ range: toRange(span, analysis), newText })),
      consequence,
      select,
      reveal: reveal && toRange(reveal.span, { lines: lineIndex(reveal.text, encoding) }),
    },
  };
}

export function templateOf(
  analysis: Analysis,
  { format }: Pick<TemplateParams, 'format'>,
  shown: Shown = showAll,
): TemplateResult {
  const { errors } = analysis;
  return {
    template: analysis.template(format),
    errors: problemsOf(analysis, errors),
    hasWithheldProblems: shown(errors) !== errors,
  };
}

export function impactOf(analysis: Analysis, params: Pick<ImpactParams, 'format' | 'existing'>): ImpactResult {
  const found = analysis.impact(params.existing);
  const unreadable = found && 'unreadable' in found ? found.unreadable : undefined;
  const impact = found && 'changes' in found ? found : undefined;
  return { ...templateOf(analysis, params), impact, unreadable };
}

/** Null if nothing in the document corresponds to the place in the template. */
export function templateOrigin(analysis: Analysis, { format, offset }: TemplatePlace): Range | null {
  const span = analysis.templateOrigin(format, offset);
  return span ? toRange(span, analysis) : null;
}

interface TemplatePlace extends Pick<TemplateParams, 'format'> {
  readonly offset: number;
}

export function routeOf(analysis: Analysis, { question, api }: Pick<RouteParams, 'question' | 'api'>): RouteResult {
  const apis = analysis.askableApis();
  const answered = analysis.route(question, api);
  if ('reason' in answered) return { apis, answer: undefined, refused: answered.reason };
  const steps = answered.steps.map(({ span, ...step }) => ({ ...step, range: span && toRange(span, analysis) }));
  return { apis, answer: { ...answered, steps }, refused: undefined };
}

/** The errors that prevent a template. */
function problemsOf(analysis: Analysis, errors: Analysis['errors']): Problem[] {
  return errors.map(({ rule, severity, span, message }) => ({
    severity,
    message,
    rule: rule.id,
    range: toRange(span, analysis),
  }));
}

export function followRouteOf(
  analysis: Analysis,
  { position, function: id }: FollowRouteParams,
  version: number,
): FollowRouteResult | null {
  const followed = analysis.followRoute(analysis.lines.offsetAt(position), id);
  if (!followed) return null;
  const edits = followed.edits.map(({ span, newText }) => ({ range: toRange(span, analysis), newText }));
  return { version, function: followed.id, edits };
}
