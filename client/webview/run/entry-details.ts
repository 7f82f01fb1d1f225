// The details of an entry: the whole message, why it went where it went, and for each function what it got, returned, logged and
// called.
import type { Range, SessionStep, ShortOutcome, ShortText } from '../../../server/src/protocol.ts';
import type { CodePlace } from '../../src/preview/preview-messages.ts';
import { t } from '../../../server/src/locale.ts';
import { button, element, withCode } from '../dom.ts';
import { coloredJson, stepItems } from '../explanation.ts';
import { withKeys } from '../keyboard.ts';
import type { Call, Entry, Service } from './session-state.ts';
import { withPlaces } from './source-places.ts';

export interface EntryActions {
  readonly reveal: (range: Range) => void;
  readonly openHandler: (name: string) => void;
  readonly openPlace: (place: CodePlace) => void;
  readonly copy: (text: string) => void;
  readonly replay: (entry: Entry) => void;
  readonly showInGraph: (entry: Entry) => void;
}

export function entryDetails(entry: Entry, actions: EntryActions): readonly HTMLElement[] {
  const { what, steps, calls, faults } = entry;
  const buttons = buttonsOf(entry, actions);
  return [
    ...faults.map((fault) => faultLine(fault)),
    ...(buttons.length > 0 ? [element('div', { class: 'row' }, ...buttons)] : []),
    ...('message' in what && what.message ? [textView(t`Message`, what.message)] : []),
    ...(what.kind === 'sources' ? [element('p', {}, what.files.join(', '))] : []),
    ...stepList(t`Why`, steps, actions),
    ...calls.map((call) => callView(call, steps, actions)),
  ];
}

function buttonsOf(entry: Entry, { reveal, copy, replay, showInGraph }: EntryActions): readonly HTMLElement[] {
  const { what } = entry;
  const secondary = { class: 'secondary' };
  const buttons: HTMLElement[] = [];
  if (what.kind === 'received') {
    const { endpoint, message } = what;
    const name = withKeys(t`Replay`, 'entry', 'replay');
    if (message) buttons.push(button(t`Replay`, { ...secondary, title: name }, () => replay(entry)));
    if (endpoint) buttons.push(button(t`Show endpoint`, secondary, () => reveal(endpoint)));
  }
  if (what.kind === 'received' || what.kind === 'connect')
    buttons.push(button(t`Show in graph`, secondary, () => showInGraph(entry)));
  const text = 'message' in what ? what.message?.text : undefined;
  if (text !== undefined) buttons.push(button(t`Copy message`, secondary, () => copy(text)));
  return buttons;
}

function faultLine(fault: string): HTMLElement {
  const icon = element('span', { class: 'codicon codicon-warning', 'aria-hidden': 'true' });
  return element('p', { class: 'fault' }, icon, element('span', {}, ...withCode(fault)));
}

function stepList(name: string, steps: readonly SessionStep[], { reveal }: EntryActions): readonly HTMLElement[] {
  if (steps.length === 0) return [];
  return [element('ol', { class: 'steps', 'aria-label': name }, ...stepItems(steps, reveal))];
}

/** @param shown the steps that the entry has already shown */
function callView(call: Call, shown: readonly SessionStep[], actions: EntryActions): HTMLElement {
  const { function: name, trigger, payload, outcome, logs, services } = call;
  const steps = call.steps.filter(({ text }) => shown.every((step) => step.text !== text));
  const heading = element('h3', {}, ...withCode(t`\`${name}\`, called for ${trigger}`));
  const open = button(t`Open handler`, { class: 'secondary' }, () => actions.openHandler(name));
  return element(
    'section',
    { class: 'call', 'aria-label': name },
    element(
      'div',
      { class: 'row' },
      heading,
      element('span', { class: 'meta' }, `${durationOf(call)} ${startOf(call)}`.trim()),
      open,
    ),
    ...services.map(serviceLine),
    ...(logs.length > 0
      ? [
          element(
            'ul',
            { class: 'logs', 'aria-label': t`Logs of ${name}` },
            ...logs.map(({ level, text }) =>
              element('li', { class: level }, element('span', { class: 'level' }, level), ...linked(text, actions)),
            ),
          ),
        ]
      : []),
    ...(outcome ? [outcomeView(outcome, actions)] : []),
    ...stepList(t`What API Gateway makes of it`, steps, actions),
    textView(t`Event`, payload),
  );
}

function serviceLine({ service, operation, resource, refused, problem }: Service): HTMLElement {
  const text = [service, operation, resource].filter(Boolean).join(' ');
  const faults = [
    ...(refused === undefined ? [] : [t`AWS would refuse this: ${refused}`]),
    ...(problem === undefined ? [] : [problem]),
  ];
  return element('div', { class: 'service' }, element('p', {}, t`Calls ${text}`), ...faults.map(faultLine));
}

function outcomeView(outcome: ShortOutcome, actions: EntryActions): HTMLElement {
  switch (outcome.kind) {
    case 'returned':
      return textView(t`Result`, outcome.value);
    case 'failed': {
      const lines = [`${outcome.errorType}: ${outcome.errorMessage}`, ...outcome.stack].join('\n');
      return element('pre', { class: 'failed', tabindex: '0', 'aria-label': t`Error` }, ...linked(lines, actions));
    }
    case 'timeout':
      return faultLine(t`It ran longer than its timeout of ${outcome.seconds} seconds, so it was ended.`);
  }
}

/** The text, in which the lines of a stack trace lead to those of the code. */
function linked(text: string, { openPlace }: EntryActions): readonly (string | HTMLElement)[] {
  return withPlaces(text).map((piece) =>
    typeof piece === 'string'
      ? piece
      : button(piece.text, { class: 'step', title: t`Open this line` }, () => openPlace(piece.place)),
  );
}

/** How long the call took, and whether its instance had to start first. */
export function durationOf({ outcome }: Call): string {
  if (!outcome) return t`running`;
  const duration = t`${Math.round(outcome.durationMs)} ms`;
  return outcome.initMs === undefined ? t`${duration} warm` : t`${duration} cold`;
}

function startOf({ outcome }: Call): string {
  return outcome?.initMs === undefined ? '' : t`after a start of ${Math.round(outcome.initMs)} ms`;
}

function textView(name: string, { text, bytes }: ShortText): HTMLElement {
  const isWhole = new TextEncoder().encode(text).length >= bytes;
  const shown = isWhole ? indented(text) : text;
  const content = element('pre', { tabindex: '0', 'aria-label': name }, coloredJson(shown));
  const title = element('h4', {}, isWhole ? name : t`${name}, of which the beginning of ${bytes} bytes is shown`);
  return element('div', { class: 'text' }, title, content);
}

/** JSON on several lines; any other text as it is. */
function indented(text: string): string {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' ? JSON.stringify(value, null, 2) : text;
  } catch {
    return text;
  }
}
