// What client and server say to each other beyond the Language Server Protocol. The only file of the server that
// the client and the preview's page import.

/** 0-based, in UTF-16 units, as in the Language Server Protocol. */
export interface Range {
  readonly start: { readonly line: number; readonly character: number };
  readonly end: { readonly line: number; readonly character: number };
}

export interface Problem {
  readonly severity: 'error' | 'warning' | 'information';
  readonly message: string;
  /** The rule's id. */
  readonly rule: string;
  readonly range: Range;
}

export type TemplateFormat = 'yaml' | 'json';

/** Request: `PreviewParams` → `Preview`, or null for a document that is not open in the server. */
export const previewRequest = 'websocketProject/preview';

/** Request: `TemplateParams` → `TemplateResult`, or null for a document that is not open in the server. */
export const templateRequest = 'websocketProject/template';

/**
 * Request: `LocateParams` → `Range`, or null for a document that is not open in the server, or has no such part now.
 * Asked on the click, not carried with the picture: the text may have moved since, and the picture need not change.
 */
export const locateRequest = 'websocketProject/locate';

/** Request: `ImpactParams` → `ImpactResult`, or null for a document that is not open in the server. */
export const impactRequest = 'websocketProject/impact';

/** Request: `PartsAtParams` → `PartsAt`, or null for a document that is not open in the server. */
export const partsAtRequest = 'websocketProject/partsAt';

/**
 * Request: `TemplateOriginParams` → `Range`, or null where nothing in the document says what stands there, or where the
 * document is not that of the template any more.
 */
export const templateOriginRequest = 'websocketProject/templateOrigin';

/** Request: `LocateParams` → `Location`, or null where the part has no handler, or its code is not there. */
export const handlerSourceRequest = 'websocketProject/handlerSource';

/** Request: `GraphEditsParams` → `GraphEdits`, or null for a document that is not open in the server. */
export const graphEditsRequest = 'websocketProject/graphEdits';

/** Request: `GraphEditParams` → `GraphEditResult`, or null for a document that is not open in the server. */
export const graphEditRequest = 'websocketProject/graphEdit';

/** Request: `RouteParams` → `RouteResult`, or null for a document that is not open in the server. */
export const routeRequest = 'websocketProject/route';

export interface DocumentParams {
  readonly textDocument: { readonly uri: string };
}

/** What a person has chosen to see of the document. */
export interface PreviewOptions {
  /** What the template is to be written in. */
  readonly format: TemplateFormat;
  /** The nodes of the graph whose endpoints are folded into one, by their `data-id`. */
  readonly collapsed?: readonly string[];
}

export interface PreviewParams extends DocumentParams, PreviewOptions {}

export interface TemplateParams extends DocumentParams {
  readonly format: TemplateFormat;
}

export interface LocateParams extends DocumentParams {
  /** A node or an edge of the graph: the value of its `data-id` in the SVG. */
  readonly part: string;
}

export interface PartsAtParams extends DocumentParams {
  readonly position: Range['start'];
  /** What the template is written in. */
  readonly format: TemplateFormat;
}

/** What a place in the text becomes. */
export interface PartsAt {
  /** The version of the document that this was said of. */
  readonly version: number;
  /** Nodes and edges of the graph: the innermost whose text is there. */
  readonly graph: readonly string[];
  /** Parts of the template, the most exact first; none while the file has errors. */
  readonly template: readonly TextSpan[];
}

/** In UTF-16 units from the beginning of a text. */
export interface TextSpan {
  readonly start: number;
  readonly end: number;
}

export interface TemplateOriginParams extends DocumentParams {
  readonly format: TemplateFormat;
  /** In the template, in UTF-16 units from its beginning. */
  readonly offset: number;
  /** The version of the document that the template was made of, where it is known; for another one there is no answer. */
  readonly version?: number;
}

