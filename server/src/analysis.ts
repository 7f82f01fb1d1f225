// The façade: everything that can be derived from one text. Immutable and lazy, and its results live as long as it
// does.
import { bind } from './model/bind.ts';
import type { Refusal } from './changes/change.ts';
import {
  asOne,
  companionsOf,
  followRoute,
  type Companions,
  type FollowedRoute,
  type Renamed,
} from './changes/companions.ts';
import { followMoves, type Move } from './changes/move-files.ts';
import type { Project, SourceFiles } from './model/project.ts';
import { check, type RuleSettings } from './rules/check.ts';
import type { Finding } from './rules/rule.ts';
import {
  incomingCalls,
  outgoingCalls,
  prepareCallHierarchy,
  type Call,
  type Caller,
  type CallerId,
} from './features/call-hierarchy.ts';
import { codeActions, type ActionSources, type OfferedAction } from './features/code-actions/code-actions.ts';
import { fixAll, quickFixes } from './features/code-actions/fixes.ts';
import { refactorings } from './features/code-actions/refactorings.ts';
import { codeLenses, type CodeLens } from './features/code-lenses.ts';
import { completion, type CompletionList } from './features/completion/completion.ts';
import {
  definition,
  implementation,
  typeDefinition,
  type Definition,
  highlights,
  readVariable,
  type Highlight,
  type ReadVariable,
  linkedEditing,
  type LinkedEditing,
  references,
} from './features/navigation.ts';
import {
  documentLinks,
  type DocumentLink,
  entryPointLinks,
  entryPointTarget,
  sourceLenses,
  type EntryPointLink,
  type SourceLens,
} from './features/links.ts';
import { documentSymbols, type DocumentSymbol, workspaceSymbols, type WorkspaceSymbol } from './features/symbols.ts';
import { folding, type Fold, selectionRanges } from './features/folding-and-selection.ts';
import { formatting, type Formatting, formatOnType } from './features/formatting.ts';
import type { GraphEdit, GraphEdits } from './features/graph-edits/graph-edit.ts';
import { graphEdit, graphEdits, type GraphChange } from './features/graph-edits/graph-edits.ts';
import { hover, type Hover } from './features/hover/hover.ts';
import { inlayHints, type InlayHint } from './features/inlay-hints.ts';
import { withConsequences } from './features/consequences.ts';
import { askableApis, route, type AskableApi, type RouteAnswer } from './features/route.ts';
import { routeTable } from './features/route-table.ts';
import { prepareRename, rename, type RenameTarget, type Renaming } from './features/rename.ts';
import { semanticTokens, type SemanticToken } from './features/semantic-tokens.ts';
import {
  drawGraph,
  entryPointInGraph,
  graphAsMermaid,
  graphAsSvg,
  graphAsTables,
  graphCollapsedAtFirst,
  locateInGraph,
  partsAt,
  type GraphOptions,
} from './graph/index.ts';
import type { Picture } from './graph/picture.ts';
import type { PictureTheme } from './graph/standalone.ts';
import type { GraphTable } from './graph/tables.ts';
import type { RouteQuestion, Unanswered } from './simulation/ask.ts';
import { deployedOf, readDeployed, type Unreadable } from './template/deployed.ts';
import { impactOf } from './template/impact.ts';
import type { Impact } from './template/impact-words.ts';
import { generate } from './template/generate.ts';
import { openNote } from './template/notes.ts';
import { overlayFacts } from './template/overlay-facts.ts';
import { sizeOf, type TemplateSize } from './template/size.ts';
import { stringify, yamlBytes } from './template/stringify.ts';
import type { TemplateFormat } from './template/template.ts';
import { mapText, originAt, originOf, partsFrom } from './template/source-map.ts';
import type { Edit } from './syntax/edits.ts';
import type { FormatOptions } from './syntax/format/format.ts';
import { reparse } from './syntax/reparse.ts';
import { inEncoding, type LineIndex, type PositionEncoding } from './syntax/positions.ts';
import { contains, firstUnreadable, type Format, type Span, type SyntaxTree } from './syntax/tree.ts';
import { t } from './locale.ts';

