// Cases as text. A Markdown file contains cases, each a heading and fenced blocks: first the descriptor, then the
// expectations. Lines of carets under the descriptor's text mark the expected diagnostics. A changed descriptor is
// written as a diff, or as a whole if that is shorter.
import { lineIndex } from '../../server/src/syntax/positions.ts';
import { applyDiff, diffDocuments } from './document-diff.ts';

/** Its fence reads `language verb: name`, as in "hover" and "diff fix: Change to `1-way`"; a descriptor has no verb. */
export interface Block {
  readonly language: 'yaml' | 'json' | 'diff' | undefined;
  readonly verb: string;
  readonly name: string;
  readonly text: string;
}

/** The result of an expectation's request: text of any kind, or the changed descriptor. */
export type Outcome = string | { readonly document: string };

export interface Case {
  readonly title: string;
  /** The heading and the prose before the first block, verbatim. */
  readonly prose: string;
  readonly descriptor: Block;
  readonly expectations: readonly Block[];
}

export interface CaseFile {
  /** The text before the first case. */
  readonly preamble: string;
  readonly cases: readonly Case[];
}

/** A diagnostic as a case shows it. */
export interface Marker {
  /** 0-based, in the descriptor without its marker lines. */
  readonly line: number;
  readonly start: number;
  /** The same as `start` for an empty span; the end of the line for a span that continues below it. */
  readonly end: number;
  readonly text: string;
}

const markerLine = /^( *)(\^+|\||EOF) ((?:error|warning|information) .*)$/;
const cursorMark = '<|>';

export function parseCaseFile(text: string): CaseFile {
  const [preamble = '', ...sections] = text.split(/^(?=## )/m);
  return { preamble, cases: sections.map(parseCase) };
}

function parseCase(section: string): Case {
  const blocks: Block[] = [];
  let prose = '';
  const fence = /^(`{3,})(.*)\n([\s\S]*?)^\1$\n?/gm;
  for (const match of section.matchAll(fence)) {
    if (blocks.length === 0) prose = section.slice(0, match.index);
    blocks.push(parseBlock((match[2] ?? '').trim(), match[3] ?? ''));
  }
  const [descriptor, ...expectations] = blocks;
  const title = /^## (.*)$/m.exec(section)?.[1] ?? '';
  if (!descriptor) throw new Error(`The case ${JSON.stringify(title)} has no descriptor.`);
  return { title, prose, descriptor, expectations };
}

function parseBlock(info: string, text: string): Block {
  const language = (['yaml', 'json', 'diff'] as const).find((known) => info === known || info.startsWith(`${known} `));
  const request = info.slice(language?.length ?? 0).trim();
  const [, verb = request, name = ''] = /^(\w+): (.*)$/.exec(request) ?? [];
  return { language, verb, name, text };
}

/** The expectation that the outcome meets. */
export function blockOf(expectation: Block, outcome: Outcome, descriptor: Block): Block {
  if (typeof outcome === 'string') return { ...expectation, language: undefined, text: outcome };
  const { document } = outcome;
  const before = parseDescriptor(descriptor.text).text;
  const diff = diffDocuments(before, document);
  if (applyDiff(before, diff) !== document) throw new Error(`The diff loses something of the change:\n${diff}`);
  const isShorter = diff.split('\n').length < document.split('\n').length;
  return {
    ...expectation,
    ...(isShorter ? { language: 'diff', text: diff } : { language: descriptor.language, text: document }),
  };
}

/** The text that the block expects: for a diff, the whole document. */
export function expectedText({ descriptor }: Case, { language, text }: Block): string {
  return language === 'diff' ? applyDiff(parseDescriptor(descriptor.text).text, text) : text;
}

export function formatCaseFile({ preamble, cases }: CaseFile): string {
  const sections = cases.map(({ prose, descriptor, expectations }) => {
    const blocks = [descriptor, ...expectations].map(({ language, verb, name, text }) => {
      const fence = text.includes('```') ? '````' : '```';
      const request = name === '' ? verb : `${verb}: ${name}`;
      const info = [language, request].filter(Boolean).join(' ');
      return `${fence}${info}\n${text}${fence}\n`;
    });
    return prose + blocks.join('\n');
  });
  return preamble + sections.join('\n');
}

export interface Descriptor {
  /** The text without marker lines and cursor, with repeated lines expanded. */
  readonly text: string;
  readonly markers: readonly Marker[];
  readonly cursor: number | undefined;
  readonly repeated: readonly Repeated[];
}

/** A line that stands for many, which differ by a number: `- { route: message<1..301>, … }`. */
export interface Repeated {
  readonly source: string;
  /** The first of them, 0-based. */
  readonly line: number;
  readonly count: number;
}

export function parseDescriptor(source: string): Descriptor {
  const lines: string[] = [];
  const markers: Marker[] = [];
  const atEnd: string[] = [];
  const repeated: Repeated[] = [];
  for (const line of source.split('\n')) {
    const [, indent = '', sign = '', text = ''] = markerLine.exec(line) ?? [];
    const [range = '', from = '', to = ''] = /<([0-9]+)\.\.([0-9]+)>/.exec(line) ?? [];
    if (range !== '') {
      const count = Number(to) - Number(from) + 1;
      repeated.push({ source: line, line: lines.length, count });
      for (let number = Number(from); number <= Number(to); number++)
        lines.push(line.replaceAll(range, String(number)));
    } else if (sign === '') lines.push(line);
    else if (sign === 'EOF') atEnd.push(text);
    else {
      const end = indent.length + (sign === '|' ? 0 : sign.length);
      markers.push({ line: lines.length - 1, start: indent.length, end, text });
    }
  }
  const last = { line: lines.length - 1, start: (lines.at(-1) ?? '').length };
  markers.push(...atEnd.map((message) => ({ ...last, end: last.start, text: message })));
  const marked = lines.join('\n');
  const cursor = marked.indexOf(cursorMark);
  return { text: marked.replace(cursorMark, ''), markers, cursor: cursor < 0 ? undefined : cursor, repeated };
}

/** The inverse of `parseDescriptor`. */
export function formatDescriptor({ text, markers, cursor, repeated }: Descriptor): string {
  const marked = cursor === undefined ? text : text.slice(0, cursor) + cursorMark + text.slice(cursor);
  const lines = marked.split('\n');
  // A repeated line with a marker has to be written out.
  const short = repeated.filter(({ line, count }) =>
    markers.every((marker) => marker.line < line || marker.line >= line + count),
  );
  return lines
    .flatMap((line, index) => {
      const within = short.find((one) => one.line <= index && index < one.line + one.count);
      if (within) return within.line === index ? [within.source] : [];
      const written = markers.filter((marker) => marker.line === index).map(formatMarker);
      const atEnd = index === lines.length - 1 && line === '';
      return atEnd ? [...written.map((text) => text.replace(/^\|/, 'EOF')), line] : [line, ...written];
    })
    .join('\n');
}

function formatMarker({ start, end, text }: Marker): string {
  return `${' '.repeat(start)}${start === end ? '|' : '^'.repeat(end - start)} ${text}`;
}

/** The place of a marker for the span: on its first line. */
export function markerPlace(text: string, span: { start: number; end: number }): Omit<Marker, 'text'> {
  const lines = lineIndex(text);
  const start = lines.positionAt(span.start);
  const end = lines.positionAt(span.end);
  const lineLength = (text.split('\n')[start.line] ?? '').length;
  return { line: start.line, start: start.character, end: end.line > start.line ? lineLength : end.character };
}
