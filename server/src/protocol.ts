// What client and server exchange beyond the Language Server Protocol: the requests, what a client declares, and the
// commands of the code lenses. The only file of the server that the client and the preview's page import. Domain types
// cross as they are; what differs here is that positions are ranges, where the core has spans.
import type { GraphEdit, GraphEdits as OfferedEdits } from './features/graph-edits/graph-edit.ts';
import type { AskableApi, RouteAnswer as PlainRouteAnswer } from './features/route.ts';
import type { ExportFormat, PictureTheme } from './graph/standalone.ts';
import type { Picture } from './graph/picture.ts';
import type { GraphTable } from './graph/tables.ts';
import type { Consequence } from './changes/change.ts';
import type { Severity } from './rules/rule.ts';
import type { AskRequest, RouteQuestion } from './simulation/ask.ts';
import type { SimulationStep } from './simulation/state.ts';
import type { Position } from './syntax/positions.ts';
import type { Span } from './syntax/tree.ts';
import type { Impact } from './template/impact-words.ts';
import type { TemplateSize } from './template/size.ts';
import type { TemplateFormat } from './template/template.ts';

export { languageId } from './language/files.ts';
export type {
  ConnectionTarget,
  GraphEdit,
  GraphEditInput,
  GraphEditKind,
  GraphEditOffer,
  GraphEditOptions,
} from './features/graph-edits/graph-edit.ts';
export type { AskableApi, FunctionCall, RouteSample } from './features/route.ts';
export type { ExportFormat, PictureTheme } from './graph/standalone.ts';
export type { Box as GraphBox } from './graph/geometry.ts';
export type {
  Frame as GraphFrame,
  Picture as GraphPicture,
  PictureEdge as GraphEdgePart,
  PictureNode as GraphNodePart,
  PicturePart as GraphPart,
} from './graph/picture.ts';
export type { GraphTable, TableCell, TableText } from './graph/tables.ts';
export type { Consequence as EditConsequence } from './changes/change.ts';
export type { AskRequest, NamedValues, RouteQuestion, RouteReply } from './simulation/ask.ts';
export type { AuthorizerAnswer } from './simulation/state.ts';
export type { Span } from './syntax/tree.ts';
export type { ChangeCause, Impact, ResourceChange } from './template/impact-words.ts';
export type { Measure, TemplateSize } from './template/size.ts';
export type { TemplateFormat } from './template/template.ts';

/**
 * Every request, by its method. All are about a document. The result is null where the document is not open in the
 * server, and where there is nothing to answer.
 */
export interface Requests {
  /** What the preview shows of a document. */
  [previewRequest]: { readonly params: PreviewParams; readonly result: Preview | null };
  /**
   * Where a part of the graph is described. It is asked on a click, not carried with the picture: the text may have
   * changed since, while the picture need not.
   */
  [locateRequest]: { readonly params: PartParams; readonly result: Range | null };
  /** What a position of the text becomes in the graph and in the template. */
  [partsAtRequest]: { readonly params: PartsAtParams; readonly result: PartsAt | null };
  /** The code that a part of the graph runs; null where there is none to open. */
  [handlerSourceRequest]: { readonly params: PartParams; readonly result: Location | null };
  /** What can be done to a part of the graph, and why the rest cannot. */
  [graphEditsRequest]: { readonly params: GraphEditsParams; readonly result: GraphEdits | null };
  /** The edits of the text that an edit of the graph takes. The client makes them, as one step. */
  [graphEditRequest]: { readonly params: GraphEditParams; readonly result: GraphEditResult | null };
  /** The template, or the errors that prevent it. */
  [templateRequest]: { readonly params: TemplateParams; readonly result: TemplateResult | null };
  /** The same, and what CloudFormation does when the template replaces an existing one. */
  [impactRequest]: { readonly params: ImpactParams; readonly result: ImpactResult | null };
  /** The text that a place of the template comes from. */
  [templateOriginRequest]: { readonly params: TemplateOriginParams; readonly result: Range | null };
  /** Where a message, a connection or its end goes. */
  [routeRequest]: { readonly params: RouteParams; readonly result: RouteResult | null };
  /** The graph for other programs. */
  [exportRequest]: { readonly params: ExportParams; readonly result: ExportResult | null };
}

export const previewRequest = 'websocketProject/preview';
export const locateRequest = 'websocketProject/locate';
export const partsAtRequest = 'websocketProject/partsAt';
export const handlerSourceRequest = 'websocketProject/handlerSource';
export const graphEditsRequest = 'websocketProject/graphEdits';
export const graphEditRequest = 'websocketProject/graphEdit';
export const templateRequest = 'websocketProject/template';
export const impactRequest = 'websocketProject/impact';
export const templateOriginRequest = 'websocketProject/templateOrigin';
export const routeRequest = 'websocketProject/route';
export const exportRequest = 'websocketProject/export';

/** 0-based; columns are counted in the encoding that client and server have agreed on. */
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
  /** The rule's id. */
  readonly rule: string;
  readonly range: Range;
}

export interface DocumentParams {
  readonly textDocument: { readonly uri: string };
}

