// Editing in the graph: (state, input) → (state, effects). No DOM and no clock: editing.ts turns events into inputs and
// runs the effects.
import type { GraphEdit, GraphEditOffer, GraphEdits } from '../../../server/src/protocol.ts';
import { shortcutOf, type CommandIn } from '../keyboard.ts';
import {
  cancelConnecting,
  connectFromChosen,
  drop,
  point,
  pressConnecting,
  startDrag,
  takeTarget,
} from './connecting.ts';
import {
  advance,
  also,
  andThen,
  choose,
  expect,
  hasCodeOf,
  isBusy,
  kindsOf,
  makeEdit,
  menuOf,
  post,
  propose,
  showStatus,
  take,
  versionOf,
  type FormRequest,
  type EditingAdvance,
  type EditingEffect,
  type EditingInput,
  type EditingState,
  type Form,
  type FollowUp,
} from './editing-state.ts';
import { t } from '../../../server/src/locale.ts';

export function advanceEditing(state: EditingState, input: EditingInput): EditingAdvance {
  switch (input.kind) {
    case 'chosen': {
      const next = { ...state, chosen: input.part, status: state.outcome.text };
      return askOffers(next, input.part);
    }
    case 'picture':
      return showPicture(state, input);
    case 'edits':
      return receiveOffers(state, input.number, input.edits);
    case 'edited':
      return receiveEdited(state, input);
    case 'noSource':
      return advance(showStatus(state, input.reason));
    case 'cursor': {
      const isFollowed = input.isFollowed && !isBusy(state);
      const isElsewhere = isFollowed && !state.cursorIsDue && input.part !== state.chosen;
      return advance({ ...(isElsewhere ? showStatus(state, '') : state), cursorIsDue: false });
    }
    case 'step': {
      const beforeStep = new Set(state.parts.nodes.map(({ id }) => id));
      return advance({ ...state, beforeStep, isStepping: true }, post({ type: input.step }));
    }
    case 'windowFocused':
      return advance({ ...state, isStepping: false });
    case 'somethingElse':
      return advance(showStatus(state, ''));
    case 'key':
      return press(state, input.command);
    case 'connectingKey':
      return pressConnecting(state, input.command, input.focused);
    case 'perform':
      return input.part === state.chosen ? perform(state, input.offer) : advance(state);
    case 'openCode':
      return openCode(state, input.part);
    case 'contextMenu': {
      const { part, at } = input;
      const cancelled = cancelConnecting(state);
      const chosen = also(cancelled, choose(part === undefined ? [] : [part]));
      return andThen(chosen, (next) => askOffers(next, part, { kind: 'menu', at }));
    }
    case 'focused': {
      const { node, isDragging } = input;
      const isMeant = node !== state.chosen && !state.connecting && !isDragging;
      return isMeant ? advance(state, choose([node])) : advance(state);
    }
    case 'point':
      return point(state, input.node);
    case 'clickTarget':
      return input.node === undefined ? cancelConnecting(state) : takeTarget(state, input.node);
    case 'startDrag': {
      const chosen = advance({ ...state, drag: {} }, choose([input.node]));
      return andThen(chosen, (next) => askOffers(next, input.node, { kind: 'drag' }));
    }
    case 'drop':
      return state.drag ? advance({ ...state, drag: { drop: { node: input.node } } }) : drop(state, input.node);
    case 'typed':
      return tryEdit(state, input.edit);
    case 'submitted':
      return submit(state, input.edit);
    case 'popupClosed':
      return advance({ ...state, popup: undefined });
  }
}

function askOffers(state: EditingState, part: string | undefined, follow?: FollowUp): EditingAdvance {
  const [next, number] = expect(state, { kind: 'offers', part, follow });
  return advance(next, post({ type: 'askEdits', number, part }));
}

function receiveOffers(before: EditingState, number: number, edits: GraphEdits): EditingAdvance {
  const [arrived, pending] = take(before, number);
  if (pending?.kind !== 'offers') return advance(before);
  const { part, follow } = pending;
  // Another part may be selected by now.
  if (part !== arrived.chosen) return advance(follow?.kind === 'drag' ? { ...arrived, drag: undefined } : arrived);
  const state = { ...arrived, offered: { part, edits } };
  if (follow?.kind === 'drag') return startDrag(state, edits);
  if (!follow || edits.refused !== undefined) return advance(state);
  if (follow.kind === 'menu') {
    return advance({ ...state, popup: 'menu' }, { kind: 'openMenu', at: follow.at, menu: menuOf(state) });
  }
  const offer = edits.offers.find(({ kind, part: about }) => follow.kinds.includes(kind) && about === part);
  return offer ? perform(state, offer) : advance(showStatus(state, t`This is not possible here.`));
}

function perform(state: EditingState, { title, refused, proposal }: GraphEditOffer): EditingAdvance {
  if (refused !== undefined) return advance(showStatus(state, refused));
  return proposal ? propose(state, title.replace(/…$/, ''), proposal) : connectFromChosen(state);
}

function tryEdit(state: EditingState, edit: GraphEdit): EditingAdvance {
  if (!isFormOpen(state)) return advance(state);
  if (isUnchanged(state.popup.request, edit)) return advance(withForm(state, state.lastNumber, undefined));
  const [next, number] = expect(state, { kind: 'trial' });
  const version = versionOf(state);
  return advance(
    withForm(next, number, state.popup.objection),
    post({ type: 'edit', number, edit, version, isTrial: true }),
  );
}

