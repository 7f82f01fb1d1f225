// What the preview shows of a document, and the ways between the two.
import type { DocumentParams, Problem, Range, TemplateFormat, TextSpan } from './common.ts';
import type { TemplateSize } from './template.ts';

/** Request: `PreviewParams` → `Preview`, or null for a document that is not open in the server. */
export const previewRequest = 'websocketProject/preview';

/**
 * Request: `LocateParams` → `Range`, or null for a document that is not open in the server, or has no such part now.
 * Asked on the click, not carried with the picture: the text may have moved since, and the picture need not change.
 */
export const locateRequest = 'websocketProject/locate';

/** Request: `PartsAtParams` → `PartsAt`, or null for a document that is not open in the server. */
export const partsAtRequest = 'websocketProject/partsAt';

/** Request: `LocateParams` → `Location`, or null where the part has no handler, or its code is not there. */
export const handlerSourceRequest = 'websocketProject/handlerSource';

/** What a person has chosen to see of the document. */
export interface PreviewOptions {
  /** What the template is to be written in. */
  readonly format: TemplateFormat;
  /**
   * The nodes of the graph whose endpoints are folded into one, by their `data-id`; absent for what is folded until
   * somebody says what should be: nothing, or in a large graph the APIs.
   */
  readonly collapsed?: readonly string[];
}

export interface PreviewParams extends DocumentParams, PreviewOptions {}

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
