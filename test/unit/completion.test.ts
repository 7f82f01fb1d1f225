// Completion is sound: accepting any item anywhere causes no errors except for placeholders still to fill in.
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { analyze, type Analysis } from '../../server/src/analysis.ts';
import { resourceTypes } from '../../server/src/language/index.ts';
import type { CompletionItem } from '../../server/src/features/completion/completion.ts';
import type { Finding } from '../../server/src/rules/rule.ts';
import { contains, firstUnreadable, type Span, nodesOf } from '../../server/src/syntax/tree.ts';
import {
  acceptCompletion,
  acceptPlainCompletion,
  insertCompletion,
  type Accepted,
} from '../harness/accept-completion.ts';
import { arbitraryProject } from '../harness/arbitrary-project.ts';
import { patience, runs, seed } from '../harness/property-runs.ts';

const example = readFileSync(join(import.meta.dirname, '../../examples/chat/websocket.yaml'), 'utf8');

/** Each kind of part once, because each item is accepted at each place. */
const small = `# A chat room.
description: A chat

resources:
  Chat:
    type: websocket-api
    name: Chat
    # The property that selects the route.
    routeSelectorProperty: action
    identitySource: [querystring.token]
    connections: [Authorize]
    endpoints:
      - route: $connect
        operationMode: 1-way
        connections: [Send]

      # 2-way: the body is sent back.
      - route: sendMessage
        operationMode: 2-way
        connections: [Send]

  Authorize:
    type: lambda-function
    name: Authorize
    runtime: nodejs22.x
    entryPoint: functions/authorize.handler
    environment:
      CHAT_TOKEN: open-sesame # An example value.

  Send:
    type: lambda-function
    name: Send
    runtime: nodejs22.x
    entryPoint: functions/send.handler
    timeout: 20
    connections:
      - Chat # Allows sending to every client.
      - { to: Sessions, access: read-write }

  Sessions:
    type: dynamodb-table
    name: Sessions
    key:
      hash: { name: connectionId, type: STRING }
`;

/** A text and a cursor in it, as they occur while a project is being written. */
interface Situation {
  readonly text: string;
  readonly offset: number;
}

/** The text that has been removed from a valid text, or is being added to it. */
const changes = [
  'nothing',
  'value',
  'half a value',
  'cursor in a value',
  'entry',
  'line',
  'new line',
  'rest',
  'rest of the line and everything below',
  'colon',
] as const;
type Change = (typeof changes)[number];

/** The index of the place of the change. */
const where = fc.noBias(fc.nat(99_999)).map((number) => number / 100_000);

const project = fc.oneof({ weight: 1, arbitrary: fc.constant(example) }, { weight: 3, arbitrary: arbitraryProject() });

/** @param from the part of the text, as a number below 1, before which nothing is changed */
function situation(text: fc.Arbitrary<string>, from = 0): fc.Arbitrary<Situation> {
  const place = where.map((one) => from + one * (1 - from));
  return fc
    .record({
      source: text,
      earlier: fc.option(fc.record({ change: fc.constantFrom(...changes), where: place }), { nil: undefined }),
      change: fc.constantFrom(...changes),
      where: place,
      column: fc.noBias(fc.nat(12)),
      lineEnd: fc.constantFrom('\n', '\n', '\r\n'),
    })
    .map(({ source, earlier, change, where, column, lineEnd }): Situation => {
      const text = earlier ? makeChange(source, earlier.change, earlier.where, column).text : source;
      const changed = makeChange(text, change, where, column);
      if (lineEnd === '\n') return changed;
      const lines = changed.text.slice(0, changed.offset).split('\n').length - 1;
      return { text: changed.text.replaceAll(/\r?\n/g, lineEnd), offset: changed.offset + lines };
    });
}