export interface Preview {
  /** The version of the document that this shows. */
  readonly version: number;
  /** True for a file that says nothing yet: it is blank, or has comments alone. */
  readonly isEmpty: boolean;
  /** The route graph as an SVG element; absent while the file cannot be parsed. */
  readonly graph: string | undefined;
  /** The graph as tables; none where there is no graph. */
  readonly tables: readonly GraphTable[];
  /** The CloudFormation template; absent while the file has errors. */
  readonly template: string | undefined;
  /** That of the template; absent with it. */
  readonly templateSize: TemplateSize | undefined;
  /** The errors of the file, in its order. */
  readonly errors: readonly Problem[];
}

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

export interface TemplateSize {
  readonly resources: Measure;
  readonly outputs: Measure;
  /** Of the file, as CloudFormation takes it from S3. */
  readonly bytes: Measure;
  /** Of the file, as CloudFormation takes it with the request itself. */
  readonly directBytes: Measure;
}

/** How much there is, of how much AWS allows. */
export interface Measure {
  readonly count: number;
  readonly maximum: number;
}

export interface TemplateResult {
  /** Absent while the file has errors. */
  readonly template: string | undefined;
  readonly errors: readonly Problem[];
}

export interface ImpactParams extends TemplateParams {
  /** The text of the template that is there: what is deployed, as far as anybody knows. */
  readonly existing: string;
}

export interface ImpactResult extends TemplateResult {
  /** Absent where there is no template, or where `existing` cannot be compared with it. */
  readonly impact: Impact | undefined;
  /** Why `existing` cannot be compared, to follow "…, since". */
  readonly unreadable: string | undefined;
}

/** What CloudFormation does when a stack gets another template. */
export interface Impact {
  /** In the order of the existing template, then of the new one. What stays as it is, is not among them. */
  readonly changes: readonly ResourceChange[];
  /** For people, a sentence each: what is replaced or deleted, and what is lost with it. The worst comes first. */
  readonly warnings: readonly string[];
  /** For people, a sentence: how much changes. */
  readonly summary: string;
}

export interface ResourceChange {
  readonly logicalId: string;
  /** `AWS::ApiGatewayV2::Api`: that of the existing template, where it has the resource. */
  readonly type: string;
  readonly action: 'add' | 'update' | 'mayReplace' | 'replace' | 'delete';
  /** What makes CloudFormation do so, with the first to blame first; empty for `add` and `delete`. */
  readonly causes: readonly ChangeCause[];
  /** True where what is replaced or deleted is kept, outside of the stack, by its policies. */
  readonly retained: boolean;
  /** The logical ID that the same resource of the descriptor has in the new template, where that is another one. */
  readonly replacedBy: string | undefined;
}

export interface ChangeCause {
  /** A property, or an attribute of the resource such as `Type`. */
  readonly property: string;
  /** The replaced resource that the property refers to, where that alone changes it. */
  readonly reference: string | undefined;
}

export interface GraphEditsParams extends DocumentParams {
  /** A node or an edge of the graph; absent for what can be done to the project as a whole. */
  readonly part?: string | undefined;
}

/** What can be done to a part of the graph, and why the rest of it cannot. */
export interface GraphEdits {
  /** The version of the document that this was said of. */
  readonly version: number;
  /** What the part is called; undefined for one that the graph does not have. */
  readonly title: string | undefined;
  readonly offers: readonly GraphEditOffer[];
  /** Every other node, as the target of a connection from here; empty where none can start. */
  readonly targets: readonly ConnectionTarget[];
  /** Why nothing at all can be edited now. */
  readonly refused: string | undefined;
}

export const graphEditKinds = [
  'addEndpoint',
  'addResource',
  'connect',
  'connectToNew',
  'disconnect',
  'setAccess',
  'setMode',
  'rename',
  'delete',
] as const;

export type GraphEditKind = (typeof graphEditKinds)[number];

export interface GraphEdit {
  readonly kind: GraphEditKind;
  /** The node or the edge that it changes; absent for a resource that is added on its own. */
  readonly part?: string | undefined;
  /** The node to connect to. */
  readonly to?: string | undefined;
  /** The route, the resource id, or the new name of either. */
  readonly name?: string | undefined;
  /** The type of a resource that is added. */
  readonly type?: string | undefined;
  /** The operation mode, or the access level. */
  readonly option?: string | undefined;
}

