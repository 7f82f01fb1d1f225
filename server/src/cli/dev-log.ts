// The events of a local run as lines for people: one for each frame, and one for the cause of each error.
import type { Sender, SessionEvent, ShortOutcome, ShortText } from '../gateway/session.ts';
import { bytes, shorten } from '../wording.ts';
import { oneLine, type Paint, type Style } from './output.ts';

/** How much of a message, a result or a log line is printed, in characters. */
const shownLength = 200;

/** A text, which is escaped when it is printed, or several, some of them in a style. */
type Part = string | { readonly style: Style; readonly text: string } | readonly Part[];

/** The log of a run. What AWS would refuse is printed once, and at the end how often. */
export function sessionLog(paint: Paint): (event: SessionEvent) => string[] {
  const refusals = new Map<string, number>();
  const isKnown = (refused: string | undefined): boolean => {
    if (refused === undefined) return false;
    const count = refusals.get(refused) ?? 0;
    refusals.set(refused, count + 1);
    return count > 0;
  };
  return (event) => {
    if ((event.event === 'service' || event.event === 'management') && isKnown(event.refused)) {
      return eventLines({ ...event, refused: undefined }, paint);
    }
    const repeated = event.event === 'stopped' ? [...refusals].filter(([, count]) => count > 1) : [];
    const summary = repeated.map(([text, count]) => `          ${count} times: ${oneLine(text)}`);
    return [...summary, ...eventLines(event, paint)];
  };
}

/** No lines for what says nothing new. Only the styles are escapes that a terminal obeys. */
export function eventLines(event: SessionEvent, paint: Paint): string[] {
  return linesOf(event).map((line) => rendered(line, paint));
}

function rendered(part: Part, paint: Paint): string {
  if (typeof part === 'string') return oneLine(part);
  return 'style' in part ? paint(part.style, oneLine(part.text)) : part.map((one) => rendered(one, paint)).join('');
}

function styled(style: Style, text: string): Part {
  return { style, text };
}

function linesOf(event: SessionEvent): Part[] {
  const time = styled('dim', new Date(event.time).toTimeString().slice(0, 8));
  const at = (id: string): Part => styled('dim', id.slice(0, 4));
  const line = (...parts: readonly Part[]): Part => [time, ...parts.map((part): Part => ['  ', part])];
  const why = (cause: string | undefined): Part[] =>
    cause === undefined ? [] : [['          ', styled('warning', 'why:'), ' ', cause]];
  switch (event.event) {
    case 'ready':
      return [
        ...event.apis.flatMap(({ id, url, page, command }) => [
          [styled('bold', id), `  ${url}`],
          `  connect:  ${command}`,
          ...(page === undefined ? [] : [`  browser:  ${page}`]),
        ]),
        'Ctrl+C stops it. Saved files are taken over.',
      ];
    case 'stopped':
      return [line(`Stopped. ${event.reason}`)];
    case 'descriptor':
      return event.adopted
        ? [line('The project file was saved and taken over.')]
        : [
            line(styled('error', 'The project file has errors. The last good one stays in use.')),
            ...event.problems.map((one) => `          ${one}`),
          ];
    case 'sources':
      return [line(`Saved: ${event.files.slice(0, 5).join(', ')}. The next calls run the new code.`)];
    case 'problem':
      return [line(styled('warning', event.text))];
    case 'connecting':
      return [line(at(event.connection), `${event.api}: a client connects: ${shorten(event.path, shownLength)}`)];
    case 'opened':
      return [line(at(event.connection), styled('good', 'open'))];
    case 'refused':
      return [line(at(event.connection), styled('error', `refused with ${event.status}`)), ...why(event.cause)];
    case 'closed': {
      const cause = event.by === 'gateway' ? event.steps[0]?.text : undefined;
      return [
        line(at(event.connection), `${closedBy[event.by]}: ${event.code} ${event.reason}`.trimEnd()),
        ...why(cause),
      ];
    }
    case 'received': {
      const text = event.message ? shown(event.message) : '(binary)';
      return [line(at(event.connection), '→', event.route ?? '(no route)', text)];
    }
    case 'sent':
      return [line(at(event.connection), '←', senderOf(event.by), shown(event.message)), ...why(event.cause)];
    case 'called':
      return [];
    case 'answered': {
      const where = event.connection === undefined ? '····' : at(event.connection);
      const steps = event.outcome.kind === 'returned' ? [] : stackOf(event.outcome);
      return [line(where, event.function, outcomeOf(event.outcome)), ...steps];
    }
    case 'log':
      if (event.isOutcome) return [];
      return shorten(event.text, 10 * shownLength)
        .trimEnd()
        .replaceAll('\t', '  ')
        .split('\n')
        .map((text, index) =>
          index === 0 ? line(styled('dim', 'log '), `${event.function}: ${text}`) : `          ${text}`,
        );
    case 'debugger':
      return [line(`${event.function} waits for a debugger: ${event.url}`)];
    case 'management': {
      const { method, status, cause, refused, connection, function: caller = 'somebody' } = event;
      const failed =
        status >= 400 ? [line(at(connection), styled('error', `${caller}: ${method} @connections: ${status}`))] : [];
      return [...failed, ...why(cause), ...why(refused)];
    }
    case 'service': {
      const { service, operation, problem, refused, function: caller = 'somebody' } = event;
      const failed =
        problem === undefined && refused === undefined ? [] : [line('····', `${caller}: ${service} ${operation}`)];
      return [...failed, ...why(problem), ...why(refused)];
    }
  }
}

const closedBy: Readonly<Record<Extract<SessionEvent, { event: 'closed' }>['by'], string>> = {
  client: 'closed by the client',
  gateway: 'closed by API Gateway',
  function: 'closed by a function',
  stop: 'closed at the end of the run',
};

function shown({ text, bytes: size }: ShortText): string {
  const short = shorten(text, shownLength);
  return short === text && Buffer.byteLength(text) === size ? text : `${short} (${bytes(size)})`;
}

function senderOf(sender: Sender): string {
  switch (sender.kind) {
    case 'gateway':
      return 'API Gateway';
    case 'response':
      return sender.function;
    case 'post':
      return `${sender.function ?? 'somebody'} by @connections`;
  }
}

function outcomeOf(outcome: ShortOutcome): Part {
  const { durationMs, initMs } = outcome;
  const took = `in ${Math.round(durationMs)} ms${initMs === undefined ? '' : `, after a start of ${Math.round(initMs)} ms`}`;
  switch (outcome.kind) {
    case 'returned':
      return [`returned ${shown(outcome.value)} `, styled('dim', took)];
    case 'failed':
      return [
        styled('error', `failed: ${outcome.errorType}: ${shorten(outcome.errorMessage, 2 * shownLength)}`),
        ' ',
        styled('dim', took),
      ];
    case 'timeout':
      return styled('error', `timed out after ${outcome.seconds} s`);
  }
}

function stackOf(outcome: ShortOutcome): string[] {
  if (outcome.kind !== 'failed') return [];
  const { errorType, errorMessage, stack } = outcome;
  const frames = stack[0] === `${errorType}: ${errorMessage}` ? stack.slice(1) : stack;
  return frames.slice(0, 5).map((frame) => `          ${frame.trim()}`);
}
