// The custom requests of a client, beyond the Language Server Protocol. The preview's page imports no other file of the server
// with types of its own. Domain types are used as they are, except that positions are ranges here and spans in the core.
import type { GraphEdit, GraphEdits as OfferedEdits } from './features/graph-edits/graph-edit.ts';
import type { AskableApi, RouteAnswer as PlainRouteAnswer } from './features/route.ts';
import type { Arrangement } from './graph/layers.ts';
import type { Size } from './graph/layout.ts';
import type { ExportFormat, PictureTheme } from './graph/standalone.ts';
import type { Picture } from './graph/picture.ts';
import type { GraphTable } from './graph/tables.ts';
import type { Consequence } from './changes/change.ts';
import type { NewFile } from './import/facts.ts';
import type { ImportSource } from './import/import.ts';
import type { ReportEntry } from './import/report.ts';
import type { Severity } from './rules/rule.ts';
import type { RouteQuestion } from './simulation/ask.ts';
import type { SimulationStep } from './simulation/state.ts';
import type { Position } from './syntax/positions.ts';
import type { Span } from './syntax/tree.ts';
import type { Impact } from './template/impact-words.ts';
import type { TemplateSize } from './template/size.ts';
import type { TemplateFormat } from './template/template.ts';
import type { ToolAnswer } from './tools/tools.ts';

export { languageId } from './language/files.ts';
export { starterProject, starterSource } from './language/starter.ts';
export type {
  ConnectionTarget,
  EditProposal,
  GraphEdit,
  GraphEditInput,
  GraphEditKind,
  GraphEditOffer,
  GraphEditOptions,
} from './features/graph-edits/graph-edit.ts';
export type { AskableApi, FunctionCall, RouteSample } from './features/route.ts';
export type { ExportFormat, PictureTheme } from './graph/standalone.ts';
export type { Box as GraphBox } from './graph/geometry.ts';
export type { Arrangement as GraphArrangement } from './graph/layers.ts';
export type { Size as GraphSize } from './graph/layout.ts';
export type {
  FoldedPart,
  Frame as GraphFrame,
  Picture as GraphPicture,
  PictureEdge as GraphEdgePart,
  PictureNode as GraphNodePart,
  PicturePart as GraphPart,
} from './graph/picture.ts';
export type { GraphTable, TableCell, TableText } from './graph/tables.ts';
export type {
  FunctionLog,
  LocalApi,
  Sender,
  ServiceCall,
  SessionCommand,
  SessionEvent,
  SessionStep,
  ShortOutcome,
  ShortText,
} from './gateway/session.ts';
export type { NewFile as ImportedFile } from './import/facts.ts';
export type { ImportSource } from './import/import.ts';
export type { Consequence as EditConsequence } from './changes/change.ts';
export type { AskRequest, NamedValues, RouteQuestion, RouteReply } from './simulation/ask.ts';
export type { AuthorizerAnswer } from './simulation/state.ts';
export type { Span } from './syntax/tree.ts';
export type { ChangeCause, Effect, Impact, ResourceChange } from './template/impact-words.ts';
export type { Measure, TemplateSize } from './template/size.ts';
export type { TemplateFormat } from './template/template.ts';

/**
 * The custom requests by method. All but imports and some tools are about a document. The result is null if the document is not
 * open in the server, or if there is nothing to answer.
 */
