// What several of the messages have in common.

/** What editors call the language of a websocket project file. */
export const languageId = 'websocket-project';

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

export interface DocumentParams {
  readonly textDocument: { readonly uri: string };
}

/** In UTF-16 units from the beginning of a text. */
export interface TextSpan {
  readonly start: number;
  readonly end: number;
}

export interface Location {
  readonly uri: string;
  readonly range: Range;
}