function makeChange(text: string, change: Change, where: number, column: number): Situation {
  const pick = <T>(items: readonly T[]): T | undefined => items[Math.floor(where * items.length)];
  const without = ({ start, end }: Span, kept = ''): Situation => ({
    text: text.slice(0, start) + kept + text.slice(end),
    offset: start + kept.length,
  });
  const nodes = [...nodesOf(analyze(text).tree)];
  const entries = nodes.flatMap((node) => (node.kind === 'map' ? node.entries : []));
  const scalars = nodes.filter(
    (node) => node.kind === 'scalar' && !text.slice(node.span.start, node.span.end).includes('\n'),
  );
  const lineStarts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
  const lineStart = pick(lineStarts) ?? 0;
  const lineEnd = (text.indexOf('\n', lineStart) + text.length + 1) % (text.length + 1);
  switch (change) {
    case 'nothing':
      return { text, offset: Math.floor(where * (text.length + 1)) };
    case 'value': {
      const value = pick(scalars);
      return without(value?.span ?? { start: 0, end: 0 });
    }
    case 'half a value': {
      const { start, end } = pick(scalars)?.span ?? { start: 0, end: 0 };
      return without({ start, end }, text.slice(start, start + Math.floor((end - start) / 2)));
    }
    case 'cursor in a value': {
      const { start, end } = pick(scalars)?.span ?? { start: 0, end: 0 };
      return { text, offset: start + Math.floor((end - start) / 2) };
    }
    case 'entry':
      return without(pick(entries)?.span ?? { start: 0, end: 0 });
    case 'line':
      return without({ start: lineStart, end: lineEnd });
    case 'new line': {
      const indent = ' '.repeat(column);
      return { text: `${text.slice(0, lineStart)}${indent}\n${text.slice(lineStart)}`, offset: lineStart + column };
    }
    case 'rest':
      return { text: text.slice(0, lineStart), offset: lineStart };
    case 'rest of the line and everything below': {
      const offset = Math.floor(where * (text.length + 1));
      return { text: text.slice(0, offset), offset };
    }
    case 'colon': {
      const entry = pick(entries);
      return without(entry ? { start: entry.key.span.end, end: entry.span.end } : { start: 0, end: 0 });
    }
  }
}

describe('accepting a completion causes no error except for placeholders to fill in', { timeout: patience * 3 }, () => {
  test('wherever something is missing from a project', () => {
    const places = nodesIn(small);
    const situations = (['value', 'cursor in a value', 'entry'] as const).flatMap((change) =>
      Array.from({ length: places }, (_, place) => makeChange(small, change, place / places, 0)),
    );
    // Several nodes have the same value or entry nearby.
    const different = new Map(situations.map((one) => [`${one.offset} ${one.text}`, one]));
    for (const one of different.values()) expectSound(one);
  });

  test('wherever a line is started in a project', () => {
    const lines = small.split('\n').length;
    for (let line = 0; line < lines; line++) {
      for (const column of [0, 2, 4, 6, 8]) expectSound(makeChange(small, 'new line', line / lines, column));
    }
  });

  test('in any project, as it is being written', () => {
    fc.assert(fc.property(situation(project), expectSound), { numRuns: runs * 3, seed });
  });

  test('in any overlay, as it is being written', () => {
    const overlaid = arbitraryProject({ overlays: true }).filter((text) => text.includes('cloudformation'));
    fc.assert(fc.property(situation(overlaid, 0.6), expectSound), { numRuns: runs * 2, seed });
  });
});

test('dashes to the left of their key do not prevent a completion', () => {
  const text = '?       a\n: - x\nresources:\n  B:\n    type: ';
  expect(analyze(text).completion(text.length).items.length).toBeGreaterThan(0);
});

test('a byte order mark is not part of the text', () => {
  for (const text of ['', 'description: Chat\n']) {
    const marked = `\uFEFF${text}`;
    const items = analyze(marked).completion(marked.length).items;
    const same = analyze(text).completion(text.length).items;
    expect(items.length).toBeGreaterThan(0);
    expect(items.map((item) => acceptCompletion(marked, item).text)).toEqual(
      same.map((item) => `\uFEFF${acceptCompletion(text, item).text}`),
    );
  }
});

function nodesIn(text: string): number {
  return [...nodesOf(analyze(text).tree)].length;
}

