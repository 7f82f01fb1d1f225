// Finds the functions that send to the connection of their own event. In the function of `$connect`, that fails. Only
// what is certain is found: a call that the function makes whatever happens, with an ID that is plainly the event's.
import type { Exports, SourceExport } from '../model/project.ts';
import { tokensOf, type Token } from './javascript-tokens.ts';
import { statementsOf, type Statement } from './python.ts';

/** The same exports; a function that sends to its own connection says so. */
export function withOwnConnections(path: string, text: string, { exports, allExportsKnown }: Exports): Exports {
  const sends = sendersIn(path, text);
  if (!sends) return { exports, allExportsKnown };
  const marked = exports.map((one) => (one.callable && sends(one) ? { ...one, sendsToOwnConnection: true } : one));
  return { exports: marked, allExportsKnown };
}

/** Undefined if the text sends nothing. */
function sendersIn(path: string, text: string): ((one: SourceExport) => boolean) | undefined {
  if (/\.[cm]?[jt]sx?$/.test(path)) {
    if (!/PostToConnectionCommand|postToConnection/.test(text)) return undefined;
    const reader = new JavaScriptReader(tokensOf(text));
    return ({ span }) => reader.sends(span.start);
  }
  if (!path.endsWith('.py') || !text.includes('post_to_connection')) return undefined;
  const senders = pythonSenders(text);
  return ({ span }) => senders.has(span.start);
}

/** What a value is, as far as it leads to the ID of the connection. */
type Value = 'event' | 'context' | 'id';

function memberOf(value: string | undefined, name: string): Value | undefined {
  if (value === 'event' && name === 'requestContext') return 'context';
  return value === 'context' && name === 'connectionId' ? 'id' : undefined;
}

/** A function that asks which event it has, or calls a function, perhaps itself, may send only later. */
const asksWhen = /^(?:routeKey|eventType|messageId|invoke|invokeAsync|InvokeCommand|InvokeAsyncCommand)$/;

/** The total number of tokens that are looked at: functions can be nested. */
const maximumSteps = 500_000;
/** The number of tokens that are searched for the end of a type. */
const maximumType = 100;
/** A token after the last one, so that lookahead needs no bounds check. */
const end: Token = { kind: 'other', text: '', span: { start: 0, end: 0 } };

interface FunctionParts {
  /** The index of the first parameter. */
  readonly parameter: number;
  /** The index of the brace that opens the body. */
  readonly body: number;
}

class JavaScriptReader {
  private steps = 0;
  /** For each bracket that opens, the index of the one that closes it. Undefined if they do not match. */
  private readonly closes: ReadonlyMap<number, number> | undefined;
  private readonly indexes: ReadonlyMap<number, number>;
  /** What the names of the function are. A name that is assigned several times can be anything: `other`. */
  private values = new Map<string, Value | 'input' | 'other'>();
  /** How often each name of the function is assigned. */
  private assigned = new Map<string, number>();

  constructor(private readonly tokens: readonly Token[]) {
    this.closes = matchBrackets(tokens);
    this.indexes = new Map(tokens.map(({ span }, index) => [span.start, index]));
  }

  /** Whether the function whose name starts at the offset sends to its own connection. */
  sends(start: number): boolean {
    const name = this.closes && this.indexes.get(start);
    const parts = name === undefined ? undefined : this.functionNamed(name);
    if (!parts) return false;
    const close = this.closeOf(parts.body);
    this.values = new Map();
    this.assigned = new Map();
    const first = this.peek(parts.parameter);
    if (!this.readNames(parts.body, close, first.text)) return false;
    if (first.kind === 'name') this.bind(first.text, 'event');
    else if (!isSign(first, '{') || !this.bindPattern(parts.parameter, 'event')) return false;
    return this.readBody(parts.body, close);
  }

  /** `function name(…) {}`, `name(…) {}`, `name = (…) => {}`, `name: async function (…) {}`, with or without types. */
  private functionNamed(at: number): FunctionParts | undefined {
    let next = at + 1;
    if (isSign(this.peek(next), '(')) return this.functionWith(next, '{');
    if (this.peek(at).text === 'default') return this.functionAt(next);
    if (isSign(this.peek(next), ']')) next++;
    const value = isSign(this.peek(next), '=', ':') ? this.functionAt(next + 1) : undefined;
    if (value || !isSign(this.peek(next), ':')) return value;
    const assigned = this.find(next, '=');
    return assigned === undefined ? undefined : this.functionAt(assigned + 1);
  }