export interface Analysis extends ActionSources {
  readonly text: string;
  readonly lines: LineIndex;
  readonly tree: SyntaxTree;
  readonly project: Project;
  /** All findings, in the order of the file. */
  readonly findings: readonly Finding[];
  /** The findings that prevent a template, whether shown or not. */
  readonly errors: readonly Finding[];
  hover(offset: number): Hover | undefined;
  completion(offset: number): CompletionList;
  /** The documentation, in Markdown, of the item with that label, for the word that starts at the offset. */
  completionDetails(label: string, offset: number): string | undefined;
  /** @param only the requested kinds, which include those below them */
  codeActions(span: Span, only?: readonly string[]): readonly OfferedAction[];
  definition(offset: number): Definition | undefined;
  typeDefinition(offset: number): Definition | undefined;
  implementation(offset: number): Definition | undefined;
  references(offset: number, includeDeclaration: boolean): readonly Span[];
  /** The variable at the offset and the source file in which its function may read it. */
  readVariable(offset: number): ReadVariable | undefined;
  highlights(offset: number): readonly Highlight[];
  prepareRename(offset: number): RenameTarget | Refusal;
  rename(offset: number, newName: string): Renaming | Refusal;
  /** What else can be renamed after the rename, because it follows the name by convention. */
  companions(renamed: Renamed, canMove: boolean): Companions | undefined;
  /** Names the new function with that ID like the route at the offset. */
  followRoute(offset: number, id: string): FollowedRoute | undefined;
  /** The edits of the entry points whose files are moved. `descriptor` is the path of this file before. */
  followMoves(descriptor: string, moves: readonly Move[]): readonly Edit[];
  linkedEditing(offset: number): LinkedEditing | undefined;
  inlayHints(within: Span): readonly InlayHint[];
  semanticTokens(within: Span): readonly SemanticToken[];
  documentSymbols(): readonly DocumentSymbol[];
  workspaceSymbols(query: string): readonly WorkspaceSymbol[];
  folding(): readonly Fold[];
  /** Formats the lines that the range touches, or all lines. */
  format(options: FormatOptions, range?: Span): Formatting;
  /** The offset is after the typed character. */
  formatOnType(offset: number, typed: string, options: FormatOptions): readonly Edit[];
  /** The innermost first. The last is the whole text. */
  selectionRanges(offset: number): readonly Span[];
  documentLinks(): readonly DocumentLink[];
  codeLenses(): readonly CodeLens[];
  entryPointTarget(offset: number): EntryPointLink | undefined;
  entryPointLinks(): readonly EntryPointLink[];
  /** The lenses of the source file at that path, relative to the descriptor's folder. */
  sourceLenses(path: string): readonly SourceLens[];
  prepareCallHierarchy(offset: number): readonly Caller[];
  incomingCalls(id: CallerId): readonly Call[];
  outgoingCalls(id: CallerId): readonly Call[];
  /**
   * The CloudFormation template; undefined while the text has errors.
   * @param localCode the path from the template to the project, for code that is there and not in S3
   */
  template(format: TemplateFormat, localCode?: string): string | undefined;
  /** Which APIs anyone can connect to, or may be able to; undefined if there are none. */
  openNote(): string | undefined;
  /** The span of the descriptor that the text at the template's offset comes from; undefined if there is none. */
  templateOrigin(format: TemplateFormat, offset: number): Span | undefined;
  /** The spans of the template that come from the property, connection, endpoint or resource at the offset. */
  templateParts(format: TemplateFormat, offset: number): readonly Span[];
  /** The span that the resource or output with that logical ID comes from, even if the file has errors. */
  originOfResource(logicalId: string): Span | undefined;
  /** The effect on the stack when the template replaces an existing one; undefined if there is no template. */
  impact(existing: string, localCode?: string): Impact | Unreadable | undefined;
  /** The size of the template, compared with AWS's limits; undefined if there is no template. */
  templateSize(format: TemplateFormat): TemplateSize | undefined;
  /** Whether the text is blank, or has only comments. */
  readonly isEmpty: boolean;
  /**
   * The picture of the route graph, or one that explains why there is none; undefined if the text cannot be parsed or
   * is empty. Shows all findings by default.
   */
  graph(options?: GraphOptions): Picture | undefined;
  /** The IDs of the nodes that are collapsed initially: empty unless the graph is large. */
  collapsedAtFirst(): ReadonlySet<string>;
  /** The route graph as tables with those findings, by default all; empty if no graph is drawn. */
  graphTables(marks?: readonly Finding[]): readonly GraphTable[] | undefined;
  /** The route graph as an SVG file; undefined if there is no graph. */
  picture(theme: PictureTheme): string | undefined;
  /** The routes as a Markdown page, with the graph as a Mermaid flowchart; undefined if there is no graph. */
  routeTable(): string | undefined;
  /** The route graph as a Mermaid flowchart; undefined if there is no graph. */
  mermaid(): string | undefined;
  /** Simulates a message, connection or disconnection. The API's ID can be omitted if there is only one. */
  route(question: RouteQuestion, api?: string): RouteAnswer | Unanswered;
  /** The APIs that `route` can simulate. */
  askableApis(): readonly AskableApi[];
  /** The edits of the part of the graph with that ID, or of the project as a whole. */
  graphEdits(part: string | undefined): GraphEdits;
  graphEdit(edit: GraphEdit): GraphChange | Refusal;
  /** The span of the part of the graph with that ID; undefined if the graph does not have it. */
  locate(part: string): Span | undefined;
  /** The IDs of the innermost parts of the graph at that text. */
  partsAt(offset: number): readonly string[];
  /** The entry point of a function, or of an endpoint's handler, by the ID of its node in the graph. */
  entryPointOf(part: string): Span | undefined;
}