function expectSound({ text, offset }: Situation): void {
  const before = analyze(text);
  const items = before.completion(offset).items;
  const labels = items.map(({ label }) => label);
  expect(new Set(labels).size).toBe(labels.length);
  for (const item of items) {
    const accepted = acceptCompletion(text, item);
    const where = `${item.label} at ${offset}`;
    expect(addedErrors(before, item, offset, accepted), where).toEqual([]);
    expect(acceptPlainCompletion(text, item), where).toBe(accepted.text);
    expect(item.withoutChoices, where).not.toMatch(/(?<!\\)(?:\\\\)*\$\{\d+\|/);
    expect(acceptCompletion(text, { ...item, snippet: item.withoutChoices }), where).toEqual(accepted);
    if (item.range.inserted.end < item.range.replaced.end) {
      expect(addedErrors(before, item, offset, insertCompletion(text, item)), `${where}, inserted`).toEqual([]);
    }
    expect(item.markdown()).not.toBe('');
  }
  if (isUnreadable(before)) return;
  // From the start of the word the same item is found again: resolving its documentation depends on this.
  const start = items[0]?.range.replaced.start ?? offset;
  const room = /^[ \t]*["']?/.exec(text.slice(start))?.[0].length ?? 0;
  const again = before.completion(Math.min(start + room, offset)).items;
  expect(again.map(({ label }) => label)).toEqual(labels);
}

function addedErrors(before: Analysis, item: CompletionItem, offset: number, accepted: Accepted): string[] {
  const after = analyze(accepted.text, {}, { earlier: before });
  if (isUnreadable(before)) return newlyUnreadable(before, after, item);
  const suspects = after.errors.filter((error) => !isToBeFilled(error, accepted, item, after));
  if (suspects.length === 0) return [];
  const known = knownErrors(before, item);
  return suspects
    .filter((error) => !takeOne(known, keyOf(error, after)) && !wasWrongType(before, error, after))
    .filter((error) => !wasEmpty(before, error, after))
    .filter((error) => !isInRenamedEntry(before, error, after, item) && !isOfKeptRest(before, error, after, item))
    .filter((error) => !isToNewResource(before, error, after))
    .map(
      ({ rule, message, span }) =>
        `${rule.id} at ${span.start}: ${message}\n${around(accepted.text, span.start)}\nwas, at ${offset}:\n${around(before.text, offset)}`,
    );
}

/** Whether a connection lacks its access, which is known only now that its target is defined. It was an error before. */
function isToNewResource({ project }: Analysis, { rule, span }: Finding, { text }: Analysis): boolean {
  const target = text.slice(span.start, span.end).replaceAll(/["']/g, '');
  return rule.id === 'missing-access' && project.find(target) === undefined;
}

function around(text: string, offset: number): string {
  return `${text.slice(Math.max(0, offset - 300), offset)}<|>${text.slice(offset, offset + 200)}`;
}

function isUnreadable({ tree }: Analysis): boolean {
  return firstUnreadable(tree) !== undefined;
}

function unreadableAt({ tree }: Analysis): number {
  return firstUnreadable(tree)?.span.start ?? Infinity;
}

/** The new syntax errors before any syntax error of the text without the word. */
function newlyUnreadable(before: Analysis, after: Analysis, { range: { replaced } }: CompletionItem): string[] {
  const known = unreadableAt(before);
  const first = unreadableAt(after);
  const limit = known < replaced.start ? known : after.text.length - (before.text.length - known);
  // The last bracket is not missed as long as the string in it is open.
  const isOpen = /^["'][^"'\r\n]*$/.test(before.text.slice(replaced.start));
  const isRevealed = isOpen && firstUnreadable(after.tree)?.kind === 'unclosed-bracket';
  if (isRevealed) return [];
  return first < limit ? [`at ${first}: ${around(after.text, first)}`] : [];
}

/** The existing errors, with or without the word that is being typed. */
function knownErrors(before: Analysis, item: CompletionItem): Map<string, number> {
  const { text } = before;
  const { replaced } = item.range;
  const without = analyze(text.slice(0, replaced.start) + text.slice(replaced.end), {}, { earlier: before });
  const known = new Map<string, number>();
  const withType = revealedByType(before, item) ?? before;
  for (const analysis of [before, without, withType]) {
    for (const [key, count] of countErrors(analysis)) known.set(key, Math.max(known.get(key) ?? 0, count));
  }
  return known;
}

/** What a resource can lack. */
const lacks = ['missing-property', 'no-endpoints'];

/**
 * The analysis with only the type added, because errors in a resource and in the connections to it are only reported
 * once its type is known. Of all types, the accepted one must reveal the fewest. What the resource itself lacks does not
 * count.
 */
function revealedByType(
  { text, errors }: Analysis,
  { kind, label, range: { replaced } }: CompletionItem,
): Analysis | undefined {
  const isType = kind === 'value' && resourceTypes.some((type) => type === label);
  const wasUnknown = errors.some(
    ({ rule, span }) => /^(unknown-resource-type|missing-property)$/.test(rule.id) && span.end <= replaced.end,
  );
  if (!isType || !wasUnknown) return undefined;
  const quote = text.includes('"resources"') ? '"' : '';
  const withType = (type: string): Analysis =>
    analyze(text.slice(0, replaced.start) + quote + type + quote + text.slice(replaced.end));
  const wrongWith = (type: string): number =>
    withType(type).errors.filter(({ rule }) => !lacks.includes(rule.id)).length;
  expect(wrongWith(label)).toBe(Math.min(...resourceTypes.map(wrongWith)));
  const after = withType(label);
  const resource = after.project.resources.find(({ entry }) => contains(entry.span, replaced.start));
  const isOwn = ({ rule, span }: Finding): boolean =>
    lacks.includes(rule.id) && span.start === resource?.id.node.span.start;
  return { ...after, errors: after.errors.filter((error) => !isOwn(error)) };
}

/** Whether the error is in the word that the label and the kept rest form, which the user has chosen. */
function isOfKeptRest({ text }: Analysis, { rule, span }: Finding, after: Analysis, item: CompletionItem): boolean {
  const rest = text.slice(item.range.inserted.end, item.range.replaced.end);
  return rest !== '' && rule.id !== 'yaml-syntax' && after.text.slice(span.start, span.end) === item.label + rest;
}

/** Whether the error is in the value of a corrected key, or depends on a corrected `type`: neither was checked before. */
function isInRenamedEntry({ tree, text }: Analysis, { span }: Finding, after: Analysis, item: CompletionItem): boolean {
  const entries = [...nodesOf(tree)].flatMap((node) => (node.kind === 'map' ? node.entries : []));
  const renamed = entries.find(({ key, complete }) => complete && key.span.start === item.range.replaced.start);
  const value = renamed?.value && text.slice(renamed.value.span.start, renamed.value.span.end);
  if (item.kind !== 'property' || value === undefined) return false;
  return item.label === 'type' || value.includes(after.text.slice(span.start, span.end));
}

/** Whether an entry lacks what makes it complete, which is known only now that it has a value. It was an error before. */
function wasEmpty({ errors, text }: Analysis, { rule, span }: Finding, after: Analysis): boolean {
  const key = after.text.slice(span.start, span.end);
  const isEmpty = (known: Finding): boolean =>
    known.rule.id === 'invalid-template-value' && text.slice(known.span.start, known.span.end) === key;
  return rule.id === 'incomplete-addition' && errors.some(isEmpty);
}

/** A word in place of a map is reported as a key without a colon as soon as another key is next to it. */
function wasWrongType({ errors, text }: Analysis, { rule, span }: Finding, after: Analysis): boolean {
  const word = after.text.slice(span.start, span.end);
  return (
    rule.id === 'yaml-syntax' &&
    errors.some((known) => known.rule.id === 'wrong-type' && text.slice(known.span.start, known.span.end) === word)
  );
}

function countErrors(analysis: Analysis): Map<string, number> {
  const counts = new Map<string, number>();
  for (const error of analysis.errors) {
    const key = keyOf(error, analysis);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

/** The rule and the text at fault, but not the message, which may change with the rest of the file. */
function keyOf({ rule, span }: Finding, { text }: Analysis): string {
  return `${rule.id}: ${text.slice(span.start, span.end)}`;
}

function takeOne(known: Map<string, number>, key: string): boolean {
  const count = known.get(key) ?? 0;
  known.set(key, count - 1);
  return count > 0;
}

/**
 * Whether the error is at an empty placeholder, at the key of one, at a map that a new key has started, or at an access
 * level whose key was already there.
 */
function isToBeFilled(
  { rule, span }: Finding,
  { text, stops }: Accepted,
  item: CompletionItem,
  after: Analysis,
): boolean {
  const empty = stops.filter((stop) => stop.span.start === stop.span.end).map((stop) => stop.span.start);
  if (empty.some((at) => span.start <= at && at <= span.end)) return true;
  if (rule.id === 'missing-access') return /^["']?\s+access: *(?:[\r\n]|$)/.test(text.slice(span.end));
  const isKeyOfOne = empty.some((at) => span.end <= at && /^["']?:[\s"'[{-]*$/.test(text.slice(span.end, at)));
  if (rule.id === 'invalid-template-value') return isKeyOfOne;
  if (rule.id !== 'missing-property') return false;
  if (isKeyOfOne) return true;
  const isNew = item.kind === 'property' && span.start >= item.range.replaced.start;
  return isNew && after.text.slice(item.range.replaced.start).startsWith(after.text.slice(span.start, span.end));
}

test('a label and the details next to it fit in the list of suggestions', () => {
  const ends = [...example.matchAll(/$/gm)].map(({ index }) => index);
  const texts = ends.map((end) => `${example.slice(0, end)}\n      - \n${example.slice(end)}`);
  const items = texts.flatMap((one, index) => analyze(one).completion((ends[index] ?? 0) + '\n      - '.length).items);
  expect(items.some(({ follower }) => follower !== undefined)).toBe(true);
  // VS Code's list has room for some 50 characters. It would truncate both.
  expect(items.filter(({ label, detail }) => label.length + detail.length > 50)).toEqual([]);
});
