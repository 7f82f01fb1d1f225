// The foldable blocks of the template: each parameter, resource and output. Not a parser: it relies on the plain style in
// which the server writes YAML and JSON.
import type { Span, TemplateFormat } from '../../../server/src/protocol.ts';

/** Consecutive lines that belong together. The template is the sequence of all blocks. */
export interface Block {
  /** Identifies the block: `Resources/Chat`. Undefined for the lines between blocks, which do not fold. */
  readonly key: string | undefined;
  /** Each with its line break. */
  readonly lines: readonly string[];
}

/** How far the keys of sections, and those within them, are indented. */
const indents: Readonly<Record<TemplateFormat, { readonly section: number; readonly entry: number }>> = {
  yaml: { section: 0, entry: 2 },
  json: { section: 2, entry: 4 },
};
const foldedSections: ReadonlySet<string> = new Set(['Parameters', 'Resources', 'Outputs']);

export function outline(template: string, format: TemplateFormat): Block[] {
  const lines = template.split(/(?<=\n)/);
  const blocks: Block[] = [];
  let between: string[] = [];
  let section = '';
  for (let index = 0; index < lines.length;) {
    const line = lines[index] ?? '';
    const { section: outer, entry: inner } = indents[format];
    const indent = indentOf(line);
    const key = keyOf(line);
    if (indent === outer && key !== undefined) section = key;
    const end = indent === inner && key !== undefined && foldedSections.has(section) ? endOf(lines, index) : index;
    if (end > index + 1) {
      if (between.length > 0) blocks.push({ key: undefined, lines: between });
      between = [];
      blocks.push({ key: `${section}/${key ?? ''}`, lines: lines.slice(index, end) });
      index = end;
    } else {
      between.push(line);
      index++;
    }
  }
  if (between.length > 0) blocks.push({ key: undefined, lines: between });
  return blocks;
}

/** The end of the lines that belong to the key at that line: those indented further, and the closing bracket. */
function endOf(lines: readonly string[], start: number): number {
  const indent = indentOf(lines[start] ?? '') ?? 0;
  let end = start + 1;
  for (let index = end; index < lines.length; index++) {
    const line = lines[index] ?? '';
    const other = indentOf(line);
    // An empty line belongs to it only if more of it follows.
    if (other === undefined) continue;
    if (other > indent) end = index + 1;
    else return other === indent && /^\s*[}\]]/.test(line) ? index + 1 : end;
  }
  return end;
}

/** Undefined for an empty line. */
function indentOf(line: string): number | undefined {
  const indent = line.search(/[^ \r\n]/);
  return indent < 0 ? undefined : indent;
}

function keyOf(line: string): string | undefined {
  const [, key] = /^ *("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s#"'{}[\]-][^:]*):(?:\s|$)/.exec(line) ?? [];
  return key?.replace(/^["']|["']$/g, '');
}

/** The search stops at this number of matches. */
export const maximumMatches = 10_000;

/** The matches in text order. Ignores case. */
export function matchesIn(text: string, query: string): Span[] {
  if (query === '') return [];
  const pattern = new RegExp(query.replace(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`), 'giu');
  const found: Span[] = [];
  for (const { 0: match, index } of text.matchAll(pattern)) {
    found.push({ start: index, end: index + match.length });
    if (found.length === maximumMatches) break;
  }
  return found;
}

/** The index of the last of the ascending numbers that is not greater than the value; 0 if there is none. */
export function lastAtMost(numbers: readonly number[], value: number): number {
  let [low, high] = [0, numbers.length];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] ?? 0) <= value) low = middle;
    else high = middle;
  }
  return low;
}