export interface Requests {
  /** What the preview shows of a document. */
  [previewRequest]: { readonly params: PreviewParams; readonly result: Preview | null };
  /**
   * The range that describes a part of the graph. It is requested on a click and not sent with the picture, because the
   * text may have changed since.
   */
  [locateRequest]: { readonly params: PartParams; readonly result: Range | null };
  /** The parts of the graph and of the template that a position in the text becomes. */
  [partsAtRequest]: { readonly params: PartsAtParams; readonly result: PartsAt | null };
  /** The code that a part of the graph runs; null if there is none. */
  [handlerSourceRequest]: { readonly params: PartParams; readonly result: Location | null };
  /** The edits of a part of the graph that are possible, and why others are not. */
  [graphEditsRequest]: { readonly params: GraphEditsParams; readonly result: GraphEdits | null };
  /** The text edits for an edit of the graph. The client applies them as one undo step. */
  [graphEditRequest]: { readonly params: GraphEditParams; readonly result: GraphEditResult | null };
  /**
   * The text edits that name a new function like the route that is being typed. Null while the route has no letters or
   * digits, or if the position is not in the only route of the function.
   */
  [followRouteRequest]: { readonly params: FollowRouteParams; readonly result: FollowRouteResult | null };
  /** The template, or the errors that prevent it. */
  [templateRequest]: { readonly params: TemplateParams; readonly result: TemplateResult | null };
  /** The template, and what CloudFormation does when it replaces an existing one. */
  [impactRequest]: { readonly params: ImpactParams; readonly result: ImpactResult | null };
  /** The file in which the template belongs, or why it cannot be written there, and its format. */
  [templateFileRequest]: { readonly params: DocumentParams; readonly result: TemplateFileResult | null };
  /** The range of the text that an offset in the template comes from. */
  [templateOriginRequest]: { readonly params: TemplateOriginParams; readonly result: Range | null };
  /** Simulates a message, a connection or a disconnection. */
  [routeRequest]: { readonly params: RouteParams; readonly result: RouteResult | null };
  /** Calls a tool for AI agents, by its name. Those about rules need no document. */
  [toolRequest]: { readonly params: ToolParams; readonly result: ToolAnswer | null };
  /** The descriptor that a file of another tool becomes, and what becomes of each of its parts. Nothing is written. */
  [importRequest]: { readonly params: ImportParams; readonly result: ImportResult | null };
  /** The graph for other programs. */
  [exportRequest]: { readonly params: ExportParams; readonly result: ExportResult | null };
}

export const previewRequest = 'websocketProject/preview';
export const locateRequest = 'websocketProject/locate';
export const partsAtRequest = 'websocketProject/partsAt';
export const handlerSourceRequest = 'websocketProject/handlerSource';
export const graphEditsRequest = 'websocketProject/graphEdits';
export const graphEditRequest = 'websocketProject/graphEdit';
export const followRouteRequest = 'websocketProject/followRoute';
export const templateRequest = 'websocketProject/template';
export const templateFileRequest = 'websocketProject/templateFile';
export const impactRequest = 'websocketProject/impact';
export const templateOriginRequest = 'websocketProject/templateOrigin';
export const routeRequest = 'websocketProject/route';
export const toolRequest = 'websocketProject/tool';
export const importRequest = 'websocketProject/import';
export const exportRequest = 'websocketProject/export';

/** Zero-based. Columns are counted in the encoding that client and server have agreed on. */
export interface Range {
  readonly start: Position;
  readonly end: Position;
}

export interface Location {
  readonly uri: string;
  readonly range: Range;
}

export interface Problem {
  readonly severity: Severity;
  readonly message: string;
  /** The rule's ID. */
  readonly rule: string;
  readonly range: Range;
}

export interface DocumentParams {
  readonly textDocument: { readonly uri: string };
}

/** The user's choices of what the preview shows. */
export interface PreviewOptions {
  /** Of the template. Absent until the user has chosen: then as the settings say. */
  readonly format?: TemplateFormat | undefined;
  /**
   * The IDs of the collapsed nodes of the graph. Absent until the user has chosen: then none is collapsed, except the
   * APIs of a large graph.
   */
  readonly collapsed?: readonly string[];
  /**
   * How the nodes of the graph are arranged. Without it, so that the whole graph is shown as large as possible in the
   * `room`; without either, `wide`.
   */
  readonly arrangement?: Arrangement | undefined;
  /** The space that the graph is shown in, in pixels. */
  readonly room?: Size | undefined;
  /** The visible pane. Only its content is computed; if absent, the content of all panes. */
  readonly pane?: PreviewPane;
}

export type PreviewPane = 'graph' | 'table' | 'template' | 'ask' | 'run';

