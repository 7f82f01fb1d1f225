// The state, inputs and effects of editing in the graph.
import type {
  ConnectionTarget,
  EditProposal,
  GraphEdit,
  GraphEditKind,
  GraphEditOffer,
  GraphEdits,
  PartEdits,
} from '../../../server/src/protocol.ts';
import type { EditDone, PageMessage } from '../../src/preview/preview-messages.ts';
import { noParts, type GraphParts } from '../graph-parts.ts';
import { shortcutOf, type CommandIn, type Shortcut } from '../keyboard.ts';
import type { Point } from '../popup.ts';
import { t } from '../../../server/src/locale.ts';

export interface EditingState {
  /** The parts of the picture, and the version of the text that it shows. */
  readonly parts: GraphParts;
  readonly version: number;
  /** The selected part, if any. */
  readonly chosen: string | undefined;
  /** The edits that the panel has offered for a part. */
  readonly offered: PartEdits | undefined;
  /** The requests that the panel has not answered, by number. */
  readonly pending: ReadonlyMap<number, Pending>;
  readonly lastNumber: number;
  readonly popup: 'menu' | Form | undefined;
  readonly connecting: Connecting | undefined;
  /** Set while a drag waits for its possible targets; with the node where it ended, if it did. */
  readonly drag: { readonly drop?: { readonly node: string | undefined } } | undefined;
  /** The part that an edit has created, selected as soon as the picture shows it. */
  readonly awaited: string | undefined;
  /** The outcome of the last edit, until the user does something else, and the version of the text that it is about. */
  readonly outcome: { readonly text: string; readonly version: number };
  /** The text of the status: the outcome, or a temporary message. */
  readonly status: string;
  /** Whether the next position of the cursor follows a change of the picture and not a move of the cursor. */
  readonly cursorIsDue: boolean;
  /** The nodes of the last picture, while an undo or redo is in progress. */
  readonly beforeStep: ReadonlySet<string> | undefined;
  /** The editor has the focus for an undo or redo, so the movement of its cursor is ignored. */
  readonly isStepping: boolean;
}

/** A connection that is being drawn, without a target yet. */
export interface Connecting {
  /** The node that it starts from. */
  readonly from: string;
  /** By the ID of the node. */
  readonly targets: ReadonlyMap<string, ConnectionTarget>;
  /** The node under the pointer or with the focus, if it can be connected to. */
  readonly pointed: string | undefined;
}

/** The input that an edit requires from the user. */
export interface FormRequest {
  readonly title: string;
  readonly proposal: EditProposal;
}

export interface Form {
  readonly request: FormRequest;
  /** The number of its last request. Answers to earlier ones are ignored. */
  readonly number: number;
  /** Why the edit is not possible with the current input. */
  readonly objection: string | undefined;
}

type Pending =
  | { readonly kind: 'offers'; readonly part: string | undefined; readonly follow: FollowUp | undefined }
  /** Checks whether the edit of the form is possible. */
  | { readonly kind: 'trial' }
  | { readonly kind: 'edit'; readonly isOfForm: boolean };

/** The action to take when the offers arrive. */
export type FollowUp =
  | { readonly kind: 'menu'; readonly at: Point | undefined }
  | { readonly kind: 'perform'; readonly kinds: readonly GraphEditKind[] }
  | { readonly kind: 'drag' };

export type EditingInput =
  | { readonly kind: 'chosen'; readonly part: string | undefined }
  | {
      readonly kind: 'picture';
      readonly parts: GraphParts;
      readonly version: number;
      readonly chosen: string | undefined;
      /** The edits of a part, usually of the selected one. */
      readonly offered: PartEdits | undefined;
    }
  | { readonly kind: 'edits'; readonly number: number; readonly edits: GraphEdits }
  | {
      readonly kind: 'edited';
      readonly number: number;
      readonly refused: string | undefined;
      readonly done: EditDone | undefined;
    }
  | { readonly kind: 'noSource'; readonly reason: string }
  /** The cursor in the text is at the part. It is followed unless the user works in the graph. */
  | { readonly kind: 'cursor'; readonly part: string | undefined; readonly isFollowed: boolean }
  | { readonly kind: 'step'; readonly step: CommandIn<'history'> }
  /** The page has regained the focus. */
  | { readonly kind: 'windowFocused' }
  /** The user does something unrelated to the status, which is cleared. */
  | { readonly kind: 'somethingElse' }
  | { readonly kind: 'key'; readonly command: CommandIn<'edit'> }
  | { readonly kind: 'connectingKey'; readonly command: CommandIn<'connecting'>; readonly focused: string | undefined }
  /** The user has chosen an offer. Ignored unless it is about the selected part. */
  | { readonly kind: 'perform'; readonly offer: GraphEditOffer; readonly part: string | undefined }
  | { readonly kind: 'openCode'; readonly part: string }
  /** The context menu of the part, opened with the pointer. */
  | { readonly kind: 'contextMenu'; readonly part: string | undefined; readonly at: Point }
  | { readonly kind: 'focused'; readonly node: string; readonly isDragging: boolean }
  /** The pointer is on the node, or on no node. */
  | { readonly kind: 'point'; readonly node: string | undefined }
  | { readonly kind: 'clickTarget'; readonly node: string | undefined }
  | { readonly kind: 'startDrag'; readonly node: string }
  | { readonly kind: 'drop'; readonly node: string | undefined }
  | { readonly kind: 'typed'; readonly edit: GraphEdit }
  | { readonly kind: 'submitted'; readonly edit: GraphEdit }
  | { readonly kind: 'popupClosed' };

