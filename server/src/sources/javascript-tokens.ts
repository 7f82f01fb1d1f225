// A tokenizer for JavaScript and TypeScript, sufficient to find a module's exports: it separates comments, strings,
// templates and regular expressions from code, and nothing is an error.
import type { Span } from '../syntax/tree.ts';

export interface Token {
  readonly kind: 'name' | 'string' | 'punctuator' | 'other';
  /** For a string, the text between its quotes. */
  readonly text: string;
  readonly span: Span;
}

const name = /[\p{ID_Start}$_#][\p{ID_Continue}$\u200C\u200D]*/uy;
const number = /\d[\w.]*/y;
const lineComment = /\/\/[^\r\n]*/y;
/** An unclosed one extends to the end of the text. */
const blockComment = /\/\*[\s\S]*?(?:\*\/|$)/y;
/**
 * Strings and regular expressions, up to their end or, if they are not closed, to the end of the line. One that is not
 * closed is an apostrophe in JSX, or half typed. The group is what closes it.
 */
const literals: ReadonlyMap<string, RegExp> = new Map([
  ["'", /'(?:[^'\\\r\n]|\\[^])*(')?/y],
  ['"', /"(?:[^"\\\r\n]|\\[^])*(")?/y],
  ['/', /\/(?:[^/\\[\r\n]|\\[^\r\n]|\[(?:[^\]\\\r\n]|\\[^\r\n])*\])*(?:\[[^\r\n]*|(\/\w*)|)/y],
]);
/** Up to its end, to a value in it, or to the end of the text. */
const template = /(?:[^`\\$]|\\[^]|\$(?!\{))*(?:`|\$\{|\\$)?/y;
/** Operators of several characters that must not be mistaken for an assignment or a spread. */
const punctuator = /\.\.\.|\?\.|=>|[=!]==?|[<>]=|[^\s]/uy;
const space = /\s+/y;

/** After these, a slash starts a regular expression, not a division. */
const beforeExpression = /^(?:return|typeof|case|in|of|do|else|void|delete|throw|new|instanceof|await|yield|default)$/;

export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  /** Up to where a literal is known not to be closed, by its first character. An inner one would not be closed either. */
  const unclosed = new Map<string, number>();
  /** For each template whose substitution is being read, how many braces are open in it. */
  const templates: number[] = [];
  let at = text.startsWith('#!') ? text.search(/[\r\n]|$/) : 0;

  const read = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    return pattern.exec(text)?.[0];
  };
  const readLiteral = (): string | undefined => {
    const first = text.charAt(at);
    const pattern = literals.get(first);
    if (!pattern || at < (unclosed.get(first) ?? 0)) return undefined;
    if (first === '/' && !startsExpression(tokens.at(-1))) return undefined;
    pattern.lastIndex = at;
    const [literal = '', close] = pattern.exec(text) ?? [];
    if (close !== undefined) return literal;
    unclosed.set(first, at + literal.length);
    return undefined;
  };
  const add = (kind: Token['kind'], source: string): void => {
    const inner = kind === 'string' ? 1 : 0;
    tokens.push({
      kind,
      text: source.slice(inner, source.length - inner),
      span: { start: at + inner, end: at + source.length - inner },
    });
    at += source.length;
  };
  /** Starts after the backtick, or after the brace that closes a substitution. */
  const readTemplate = (): void => {
    const source = read(template) ?? '';
    at += source.length;
    if (!source.endsWith('${')) return;
    templates.push(0);
    tokens.push({ kind: 'punctuator', text: '{', span: { start: at - 1, end: at } });
  };

  while (at < text.length) {
    const skipped = read(space) ?? read(lineComment) ?? read(blockComment);
    if (skipped !== undefined) {
      at += skipped.length;
      continue;
    }
    const word = read(name);
    if (word !== undefined) {
      add('name', word);
      continue;
    }
    const literal = readLiteral() ?? read(number);
    if (literal !== undefined) {
      add(/^["']/.test(literal) ? 'string' : 'other', literal);
      continue;
    }
    const sign = read(punctuator) ?? text.charAt(at);
    if (sign === '`') {
      add('other', sign);
      readTemplate();
      continue;
    }
    add('punctuator', sign);
    const open = templates.at(-1);
    if (open === undefined) continue;
    if (sign === '{') templates[templates.length - 1] = open + 1;
    else if (sign === '}' && open > 0) templates[templates.length - 1] = open - 1;
    else if (sign === '}') {
      templates.pop();
      readTemplate();
    }
  }
  return tokens;
}

function startsExpression(previous: Token | undefined): boolean {
  if (!previous) return true;
  if (previous.kind === 'name') return beforeExpression.test(previous.text);
  return previous.kind === 'punctuator' && !/^[)\]}]$/.test(previous.text);
}
