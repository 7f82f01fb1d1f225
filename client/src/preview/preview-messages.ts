// The messages between the preview's panel and its page, and the checks that both sides make before they use one, since
// data from a webview is untrusted input.
import type {
  AskableApi,
  AskRequest,
  GraphArrangement,
  GraphEdit,
  GraphEdits,
  GraphPicture,
  GraphSize,
  GraphTable,
  PartEdits,
  PreviewPane,
  Problem,
  Range,
  RouteQuestion,
  RouteResult,
  SessionEvent,
  TemplateFormat,
  TemplateSize,
  Span,
} from '../../../server/src/protocol.ts';
import type { Catalogue } from '../../../server/src/locale.ts';
import {
  boolean,
  checked,
  count,
  either,
  list,
  none,
  object,
  oneOf,
  optional,
  pair,
  string,
  variants,
  type Check,
  type Report,
} from '../checks.ts';
import {
  askableApi,
  askRequest,
  graphArrangement,
  graphEdit,
  graphEdits,
  graphPicture,
  graphSize,
  graphTable,
  partEdits,
  previewPane,
  problem,
  range,
  routeQuestion,
  routeResult,
  span,
  templateFormat,
  templateSize,
} from '../protocol-checks.ts';
import { clientCommand, sessionEvent, type ClientCommand } from '../session-checks.ts';

export type { ClientCommand } from '../session-checks.ts';

/** The content of the visible pane. The panel sends it after each change; the content of other panes is absent. */
export interface PreviewState {
  /** The document's URI, which the page stores so that the preview can be restored with the window. */
  readonly uri: string;
  /** The file's name, for display. */
  readonly file: string;
  /** The version of the document that this shows. */
  readonly version: number;
  readonly isEmpty: boolean;
  /** The errors of the file, in document order. Those before as long as problems of what is being typed are withheld. */
  readonly errors: readonly Problem[];
  readonly pane: PreviewPane;
  /** True if the file has errors that leave the pane without content, so that it shows an earlier version. */
  readonly isStale: boolean;
  /** Whether to show that. False as long as the cause is only what is being typed. */
  readonly looksStale: boolean;
  /** The last graph that could be drawn; absent if there was none. */
  readonly graph: GraphPicture | undefined;
  /** The edits of a part of it. */
  readonly offered: PartEdits | undefined;
  /** The last graph as tables. */
  readonly tables: readonly GraphTable[] | undefined;
  /** The last template that could be generated; absent if there was none. */
  readonly template: string | undefined;
  /** The size of the template; absent if there is none. */
  readonly templateSize: TemplateSize | undefined;
  readonly templateFormat: TemplateFormat;
  readonly cursor: CursorParts;
}

/** Where the cursor is in the text, as parts of the graph and of the template. */
export interface CursorParts {
  readonly graph: readonly string[];
  readonly template: readonly Span[];
}

/** Whether the project file runs locally. */
export interface RunState {
  readonly phase: 'off' | 'starting' | 'running' | 'stopping';
  /** Whether it runs with a debugger. */
  readonly isDebugged: boolean;
  /** Why the last run has ended, or has not started; undefined if the user has stopped it. */
  readonly ended: string | undefined;
}