/** What a person has chosen to see of the document. */
export interface PreviewOptions {
  readonly format: TemplateFormat;
  /**
   * The ids of the graph's nodes that are collapsed. Absent until somebody has chosen: then nothing is, or in a large
   * graph its APIs.
   */
  readonly collapsed?: readonly string[];
}

export interface PreviewParams extends DocumentParams, PreviewOptions {}

export interface Preview {
  /** The version of the document that this shows. */
  readonly version: number;
  /** True for a file that says nothing yet: it is blank, or has only comments. */
  readonly isEmpty: boolean;
  /** The picture of the route graph; absent while the file cannot be parsed. */
  readonly graph: Picture | undefined;
  /** The graph as tables; none where there is no graph. */
  readonly tables: readonly GraphTable[];
  /** The CloudFormation template; absent while the file has errors. */
  readonly template: string | undefined;
  /** The template's size; absent with it. */
  readonly templateSize: TemplateSize | undefined;
  /** The errors of the file, in its order. */
  readonly errors: readonly Problem[];
}

export interface PartParams extends DocumentParams {
  /** The id of a node or an edge of the graph. */
  readonly part: string;
}

export interface PartsAtParams extends DocumentParams {
  readonly position: Position;
  readonly format: TemplateFormat;
}

export interface PartsAt {
  /** The version of the document that this is true of. */
  readonly version: number;
  /** The ids of nodes and edges of the graph: the innermost whose text is there. */
  readonly graph: readonly string[];
  /** Parts of the template, the most exact first, in UTF-16 units from its start; none while the file has errors. */
  readonly template: readonly Span[];
}

export interface GraphEditsParams extends DocumentParams {
  /** The id of a node or an edge of the graph; absent for what can be done to the project as a whole. */
  readonly part?: string | undefined;
}

export interface GraphEdits extends OfferedEdits {
  /** The version of the document that this is true of. */
  readonly version: number;
}

export interface GraphEditParams extends DocumentParams {
  readonly edit: GraphEdit;
  /** The version that the edit was offered for: for another one it is refused. */
  readonly version: number;
}

export type GraphEditResult =
  | { readonly refused: string }
  | {
      readonly refused?: never;
      readonly version: number;
      readonly edits: readonly TextReplacement[];
      /** A file to create, unless it exists. */
      readonly creates: { readonly uri: string; readonly text: string } | undefined;
      /** What the edit does beyond the file. */
      readonly consequence: Consequence | undefined;
      /** The id of the part to select in the graph that comes of it. */
      readonly select: string | undefined;
      /** The text of that part, once the edits are made. */
      readonly reveal: Range | undefined;
    };

export interface TextReplacement {
  readonly range: Range;
  readonly newText: string;
}

export interface TemplateParams extends DocumentParams {
  readonly format: TemplateFormat;
}

export interface TemplateResult {
  /** Absent while the file has errors. */
  readonly template: string | undefined;
  readonly errors: readonly Problem[];
}

export interface ImpactParams extends TemplateParams {
  /** The text of the existing template: what is deployed, as far as anybody knows. */
  readonly existing: string;
}

export interface ImpactResult extends TemplateResult {
  /** Absent where there is no template, or where `existing` cannot be compared with it. */
  readonly impact: Impact | undefined;
  /** Why `existing` cannot be compared, to follow "…, since". */
  readonly unreadable: string | undefined;
}

export interface TemplateOriginParams extends DocumentParams {
  readonly format: TemplateFormat;
  /** In the template, in UTF-16 units from its start. */
  readonly offset: number;
  /** The version of the document that the template was made of, where it is known: of another one there is no answer. */
  readonly version?: number;
}

export interface RouteParams extends DocumentParams {
  /** The API's id; may be left out where there is only one. */
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
  /** What in the document it is about. */
  readonly range: Range | undefined;
}

export interface ExportParams extends DocumentParams {
  readonly format: ExportFormat;
  /** Of pictures. */
  readonly theme: PictureTheme;
}

/** One of both, or neither where the file cannot be parsed, or says nothing yet. */
export interface ExportResult {
  readonly text?: string | undefined;
  /** The bytes of a picture, in Base64. */
  readonly base64?: string | undefined;
}

/** What a client may declare in `initializationOptions`. */
export interface InitializationOptions {
  /** True where the client has the commands of the code lenses. Without them there are no lenses. */
  readonly codeLens?: boolean;
  /** True where it has `routeMessageCommand` as well, which the lenses of routes then offer. */
  readonly routeLens?: boolean;
}

/** Command of a code lens, with `OpenPreviewArguments`. */
export const openPreviewCommand = 'websocketProject.openPreview';

export type OpenPreviewArguments = [uri: string];

/** Command of a route's code lens, with `RouteMessageArguments`: opens the preview, which shows where it goes. */
export const routeMessageCommand = 'websocketProject.routeMessage';

export type RouteMessageArguments = [uri: string, request: AskRequest];

/** Command of a code lens, with `ShowLocationsArguments`: goes to the one location. */
export const goToLocationCommand = 'websocketProject.goToLocation';

/** Command of a code lens, with `ShowLocationsArguments`: shows the locations to choose from. */
export const showReferencesCommand = 'websocketProject.showReferences';

export type ShowLocationsArguments = [uri: string, position: Position, locations: Location[]];