/** What is known about a text besides its content. */
export interface Surroundings {
  /** What the file's name promises: YAML, unless it ends in `.json`. */
  readonly format?: Format | undefined;
  /** The source files next to the descriptor. Without them, the targets of entry points are not checked. */
  readonly files?: SourceFiles | undefined;
  /** Today's date, as YYYY-MM-DD. Without it, runtimes are judged as of the date of their table. */
  readonly today?: string | undefined;
  /** The unit of the columns of `lines`. */
  readonly positionEncoding?: PositionEncoding;
  /** An analysis of an earlier text. It changes nothing but the time that this one takes. */
  readonly earlier?: Analysis | undefined;
}

export function analyze(
  text: string,
  settings: RuleSettings = {},
  { format = 'yaml', files, today, positionEncoding = 'utf-16', earlier }: Surroundings = {},
): Analysis {
  const tree = reparse(text, earlier?.tree, format);
  const project = lazy(() => bind(tree, { files, today }));
  const checked = lazy(() => check(project(), facts, settings));
  const facts = { size: () => yamlBytes(template()), overlay: () => overlayFacts(project(), template()) };
  const isValid = (): boolean => checked().errors.length === 0;
  const lines = inEncoding(text, tree.lines, positionEncoding);
  const template = lazy(() => generate(project()));
  const texts = { yaml: lazy(() => mapText(template(), 'yaml')), json: lazy(() => mapText(template(), 'json')) };
  const lenses = lazy(() => codeLenses(project()));
  /** The last completion list, which requests for the details of its items use again. It can be empty, without a range. */
  let listed: { readonly offset: number; readonly list: CompletionList } | undefined;
  const list = (offset: number): CompletionList => {
    listed = { offset, list: completion(project(), offset) };
    return listed.list;
  };
  const listAround = (offset: number): CompletionList => {
    const isListed = listed?.offset === offset || (listed?.list.range && contains(listed.list.range.replaced, offset));
    return listed && isListed ? listed.list : list(offset);
  };
  const actions: Omit<ActionSources, 'findings'> = {
    quickFixes: (span) => quickFixes(tree, checked().findings, span),
    fixAll: (ruleId) =>
      fixAll(text, (changed) => analyze(changed, settings, { format, files, today }).findings, ruleId),
    refactorings: (span) => refactorings(project(), span),
    withConsequences: (change, isDeployed = true) =>
      withConsequences(project(), isDeployed ? template : undefined, change),
  };
  const readable = tree.root !== undefined && !firstUnreadable(tree);
  return {
    text,
    tree,
    lines,
    get project() {
      return project();
    },
    get findings() {
      return checked().findings;
    },
    get errors() {
      return checked().errors;
    },
    hover: (offset) => hover(project(), offset),
    completion: list,
    completionDetails: (label, offset) =>
      listAround(offset)
        .items.find((item) => item.label === label)
        ?.markdown(),
    ...actions,
    codeActions: (span, only) => codeActions({ ...actions, findings: checked().findings }, span, only),
    definition: (offset) => definition(project(), offset),
    typeDefinition: (offset) => typeDefinition(project(), offset),
    implementation: (offset) => implementation(project(), offset),
    references: (offset, includeDeclaration) => references(project(), offset, includeDeclaration),
    readVariable: (offset) => readVariable(project(), offset),
    highlights: (offset) => highlights(project(), offset),
    prepareRename: (offset) => prepareRename(project(), offset),
    rename: (offset, newName) => withConsequences(project(), template, rename(project(), offset, newName)),
    companions(renamed, canMove) {
      const found = companionsOf(project(), renamed, canMove);
      return asOne(found.map((one) => withConsequences(project(), template, one)));
    },
    followRoute: (offset, id) => followRoute(project(), offset, id),
    followMoves: (descriptor, moves) => followMoves(project(), descriptor, moves),
    inlayHints: (within) => inlayHints(project(), within),
    semanticTokens: (within) => semanticTokens(project(), within),
    linkedEditing: (offset) => linkedEditing(project(), offset),
    documentSymbols: () => documentSymbols(project()),
    workspaceSymbols: (query) => workspaceSymbols(project(), query),
    folding: () => folding(tree),
    format: (options, range) => formatting(tree, options, range),
    formatOnType: (offset, typed, options) => formatOnType(tree, offset, typed, options),
    selectionRanges: (offset) => selectionRanges(tree, offset),
    documentLinks: () => documentLinks(project()),
    codeLenses: () => lenses(),
    entryPointTarget: (offset) => entryPointTarget(project(), offset),
    entryPointLinks: () => entryPointLinks(project()),
    sourceLenses: (path) => sourceLenses(project(), path),
    prepareCallHierarchy: (offset) => prepareCallHierarchy(project(), offset),
    incomingCalls: (id) => incomingCalls(project(), id),
    outgoingCalls: (id) => outgoingCalls(project(), id),
    template: (format, localCode) => {
      if (!isValid()) return undefined;
      return localCode === undefined ? texts[format]().text : stringify(generate(project(), localCode), format);
    },
    templateSize: (format) => (isValid() ? sizeOf(template(), texts[format]().text) : undefined),
    openNote: () => openNote(project(), template()),
    templateOrigin: (format, offset) => (isValid() ? originAt(texts[format](), offset) : undefined),
    templateParts: (format, offset) => (isValid() ? partsFrom(texts[format](), tree, offset) : []),
    originOfResource: (logicalId) => originOf(template(), logicalId),
    impact: (existing, localCode) => {
      const deployed = isValid() ? readDeployed(existing) : undefined;
      if (!deployed || 'unreadable' in deployed) return deployed;
      return impactOf(deployed, deployedOf(localCode === undefined ? template() : generate(project(), localCode)));
    },
    isEmpty: tree.root === undefined && tree.problems.length === 0,
    graph: (options) => (readable ? drawGraph(project(), { marks: checked().findings, ...options }) : undefined),
    collapsedAtFirst: () => (readable ? graphCollapsedAtFirst(project()) : new Set()),
    graphTables: (marks = checked().findings) => (readable ? graphAsTables(project(), marks) : undefined),
    picture: (theme) => (readable ? graphAsSvg(project(), theme) : undefined),
    routeTable: () => (readable ? routeTable(project()) : undefined),
    mermaid: () => (readable ? graphAsMermaid(project()) : undefined),
    route: (question, api) => (readable ? route(project(), question, api) : unreadable()),
    askableApis: () => (readable ? askableApis(project()) : []),
    graphEdits: (part) => graphEdits(project(), part),
    graphEdit: (edit) => withConsequences(project(), template, graphEdit(project(), edit)),
    locate: (part) => locateInGraph(project(), part),
    partsAt: (offset) => partsAt(project(), offset),
    entryPointOf: (part) => entryPointInGraph(project(), part),
  };
}

function unreadable(): Unanswered {
  return { reason: t`There is nothing to simulate: the file is empty or cannot be parsed.`, apis: [] };
}

function lazy<T>(compute: () => T): () => T {
  let computed: { readonly value: T } | undefined;
  return () => (computed ??= { value: compute() }).value;
}