  private functionAt(from: number): FunctionParts | undefined {
    let at = isName(this.peek(from), 'async') ? from + 1 : from;
    if (isName(this.peek(at), 'function')) {
      if (this.peek(++at).kind === 'name') at++;
      return isSign(this.peek(at), '(') ? this.functionWith(at, '{') : undefined;
    }
    if (isSign(this.peek(at), '(')) return this.functionWith(at, '=>');
    const isArrow = this.peek(at).kind === 'name' && isSign(this.peek(at + 1), '=>') && isSign(this.peek(at + 2), '{');
    return isArrow ? { parameter: at, body: at + 2 } : undefined;
  }

  /** The function whose parameters open there. A type may stand between them and what starts the body. */
  private functionWith(open: number, start: '{' | '=>'): FunctionParts | undefined {
    const after = this.closeOf(open) + 1;
    let at = isSign(this.peek(after), ':') ? this.find(after, start) : after;
    if (at === undefined || !isSign(this.peek(at), start)) return undefined;
    if (start === '=>') at++;
    return isSign(this.peek(at), '{') ? { parameter: open + 1, body: at } : undefined;
  }

  /** The next such sign outside of brackets. A brace in a type is not one. */
  private find(from: number, sign: string): number | undefined {
    for (let at = from + 1; at < from + maximumType; at++) {
      const token = this.peek(at);
      const isInType = isSign(token, '{') && isSign(this.peek(at - 1), ':', '<', '|', '&', ',', '=>');
      if (isSign(token, sign) && !isInType) return at;
      if (isSign(token, ';') || token === end) return undefined;
      if (this.closes?.has(at)) at = this.closeOf(at);
    }
    return undefined;
  }

  /** Counts assignments. False if the function asks which event it has, or takes the body of a message. */
  private readNames(from: number, to: number, event: string): boolean {
    for (let at = from; at < to; at++) {
      const { kind, text } = this.peek(at);
      if (kind !== 'name' && kind !== 'string') continue;
      if (++this.steps > maximumSteps || asksWhen.test(text)) return false;
      const isMember = isSign(this.peek(at - 1), '.', '?.');
      if (isMember && text === 'body' && this.peek(at - 2).text === event) return false;
      if (!isMember && isSign(this.peek(at + 1), '=')) this.assigned.set(text, (this.assigned.get(text) ?? 0) + 1);
    }
    return true;
  }

  private bind(name: string, value: Value | 'input' | undefined, assignments = 0): void {
    const isSure = !this.values.has(name) && (this.assigned.get(name) ?? 0) <= assignments;
    this.values.set(name, isSure ? (value ?? 'other') : 'other');
  }

  /** `{ requestContext: { connectionId: id }, … }`. False if it takes the body of a message. */
  private bindPattern(open: number, value: Value): boolean {
    for (const key of this.entries(open)) {
      const { text } = this.peek(key);
      if (value === 'event' && text === 'body') return false;
      const member = memberOf(value, text);
      const target = isSign(this.peek(key + 1), ':') ? key + 2 : key;
      if (isSign(this.peek(target), '{')) {
        if (member && !this.bindPattern(target, member)) return false;
      } else this.bind(this.peek(target).text, member);
    }
    return true;
  }

  /** The indexes of the keys of an object or a pattern. */
  private *entries(open: number): Iterable<number> {
    const close = this.closeOf(open);
    for (let at = open + 1; at < close; at++) {
      yield at;
      while (at < close && !isSign(this.peek(at), ',')) {
        this.steps++;
        at = this.closeOf(at) + 1;
      }
    }
  }

  /** Whether the code of the function itself sends, outside of conditions, loops and inner functions. */
  private readBody(from: number, to: number): boolean {
    /** Where the brackets close that are open. */
    const open = [to];
    let isConditional = false;
    for (let at = from + 1; at < to; at++) {
      if (++this.steps > maximumSteps) return false;
      const limit = open.at(-1) ?? to;
      const token = this.peek(at);
      if (at === limit) open.pop();
      else if (token.kind === 'name') {
        const isMember = isSign(this.peek(at - 1), '.', '?.');
        if (/^(?:PostToConnectionCommand|postToConnection)$/.test(token.text)) {
          if (!isConditional && isSign(this.peek(at + 1), '(') && this.isInput(at + 2)) return true;
        } else if (isMember) continue;
        else if (/^(?:const|let|var)$/.test(token.text)) {
          isConditional = false;
          if (!this.declare(at + 1)) return false;
        } else if (token.text === 'try' && isSign(this.peek(at + 1), '{')) open.push(this.closeOf(++at));
        else if (/^(?:if|else|for|while|do|switch|catch|finally)$/.test(token.text)) at = this.afterBranch(at, limit);
        else if (token.text === 'function' || token.text === 'class') at = this.afterBlock(at, limit);
      } else if (isSign(token, ';')) isConditional = false;
      else if (isSign(token, '?', '&', '|')) isConditional = true;
      else if (isSign(token, '=>')) at = this.afterStatement(at + 1, limit);
      else if (isSign(token, '{') || isSign(this.peek(this.closeOf(at) + 1), '=>')) at = this.closeOf(at);
      else if (isSign(token, '(', '[')) open.push(this.closeOf(at));
    }
    return false;
  }

