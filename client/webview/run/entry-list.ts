// The list of what has happened, the latest at the end. A row is a button that shows the details. The list is one stop of the
// Tab key: the arrow keys move within it.
import { t } from '../../../server/src/locale.ts';
import { textField } from '../controls.ts';
import { button, element, isField } from '../dom.ts';
import { commandOf } from '../keyboard.ts';
import { entryDetails, durationOf, type EntryActions } from './entry-details.ts';
import { hasFault, type Entry, type Session } from './session-state.ts';

export interface EntryList {
  readonly content: HTMLElement;
  readonly show: (session: Session) => void;
  readonly find: () => void;
}

interface Row {
  readonly content: HTMLElement;
  readonly head: HTMLButtonElement;
  readonly update: (entry: Entry) => void;
  readonly entry: () => Entry;
}

export function entryList(actions: EntryActions): EntryList {
  const rows = new Map<number, Row>();
  /** Entries up to this one are hidden, because the user has cleared the list. */
  let cleared = 0;
  let session: Session | undefined;
  const filter = textField(t`Filter`, () => refresh());
  const clear = button(t`Clear`, { class: 'secondary' }, () => {
    cleared = session?.count ?? 0;
    refresh();
    filter.focus();
  });
  const status = element('span', { role: 'status', class: 'status' });
  // Screen readers announce what is added.
  const list = element('div', { role: 'log', class: 'entries', 'aria-label': t`Frames` });
  const content = element(
    'div',
    { class: 'entry-list' },
    element('div', { class: 'bar' }, filter, clear, status),
    list,
  );

  const refresh = (): void => {
    if (session) show(session);
  };
  const show = (next: Session): void => {
    session = next;
    const isAtEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 30;
    const wanted = filter.value.trim().toLowerCase();
    const shown = new Map([...next.entries].filter(([number]) => number > cleared));
    for (const [number, { content: gone }] of rows) {
      if (shown.has(number)) continue;
      gone.remove();
      rows.delete(number);
    }
    const added: HTMLElement[] = [];
    for (const [number, entry] of shown) {
      const known = rows.get(number);
      if (known && known.entry() !== entry) known.update(entry);
      if (known) continue;
      const row = rowOf(entry, actions);
      rows.set(number, row);
      added.push(row.content);
    }
    list.append(...added);
    let count = 0;
    for (const { content: row, head } of rows.values()) {
      const matches = wanted === '' || (head.textContent ?? '').toLowerCase().includes(wanted);
      row.hidden = !matches;
      if (matches) count++;
    }
    const earlier = next.count - next.entries.size;
    status.textContent =
      wanted !== ''
        ? count === 1
          ? t`1 row`
          : t`${count} rows`
        : earlier > 0 && cleared < earlier
          ? t`Earlier entries: ${earlier}`
          : '';
    clear.disabled = rows.size === 0;
    rove();
    if (isAtEnd) list.scrollTop = list.scrollHeight;
  };

  const heads = (): HTMLButtonElement[] =>
    [...rows.values()].filter(({ content: row }) => !row.hidden).map(({ head }) => head);
  /** The row that the Tab key leads to: the focused one, or else the last. */
  const rove = (): void => {
    const all = heads();
    const reachable =
      all.find((head) => head === document.activeElement) ?? all.find((head) => head.tabIndex === 0) ?? all.at(-1);
    for (const head of all) head.tabIndex = head === reachable ? 0 : -1;
  };
  list.addEventListener('focusin', ({ target }) => {
    if (!(target instanceof HTMLButtonElement && target.classList.contains('head'))) return;
    for (const head of heads()) head.tabIndex = head === target ? 0 : -1;
  });
  list.addEventListener('keydown', (event) => {
    if (isField(event.target)) return;
    const row = [...rows.values()].find(
      ({ content: each }) => event.target instanceof Node && each.contains(event.target),
    );
    const command = commandOf('entry', event);
    if (!row || command === undefined) return;
    const all = heads();
    const at = all.indexOf(row.head);
    const isOnHead = event.target === row.head;
    if (command === 'replay') {
      if (row.entry().what.kind !== 'received') return;
      actions.replay(row.entry());
    } else if (command === 'close') {
      if (row.head.getAttribute('aria-expanded') === 'true') row.head.click();
      row.head.focus();
    } else if (!isOnHead) return;
    else {
      const to = { down: at + 1, up: at - 1, first: 0, last: all.length - 1 }[command];
      all[Math.max(0, Math.min(to, all.length - 1))]?.focus();
    }
    event.preventDefault();
    event.stopPropagation();
  });
  return { content, show, find: () => filter.focus() };
}

