// The Run pane: starts and stops the local run of the file, and shows what happens in it.
import type { AskableApi, SessionEvent } from '../../../server/src/protocol.ts';
import type { RunState } from '../../src/preview/preview-messages.ts';
import { t } from '../../../server/src/locale.ts';
import { isRecord, string } from '../../src/checks.ts';
import { iconButton } from '../controls.ts';
import { button, element } from '../dom.ts';
import { noHandshake, readHandshake } from '../handshake.ts';
import type { Page, Pane } from '../pane.ts';
import { clients, type ClientFields } from './clients.ts';
import { entryList } from './entry-list.ts';
import './run.css';
import { advanceSession, noSession, type Entry, type Session } from './session-state.ts';

const noFields: ClientFields = { handshake: noHandshake, api: undefined, sender: undefined, message: undefined };
const off: RunState = { phase: 'off', isDebugged: false, ended: undefined };

export function runPane({ post, select, kept, keep, trace }: Page): Pane {
  const before = kept('run');
  let uri: unknown = isRecord(before) ? before['uri'] : undefined;
  let fields: ClientFields = readFields(isRecord(before) ? before['fields'] : undefined);
  let apis: readonly AskableApi[] = [];
  let state = off;
  let refused: string | undefined;
  let session: Session = noSession;
  let samplesOf: unknown;
  /** Whether the next frame of the page shows the session. */
  let isDue = false;

  const change = (changed: Partial<ClientFields>): void => {
    fields = { ...fields, ...changed };
    keep('run', { uri, fields });
    later();
  };
  const group = clients({
    change,
    command: (command) => post({ type: 'runCommand', command }),
    save: (samples) => post({ type: 'saveSamples', samples }),
  });
  const list = entryList({
    reveal: (range) => post({ type: 'revealRange', range }),
    openHandler: (name) => post({ type: 'openHandler', function: name }),
    openPlace: (place) => post({ type: 'openPlace', place }),
    copy: (text) => post({ type: 'copyText', text }),
    replay,
    showInGraph(entry) {
      select('graph');
      trace(wayOf(entry));
    },
  });
  const run = button(t`Run locally`, {}, () => post({ type: 'startRun', isDebugged: false }));
  const debug = button(t`Debug locally`, { class: 'secondary' }, () => post({ type: 'startRun', isDebugged: true }));
  const stop = button(t`Stop`, { class: 'secondary' }, () => post({ type: 'stopRun' }));
  const page = button(t`Open client page`, { class: 'secondary' }, () => post({ type: 'openClientPage' }));
  const status = element('div', { class: 'run-status', role: 'status' });
  const addresses = element('ul', { class: 'addresses', 'aria-label': t`Addresses` });
  const bar = element('div', { class: 'row' }, run, debug, stop, page, status);
  const hint = element('p', { class: 'remark' });
  const content = element('div', { class: 'run form-pane' }, bar);
  /** Only what is of use now is in the page. What stays keeps its focus. */
  const compose = (...parts: readonly HTMLElement[]): void => {
    const shown = [bar, ...parts];
    for (const part of [...content.children]) if (!shown.some((each) => each === part)) part.remove();
    for (const [index, part] of shown.entries())
      if (content.children[index] !== part) content.insertBefore(part, content.children[index] ?? null);
  };

  function replay({ what, client }: Entry): void {
    if (what.kind !== 'received' || !what.message) return;
    const { text, bytes } = what.message;
    if (new TextEncoder().encode(text).length < bytes)
      notice(t`The message is too long to be replayed: only its beginning is known.`);
    else if (!group.send(text, client)) notice(t`Connect a client first: it sends the message again.`);
  }
  function wayOf({ what, connection, calls }: Entry): Parameters<Page['trace']>[0] {
    const api = connection === undefined ? undefined : apiOf.get(connection);
    const route = what.kind === 'received' ? what.route : what.kind === 'connect' ? '$connect' : undefined;
    return { api, route, functions: calls.map((call) => call.function) };
  }
  /** The API of each connection, also of those that are closed. */
  const apiOf = new Map<string, string>();
  const notice = (text: string): void => {
    status.textContent = text;
  };

  const later = (): void => {
    if (isDue) return;
    isDue = true;
    requestAnimationFrame(() => {
      isDue = false;
      draw();
    });
  };
  let drawnAddresses = '';
  const draw = (): void => {
    const { phase, isDebugged, ended } = state;
    const isRunning = phase === 'running';
    for (const each of [run, debug]) each.hidden = phase !== 'off';
    for (const each of [run, debug]) each.disabled = refused !== undefined;
    stop.hidden = phase === 'off';
    stop.disabled = phase === 'stopping';
    page.hidden = !isRunning || session.apis.every((api) => api.page === undefined);
    const text = statusOf(state);
    if (status.dataset['phase'] !== `${phase} ${isDebugged} ${ended}`) notice(text);
    status.dataset['phase'] = `${phase} ${isDebugged} ${ended}`;
    content.classList.toggle('ended', ended !== undefined);
    hint.textContent =
      refused ??
      t`Your functions run on this computer, with tables, queues and buckets in memory. Nothing is deployed, and AWS is not called.`;
    const shown = JSON.stringify(session.apis);
    if (shown !== drawnAddresses) {
      drawnAddresses = shown;
      addresses.replaceChildren(
        ...session.apis.map(({ id, url, command }) =>
          element(
            'li',
            {},
            session.apis.length > 1 ? `${id}: ` : '',
            element('code', {}, url),
            iconButton('copy', t`Copy the address of ${id}`, () => post({ type: 'copyText', text: url })),
            iconButton('terminal', t`Copy a command that connects to ${id}`, () =>
              post({ type: 'copyText', text: command }),
            ),
          ),
        ),
      );
    }
    compose(
      ...(isRunning ? [addresses, group.content] : phase === 'off' ? [hint] : []),
      ...(session.count > 0 ? [list.content] : []),
    );
    group.show(session, fields, apis);
    list.show(session);
  };
  const receiveEvents = (isStart: boolean, events: readonly SessionEvent[]): void => {
    if (isStart) apiOf.clear();
    for (const event of events) if (event.event === 'connecting') apiOf.set(event.connection, event.api);
    for (const id of [...apiOf.keys()].slice(0, -10_000)) apiOf.delete(id);
    session = advanceSession(isStart ? noSession : session, events);
    later();
  };

  draw();
  return {
    id: 'run',
    title: t`Run`,
    content,
    turnTo(shown) {
      if (uri === shown) return;
      // Another file has other APIs, so the values do not apply to it.
      uri = shown;
      fields = noFields;
      session = noSession;
      state = off;
      apis = [];
      later();
    },
    show() {
      if (samplesOf !== uri) post({ type: 'loadSamples' });
      samplesOf = uri;
      later();
    },
    receive(message) {
      if (message.type === 'samples' && message.uri === uri) group.showSaved(message.samples);
      if (message.type === 'showRun') {
        select('run');
        run.focus();
      }
      if (message.type === 'run' && message.uri === uri) {
        ({ state, apis, refused } = message);
        later();
      }
      if (message.type === 'runEvents' && message.uri === uri) receiveEvents(message.isStart, message.events);
    },
    find: list.find,
  };
}

function statusOf({ phase, isDebugged, ended }: RunState): string {
  switch (phase) {
    case 'off':
      return ended ?? '';
    case 'starting':
      return t`Starting …`;
    case 'running':
      return isDebugged ? t`Running, with a debugger` : t`Running`;
    case 'stopping':
      return t`Stopping …`;
  }
}

/** Reads stored fields, and uses the defaults for invalid ones. */
function readFields(value: unknown): ClientFields {
  if (!isRecord(value)) return noFields;
  const text = (name: string): string | undefined => {
    const stored = value[name];
    return string(stored) ? stored : undefined;
  };
  return {
    handshake: readHandshake(value['handshake']),
    api: text('api'),
    sender: text('sender'),
    message: text('message'),
  };
}