  /** `name = value` or `{ pattern } = value`. False if it takes the body of a message. */
  private declare(at: number): boolean {
    const first = this.peek(at);
    const isPattern = isSign(first, '{');
    if (!isPattern && first.kind !== 'name') return true;
    const after = this.closeOf(at) + 1;
    const assigned = isSign(this.peek(after), '=')
      ? after
      : isSign(this.peek(after), ':')
        ? this.find(after, '=')
        : undefined;
    const isInput = assigned !== undefined && this.isInput(assigned + 1);
    const value = isInput ? 'input' : assigned === undefined ? undefined : this.valueAt(assigned + 1);
    if (!isPattern) this.bind(first.text, value, assigned === after ? 1 : 0);
    else if (value && value !== 'input') return this.bindPattern(at, value);
    return true;
  }

  private afterBranch(at: number, limit: number): number {
    let next = at + 1;
    while (isName(this.peek(next), 'if', 'await')) next++;
    if (isSign(this.peek(next), '(')) next = this.closeOf(next) + 1;
    return this.afterStatement(next, limit);
  }

  private afterBlock(at: number, limit: number): number {
    let next = at;
    while (next < limit && !isSign(this.peek(next), '{')) next = this.closeOf(next) + 1;
    return Math.min(this.closeOf(next), limit - 1);
  }

  /** The last token of a block, or of what ends with a semicolon or with the bracket around it. */
  private afterStatement(at: number, limit: number): number {
    if (isSign(this.peek(at), '{')) return this.closeOf(at);
    let next = at;
    for (; next < limit && !isSign(this.peek(next), ';'); this.steps++) next = this.closeOf(next) + 1;
    return Math.min(next, limit - 1);
  }

  /** Whether what starts there is the input of a request to the function's own connection. */
  private isInput(from: number): boolean {
    if (!isSign(this.peek(from), '{')) return this.valueAt(from) === 'input';
    const key = [...this.entries(from)].find((index) => this.peek(index).text === 'ConnectionId');
    return key !== undefined && this.valueAt(isSign(this.peek(key + 1), ':') ? key + 2 : key) === 'id';
  }

  /** What the expression that starts there is: a name, or a member of one. */
  private valueAt(from: number): Value | 'input' | undefined {
    const first = this.peek(from);
    let value = first.kind === 'name' ? this.values.get(first.text) : undefined;
    let at = from + 1;
    for (;;) {
      const isOptional = isSign(this.peek(at), '?.') && isSign(this.peek(at + 1), '[');
      const open = isOptional ? at + 1 : at;
      if (isSign(this.peek(at), '!')) at++;
      else if (isSign(this.peek(open), '[') && this.peek(open + 1).kind === 'string') {
        value = isSign(this.peek(open + 2), ']') ? memberOf(value, this.peek(open + 1).text) : undefined;
        at = open + 3;
      } else if (isSign(this.peek(at), '.', '?.')) {
        value = memberOf(value, this.peek(at + 1).text);
        at += 2;
      } else break;
    }
    const next = this.peek(at);
    const isWhole = isSign(next, ';', ',', ')', '}') || (next.kind === 'name' && !isName(next, 'in', 'instanceof'));
    return isWhole && value !== 'other' ? value : undefined;
  }

  /** The index of the bracket that closes the one there; the same index if there is none. */
  private closeOf(at: number): number {
    return this.closes?.get(at) ?? at;
  }

  private peek(at: number): Token {
    return this.tokens[at] ?? end;
  }
}

function matchBrackets(tokens: readonly Token[]): ReadonlyMap<number, number> | undefined {
  const pairs: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };
  const closes = new Map<number, number>();
  const open: number[] = [];
  for (const [index, token] of tokens.entries()) {
    if (isSign(token, '(', '[', '{')) open.push(index);
    else if (isSign(token, ')', ']', '}')) {
      const start = open.pop();
      if (start === undefined || pairs[tokens[start]?.text ?? ''] !== token.text) return undefined;
      closes.set(start, index);
    }
  }
  return open.length === 0 ? closes : undefined;
}

