// A tokenizer for Ruby, sufficient to find a file's methods: it separates comments, strings of all kinds and regular
// expressions from code, and nothing is an error.
import type { Span } from '../syntax/tree.ts';

export interface RubyToken {
  /** `value` is a literal, `break` the end of a line, `open` an unclosed string. */
  readonly kind: 'word' | 'sign' | 'value' | 'break' | 'open';
  readonly text: string;
  readonly span: Span;
}

interface Literal {
  /** The bracket that opens a nested pair; undefined if it is not closed by a bracket. */
  readonly open: string | undefined;
  readonly close: string;
  readonly interpolates: boolean;
  /** How many nested pairs are open. */
  depth: number;
}

const space = /(?:[ \t\f\v]|\\\r?\n)+/y;
const lineEnd = /\r\n|\n|\r/y;
const wholeLine = /[^\r\n]*(?:\r\n|\n|\r|$)/y;
const comment = /#[^\r\n]*/y;
/** At the start of a line. An unclosed one extends to the end. */
const blockComment = /=begin\b[\s\S]*?(?:^=end\b[^\r\n]*|(?![\s\S]))/my;
/** At the start of a line: what follows is not code. */
const dataSection = /__END__[ \t]*(?:[\r\n]|(?![\s\S]))/y;
const word = /[\p{L}_][\p{L}\p{N}_]*(?:[?!](?!=))?/uy;
/** The key of a hash, or a parameter. */
const label = /[\p{L}_][\p{L}\p{N}_]*[?!]?:(?!:)/uy;
const variable = /\$(?:\w+|[^\s\w])|@@?\w+/y;
const number = /\d[\w.]*/y;
const symbol = /:(?:[\p{L}_][\p{L}\p{N}_]*[?!=]?|\[\]=?|[-+*/<>=!~%&|^]+)/uy;
const heredoc = /<<[~-]?(?:(["'`])([^"'`\r\n]+)\1|([A-Z_]\w*))/y;
const percent = /%(?:[wWiIqQrsx]?[^\w\s]|[wWiIqQrsx][^\w\s])/y;
const character = /\?(?:\\.|\S)(?!\w)/y;
const sign = /::|&\.|=~|=>|[=!]==?|<<|[<>]=|[^\s]/uy;

const pairs: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}', '<': '>' };
/** After these words, a slash starts a regular expression, not a division. */
const beforeExpression =
  /^(?:and|or|not|if|unless|while|until|elsif|else|then|do|when|in|return|begin|case|yield|rescue|ensure)$/;

export function rubyTokens(text: string): RubyToken[] {
  const tokens: RubyToken[] = [];
  /** For each literal whose interpolation is being read, how many braces are open in it. */
  const interpolated: { readonly literal: Literal; braces: number }[] = [];
  /** The terminators of the heredocs that start on the next line. */
  let heredocs: string[] = [];
  let at = text.startsWith('\uFEFF') ? 1 : 0;

  const read = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    return pattern.exec(text)?.[0];
  };
  const add = (kind: RubyToken['kind'], source: string): void => {
    tokens.push({ kind, text: source, span: { start: at, end: at + source.length } });
    at += source.length;
  };
  /** Whether a value can start here, so that an apparent operator starts a literal. */
  const startsValue = (): boolean => {
    const last = tokens.at(-1);
    if (last?.kind === 'value' || last?.text === ')' || last?.text === ']' || last?.text === '}') return false;
    if (last?.kind !== 'word' || beforeExpression.test(last.text)) return true;
    // `puts /a/` has an argument, `a / b` and `a/b` divide.
    return last.span.end < at && !/\s/.test(text.charAt(at + 1));
  };
  /** Starts after its opening, or after the brace that closes an interpolation. */
  const readLiteral = (literal: Literal): void => {
    while (at < text.length) {
      const next = text.charAt(at);
      if (next === '\\') at += 2;
      else if (literal.interpolates && text.startsWith('#{', at)) {
        at++;
        interpolated.push({ literal, braces: 0 });
        add('sign', '{');
        return;
      } else if (next === literal.close && literal.depth === 0) {
        add('value', next);
        return;
      } else {
        if (next === literal.open) literal.depth++;
        else if (next === literal.close) literal.depth--;
        at++;
      }
    }
    add('open', '');
  };
  const startLiteral = (start: string, interpolates: boolean): void => {
    at += start.length;
    const open = start.at(-1) ?? '';
    const close = pairs[open];
    readLiteral({ open: close === undefined ? undefined : open, close: close ?? open, interpolates, depth: 0 });
  };
  const skipHeredocs = (): void => {
    for (const end of heredocs) {
      let isEnded = false;
      while (!isEnded && at < text.length) {
        const line = read(wholeLine) ?? '';
        at += line.length;
        isEnded = line.trim() === end;
      }
      if (!isEnded) add('open', '');
    }
    heredocs = [];
  };

  while (at < text.length) {
    const isLineStart = at === 0 || /[\r\n]/.test(text.charAt(at - 1));
    if (isLineStart && read(dataSection) !== undefined) break;
    const skipped = read(space) ?? read(comment) ?? (isLineStart ? read(blockComment) : undefined);
    if (skipped !== undefined) {
      at += skipped.length;
      continue;
    }
    const ended = read(lineEnd);
    if (ended !== undefined) {
      add('break', ended);
      skipHeredocs();
      continue;
    }
    const next = text.charAt(at);
    const key = read(label);
    const name = read(word);
    const value = read(variable) ?? read(number) ?? (text.startsWith('::', at) ? undefined : read(symbol));
    if (key !== undefined) add('sign', key);
    else if (name !== undefined) add('word', name);
    else if (value !== undefined) add('value', value);
    else if (next === '"' || next === "'" || next === '`') startLiteral(next, next !== "'");
    else {
      const canStart = /[/%?<]/.test(next) && startsValue();
      const here = canStart ? read(heredoc) : undefined;
      const quoted = canStart ? read(percent) : undefined;
      const one = canStart ? read(character) : undefined;
      if (here !== undefined) {
        heredocs.push(here.replace(/^<<[~-]?/, '').replaceAll(/["'`]/g, ''));
        add('value', here);
      } else if (quoted !== undefined) startLiteral(quoted, !/^%[wiqs]/.test(quoted));
      else if (one !== undefined) add('value', one);
      else if (canStart && next === '/') startLiteral(next, true);
      else {
        const found = read(sign) ?? next;
        add('sign', found);
        const inside = interpolated.at(-1);
        if (inside && found === '{') inside.braces++;
        else if (inside && found === '}' && inside.braces-- === 0) {
          interpolated.pop();
          readLiteral(inside.literal);
        }
      }
    }
  }
  if (interpolated.length > 0) add('open', '');
  return tokens;
}