function submit(state: EditingState, edit: GraphEdit): EditingAdvance {
  if (!isFormOpen(state)) return advance(state);
  if (isUnchanged(state.popup.request, edit)) return advance({ ...state, popup: undefined }, { kind: 'closePopup' });
  const made = makeEdit(state, edit, true);
  return { ...made, state: withForm(made.state, made.state.lastNumber, state.popup.objection) };
}

function receiveEdited(
  before: EditingState,
  { number, refused, done }: Extract<EditingInput, { kind: 'edited' }>,
): EditingAdvance {
  const [state, pending] = take(before, number);
  const isAwaited = isFormOpen(state) && state.popup.number === number;
  switch (pending?.kind) {
    case 'trial':
      return advance(isAwaited ? withForm(state, number, refused) : state);
    case 'edit': {
      if (!done && refused !== undefined) {
        if (!pending.isOfForm) return advance(showStatus(state, refused));
        return advance(isAwaited ? withForm(state, number, refused) : state);
      }
      const undo = shortcutOf('history', 'undo').label;
      const text =
        done?.created === undefined
          ? t`Done. ${undo} to undo.`
          : t`Done. Created \`${done.created}\`. ${undo} to undo.`;
      const reported = done ? { ...showStatus(state, text, done.version), awaited: done.select } : state;
      const adopted = adopt(reported);
      if (!isAwaited) return adopted;
      return also({ ...adopted, state: { ...adopted.state, popup: undefined } }, { kind: 'closePopup' });
    }
    case 'offers':
    case undefined:
      return advance(before);
  }
}

function showPicture(
  before: EditingState,
  { parts, version, chosen, offered }: Extract<EditingInput, { kind: 'picture' }>,
): EditingAdvance {
  const isNews = version !== before.outcome.version && version !== before.version;
  const reported = isNews ? showStatus(before, '') : before;
  const moved = chosen === reported.chosen ? reported : { ...reported, chosen, status: reported.outcome.text };
  const shown = cancelConnecting({ ...moved, parts, cursorIsDue: true });
  const adopted = andThen(andThen(shown, adopt), (state) => adoptStep(state, version));
  return andThen(adopted, (state) => {
    const next = { ...state, version };
    return offered && offered.part === next.chosen ? advance({ ...next, offered }) : askOffers(next, next.chosen);
  });
}

/** Selects the part that the last edit has created, once the picture shows it. */
function adopt(state: EditingState): EditingAdvance {
  const made = state.awaited === undefined ? undefined : state.parts.byId.get(state.awaited);
  if (!made) return advance(state);
  // A new edge is marked with the node that it starts from, which is selected.
  const parts = made.part === 'edge' ? [made.from, made.id] : [made.id];
  const effects: EditingEffect[] = made.id === state.chosen ? [] : [choose(parts)];
  if (!state.popup) effects.push({ kind: 'focusGraph' });
  return advance({ ...state, awaited: undefined }, ...effects);
}

/** Selects the part that undo or redo has brought back. */
function adoptStep(state: EditingState, version: number): EditingAdvance {
  const { beforeStep } = state;
  if (!beforeStep || version === state.version) return advance(state);
  const back = state.parts.nodes.find(({ id }) => !beforeStep.has(id));
  const next = { ...state, beforeStep: undefined };
  return back ? advance(next, choose([back.id]), { kind: 'focusGraph' }) : advance(next);
}

function press(state: EditingState, command: CommandIn<'edit'>): EditingAdvance {
  const { chosen } = state;
  if (chosen === undefined) return { ...advance(state), isTaken: false };
  switch (command) {
    case 'openMenu':
      return askOffers(state, chosen, { kind: 'menu', at: undefined });
    case 'openCode': {
      // F12, as on a name in an editor.
      const part = state.parts.byId.get(chosen);
      const mayHaveCode = part?.part === 'node' && (part.kind === 'function' || part.kind === 'endpoint');
      return mayHaveCode ? openCode(state, chosen) : { ...advance(state), isTaken: false };
    }
    case 'connect':
    case 'rename':
    case 'remove':
    case 'setMode':
    case 'addEndpoint':
      return askOffers(state, chosen, { kind: 'perform', kinds: kindsOf(command) });
  }
}

function openCode(state: EditingState, part: string): EditingAdvance {
  if (hasCodeOf(state, part)) return advance(state, post({ type: 'openSource', part }));
  return advance(showStatus(state, t`No code to open: no function is connected.`));
}

type WithForm = Omit<EditingState, 'popup'> & { readonly popup: Form };

function isFormOpen(state: EditingState): state is WithForm {
  return state.popup !== undefined && state.popup !== 'menu';
}

function withForm(state: EditingState, number: number, objection: string | undefined): EditingState {
  return isFormOpen(state) ? { ...state, popup: { ...state.popup, number, objection } } : state;
}

/** The edits that change a name or a number. The others with a name add something. */
const renamings: readonly GraphEdit['kind'][] = ['rename', 'setVariable', 'setBatchSize', 'setAttempts'];

/** Whether the edit would give something the name or number that it has. */
function isUnchanged({ proposal }: FormRequest, edit: GraphEdit): boolean {
  const current = proposal.edit;
  return renamings.includes(edit.kind) && 'name' in edit && 'name' in current && edit.name === current.name;
}
