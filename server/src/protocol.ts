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

/** Request: `DocumentParams` → `Preview`, or null for a document that is not open in the server. */
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

/**
 * Request: `TemplateLocationParams` → `Range` of the descriptor that the place in the template comes from, or null: for
 * a document that is not open in the server, one with errors, or a place that no descriptor decides.
 */
export const templateOriginRequest = 'websocketProject/templateOrigin';

/** Request: `TemplatePartsParams` → `TemplateParts`, or null for a document that is not open in the server. */
export const templatePartsRequest = 'websocketProject/templateParts';

export interface DocumentParams {
  readonly textDocument: { readonly uri: string };
}

export interface TemplateParams extends DocumentParams {
  readonly format: TemplateFormat;
}

/** A place in the template as it is generated from the document now. */
export interface TemplateLocationParams extends TemplateParams {
  readonly position: Range['start'];
}

/** A place in the document. */
export interface TemplatePartsParams extends TemplateParams {
  readonly position: Range['start'];
}

export interface TemplateParts {
  /** Of the template: what comes from that place, in the template's order. Empty while the document has errors. */
  readonly ranges: readonly Range[];
}

export interface LocateParams extends DocumentParams {
  /** A node or an edge of the graph: the value of its `data-id` in the SVG. */
  readonly part: string;
}

export interface Preview {
  /** The version of the document that this shows. */
  readonly version: number;
  /** True for a file that says nothing yet: it is blank, or has comments alone. */
  readonly isEmpty: boolean;
  /** The route graph as an SVG element; absent while the file cannot be parsed. */
  readonly graph: string | undefined;
  /** The CloudFormation template in YAML; absent while the file has errors. */
  readonly template: string | undefined;
  /** The errors of the file, in its order. */
  readonly errors: readonly Problem[];
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

/** What a client may say of itself in `initializationOptions`. */
export interface InitializationOptions {
  /** True where the client has the commands of the code lenses. Without them there are none. */
  readonly codeLens?: boolean;
}

/** Command of a code lens, with `OpenPreviewArguments`. */
export const openPreviewCommand = 'websocketProject.openPreview';
export type OpenPreviewArguments = [uri: string];

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
  readonly isEmpty: boolean;
  /** The errors of the file as it is now, in its order. */
  readonly errors: readonly Problem[];
  /** The last graph that could be drawn, as an SVG element; absent when there has been none. */
  readonly graph: string | undefined;
  /** True where the file cannot be parsed now, and `graph` shows what it said before. */
  readonly graphIsStale: boolean;
  /** The last template that could be generated, in YAML; absent when there has been none. */
  readonly template: string | undefined;
  readonly templateIsStale: boolean;
}

/** From the panel to its page. */
export type PanelMessage =
  | { readonly type: 'show'; readonly state: PreviewState }
  /** There is nothing to show, and why: the file is gone, the server does not run. */
  | { readonly type: 'unavailable'; readonly reason: string }
  | { readonly type: 'copied' };

/** From the page to its panel. */
export type PageMessage =
  /** The page listens now, and wants to be told what to show. */
  | { readonly type: 'ready' }
  | { readonly type: 'revealPart'; readonly part: string }
  | { readonly type: 'revealRange'; readonly range: Range }
  | { readonly type: 'copyTemplate' }
  | { readonly type: 'generateTemplate' };