export interface PreviewParams extends DocumentParams, PreviewOptions {
  /** Where the cursor is; absent if no editor shows the document. */
  readonly position?: Position | undefined;
  /**
   * The part of the graph to get edits for. Without it, the innermost part at `position`, or else the whole project.
   */
  readonly part?: string | undefined;
}

export interface Preview {
  /** The version of the document that this shows. */
  readonly version: number;
  /** True if the file is blank or has only comments. */
  readonly isEmpty: boolean;
  /** The picture of the route graph; absent while the file cannot be parsed. */
  readonly graph: Picture | undefined;
  /** The edits of a part of it; absent if the graph is not visible. */
  readonly offered: PartEdits | undefined;
  /** The graph as tables; absent while the file cannot be parsed. */
  readonly tables: readonly GraphTable[] | undefined;
  /** The CloudFormation template; absent while the file has errors. */
  readonly template: string | undefined;
  readonly templateFormat: TemplateFormat;
  /** The size of the template; absent if there is no template. */
  readonly templateSize: TemplateSize | undefined;
  /** The parts at `position`. */
  readonly parts: PartsAt | undefined;
  /** The errors of the file, in document order, without those of the text that is being typed. */
  readonly errors: readonly Problem[];
  /**
   * True while problems of the text that is being typed are withheld, in the graph and tables too. What the client shows
   * of problems should stay as it is. Ask again after `typingPause`.
   */
  readonly hasWithheldProblems: boolean;
}

/** In milliseconds: longer than between two keys, shorter than until somebody asks what is wrong. */
export const typingPause = 1000;

export interface PartParams extends DocumentParams {
  /** The ID of a node or an edge of the graph. */
  readonly part: string;
}

export interface PartsAtParams extends DocumentParams {
  readonly position: Position;
  readonly format: TemplateFormat;
  /** The visible pane: the parts of the template are only computed for the template's pane, or if this is absent. */
  readonly pane?: PreviewPane | undefined;
}

export interface PartsAt {
  /** The version of the document that this applies to. */
  readonly version: number;
  /** The IDs of the innermost nodes and edges of the graph whose text contains the position. */
  readonly graph: readonly string[];
  /**
   * Parts of the template, the most specific first, in UTF-16 units. Empty while the file has errors, or another pane
   * is in front.
   */
  readonly template: readonly Span[];
}

export interface GraphEditsParams extends DocumentParams {
  /** The ID of a node or an edge of the graph; absent for edits of the project as a whole. */
  readonly part?: string | undefined;
}

export interface GraphEdits extends OfferedEdits {
  /** The version of the document that this applies to. */
  readonly version: number;
}

export interface PartEdits {
  /** The ID of a node or an edge of the graph; absent for the project as a whole. */
  readonly part: string | undefined;
  readonly edits: GraphEdits;
}

export interface GraphEditParams extends DocumentParams {
  readonly edit: GraphEdit;
  /** The version that the edit was offered for. It is refused for any other. */
  readonly version: number;
}

export type GraphEditResult =
  | { readonly refused: string }
  | {
      readonly refused?: never;
      readonly version: number;
      readonly edits: readonly TextReplacement[];
      /** A file to create unless it exists. */
      readonly creates: { readonly uri: string; readonly text: string } | undefined;
      /** What the edit does to deployed resources. */
      readonly consequence: Consequence | undefined;
      /** The ID of the part to select in the new graph. */
      readonly select: string | undefined;
      /** The range of that part after the edits. */
      readonly reveal: Range | undefined;
    };

export interface TextReplacement {
  readonly range: Range;
  readonly newText: string;
}

export interface FollowRouteParams extends DocumentParams {
  readonly position: Position;
  /** The ID of the function. */
  readonly function: string;
}

export interface FollowRouteResult {
  /** The version of the document that the edits are for. */
  readonly version: number;
  /** The ID of the function after the edits. */
  readonly function: string;
  /** Empty if its names already follow the route. */
  readonly edits: readonly TextReplacement[];
}

export interface TemplateParams extends DocumentParams {
  readonly format: TemplateFormat;
}

