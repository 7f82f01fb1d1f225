// What the suite in the web window has observed.

export interface PlainRange {
  readonly start: { readonly line: number; readonly character: number };
  readonly end: { readonly line: number; readonly character: number };
}

export interface PlainProblem {
  readonly code: string;
  /** As VS Code numbers them: 0 for an error. */
  readonly severity: number;
  readonly message: string;
  readonly range: PlainRange;
}

export interface WebResults {
  readonly hasNode: boolean;
  readonly isTrusted: boolean;
  readonly problemsAtFirst: readonly PlainProblem[];
  readonly hover: string;
  readonly completion: readonly string[];
  readonly definition: readonly { readonly uri: string; readonly range: PlainRange }[];
  /** The text with mistakes, and what is reported in it. */
  readonly faulty: { readonly text: string; readonly problems: readonly PlainProblem[] };
  /** What is reported in a project file that no editor shows. */
  readonly closedFile: readonly PlainProblem[];
  /** What an agent is answered that asks about the rule `duplicate-route`. */
  readonly explained: string;
  /** The URI of the file that a quick fix created. */
  readonly created: string;
  readonly template: { readonly uri: string; readonly text: string } | undefined;
  /** The project file that a template has become, and the report. */
  readonly imported: { readonly uri: string; readonly text: string; readonly report: string } | undefined;
  /** What is reported as an error because a settings file says so. */
  readonly withSettings: readonly PlainProblem[];
}