function rowOf(first: Entry, actions: EntryActions): Row {
  let entry = first;
  const head = button('', { class: 'head', 'aria-expanded': 'false', tabindex: '-1' }, () => toggle());
  const details = element('div', { class: 'details', hidden: true });
  const content = element('div', { class: `entry ${entry.what.kind}` }, head, details);
  const draw = (): void => {
    head.replaceChildren(...headOf(entry));
    content.classList.toggle('faulty', hasFault(entry));
    if (!details.hidden) details.replaceChildren(...entryDetails(entry, actions));
  };
  const toggle = (): void => {
    details.hidden = !details.hidden;
    head.setAttribute('aria-expanded', String(!details.hidden));
    if (details.hidden) details.replaceChildren();
    draw();
  };
  draw();
  return {
    content,
    head,
    entry: () => entry,
    update(next) {
      entry = next;
      draw();
    },
  };
}

const clock = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
});

/** One line: when, who, which way, what, and what came of it. Spaces separate the parts for screen readers and the filter. */
function headOf(entry: Entry): readonly (Node | string)[] {
  const { time, client, what, calls } = entry;
  const [sign, verb] = directionOf(entry);
  const part = (name: string, text: string): readonly (Node | string)[] =>
    text === '' ? [] : [element('span', { class: name }, text), ' '];
  const durations = calls.map((call) => `${call.function} ${durationOf(call)}`).join('; ');
  return [
    ...part('time', clock.format(time)),
    element('span', { class: 'sign', 'aria-hidden': 'true' }, sign),
    ' ',
    ...part('client', client ?? ''),
    ...part('verb', verb),
    ...part('what', whatText(entry)),
    ...part('meta', what.kind === 'sent' ? senderOf(what.by) : durations),
    ...(hasFault(entry)
      ? [
          element(
            'span',
            { class: 'flag' },
            element('span', { class: 'codicon codicon-warning', 'aria-hidden': 'true' }),
            t`problem`,
          ),
        ]
      : []),
  ];
}

/** A sign for the eye, and a verb that completes a sentence about the client. */
function directionOf({ what }: Entry): readonly [sign: string, verb: string] {
  switch (what.kind) {
    case 'connect':
      return [
        '⇄',
        what.status === 'connecting'
          ? t`connects`
          : what.status === 'open'
            ? t`is connected`
            : t`is refused with status ${what.status}`,
      ];
    case 'received':
      return ['↑', t`sends`];
    case 'sent':
      return ['↓', t`receives`];
    case 'closed':
      return ['×', closedBy(what.by)];
    case 'invoked':
      return ['⚡', t`${what.trigger} invokes ${what.function}`];
    case 'sources':
      return ['↻', t`Functions run the saved code from now on.`];
    case 'descriptor':
      return [
        '↻',
        what.isAdopted
          ? t`The saved project file is in use.`
          : t`The saved project file has errors, so the one before stays in use.`,
      ];
    case 'notice':
      return ['•', what.text];
  }
}

function closedBy(by: string): string {
  switch (by) {
    case 'client':
      return t`disconnects`;
    case 'function':
      return t`is disconnected by a function`;
    case 'stop':
      return t`is disconnected by the end of the run`;
    default:
      return t`is disconnected by API Gateway`;
  }
}

function whatText({ what }: Entry): string {
  switch (what.kind) {
    case 'connect':
      return what.path;
    case 'received':
      return `${what.route === undefined ? t`no endpoint` : what.route} ${what.message ? oneLine(what.message.text) : t`a binary message`}`;
    case 'sent':
      return oneLine(what.message.text);
    case 'closed':
      return `${what.code} ${what.reason}`.trim();
    case 'invoked':
    case 'notice':
    case 'sources':
    case 'descriptor':
      return '';
  }
}

function senderOf(by: Extract<Entry['what'], { kind: 'sent' }>['by']): string {
  if (by.kind === 'gateway') return t`from API Gateway`;
  if (by.function === undefined) return t`posted`;
  return by.kind === 'response' ? t`returned by ${by.function}` : t`posted by ${by.function}`;
}

/** The beginning is enough for a row. */
function oneLine(text: string): string {
  return text.slice(0, 300).replaceAll(/\s+/g, ' ');
}
