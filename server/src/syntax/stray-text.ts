// Text that does not belong in the file, but got there by a merge or a copy: the markers of a merge conflict, and spaces
// that YAML does not take for spaces. The rest is parsed as if they were already removed.
import { explain } from './messages.ts';
import { tokensOf } from './layout.ts';
import type { Slip } from './slips.ts';
import type { Edit } from './tree.ts';

/** Each conflict, and all wrong spaces together. */
export function strayTextOf(text: string): Slip[] {
  return [...conflictsOf(text), ...wrongSpacesOf(text)];
}

/** Whether the text may contain something stray, although all of it can be parsed. */
export function mayBeStray(text: string): boolean {
  return wrongSpace.test(text);
}

/** A line with a marker, with its line break. */
const conflictMarker = /^(?:([<|>])\1{6}(?: [^\r\n]*)?|(={7}))(?:\r?\n|$)/gm;

/** Conflicts are read as if the current side, which comes first, was chosen. Other markers are simply skipped. */
function conflictsOf(text: string): Slip[] {
  const markers = [...text.matchAll(conflictMarker)].map(({ 0: line, 1: sign = '=', index: start }) => {
    return { sign, start, end: start + line.length, length: line.trimEnd().length };
  });
  const slips: Slip[] = [];
  for (let index = 0; index < markers.length; index++) {
    const [first, second, third, fourth] = markers.slice(index, index + 4);
    if (!first) break;
    const signs = [first, second, third, fourth].map((marker) => marker?.sign ?? '').join('');
    const last = signs.startsWith('<=>') ? third : signs === '<|=>' ? fourth : undefined;
    const appliedFix: Edit[] = [{ span: { start: first.start, end: first.end }, newText: '' }];
    if (second && last) {
      appliedFix.push({ span: { start: second.start, end: last.end }, newText: '' });
      index += signs.indexOf('>');
    }
    slips.push({
      span: { start: first.start, end: first.start + first.length },
      message: last ? explain.conflict() : explain.conflictMarker(),
      halfTyped: true,
      appliedFix,
    });
  }
  return slips;
}

const wrongSpace = /[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/;
const wrongSpaces = new RegExp(wrongSpace, 'g');

/** Before a key, a list item or a bracket, and after the colon of a key. Anywhere else, they are part of a string. */
function wrongSpacesOf(text: string): Slip[] {
  if (!wrongSpace.test(text)) return [];
  const appliedFix: Edit[] = [];
  let isValue = false;
  for (const { type, start, source } of tokensOf(text)) {
    if (type === 'text') {
      const [written = ''] = (isValue ? /^\s+/ : /^[\s-]*\s/).exec(source) ?? [];
      const rest = source.slice(written.length);
      const lead = (isValue ? startOfValue : startOfKey).test(rest) ? written : '';
      const [key = ''] = (!isValue && keyAndSpace.exec(source.slice(lead.length))) || [];
      for (const { index } of (lead + key).matchAll(wrongSpaces)) {
        appliedFix.push({ span: { start: start + index, end: start + index + 1 }, newText: ' ' });
      }
    }
    if (type !== 'space' && type !== 'anchor' && type !== 'tag') isValue = type === 'map-value-ind';
  }
  const [first] = appliedFix;
  if (!first) return [];
  return [{ span: first.span, message: explain.wrongSpace(), kind: 'wrong-space', halfTyped: true, appliedFix }];
}

const startOfValue = /^(?:[{["'&*|>]|$)/;
const startOfKey = /^(?:["']?[\w$.-]+["']?\s*(?::|$)|[{["'&*]|$)/;
/** A key, its colon and the space after it. */
const keyAndSpace = /^["']?[\w$.-]+["']?:\s+/;