export interface GraphEditOffer {
  readonly title: string;
  /** Without what the person is yet to be asked for. */
  readonly edit: GraphEdit;
  /** The edit's `name`, to be typed. */
  readonly input?: GraphEditInput | undefined;
  /** The edit's `option`, to be chosen. */
  readonly options?: GraphEditOptions | undefined;
  /** Why it cannot be done here. */
  readonly refused?: string | undefined;
}

export interface GraphEditInput {
  readonly label: string;
  readonly value: string;
  readonly suggestions: readonly string[];
}

export interface GraphEditOptions {
  readonly label: string;
  /** The one that is most likely meant stands first. */
  readonly values: readonly string[];
}

export interface ConnectionTarget {
  /** The node. */
  readonly part: string;
  readonly title: string;
  /** What the connection would do, in a few words; empty where there can be none. */
  readonly does: string;
  /** Why there can be no connection to it. */
  readonly refused?: string | undefined;
  /** The edit's `option`, to be chosen. */
  readonly options?: GraphEditOptions | undefined;
}

export interface GraphEditParams extends DocumentParams {
  readonly edit: GraphEdit;
  /** The version that the edit was offered for: another one is refused. */
  readonly version: number;
}

export type GraphEditResult =
  | { readonly refused: string }
  | {
      readonly refused?: never;
      readonly version: number;
      readonly edits: readonly TextReplacement[];
      /** A file that is to be there as well, if there is none yet. */
      readonly creates: { readonly uri: string; readonly text: string } | undefined;
      /** What the edit does beyond the file: to be told before it is made. */
      readonly consequence: EditConsequence | undefined;
      /** The part that is to be selected in the graph that comes of it. */
      readonly select: string | undefined;
      /** The text of that part, once the edits are made. */
      readonly reveal: Range | undefined;
    };

export interface TextReplacement {
  readonly range: Range;
  readonly newText: string;
}

export interface EditConsequence {
  readonly label: string;
  readonly description: string;
  /** True where something breaks, or goes, unless more is done than the edit. */
  readonly needsConfirmation: boolean;
}

/** Request: `ExportParams` → `ExportResult`, or null for a document that is not open in the server. */
export const exportRequest = 'websocketProject/export';

export type ExportFormat = 'svg' | 'png' | 'mermaid' | 'markdown';
export type PictureTheme = 'light' | 'dark';

export interface ExportParams extends DocumentParams {
  readonly format: ExportFormat;
  /** Of pictures. */
  readonly theme: PictureTheme;
}

/** Exactly one of both is there, or neither where the file cannot be parsed, or says nothing yet. */
export interface ExportResult {
  readonly text?: string | undefined;
  /** The bytes of a picture, in Base64. */
  readonly base64?: string | undefined;
}

export interface RouteParams extends DocumentParams {
  /** The API's id; may be left out where there is only one. */
  readonly api?: string | undefined;
  readonly question: RouteQuestion;
}

/** Names and values, in their order; a name may come again. */
export type NamedValues = readonly (readonly [name: string, value: string])[];

/** What a client sends or does, and how the functions take it. */
export type RouteQuestion =
  | {
      readonly kind: 'message';
      /** Absent for a binary one. */
      readonly message?: string | undefined;
      /** `failure` where the function throws, or returns nothing valid. */
      readonly handler?: 'failure' | undefined;
    }
  | {
      readonly kind: 'connect';
      readonly query: NamedValues;
      readonly headers: NamedValues;
      /** `allow` when left out. */
      readonly authorizer?: AuthorizerAnswer | undefined;
      /** What the function of `$connect` does; status 200 when left out. */
      readonly handler?: 'failure' | { readonly statusCode: number } | undefined;
    }
  | { readonly kind: 'disconnect' };

/** What an authorizer does; `unauthorized`: it throws `Unauthorized`. `failure`: it fails in any other way. */
export type AuthorizerAnswer = 'allow' | 'deny' | 'unauthorized' | 'failure';