/** A place that the runtime of a function names. */
export interface CodePlace {
  /** An absolute path or a `file:` URL. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
}

/** From the panel to its page. The page and its panes each handle their own. */
export type PanelMessage =
  | { readonly type: 'show'; readonly state: PreviewState }
  /** Why there is nothing to show: the file is gone, or the server is not running. */
  | { readonly type: 'unavailable'; readonly reason: string }
  /** The cursor has moved. After a change of the text, its parts come with `show`. */
  | ({ readonly type: 'cursor' } & CursorParts)
  /** Shows the Simulate pane for the file with that URI, with the values of the request if there is one. */
  | { readonly type: 'startAsking'; readonly uri: string; readonly request: AskRequest | undefined }
  /** The answer to the `ask` of that number. The result is null if the server does not know the file. */
  | { readonly type: 'answer'; readonly number: number; readonly result: RouteResult | null }
  /** The saved sample messages of the file with that URI. */
  | { readonly type: 'samples'; readonly uri: string; readonly samples: readonly SavedSample[] }
  /** The state of the local run of the file with that URI, its APIs, and why it cannot run in this window, if it cannot. */
  | {
      readonly type: 'run';
      readonly uri: string;
      readonly state: RunState;
      readonly apis: readonly AskableApi[];
      readonly refused: string | undefined;
    }
  /** What its local run has reported: all that is known if `isStart`, or else what is new. */
  | {
      readonly type: 'runEvents';
      readonly uri: string;
      readonly isStart: boolean;
      readonly events: readonly SessionEvent[];
    }
  /** Shows the Run pane for the file with that URI. */
  | { readonly type: 'showRun'; readonly uri: string }
  /** The answer to the `askEdits` of that number. */
  | { readonly type: 'edits'; readonly number: number; readonly edits: GraphEdits }
  /** The answer to the `edit` of that number: why it was refused, or its result. A trial that succeeds has neither. */
  | {
      readonly type: 'edited';
      readonly number: number;
      readonly refused: string | undefined;
      readonly done: EditDone | undefined;
    }
  /** Requests a PNG of that size from the SVG; answered by `drawn` with the same number. */
  | {
      readonly type: 'drawPng';
      readonly number: number;
      readonly svg: string;
      readonly width: number;
      readonly height: number;
    }
  /** Moves the focus into the page, to where it was last. */
  | { readonly type: 'focus' }
  /** Why a part has no code to open. */
  | { readonly type: 'noSource'; readonly reason: string }
  /** The template is in the clipboard. */
  | { readonly type: 'copied' }
  /** Nothing in the file corresponds to the place in the template that was to be revealed. */
  | { readonly type: 'noOrigin' };

export type PanelMessageOf<Type extends PanelMessage['type']> = Extract<PanelMessage, { readonly type: Type }>;

/** The result of an edit. */
export interface EditDone {
  /** The version of the document after the edit. */
  readonly version: number;
  /** The part of the graph to select. */
  readonly select: string | undefined;
  /** The path of the file that it has created, relative to the document's folder. */
  readonly created: string | undefined;
}

/** A sample message that the user has saved under a name. */
export interface SavedSample {
  readonly name: string;
  readonly message: string;
}

/** From the page to its panel. Handled in handlers.ts and edit-handlers.ts. */
export type PageMessage =
  /** The page is ready, so the panel sends what to show. */
  | { readonly type: 'ready' }
  /** Another pane has become visible. The panel sends its content. */
  | { readonly type: 'pane'; readonly pane: PreviewPane }
  /** Shows the text of a part. With `goesThere`, its editor gets the focus. */
  | { readonly type: 'revealPart'; readonly part: string; readonly goesThere?: boolean | undefined }
  | { readonly type: 'revealRange'; readonly range: Range }
  /** The IDs of the nodes that are collapsed from now on in the graph of that document. */
  | { readonly type: 'collapse'; readonly uri: string; readonly collapsed: readonly string[] }
  /** The space for the graph. It is arranged as given, or so that it fits best. */
  | { readonly type: 'arrange'; readonly room: GraphSize; readonly arrangement?: GraphArrangement | undefined }
  /** Opens the code that a function runs, by the ID of its node. */
  | { readonly type: 'openSource'; readonly part: string }
  /** Reveals the text that this offset of the template comes from. */
  | { readonly type: 'revealOrigin'; readonly offset: number }
  /** Simulates the question; answered by `answer` with the same number. */
  | {
      readonly type: 'ask';
      readonly number: number;
      readonly api: string | undefined;
      readonly question: RouteQuestion;
    }
  /** Requests the saved messages of the file; answered by `samples`. */
  | { readonly type: 'loadSamples' }
  /** Saves these messages for the file, in place of those before. */
  | { readonly type: 'saveSamples'; readonly samples: readonly SavedSample[] }
  | { readonly type: 'copyText'; readonly text: string }
  /** Runs the file locally, if it does not run. */
  | { readonly type: 'startRun'; readonly isDebugged: boolean }
  | { readonly type: 'stopRun' }
  /** Opens the page that the run serves in a browser. */
  | { readonly type: 'openClientPage' }
  /** What a client of the run does. */
  | { readonly type: 'runCommand'; readonly command: ClientCommand }
  /** Opens the code of the function with that ID. */
  | { readonly type: 'openHandler'; readonly function: string }
  /** Opens the line of a stack trace. */
  | { readonly type: 'openPlace'; readonly place: CodePlace }
  /** Requests the edits of a part of the graph, or of the project; answered by `edits` with the same number. */
  | { readonly type: 'askEdits'; readonly number: number; readonly part: string | undefined }
  /** Makes the edit; a trial only checks whether it is possible. Answered by `edited` with the same number. */
  | {
      readonly type: 'edit';
      readonly number: number;
      readonly edit: GraphEdit;
      readonly version: number;
      readonly isTrial: boolean;
    }
  /** Undoes or redoes a step of the document's history. */
  | { readonly type: 'undo' }
  | { readonly type: 'redo' }
  /** Inserts a small project into an empty file. */
  | { readonly type: 'startFile' }
  /** Imports the file of another tool that was dropped onto the page. */
  | { readonly type: 'importFile'; readonly uri: string }
  | { readonly type: 'setTemplateFormat'; readonly format: TemplateFormat }
  | { readonly type: 'openTemplate' }
  | { readonly type: 'copyTemplate' }
  | { readonly type: 'generateTemplate' }
  /** The answer to the `drawPng` of that number: the bytes in Base64, or why there are none. */
  | {
      readonly type: 'drawn';
      readonly number: number;
      readonly png: string | undefined;
      readonly fault: string | undefined;
    }
  /** The page has rejected an invalid message of the panel, which logs what was wrong. */
  | { readonly type: 'refusedMessage'; readonly fault: string };

export type PageMessageOf<Type extends PageMessage['type']> = Extract<PageMessage, { readonly type: Type }>;

/**
 * The message, or undefined for anything else.
 * @param report receives what is wrong with it
 */
export function readPageMessage(value: unknown, report?: Report): PageMessage | undefined {
  return checked(pageMessage, value, report);
}

/** The same for the panel's messages. */
export function readPanelMessage(value: unknown, report?: Report): PanelMessage | undefined {
  return checked(panelMessage, value, report);
}

/** The part of the page's stored state that the panel reads when VS Code restores the window. */
export const keptState = object<{ readonly uri: string }>({ uri: string });

const cursorParts = { graph: list(string), template: list(span) };
const previewState = object<PreviewState>({
  uri: string,
  file: string,
  version: count,
  isEmpty: boolean,
  errors: list(problem),
  pane: previewPane,
  isStale: boolean,
  looksStale: boolean,
  graph: optional(graphPicture),
  offered: optional(partEdits),
  tables: optional(list(graphTable)),
  template: optional(string),
  templateSize: optional(templateSize),
  templateFormat,
  cursor: object<CursorParts>(cursorParts),
});

export const savedSamples: Check<readonly SavedSample[]> = list(object<SavedSample>({ name: string, message: string }));

const runState = object<RunState>({
  phase: oneOf('off', 'starting', 'running', 'stopping'),
  isDebugged: boolean,
  ended: optional(string),
});

const panelMessage = variants<PanelMessage, 'type'>('type', {
  show: { state: previewState },
  unavailable: { reason: string },
  cursor: cursorParts,
  startAsking: { uri: string, request: optional(askRequest) },
  answer: { number: count, result: either(none, routeResult) },
  samples: { uri: string, samples: savedSamples },
  run: { uri: string, state: runState, apis: list(askableApi), refused: optional(string) },
  runEvents: { uri: string, isStart: boolean, events: list(sessionEvent) },
  showRun: { uri: string },
  edits: { number: count, edits: graphEdits },
  edited: {
    number: count,
    refused: optional(string),
    done: optional(object<EditDone>({ version: count, select: optional(string), created: optional(string) })),
  },
  drawPng: { number: count, svg: string, width: count, height: count },
  focus: {},
  noSource: { reason: string },
  copied: {},
  noOrigin: {},
});

const pageMessage = variants<PageMessage, 'type'>('type', {
  ready: {},
  pane: { pane: previewPane },
  revealPart: { part: string, goesThere: optional(boolean) },
  revealRange: { range },
  collapse: { uri: string, collapsed: list(string) },
  arrange: { room: graphSize, arrangement: optional(graphArrangement) },
  openSource: { part: string },
  revealOrigin: { offset: count },
  ask: { number: count, api: optional(string), question: routeQuestion },
  loadSamples: {},
  saveSamples: { samples: savedSamples },
  copyText: { text: string },
  startRun: { isDebugged: boolean },
  stopRun: {},
  openClientPage: {},
  runCommand: { command: clientCommand },
  openHandler: { function: string },
  openPlace: { place: object<CodePlace>({ file: string, line: count, column: count }) },
  askEdits: { number: count, part: optional(string) },
  edit: { number: count, edit: graphEdit, version: count, isTrial: boolean },
  undo: {},
  redo: {},
  startFile: {},
  importFile: { uri: string },
  setTemplateFormat: { format: templateFormat },
  openTemplate: {},
  copyTemplate: {},
  generateTemplate: {},
  drawn: { number: count, png: optional(string), fault: optional(string) },
  refusedMessage: { fault: string },
});

/** The ID of the element with the texts of the page in the user's language. They are part of the page, which needs them at once. */
export const textsId = 'texts';

/** The texts as the content of that element, in which `<` could end it. */
export function writeTexts(texts: Catalogue): string {
  return JSON.stringify(Object.entries(texts)).replaceAll('<', String.raw`\u003c`);
}

/** @param content undefined if the language is English, or another one without translations */
export function readTexts(content: string | undefined): Catalogue | undefined {
  const read: unknown = JSON.parse(content ?? 'null');
  return listOfTexts(read) ? Object.fromEntries(read) : undefined;
}

const listOfTexts = list(pair(string, string));
