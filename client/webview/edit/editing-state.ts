// Editing from the graph: what its state is, what comes in, and what comes of it.
import type {
  ConnectionTarget,
  EditProposal,
  GraphEdit,
  GraphEditKind,
  GraphEditOffer,
  GraphEdits,
} from '../../../server/src/protocol.ts';
import type { EditDone, PageMessage } from '../../src/preview/preview-messages.ts';
import { noParts, type GraphParts } from '../graph-parts.ts';
import { shortcutOf, type CommandIn, type Shortcut } from '../keyboard.ts';

export interface EditingState {
  /** What the picture shows, of which version of the text. */
  readonly parts: GraphParts;
  readonly version: number;
  /** The part that is chosen, if any. */
  readonly chosen: string | undefined;
  /** What can be done to a part. */
  readonly offered: Offered | undefined;
  /** What the panel has been asked and has not answered, by its number. */
  readonly pending: ReadonlyMap<number, Pending>;
  readonly lastNumber: number;
  readonly popup: 'menu' | Form | undefined;
  readonly connecting: Connecting | undefined;
  /** A drag has begun and it is not known yet where it may lead; and where it ended, if it did. */
  readonly drag: { readonly drop?: { readonly node: string | undefined } } | undefined;
  /** What an edit has made: chosen as soon as the picture shows it. */
  readonly awaited: string | undefined;
  /** What has come of the last edit, until somebody does something else; with the version of the text that it is about. */
  readonly outcome: { readonly text: string; readonly version: number };
  /** What the status says: the outcome, or what is said meanwhile. */
  readonly status: string;
  /** The place of the cursor is said again after the picture has changed: nobody need have moved it. */
  readonly cursorIsDue: boolean;
  /** The nodes of the last picture, while a step of the text's history is on its way. */
  readonly beforeStep: ReadonlySet<string> | undefined;
  /** The editor has the focus for that step: where its cursor comes to is not what is meant. */
  readonly isStepping: boolean;
}

/** A connection that is being drawn: its target is yet to be chosen. */
export interface Connecting {
  /** The node that it starts from. */
  readonly from: string;
  /** By the id of the node. */
  readonly targets: ReadonlyMap<string, ConnectionTarget>;
  /** The node under the pointer or with the focus, if it can be connected to. */
  readonly pointed: string | undefined;
}

export interface Offered {
  readonly part: string | undefined;
  readonly edits: GraphEdits;
}

/** What a person is to put in before an edit can be made. */
export interface Asked {
  readonly title: string;
  readonly proposal: EditProposal;
}

export interface Form {
  readonly asked: Asked;
  /** The last of its questions: answers to earlier ones do not matter any more. */
  readonly number: number;
  /** Why the edit cannot be made as it is. */
  readonly objection: string | undefined;
}

type Pending =
  | { readonly kind: 'offers'; readonly part: string | undefined; readonly follow: FollowUp | undefined }
  /** Whether the edit of the form can be made. */
  | { readonly kind: 'trial' }
  | { readonly kind: 'edit'; readonly isOfForm: boolean };

/** What is to happen with the offers. */
export type FollowUp =
  | { readonly kind: 'menu'; readonly at: Point | undefined }
  | { readonly kind: 'perform'; readonly kinds: readonly GraphEditKind[] }
  | { readonly kind: 'drag' };

