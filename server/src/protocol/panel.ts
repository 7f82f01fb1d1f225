// What the preview and its page say to each other, within the client.
import type { AskRequest } from './commands.ts';
import type { Problem, Range, TemplateFormat, TextSpan } from './common.ts';
import type { GraphEdit, GraphEdits } from './graph-edits.ts';
import type { GraphTable } from './preview.ts';
import type { RouteQuestion, RouteResult } from './route.ts';
import type { TemplateSize } from './template.ts';

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
  /** To the `edit` of that number: why it was not made, or what has come of it; neither, where it was only looked at. */
  | {
      readonly type: 'edited';
      readonly number: number;
      readonly refused: string | undefined;
      readonly done: EditDone | undefined;
    }
  /** Why a part has no code to open. */
  | { readonly type: 'noSource'; readonly reason: string }
  /** The template is in the clipboard. */
  | { readonly type: 'copied' }
  /** Nothing in the file says what stands at the place of the template that was to be revealed. */
  | { readonly type: 'noOrigin' };

export type PanelMessageOf<Type extends PanelMessage['type']> = Extract<PanelMessage, { readonly type: Type }>;

/** What has come of an edit. */
export interface EditDone {
  /** The version of the document that it has made. */
  readonly version: number;
  /** The part of the graph that it is about now. */
  readonly select: string | undefined;
  /** The file that it has made, by its path from the document's folder. */
  readonly created: string | undefined;
}

/** A message to try a file with, under the name that the person gave it. */
export interface SavedSample {
  readonly name: string;
  readonly message: string;
}

/** From the page to its panel. Each has a reader in `page-message.ts` and a handler in `handlers/`. */
export type PageMessage =
  /** The page listens now, and wants to be told what to show. */
  | { readonly type: 'ready' }
  /** The text of a part is to be shown; where somebody goes there, its editor gets the focus. */
  | { readonly type: 'revealPart'; readonly part: string; readonly goesThere?: boolean | undefined }
  | { readonly type: 'revealRange'; readonly range: Range }
  /** What of that document's graph is to be collapsed, from now on: the ids of nodes. */
  | { readonly type: 'collapse'; readonly uri: string; readonly collapsed: readonly string[] }
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
