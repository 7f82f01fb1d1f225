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
/** A quote that is not closed on its line is an apostrophe in JSX, or half typed. */
const string = /'(?:[^'\\\r\n]|\\[\s\S])*'|"(?:[^"\\\r\n]|\\[\s\S])*"/y;
const regularExpression = /\/(?![*/])(?:[^/\\[\r\n]|\\[^\r\n]|\[(?:[^\]\\\r\n]|\\[^\r\n])*\])+\/\w*/y;
/** Up to its end, to a value in it, or to the end of the text. */
const template = /(?:[^`\\$]+|\\[\s\S]?|\$(?!\{))*(?:`|\$\{)?/y;
/** Operators of several characters that must not be mistaken for an assignment or a spread. */
const punctuator = /\.\.\.|\?\.|=>|[=!]==?|[<>]=|[^\s]/uy;
const space = /\s+/y;

/** After these, a slash starts a regular expression, not a division. */
const beforeExpression = /^(?:return|typeof|case|in|of|do|else|void|delete|throw|new|instanceof|await|yield|default)$/;

export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  /** For each template whose substitution is being read, how many braces are open in it. */
  const templates: number[] = [];
  let at = text.startsWith('#!') ? text.search(/[\r\n]|$/) : 0;

  const read = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    return pattern.exec(text)?.[0];
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
    const literal = read(string);
    if (literal !== undefined) {
      add('string', literal);
      continue;
    }
    const other = read(number) ?? (startsExpression(tokens.at(-1)) ? read(regularExpression) : undefined);
    if (other !== undefined) {
      add('other', other);
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
