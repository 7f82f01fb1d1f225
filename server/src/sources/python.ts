// The names that a Python module exports: those that its top-level statements define, assign and import.
import type { Exports, SourceExport } from '../model/project.ts';

export function pythonExports(text: string): Exports {
  const found = new Map<string, SourceExport>();
  let allExportsKnown = true;
  for (const { code, start } of statementsOf(text)) {
    if (!/^\S/.test(code)) continue;
    const names = namesOf(code);
    if (!names) allExportsKnown = false;
    const callable = !/^(?:class|import)\s/.test(code);
    for (const { name, at } of names ?? []) {
      found.set(name, { name, span: { start: start + at, end: start + at + name.length }, callable });
    }
  }
  return { exports: [...found.values()], allExportsKnown };
}

/** A statement on its line or, in brackets, its lines. */
export interface Statement {
  /** Its text, in which each character of a comment or string is replaced with `#`. */
  readonly code: string;
  readonly start: number;
  /** The number of characters before the first statement of the line. */
  readonly indent: number;
}

interface Name {
  readonly name: string;
  readonly at: number;
}

const definition = /^((?:async\s+def|def|class)\s+)(\w+)/;
const importing = /^(?:from\s+[\w.]+\s+)?import\s+/;
/** Its names exist only if Python runs the file itself, not if Lambda imports it. */
const mainBlock = /^if\s+__name__\b/;
/** Statements that may define names inside them, or in other ways. */
const opaque = /^(?:(?:if|elif|else|try|except|finally|for|async|while|with|match)\b|(?:globals|setattr)\s*\()/;
/** Names, perhaps with their type, before an `=`. Repeated for `a = b = …`. */
const assignment = /^(?:[\s([*]*\w[\w\s,*)\]]*(?::[^=]*)?=(?!=))+/;

/** Undefined for a statement that may define unknown names. */
function namesOf(code: string): readonly Name[] | undefined {
  const [, lead = '', defined] = definition.exec(code) ?? [];
  if (defined !== undefined) return [{ name: defined, at: lead.length }];
  const imported = importing.exec(code)?.[0].length;
  if (imported !== undefined) return code.includes('*') ? undefined : importedNames(code, imported);
  if (mainBlock.test(code)) return [];
  if (opaque.test(code)) return undefined;
  const assigned = assignment.exec(code)?.[0] ?? '';
  const targets = assigned.replaceAll(/:[^=]*/g, (type) => ' '.repeat(type.length));
  return [...targets.matchAll(/\w+/g)].map((match) => ({ name: match[0], at: match.index }));
}

/** `a as b` defines `b`, and `a.b` defines `a`. */
function importedNames(code: string, from: number): Name[] {
  return [...code.slice(from).matchAll(/([.\w]+)(?:\s+as\s+(\w+))?/g)].flatMap((match): Name[] => {
    const { 0: read, 1: path = '', 2: alias } = match;
    const start = from + match.index;
    if (alias !== undefined) return [{ name: alias, at: start + read.length - alias.length }];
    const first = /\w+/.exec(path);
    return first ? [{ name: first[0], at: start + first.index }] : [];
  });
}

/** A string that is not closed ends with its line, or with the text if it has three quotes. */
const token =
  /#[^\r\n]*|[rbuf]{0,2}(?:'''(?:[^\\]|\\[^])*?(?:'''|\\?$)|"""(?:[^\\]|\\[^])*?(?:"""|\\?$)|'(?:[^'\\\r\n]|\\[^])*'?|"(?:[^"\\\r\n]|\\[^])*"?)|\\\r?\n|\r\n|[^]/giy;

/** All statements, also those in blocks. One after a semicolon starts with a space. */
export function* statementsOf(text: string): Iterable<Statement> {
  let start = text.startsWith('\uFEFF') ? 1 : 0;
  let code = '';
  let nested = 0;
  let indent: number | undefined;
  const statement = (): Statement => ({ code, start, indent: (indent ??= code.search(/\S|$/)) });
  token.lastIndex = start;
  for (let match = token.exec(text); match; match = token.exec(text)) {
    const [read] = match;
    const isLineEnd = read === '\n' || read === '\r' || read === '\r\n';
    if (read === ';' || (isLineEnd && nested === 0)) {
      yield statement();
      if (isLineEnd) indent = undefined;
      start = match.index + read.length;
      code = '';
      continue;
    }
    if ('([{'.includes(read)) nested++;
    else if (')]}'.includes(read)) nested = Math.max(0, nested - 1);
    const isCode = read.length === 1 || /^\s+$/.test(read);
    code += isCode ? read : '#'.repeat(read.length);
  }
  yield statement();
}
