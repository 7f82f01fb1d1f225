// What a client can do for the server beyond the Language Server Protocol: read files, and run the commands of code lenses and
// completion items. It declares what it can, and the options of its editor, when it starts the server.
import type { Location } from './protocol.ts';
import type { AskRequest } from './simulation/ask.ts';
import type { Position } from './syntax/positions.ts';

/**
 * What the server asks of a client that declares the capability `experimental.fileRequests`: to read files that it cannot
 * read itself. A server in a web worker reads all files so, and one on a computer those that are not on its disk.
 */
export interface FileRequests {
  /** What is there; null if nothing is. An error if that cannot be determined. */
  [statMethod]: { readonly params: FileParams; readonly result: FileStat | null };
  /** What is in a folder; null if it cannot be read. */
  [readDirectoryMethod]: { readonly params: FileParams; readonly result: FolderContent | null };
  /** The start of a text file; null if it cannot be read. */
  [readFileMethod]: { readonly params: ReadFileParams; readonly result: FileText | null };
}

export const statMethod = 'websocketProject/fs/stat';
export const readDirectoryMethod = 'websocketProject/fs/readDirectory';
export const readFileMethod = 'websocketProject/fs/readFile';

/** The URI of a file or folder. */
export interface FileParams {
  readonly uri: string;
}

export interface ReadFileParams extends FileParams {
  /** How much to read, in bytes. */
  readonly maximum: number;
}

export interface FileStat {
  /** What a link leads to, if it is one. */
  readonly kind: 'file' | 'folder' | 'other';
  readonly isLink: boolean;
  /** When it was last changed, in milliseconds since 1970. */
  readonly mtime: number;
  /** In bytes. */
  readonly size: number;
}

export interface FolderContent {
  readonly entries: readonly FolderItem[];
}

export interface FolderItem {
  readonly name: string;
  readonly kind: 'file' | 'folder' | 'link' | 'other';
}

export interface FileText {
  /** Decoded from UTF-8; a byte order mark is part of it. */
  readonly text: string;
}

/** What a client may declare in `initializationOptions`. */
export interface InitializationOptions {
  /** False if the client inserts the choices of a snippet as text. The default is true. */
  readonly snippetChoices?: boolean;
  /** False if the client can only insert one line. The default is true. */
  readonly multilineCompletion?: boolean;
  /** False if the client does not indent inserted lines, whatever its capabilities say. The default is what they say. */
  readonly indentsCompletion?: boolean;
  /**
   * The texts of the file `l10n/server.<language>.json` for the user's language, for a server without a disk, which cannot read
   * it. Without them, all texts are in English.
   */
  readonly texts?: Readonly<Record<string, string>>;
  /** For a server without a disk: the pages of the rules, in Markdown, by the IDs of the rules. */
  readonly rulePages?: Readonly<Record<string, string>>;
}

// The commands of clients, which code lenses and completion items run. A client declares those that it has in the
// capability `experimental.commands.commands`.

/** The command of a completion item. Opens completion again where accepting the item has placed the cursor. */
export const suggestCommand = 'editor.action.triggerSuggest';

/**
 * The command of a completion item, with `FollowRouteArguments`. While the user types the route of the new endpoint, its
 * new function is named like it.
 */
export const followRouteCommand = 'websocketProject.followRoute';

export type FollowRouteArguments = [uri: string, functionId: string];

/** The command of a code lens, with `OpenPreviewArguments`. */
export const openPreviewCommand = 'websocketProject.openPreview';

export type OpenPreviewArguments = [uri: string];

/**
 * The command of a route's code lens, with `RouteMessageArguments`. Shows where the message goes: in the preview's
 * Simulate pane, or in a message of the server, which runs the command for a client that does not have it.
 */
export const routeMessageCommand = 'websocketProject.routeMessage';

export type RouteMessageArguments = [uri: string, request: AskRequest];

/** The command of a code lens, with `RunLocallyArguments`. Runs the APIs on this computer, and shows what happens. */
export const runLocallyCommand = 'websocketProject.runLocally';

export type RunLocallyArguments = [uri: string];

/** The command of a code lens, with `ShowLocationsArguments`. Goes to the only location. */
export const goToLocationCommand = 'websocketProject.goToLocation';

/** The command of a code lens, with `ShowLocationsArguments`. Lists the locations to choose from. */
export const showReferencesCommand = 'websocketProject.showReferences';

export type ShowLocationsArguments = [uri: string, position: Position, locations: Location[]];

/** Writes the template of the descriptor with that URI. The server runs it for a client that does not have it. */
export const generateTemplateCommand = 'websocketProject.generateTemplate';

/**
 * Imports the file of another tool with that URI; the second argument can have the `stage` of a Serverless project. The server
 * runs it for a client that does not have it.
 */
export const importCommand = 'websocketProject.import';
