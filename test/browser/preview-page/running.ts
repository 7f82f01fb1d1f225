// The part of the panel that the Run pane talks to: a run that reports what the simulator says, as the local gateway does.
import type { FakeHost } from '../../../client/webview/fake-host.ts';
import type { Analysis } from '../../../server/src/analysis.ts';
import { routeOf } from '../../../server/src/answers.ts';
import { sessionEvent } from '../../../client/src/session-checks.ts';
import type { PageMessageOf, RunState } from '../../../client/src/preview/preview-messages.ts';
import type { RouteAnswer, RouteQuestion, SessionEvent, ShortText } from '../../../server/src/protocol.ts';

type Types = 'startRun' | 'stopRun' | 'openClientPage' | 'runCommand' | 'openHandler' | 'openPlace';
type Running = { readonly [Type in Types]: (message: PageMessageOf<Type>) => void };

/** An event without its time, which counts up from the moment that the run starts. */
type Untimed = SessionEvent extends infer Each ? (Each extends SessionEvent ? Omit<Each, 'time'> : never) : never;

const start = Date.UTC(2026, 0, 15, 12);

export function running(host: FakeHost, uri: string, analysis: () => Analysis): Running {
  let time = start;
  let calls = 0;
  const connections = new Map<string, string>();
  const state = (phase: RunState['phase'], isDebugged = false): void => {
    const { apis } = routeOf(analysis(), { api: undefined, question: { kind: 'disconnect' } });
    host.send({ type: 'run', uri, state: { phase, isDebugged, ended: undefined }, apis, refused: undefined });
  };
  const report = (events: readonly Untimed[], isStart = false): void => {
    const timed = events.map((event): unknown => ({ time: (time += 7), ...event }));
    host.send({ type: 'runEvents', uri, isStart, events: timed.filter((event) => sessionEvent(event)) });
  };
  const short = (text: string): ShortText => ({ text, bytes: new TextEncoder().encode(text).length });
  const simulated = (api: string, question: RouteQuestion): RouteAnswer | undefined =>
    routeOf(analysis(), { api, question }).answer;

  /** A call of the handler, and what it returns. */
  const called = (answer: RouteAnswer, request: string, connection: string, isCold: boolean): readonly Untimed[] => {
    if (!answer.handler) return [];
    const { function: name, event } = answer.handler;
    const call = `call-${++calls}`;
    const about = { call, request, connection, function: name };
    const trigger = answer.route ?? '';
    const value = short('{"statusCode":200,"body":"{\\"ok\\":true}"}');
    const outcome = {
      kind: 'returned',
      value,
      durationMs: 12.4,
      initMs: isCold ? 81 : undefined,
      instance: 1,
    } as const;
    return [
      { event: 'called', ...about, trigger, payload: short(JSON.stringify(event)) },
      { event: 'log', function: name, instance: 1, request: call, level: 'info', text: `A message from ${connection}` },
      { event: 'service', service: 'dynamodb', operation: 'Scan', resource: 'Sessions', function: name, durationMs: 2 },
      { event: 'answered', ...about, outcome, steps: [] },
    ];
  };
  const connect = (client: string | undefined, connection: string, api: string): void => {
    const about = { api, connection };
    const request = `request-${connection}`;
    const answer = simulated(api, { kind: 'connect', query: [['token', 'secret']], headers: [] });
    const path = '/prod?token=secret';
    if (client !== undefined) connections.set(client, connection);
    report([
      { event: 'connecting', ...about, client, path, request, steps: answer?.steps ?? [] },
      ...(answer ? called(answer, request, connection, true) : []),
      { event: 'opened', ...about, steps: [] },
    ]);
  };
  const send = (connection: string, api: string, text: string): void => {
    const about = { api, connection };
    const answer = simulated(api, { kind: 'message', message: text });
    if (!answer) return;
    const request = `request-${++calls}`;
    const { route, steps, handler } = answer;
    const endpoint = steps.find(({ range }) => range)?.range;
    const by = handler
      ? ({ kind: 'response', function: handler.function, request } as const)
      : ({ kind: 'gateway', request } as const);
    const reply = answer.reply?.kind === 'error' ? answer.reply.frame : '{"ok":true}';
    const cause = answer.reply?.kind === 'error' ? 'No endpoint receives the message.' : undefined;
    report([
      { event: 'received', ...about, request, message: short(text), route, endpoint, steps },
      ...called(answer, request, connection, false),
      { event: 'sent', ...about, message: short(reply), by, cause },
    ]);
  };
  // What a test wants the run to report.
  document.addEventListener('report', (event) => {
    const events: unknown = event instanceof CustomEvent ? event.detail : undefined;
    if (Array.isArray(events))
      host.send({ type: 'runEvents', uri, isStart: false, events: events.filter((each) => sessionEvent(each)) });
  });
  return {
    startRun({ isDebugged }) {
      const { apis } = routeOf(analysis(), { api: undefined, question: { kind: 'disconnect' } });
      state('starting', isDebugged);
      const local = apis.map(({ id }, index) => {
        const url = `ws://127.0.0.1:${3001 + index}/prod`;
        return { id, url, page: `http://127.0.0.1:${3001 + index}/client.html`, command: `npx wscat -c ${url}` };
      });
      report([{ event: 'ready', apis: local }], true);
      state('running', isDebugged);
    },
    stopRun() {
      connections.clear();
      state('off');
    },
    openClientPage() {
      connect(undefined, 'PageOfBrowser01=', 'Chat');
    },
    runCommand({ command }) {
      switch (command.command) {
        case 'connect':
          connect(command.client, `Connection${String(connections.size + 1).padStart(4, '0')}=`, command.api);
          break;
        case 'send': {
          const connection = connections.get(command.client);
          if (connection !== undefined) send(connection, 'Chat', command.text);
          break;
        }
        case 'close': {
          const connection = connections.get(command.client);
          if (connection === undefined) break;
          connections.delete(command.client);
          const about = { api: 'Chat', connection };
          report([{ event: 'closed', ...about, code: 1000, reason: '', by: 'client', steps: [] }]);
          break;
        }
      }
    },
    openHandler() {
      // Not supported: there are no files here.
    },
    openPlace() {
      // The same.
    },
  };
}