export type EditingEffect =
  | { readonly kind: 'post'; readonly message: PageMessage }
  | { readonly kind: 'choose'; readonly parts: readonly string[] }
  | { readonly kind: 'focusGraph' }
  | { readonly kind: 'focusNode'; readonly node: string }
  | { readonly kind: 'openMenu'; readonly at: Point | undefined; readonly menu: Menu }
  | { readonly kind: 'openForm'; readonly request: FormRequest }
  | { readonly kind: 'closePopup' }
  | { readonly kind: 'cancelDrag' };

export interface Menu {
  /** The name of the part or the project. */
  readonly title: string;
  readonly part: string | undefined;
  readonly offers: readonly GraphEditOffer[];
  /** Whether the menu has an item for opening the code. */
  readonly hasCode: boolean;
}

export interface EditingAdvance {
  readonly state: EditingState;
  readonly effects: readonly EditingEffect[];
  /** False for a key that does nothing here. */
  readonly isTaken: boolean;
}

export const initialEditing: EditingState = {
  parts: noParts,
  version: 0,
  chosen: undefined,
  offered: undefined,
  pending: new Map(),
  lastNumber: 0,
  popup: undefined,
  connecting: undefined,
  drag: undefined,
  awaited: undefined,
  outcome: { text: '', version: 0 },
  status: '',
  cursorIsDue: false,
  beforeStep: undefined,
  isStepping: false,
};

/** The command for edits of the kind on the selected part. */
const commandOfKind: Readonly<Partial<Record<GraphEditKind, CommandIn<'edit'>>>> = {
  connect: 'connect',
  rename: 'rename',
  delete: 'remove',
  disconnect: 'remove',
  setMode: 'setMode',
  addEndpoint: 'addEndpoint',
};

/** @param part the selected part; offers of a node for one of its edges have no key */
export function shortcutOfOffer({ kind, part: about }: GraphEditOffer, part: string | undefined): Shortcut | undefined {
  const command = commandOfKind[kind];
  return command !== undefined && about === part ? shortcutOf('edit', command) : undefined;
}

/** The kinds of edit for the command. At most one of them is offered. */
export function kindsOf(command: CommandIn<'edit'>): readonly GraphEditKind[] {
  const kinds: readonly GraphEditKind[] = ['connect', 'rename', 'delete', 'disconnect', 'setMode', 'addEndpoint'];
  return kinds.filter((kind) => commandOfKind[kind] === command);
}

/** The menu of the selected part, or of the project. */
export function menuOf(state: EditingState): Menu {
  const { part, edits } = state.offered ?? { part: undefined, edits: undefined };
  const hasCode = part !== undefined && hasCodeOf(state, part);
  return { title: edits?.title ?? t`the project`, part, offers: edits?.offers ?? [], hasCode };
}

export function hasCodeOf({ parts }: EditingState, part: string): boolean {
  const found = parts.byId.get(part);
  return found?.part === 'node' && found.hasCode;
}

/** Whether an edit, undo or redo is in progress, during which the focus may leave the page and return. */
export function isBusy({ pending, isStepping }: EditingState): boolean {
  return isStepping || [...pending.values()].some(({ kind }) => kind === 'edit');
}

/** Why the open form cannot be submitted. */
export function objectionOf({ popup }: EditingState): string | undefined {
  return popup === 'menu' ? undefined : popup?.objection;
}

/** Makes the edit, or opens a form if it requires input. */
export function propose(state: EditingState, title: string, proposal: EditProposal): EditingAdvance {
  const { edit, input, options } = proposal;
  if (!input && !options) return makeEdit(state, edit, false);
  const request = { title, proposal };
  const popup = { request, number: state.lastNumber, objection: undefined };
  return advance({ ...state, popup }, { kind: 'openForm', request });
}

export function makeEdit(state: EditingState, edit: GraphEdit, isOfForm: boolean): EditingAdvance {
  const [next, number] = expect(state, { kind: 'edit', isOfForm });
  return advance(next, post({ type: 'edit', number, edit, version: versionOf(state), isTrial: false }));
}

/** @param version of the text that the status is about: by default the latest one that the page knows */
export function showStatus(
  state: EditingState,
  text: string,
  version = Math.max(state.version, versionOf(state)),
): EditingState {
  return { ...state, outcome: { text, version }, status: text };
}

/** The version of the text that the edits were offered for. */
export function versionOf({ offered }: EditingState): number {
  return offered?.edits.version ?? 0;
}

export function expect(state: EditingState, pending: Pending): [EditingState, number] {
  const number = state.lastNumber + 1;
  return [{ ...state, lastNumber: number, pending: new Map([...state.pending, [number, pending]]) }, number];
}

export function take(state: EditingState, number: number): [EditingState, Pending | undefined] {
  const pending = new Map(state.pending);
  pending.delete(number);
  return [{ ...state, pending }, state.pending.get(number)];
}

export function post(message: PageMessage): EditingEffect {
  return { kind: 'post', message };
}

export function choose(parts: readonly string[]): EditingEffect {
  return { kind: 'choose', parts };
}

export function advance(state: EditingState, ...effects: readonly EditingEffect[]): EditingAdvance {
  return { state, effects, isTaken: true };
}

export function also(before: EditingAdvance, ...effects: readonly EditingEffect[]): EditingAdvance {
  return { ...before, effects: [...before.effects, ...effects] };
}

export function andThen(before: EditingAdvance, next: (state: EditingState) => EditingAdvance): EditingAdvance {
  const { state, effects } = next(before.state);
  return advance(state, ...before.effects, ...effects);
}
