// Where a source file reads an environment variable by its name: `process.env.TABLE_NAME`, `os.environ['TABLE_NAME']`,
// `ENV['TABLE_NAME']` and the like. What reads it in another way, such as a configuration library, is not found.
import type { Span } from '../syntax/tree.ts';
import { isReadable } from './exports.ts';
import { tokensOf } from './javascript-tokens.ts';
import { statementsOf } from './python.ts';
import { rubyTokens } from './ruby-tokens.ts';

/** The spans of the name, in the order of the text. None in a text that is not read. Never throws. */
export function variableReads(path: string, text: string, name: string): readonly Span[] {
  if (!text.includes(name) || !isReadable(text)) return [];
  if (/\.[cm]?[jt]sx?$/.test(path)) return inJavaScript(text, name);
  if (path.endsWith('.py')) return inPython(text, name);
  return path.endsWith('.rb') ? inRuby(text, name) : [];
}

/** `process.env.NAME`, `process.env['NAME']`, and `{ NAME } = process.env`. */
function inJavaScript(text: string, name: string): Span[] {
  const tokens = tokensOf(text);
  const found: Span[] = [];
  /** The names in the braces that were closed last, which may be a destructuring pattern. */
  let pattern: Span[] = [];
  for (const [index, token] of tokens.entries()) {
    if (token.text === '{') pattern = [];
    const next = tokens[index + 1]?.text ?? '';
    const isKey = [',', '}', ':', '='].includes(next) && tokens[index - 1]?.text !== ':';
    if (token.kind === 'name' && token.text === name && isKey) pattern.push(token.span);
    if (!isSequence(tokens, index, ['process', '.', 'env'])) continue;
    const [open, key] = tokens.slice(index + 3, index + 5);
    const isRead = open?.text === '.' || open?.text === '?.' || (open?.text === '[' && key?.kind === 'string');
    if (isRead && key?.text === name) found.push(key.span);
    const isPattern = tokens[index - 1]?.text === '=' && tokens[index - 2]?.text === '}';
    if (isPattern) found.push(...pattern);
  }
  return found;
}

function isSequence(tokens: readonly { readonly text: string }[], from: number, texts: readonly string[]): boolean {
  return texts.every((text, index) => tokens[from + index]?.text === text);
}

/** `os.environ['NAME']`, `os.environ.get('NAME')`, `os.getenv('NAME')`, and the same without `os`. */
function inPython(text: string, name: string): Span[] {
  return [...statementsOf(text)].flatMap(({ code, start }) => {
    const written = text.slice(start, start + code.length);
    return [...written.matchAll(/\b(?:environ\s*\[|environ\.get\s*\(|getenv\s*\()\s*(["'])(\w+)\1/g)].flatMap(
      (match) => {
        const { 0: read, 2: key = '', index } = match;
        // In a comment or a string, all characters are masked.
        if (key !== name || code[index] === '#') return [];
        const end = start + index + read.length - 1;
        return { start: end - key.length, end };
      },
    );
  });
}

/** `ENV['NAME']` and `ENV.fetch('NAME')`. */
function inRuby(text: string, name: string): Span[] {
  const tokens = rubyTokens(text);
  return tokens.flatMap(({ text: word }, index): Span[] => {
    if (word !== 'ENV') return [];
    const isFetch = isSequence(tokens, index + 1, ['.', 'fetch', '(']);
    const [open, key] = tokens.slice(index + (isFetch ? 3 : 1), index + (isFetch ? 5 : 3));
    if ((!isFetch && open?.text !== '[') || !open || key?.kind !== 'value') return [];
    // The token of a literal is where it ends.
    const [, lead = '', found] = /^(\s*["'])(\w+)["']$/.exec(text.slice(open.span.end, key.span.end)) ?? [];
    const start = open.span.end + lead.length;
    return found === name ? [{ start, end: start + name.length }] : [];
  });
}