export interface RouteResult {
  /** The APIs of the file. */
  readonly apis: readonly AskableApi[];
  readonly answer: RouteAnswer | undefined;
  /** Why there is no answer. */
  readonly refused: string | undefined;
}

/** What can be asked of an API. */
export interface AskableApi {
  readonly id: string;
  /** The authorizer's id, where it is asked. */
  readonly authorizer: string | undefined;
  /** What clients must send for that: `querystring.NAME`, `header.NAME`. */
  readonly identitySource: readonly string[];
  /** A message for each endpoint that a message can select. */
  readonly samples: readonly RouteSample[];
}

export interface RouteSample {
  readonly route: string;
  readonly message: string;
}

export interface RouteAnswer {
  readonly api: string;
  /** Absent where no endpoint takes what is asked about. */
  readonly route: string | undefined;
  readonly steps: readonly RouteStep[];
  /** The function that is asked whether the client may connect, and the event. */
  readonly authorizer: FunctionCall | undefined;
  /** The endpoint's function, and the event that it gets. */
  readonly handler: FunctionCall | undefined;
  /** Absent where the client gets nothing. */
  readonly reply: RouteReply | undefined;
  /** The same in a sentence. */
  readonly outcome: string;
  /** The nodes and edges of the graph that it passes, from the clients on. */
  readonly parts: readonly string[];
}

export interface RouteStep {
  /** A sentence or two, with texts of the file's in backticks. */
  readonly text: string;
  /** What in the document it speaks of. */
  readonly range: Range | undefined;
}

export interface FunctionCall {
  /** The resource id. */
  readonly function: string;
  /** JSON. */
  readonly event: string;
}

/** What the client gets. */
export type RouteReply =
  /** The `body` that the function returns. */
  | { readonly kind: 'body'; readonly function: string }
  /** API Gateway's own error, to the byte; the socket stays open. */
  | { readonly kind: 'error'; readonly frame: string }
  | { readonly kind: 'accepted' }
  /** An HTTP status instead of a socket. */
  | { readonly kind: 'refused'; readonly status: number }
  /** The socket is closed with the WebSocket protocol's code. */
  | { readonly kind: 'closed'; readonly code: number };