/** In the window's pixels. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

export type EditingInput =
  | { readonly kind: 'chosen'; readonly part: string | undefined }
  | { readonly kind: 'picture'; readonly parts: GraphParts; readonly version: number }
  | { readonly kind: 'edits'; readonly number: number; readonly edits: GraphEdits }
  | {
      readonly kind: 'edited';
      readonly number: number;
      readonly refused: string | undefined;
      readonly done: EditDone | undefined;
    }
  | { readonly kind: 'noSource'; readonly reason: string }
  /** The cursor in the text is at the part; it is followed unless somebody works in the graph. */
  | { readonly kind: 'cursor'; readonly part: string | undefined; readonly isFollowed: boolean }
  | { readonly kind: 'step'; readonly step: CommandIn<'history'> }
  /** The page has the focus again. */
  | { readonly kind: 'windowFocused' }
  /** A key or a pointer means something else than what the status is about. */
  | { readonly kind: 'somethingElse' }
  | { readonly kind: 'key'; readonly command: CommandIn<'edit'> }
  | { readonly kind: 'connectingKey'; readonly command: CommandIn<'connecting'>; readonly focused: string | undefined }
  /** An offer is taken up; it counts if it is about the part that is chosen. */
  | { readonly kind: 'perform'; readonly offer: GraphEditOffer; readonly part: string | undefined }
  | { readonly kind: 'openCode'; readonly part: string }
  | { readonly kind: 'openMenu'; readonly at: Point }
  /** The menu of the part, by the pointer. */
  | { readonly kind: 'contextMenu'; readonly part: string | undefined; readonly at: Point }
  | { readonly kind: 'focused'; readonly node: string; readonly isDragging: boolean }
  /** The pointer is on the node, or on none. */
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
  | { readonly kind: 'openForm'; readonly asked: Asked }
  | { readonly kind: 'closePopup' }
  | { readonly kind: 'cancelDrag' };

export interface Menu {
  /** What it is of. */
  readonly title: string;
  readonly part: string | undefined;
  readonly offers: readonly GraphEditOffer[];
  /** Whether it leads to code. It is no edit, but this is the menu of the part. */
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

/** The command that stands for edits of the kind, on what is chosen. */
const commandOfKind: Readonly<Partial<Record<GraphEditKind, CommandIn<'edit'>>>> = {
  connect: 'connect',
  rename: 'rename',
  delete: 'remove',
  disconnect: 'remove',
  setMode: 'setMode',
  addEndpoint: 'addEndpoint',
};

/** @param part what is chosen: what a node offers for one of its edges has no key there */
export function shortcutOfOffer({ kind, part: about }: GraphEditOffer, part: string | undefined): Shortcut | undefined {
  const command = commandOfKind[kind];
  return command !== undefined && about === part ? shortcutOf('edit', command) : undefined;
}

/** The kinds of edit that the command stands for: one of them is offered, at most. */
export function kindsOf(command: CommandIn<'edit'>): readonly GraphEditKind[] {
  const kinds: readonly GraphEditKind[] = ['connect', 'rename', 'delete', 'disconnect', 'setMode', 'addEndpoint'];
  return kinds.filter((kind) => commandOfKind[kind] === command);
}

/** Whether an edit, or a step of the history, is on its way: for that the focus may leave the page, and come back. */
export function isBusy({ pending, isStepping }: EditingState): boolean {
  return isStepping || [...pending.values()].some(({ kind }) => kind === 'edit');
}

/** Why the form that is open cannot be submitted as it is. */
export function objectionOf({ popup }: EditingState): string | undefined {
  return popup === 'menu' ? undefined : popup?.objection;
}

/** Makes the edit, or opens a form for what is to be entered first. */
export function propose(state: EditingState, title: string, proposal: EditProposal): EditingAdvance {
  const { edit, input, options } = proposal;
  if (!input && !options) return makeEdit(state, edit, false);
  const asked = { title, proposal };
  const popup = { asked, number: state.lastNumber, objection: undefined };
  return advance({ ...state, popup }, { kind: 'openForm', asked });
}

export function makeEdit(state: EditingState, edit: GraphEdit, isOfForm: boolean): EditingAdvance {
  const [next, number] = expect(state, { kind: 'edit', isOfForm });
  return advance(next, post({ type: 'edit', number, edit, version: versionOf(state), isTrial: false }));
}

export function say(state: EditingState, text: string, version = state.version): EditingState {
  return { ...state, outcome: { text, version }, status: text };
}

/** That of the text which the edits were offered for. */
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
