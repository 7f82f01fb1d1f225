// The output of an instance as the lines of a log: the level and the request that Lambda's runtimes write into them, and a limit
// for their length and their number, because a function can print without end.
import { StringDecoder } from 'node:string_decoder';
import type { FunctionLog } from '../session.ts';

export type LogLine = Pick<FunctionLog, 'level' | 'request' | 'text' | 'isOutcome'>;

/** In characters. CloudWatch splits events of 256 KB. */
const maximumLength = 65_536;
const linesPerSecond = 1000;

/** Takes the output of a stream as it comes. */
export interface LogReader {
  read(bytes: Uint8Array): void;
  /** The stream has ended. */
  end(): void;
}

export function readLog(onLine: (line: LogLine) => void, now: () => number = Date.now): LogReader {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  /** What the line has beyond its maximum. */
  let cut = 0;
  let second = 0;
  let count = 0;

  const add = (text: string): void => {
    const kept = text.slice(0, maximumLength - rest.length);
    rest += kept;
    cut += text.length - kept.length;
  };
  const report = (line: LogLine): void => {
    const current = Math.floor(now() / 1000);
    if (current !== second) {
      const dropped = count - linesPerSecond;
      [second, count] = [current, 0];
      if (dropped > 0) onLine({ level: 'warn', text: `${dropped} more lines in one second were dropped.` });
    }
    count += 1;
    if (count <= linesPerSecond) onLine(line);
  };
  const finish = (): void => {
    const text = cut > 0 ? `${rest} … (${cut} more characters)` : rest;
    [rest, cut] = ['', 0];
    if (text.trim() !== '') report(parseLine(text));
  };
  const take = (text: string): void => {
    const [first = '', ...others] = text.split('\n');
    add(first);
    for (const other of others) {
      finish();
      add(other);
    }
  };
  return {
    read: (bytes) => take(decoder.write(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))),
    end() {
      take(decoder.end());
      finish();
      if (count > linesPerSecond) onLine({ level: 'warn', text: `${count - linesPerSecond} more lines were dropped.` });
    },
  };
}

/** Node's form: time, request, level and text. Python's has the level first. */
const ofNode = /^\d{4}-\d\d-\d\dT[\d:.]+Z\t([^\t]*)\t(\w+)\t([^]*)$/;
const ofPython = /^\[(\w+)\]\t\d{4}-\d\d-\d\dT[\d:.]+Z\t([^\t]*)\t([^]*)$/;

/** How the runtime of Node.js logs what has ended an invocation. */
const ofNodeRuntime = /^(?:Invoke Error|Uncaught Exception|Unhandled Promise Rejection)\t\{"errorType":/;

function parseLine(line: string): LogLine {
  const [, request, level, text] = ofNode.exec(line) ?? reordered(ofPython.exec(line)) ?? [];
  if (level === undefined || text === undefined) return plainLine(line.replace(/\r$/, ''));
  const isInvocation = request !== undefined && /^[0-9a-f-]{8,}$/i.test(request);
  // Lambda writes a line of a text after the first one with a carriage return before it.
  const isOutcome = ofNodeRuntime.test(text);
  return {
    level: levelOf(level),
    text: text.replaceAll('\r', '\n'),
    ...(isInvocation && { request }),
    ...(isOutcome && { isOutcome }),
  };
}

/** The runtimes of Python and Ruby write errors without a time, and all their lines as one. */
function plainLine(line: string): LogLine {
  if (!line.startsWith('[ERROR] ')) return { level: 'info', text: line };
  const text = line.slice('[ERROR] '.length).replaceAll('\r', '\n');
  return { level: 'error', text, ...(line.includes('\r') && { isOutcome: true }) };
}

function reordered(match: RegExpExecArray | null): readonly (string | undefined)[] | undefined {
  return match ? [match[0], match[2], match[1], match[3]] : undefined;
}

function levelOf(word: string): LogLine['level'] {
  if (/^(?:ERROR|CRITICAL|FATAL)$/i.test(word)) return 'error';
  if (/^WARN/i.test(word)) return 'warn';
  return /^(?:DEBUG|TRACE)$/i.test(word) ? 'debug' : 'info';
}