function isSign(token: Token, ...signs: readonly string[]): boolean {
  return token.kind === 'punctuator' && signs.includes(token.text);
}

function isName(token: Token, ...names: readonly string[]): boolean {
  return token.kind === 'name' && names.includes(token.text);
}

const pythonFunction = /^((?:async\s+)?def\s+)\w+\s*\(\s*(\w+)/;
const pythonAssignment = /^\s*(\w+)\s*(?::[^=]*)?=(?!=)\s*/;
const pythonCondition = /\b(?:if|else|elif|for|while|lambda|and|or|def|class)\b/;
const pythonMember = /\s*(?:\[\s*(["'])(\w+)\1\s*\]|\.\s*get\(\s*(["'])(\w+)\3\s*(?:,\s*(?:\{\s*\}|None)\s*)?\))/y;
const pythonAsksWhen = /["'](?:routeKey|eventType|messageId|body)["']\s*[\]),]|\.\s*invoke\(/;

/** The offsets of the names of functions that send to their own connection. */
function pythonSenders(text: string): ReadonlySet<number> {
  const senders = new Set<number>();
  let header: Statement | undefined;
  let body: Statement[] = [];
  const finish = (): void => {
    const [, lead = '', event] = (header && pythonFunction.exec(header.code)) ?? [];
    if (header && event !== undefined && pythonSends(text, event, body)) senders.add(header.start + lead.length);
    body = [];
  };
  for (const statement of statementsOf(text)) {
    if (/^[\s#]*$/.test(statement.code)) continue;
    if (statement.indent > 0) {
      body.push(statement);
      continue;
    }
    finish();
    header = statement;
  }
  finish();
  return senders;
}

function pythonSends(text: string, event: string, body: readonly Statement[]): boolean {
  const source = ({ code, start }: Statement): string => text.slice(start, start + code.length);
  if (body.some((statement) => pythonAsksWhen.test(source(statement)))) return false;
  const assigned = new Map<string, number>();
  for (const name of body.flatMap(({ code }) => pythonTargets(code))) assigned.set(name, (assigned.get(name) ?? 0) + 1);
  const values = new Map<string, Value>(assigned.has(event) ? [] : [[event, 'event']]);
  const valueAt = (source: string, from: number): { readonly value: Value | undefined; readonly rest: string } => {
    const name = /^\w+/.exec(source.slice(from))?.[0] ?? '';
    let value = values.get(name);
    pythonMember.lastIndex = from + name.length;
    let at = pythonMember.lastIndex;
    for (let match = pythonMember.exec(source); match; match = pythonMember.exec(source)) {
      value = memberOf(value, match[2] ?? match[4] ?? '');
      at = pythonMember.lastIndex;
    }
    return { value, rest: source.slice(at).trimStart() };
  };
  /** The blocks around the statement, and whether each always runs. */
  const blocks: { readonly indent: number; readonly isCertain: boolean }[] = [];
  let opensCertain = true;
  for (const statement of body) {
    const { code, indent } = statement;
    while ((blocks.at(-1)?.indent ?? -1) > indent) blocks.pop();
    const block = blocks.at(-1);
    if (!block || indent > block.indent) blocks.push({ indent, isCertain: opensCertain && block?.isCertain !== false });
    opensCertain = /^\s*(?:try|with|async\s+with)\b/.test(code);
    if (blocks.at(-1)?.isCertain !== true || pythonCondition.test(code)) continue;
    const call = code.indexOf('.post_to_connection(');
    const id = call < 0 ? -1 : code.indexOf('ConnectionId=', call);
    if (id >= 0) {
      const { value, rest } = valueAt(source(statement), id + 'ConnectionId='.length);
      if (value === 'id' && /^[,)]/.test(rest)) return true;
    }
    const [lead = '', name = ''] = pythonAssignment.exec(code) ?? [];
    if (assigned.get(name) !== 1) continue;
    const { value, rest } = valueAt(source(statement), lead.length);
    if (value && /^(?:#|$)/.test(rest)) values.set(name, value);
  }
  return false;
}

/** The names that the statement assigns. */
function pythonTargets(code: string): string[] {
  const [, name] = pythonAssignment.exec(code) ?? [];
  const loop = /^\s*(?:async\s+)?for\b/.test(code) ? code.slice(0, code.indexOf(' in ')) : '';
  const others = [...loop.matchAll(/\w+/g), ...code.matchAll(/(?<=\bas\s)\w+|\b\w+\b(?=\s?:=)/g)].map(
    ([found]) => found,
  );
  return name === undefined ? others : [name, ...others];
}
