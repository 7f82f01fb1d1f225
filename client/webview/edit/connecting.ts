// Drawing a connection: possible targets are highlighted, the arrow keys move among them, and other nodes say why they
// are not possible.
import type { ConnectionTarget, GraphEdits } from '../../../server/src/protocol.ts';
import { nodeOf, type GraphParts } from '../graph-parts.ts';
import type { CommandIn } from '../keyboard.ts';
import {
  advance,
  also,
  andThen,
  propose,
  showStatus,
  type Connecting,
  type EditingAdvance,
  type EditingState,
} from './editing-state.ts';
import { t } from '../../../server/src/locale.ts';

/** The connection, and the text of the status if it changes. */
interface WithStatus {
  readonly connecting: Connecting;
  readonly text?: string;
}

function startConnecting(from: string, title: string, all: readonly ConnectionTarget[]): Required<WithStatus> {
  const targets = new Map(all.map((target) => [target.part, target]));
  const text = t`Connect ${title}: select a target with the arrow keys and Enter, or click it. Press Escape to cancel.`;
  return { connecting: { from, targets, pointed: undefined }, text };
}

function pointAt(connecting: Connecting, node: string | undefined): WithStatus {
  const target = node === undefined ? undefined : connecting.targets.get(node);
  const pointed = target && isAllowed(target) ? node : undefined;
  const next = { ...connecting, pointed };
  return target ? { connecting: next, text: sentenceOf(target) } : { connecting: next };
}

/** The next node for the keys: among the possible targets, or among all with a reason why they are not possible. */
function targetAfter(
  { targets }: Connecting,
  { nodes }: GraphParts,
  focused: string | undefined,
  command: 'next' | 'previous' | 'nextOfAll' | 'previousOfAll',
): string | undefined {
  const ofAll = command === 'nextOfAll' || command === 'previousOfAll';
  const by = command === 'next' || command === 'nextOfAll' ? 1 : -1;
  const ids = nodes
    .map(({ id }) => id)
    .filter((id) => {
      const target = targets.get(id);
      return target !== undefined && (ofAll || isAllowed(target));
    });
  const at = focused === undefined ? -1 : ids.indexOf(focused);
  const start = at < 0 && by < 0 ? 0 : at;
  return ids[(start + by + ids.length) % ids.length];
}

export function isAllowed({ refused }: ConnectionTarget): boolean {
  return refused === undefined;
}

/** Describes the connection, or says why it is not possible. */
export function sentenceOf({ title, does, refused }: ConnectionTarget): string {
  return refused === undefined ? `${title} ${does}` : `${title}: ${refused.replaceAll('`', '')}`;
}

export function connectFromChosen(state: EditingState): EditingAdvance {
  const from = state.chosen === undefined ? undefined : nodeOf(state.parts, state.chosen);
  if (!from || !state.offered) return advance(state);
  return also(connectFrom(state, from.id, state.offered.edits), { kind: 'focusNode', node: from.id });
}

function connectFrom(state: EditingState, from: string, { title, targets }: GraphEdits): EditingAdvance {
  const { connecting, text } = startConnecting(from, title ?? '', targets);
  return advance({ ...state, connecting, status: text });
}

export function pressConnecting(
  state: EditingState,
  command: CommandIn<'connecting'>,
  focused: string | undefined,
): EditingAdvance {
  const { connecting } = state;
  if (!connecting) return { ...advance(state), isTaken: false };
  switch (command) {
    case 'cancel':
      return cancelConnecting(state);
    case 'accept':
      return focused === undefined || focused === connecting.from ? advance(state) : takeTarget(state, focused);
    case 'nothing':
      return advance(state);
    case 'next':
    case 'previous':
    case 'nextOfAll':
    case 'previousOfAll': {
      const next = targetAfter(connecting, state.parts, focused, command);
      const pointed = point(state, next);
      return next === undefined ? pointed : also(pointed, { kind: 'focusNode', node: next });
    }
  }
}

export function point(state: EditingState, node: string | undefined): EditingAdvance {
  if (!state.connecting) return advance(state);
  const { connecting, text = state.status } = pointAt(state.connecting, node);
  return advance({ ...state, connecting, status: text });
}

export function takeTarget(state: EditingState, node: string): EditingAdvance {
  const target = state.connecting?.targets.get(node);
  if (!target) return advance(state);
  const { title, proposal } = target;
  if (!proposal) return advance({ ...state, status: sentenceOf(target) });
  return propose({ ...state, connecting: undefined }, t`Connect to ${title}`, proposal);
}

/** @param isSilent whether the status stays unchanged */
export function cancelConnecting(state: EditingState, isSilent = false): EditingAdvance {
  const { connecting, parts, status } = state;
  if (!connecting) return advance(state);
  const next = { ...state, connecting: undefined, status: isSilent ? status : t`Nothing connected.` };
  return parts.byId.has(connecting.from) ? advance(next, { kind: 'focusNode', node: connecting.from }) : advance(next);
}

export function startDrag(state: EditingState, edits: GraphEdits): EditingAdvance {
  const { chosen, drag } = state;
  const next = { ...state, drag: undefined };
  if (chosen === undefined) return advance(next);
  const none = edits.offers.find(({ kind }) => kind === 'connect')?.refused ?? t`No connection can start here.`;
  const objection = edits.refused ?? (edits.targets.length === 0 ? none : undefined);
  if (objection !== undefined) return advance(showStatus(next, objection), { kind: 'cancelDrag' });
  const started = connectFrom(next, chosen, edits);
  const { drop: ended } = drag ?? {};
  return ended ? andThen(started, (connecting) => drop(connecting, ended.node)) : started;
}

export function drop(state: EditingState, node: string | undefined): EditingAdvance {
  const isTarget = node !== undefined && node !== state.chosen;
  const taken = isTarget ? takeTarget(state, node) : advance(state);
  // The reason for a refusal stays visible until the pointer moves elsewhere.
  return andThen(taken, (next) => cancelConnecting(next, node !== undefined));
}