/** What a client may say of itself in `initializationOptions`. */
export interface InitializationOptions {
  /** True where the client has the commands of the code lenses. Without them there are none. */
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

/** What the preview is to be asked. */
export interface AskRequest {
  readonly api: string;
  readonly kind: RouteQuestion['kind'];
  /** To begin with, for a message. */
  readonly message?: string | undefined;
}

/** Command of a code lens, with `ShowLocationsArguments`: goes to the one location. */
export const goToLocationCommand = 'websocketProject.goToLocation';

/** Command of a code lens, with `ShowLocationsArguments`: shows the locations to choose from. */
export const showReferencesCommand = 'websocketProject.showReferences';

export type ShowLocationsArguments = [uri: string, position: Range['start'], locations: Location[]];

export interface Location {
  readonly uri: string;
  readonly range: Range;
}

/** What the preview's page shows: the panel tells it, whole, after each change. */
export interface PreviewState {
  /** The document's URI: the page keeps it, so that the preview comes back with the window. */
  readonly uri: string;
  /** The file's name, for people. */
  readonly file: string;
  /** The version of the document that this shows. */
  readonly version: number;
  readonly isEmpty: boolean;
  /** The errors of the file as it is now, in its order. */
  readonly errors: readonly Problem[];
  /** The last graph that could be drawn, as an SVG element; absent when there has been none. */
  readonly graph: string | undefined;
  /** That graph as tables. */
  readonly tables: readonly GraphTable[];
  /** True where the file cannot be parsed now, and `graph` shows what it said before. */
  readonly graphIsStale: boolean;
  /** The last template that could be generated; absent when there has been none. */
  readonly template: string | undefined;
  /** That of the template; absent with it. */
  readonly templateSize: TemplateSize | undefined;
  readonly templateFormat: TemplateFormat;
  readonly templateIsStale: boolean;
}

/** From the panel to its page. The page's shell and its panes each take those that are theirs. */
export type PanelMessage =
  | { readonly type: 'show'; readonly state: PreviewState }
  /** There is nothing to show, and why: the file is gone, the server does not run. */
  | { readonly type: 'unavailable'; readonly reason: string }
  /** Where the cursor is in the text, as parts of what is shown; again after each `show`. */
  | { readonly type: 'cursor'; readonly graph: readonly string[]; readonly template: readonly TextSpan[] }
  /** What the file with that URI is to be asked: it is shown next, if it is not already. */
  | { readonly type: 'startAsking'; readonly uri: string; readonly request: AskRequest | undefined }
  /** To the `ask` of that number; with a null result where the server does not know the file. */
  | { readonly type: 'answer'; readonly number: number; readonly result: RouteResult | null }
  /** The messages that were saved for the file with that URI. */
  | { readonly type: 'samples'; readonly uri: string; readonly samples: readonly SavedSample[] }
  /** To the `askEdits` of that number. */
  | { readonly type: 'edits'; readonly number: number; readonly edits: GraphEdits }
  /** To the `edit` of that number: why it was not made, or which part of the graph it is about now. */
  | {
      readonly type: 'edited';
      readonly number: number;
      readonly refused: string | undefined;
      readonly select: string | undefined;
    }
  /** The template is in the clipboard. */
  | { readonly type: 'copied' }
  /** Nothing in the file says what stands at the place of the template that was to be revealed. */
  | { readonly type: 'noOrigin' };

export type PanelMessageOf<Type extends PanelMessage['type']> = Extract<PanelMessage, { readonly type: Type }>;

/** A message to try a file with, under the name that the person gave it. */
export interface SavedSample {
  readonly name: string;
  readonly message: string;
}

/** From the page to its panel. Each has a reader in `page-message.ts` and a handler in `handlers/`. */
export type PageMessage =
  /** The page listens now, and wants to be told what to show. */
  | { readonly type: 'ready' }
  | { readonly type: 'revealPart'; readonly part: string }
  | { readonly type: 'revealRange'; readonly range: Range }
  /** What of the graph is to be collapsed, from now on: the ids of nodes. */
  | { readonly type: 'collapse'; readonly collapsed: readonly string[] }
  /** The code that a function runs, by the id of its node. */
  | { readonly type: 'openSource'; readonly part: string }
  /** The text that a place of the template comes from. */
  | { readonly type: 'revealOrigin'; readonly offset: number }
  /** Where something goes; answered by `answer` with the same number. */
  | {
      readonly type: 'ask';
      readonly number: number;
      readonly api: string | undefined;
      readonly question: RouteQuestion;
    }
  /** The messages that were saved for the file are to be sent. */
  | { readonly type: 'loadSamples' }
  /** From now on these are saved for it. */
  | { readonly type: 'saveSamples'; readonly samples: readonly SavedSample[] }
  | { readonly type: 'copyText'; readonly text: string }
  /** What can be done to a part of the graph, or to the project; answered by `edits` with the same number. */
  | { readonly type: 'askEdits'; readonly number: number; readonly part: string | undefined }
  /** To be made, or only to be looked at: whether it can be made; answered by `edited` with the same number. */
  | {
      readonly type: 'edit';
      readonly number: number;
      readonly edit: GraphEdit;
      readonly version: number;
      readonly isTrial: boolean;
    }
  /** The last step of the document's history is to be taken back, or made again. */
  | { readonly type: 'undo' }
  | { readonly type: 'redo' }
  /** An empty file is to begin with something. */
  | { readonly type: 'startFile' }
  | { readonly type: 'setTemplateFormat'; readonly format: TemplateFormat }
  | { readonly type: 'openTemplate' }
  | { readonly type: 'copyTemplate' }
  | { readonly type: 'generateTemplate' };

export type PageMessageOf<Type extends PageMessage['type']> = Extract<PageMessage, { readonly type: Type }>;
