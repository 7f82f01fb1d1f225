// What a client says of itself, and the commands of its code lenses.
import type { Location, Range } from './common.ts';
import type { RouteQuestion } from './route.ts';

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