export interface TemplateResult {
  /** Absent while the file has errors. */
  readonly template: string | undefined;
  /** All of them, since a person may be waiting for the template. */
  readonly errors: readonly Problem[];
  /** True while some are in the text that is being typed. Show them only to a person who asked; ask again after `typingPause`. */
  readonly hasWithheldProblems: boolean;
}

export interface TemplateFileResult {
  readonly format: TemplateFormat;
  /** As the settings say, or else next to the descriptor. Null if it cannot be there, or the descriptor was never saved. */
  readonly uri: string | null;
  /** Why it cannot be there. */
  readonly refused?: string;
}

export interface ImpactParams extends TemplateParams {
  /** The text of the existing template, which is assumed to be deployed. */
  readonly existing: string;
}

export interface ImpactResult extends TemplateResult {
  /** Absent if there is no template, or if `existing` cannot be compared with it. */
  readonly impact: Impact | undefined;
  /** Why `existing` cannot be compared. Follows "because". */
  readonly unreadable: string | undefined;
}

export interface TemplateOriginParams extends DocumentParams {
  readonly format: TemplateFormat;
  /** The offset in the template, in UTF-16 units. */
  readonly offset: number;
  /** The version of the document that the template was generated from, if known. The result is null for any other. */
  readonly version?: number;
}

export interface RouteParams extends DocumentParams {
  /** The API's ID. Optional if there is only one. */
  readonly api?: string | undefined;
  readonly question: RouteQuestion;
}

export interface RouteResult {
  /** The APIs of the file. */
  readonly apis: readonly AskableApi[];
  readonly answer: RouteAnswer | undefined;
  /** Why there is no answer. */
  readonly refused: string | undefined;
}

export interface RouteAnswer extends Omit<PlainRouteAnswer, 'steps'> {
  readonly steps: readonly RouteStep[];
}

export interface RouteStep extends Omit<SimulationStep, 'span'> {
  /** The range of the document that the step is about. */
  readonly range: Range | undefined;
}

export interface ToolParams {
  readonly tool: string;
  /** As the schema of the tool describes it. What names a file is the document. */
  readonly input: object;
  readonly textDocument?: { readonly uri: string } | undefined;
}

export interface ImportParams {
  /** Of the file of another tool: a `serverless.yml`, a template, or a project of Altostra. */
  readonly uri: string;
  /** The text of the file, if an editor has another one than the disk. */
  readonly text?: string | undefined;
  /** The stage of a Serverless project. Without it, the project's own default. */
  readonly stage?: string | undefined;
  /** Where the descriptor is going to be, for the links of the report. */
  readonly descriptor?: string | undefined;
  /**
   * The URI of a folder. Links of the report are then paths from there, `/api/serverless.yml#L3,5`, as VS Code reads them in
   * Markdown. Without it, they are URIs.
   */
  readonly linksFrom?: string | undefined;
}

export type ImportResult =
  | {
      /** Why the file cannot be imported, in a sentence. */
      readonly refused: string;
      readonly location: Location | undefined;
    }
  | {
      readonly refused?: never;
      readonly source: ImportSource;
      /** Whether another stage could give another descriptor. */
      readonly dependsOnStage: boolean;
      /** The URI of the folder of the project, in which the descriptor belongs. */
      readonly folder: string;
      /** The text of the descriptor. */
      readonly descriptor: string;
      /** To be created beside it. */
      readonly files: readonly NewFile[];
      readonly entries: readonly ImportEntry[];
      /** The same entries as a document, in Markdown. */
      readonly report: string;
    };

/** What has become of a part of the file; by `kind`, it has the other properties that `ReportEntry` describes. */
export type ImportEntry = Located<ReportEntry>;

type Located<Entry> = Entry extends ReportEntry
  ? Omit<Entry, 'place'> & { readonly location: Location | undefined }
  : never;

export interface ExportParams extends DocumentParams {
  readonly format: ExportFormat;
  /** Only for images. */
  readonly theme: PictureTheme;
}

export interface ExportResult {
  /** Absent if the file cannot be parsed or is empty. */
  readonly text?: string | undefined;
}
