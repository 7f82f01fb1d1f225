// Checks the invariants of every fix: it resolves its finding, causes no new ones, and leaves the rest of the text
// unchanged.
import { analyze, type Analysis, type Surroundings } from '../../server/src/analysis.ts';
import type { Finding, Fix, Rule } from '../../server/src/rules/rule.ts';
import { exportsOf } from '../../server/src/sources/exports.ts';
import { applyEdits, type Edit } from '../../server/src/syntax/edits.ts';
import { overlaps } from '../../server/src/syntax/tree.ts';

/** The faults of the fixes of all findings of the text, one line each. */
export function auditFixes(text: string, surroundings: Surroundings = {}): string[] {
  const before = analyze(text, {}, surroundings);
  return before.findings.flatMap((finding) =>
    finding
      .fixes()
      .flatMap((fix) =>
        [...faultsOf(fix, finding, before, surroundings)].map((fault) => `${finding.rule.id}, ${fix.title}: ${fault}`),
      ),
  );
}

function* faultsOf(fix: Fix, finding: Finding, before: Analysis, surroundings: Surroundings): Iterable<string> {
  const text = applyEdits(before.text, fix.edits);
  const after = analyze(text, {}, withCreated(fix, surroundings));
  if (count(after, finding) >= count(before, finding)) yield 'the finding is still there';
  // Messages for the same fault may differ, since they mention other parts: each rule may report no more than before.
  for (const { rule, message } of after.errors) {
    const more = errorsOf(after, rule).length > errorsOf(before, rule).length;
    if (more && !mayReveal(finding, fix, rule.id)) yield `it brings ${rule.id}: ${message}`;
  }
  if (!settles.includes(finding.rule.id)) {
    for (const { rule, message } of after.findings) {
      const more = countOf(after, rule) > countOf(before, rule);
      if (more && rule.severity !== 'error') yield `it brings ${rule.id}: ${message}`;
    }
  }
  if (text === before.text && !fix.creates) yield 'it changes nothing';
  if (overlap(fix.edits)) yield 'its edits overlap';
  if (isWindows(before.text) && /(?<!\r)\n/.test(text)) yield 'it brings another line end';
  if (!before.text.includes('\r') && text.includes('\r')) yield 'it brings another line end';
  // A fault in a comment is fixed in the comment, and JSON has none.
  const isAboutComment =
    finding.rule.id === 'json-syntax' || before.tree.comments.some(({ span }) => overlaps(span, finding.span));
  if (!isAboutComment && fix.edits.some((edit) => losesComment(edit, before))) yield 'it removes a comment';
}

/** The surroundings of the descriptor after the fix has created its file. */
function withCreated({ creates }: Fix, surroundings: Surroundings): Surroundings {
  const { files } = surroundings;
  if (!creates || !files) return surroundings;
  const { path, content } = creates;
  const all = new Map([...files.files, [path, { path, ...exportsOf(path, content) }] as const]);
  return { ...surroundings, files: { ...files, files: all } };
}

function count({ findings }: Analysis, { rule, message }: Finding): number {
  return findings.filter((finding) => finding.rule === rule && finding.message === message).length;
}

/** The rules whose fixes define something unknown, or remove something that others rely on: they may lead to advice. */
const settles = [
  'authorizer-without-connect',
  'connection-not-allowed',
  'duplicate-key',
  'empty-item',
  'endpoint-without-handler',
  'iam-with-authorizer',
  'iam-without-connect',
  'identity-source-without-authorizer',
  'invalid-format',
  'invalid-operation-mode',
  'invalid-value',
  'json-syntax',
  'malformed-route',
  'merge-key',
  'missing-property',
  'no-default-route',
  'no-disconnect-route',
  'no-endpoints',
  'out-of-range',
  'overlapping-notifications',
  'too-many-connections',
  'unknown-property',
  'unknown-resource',
  'unknown-resource-type',
  'wrong-type',
  'yaml-syntax',
];

function countOf({ findings }: Analysis, rule: Rule): number {
  return findings.filter((finding) => finding.rule === rule).length;
}

function errorsOf({ errors }: Analysis, rule: Rule): Finding[] {
  return errors.filter((error) => error.rule === rule);
}

/** Whether the fix may reveal other findings, since unparseable values and values of wrong types are not checked. */
function mayReveal({ rule }: Finding, { title }: Fix, id: string): boolean {
  if (rule.id === 'yaml-syntax') return true;
  // The empty item may be the only endpoint, or stand for the only authorizer.
  if (rule.id === 'empty-item') return id === 'no-endpoints' || id === 'identity-source-without-authorizer';
  // An unknown runtime accepts any entry point.
  if (rule.id === 'unknown-runtime') return id === 'invalid-format';
  const ofConnections = ['missing-access', 'unexpected-access', 'connection-not-allowed', 'too-many-connections'];
  if (rule.id === 'wrong-type') {
    const others = ['duplicate-logical-id', 'duplicate-route', 'identity-source-without-authorizer', 'no-endpoints'];
    return [...ofConnections, ...others].includes(id);
  }
  // A value under an unknown key, in merged properties, or in a resource of an unknown type.
  const ofValues = [
    'wrong-type',
    'invalid-format',
    'invalid-value',
    'invalid-operation-mode',
    'invalid-name-length',
    'malformed-route',
    'out-of-range',
    'empty-item',
    'item-count',
  ];
  const ofKeys = [
    'merge-key',
    'missing-property',
    'duplicate-key',
    'no-endpoints',
    'unknown-property',
    'unknown-resource-type',
    'unknown-resource',
  ];
  if (rule.id === 'unknown-property' || rule.id === 'merge-key')
    return [...ofValues, ...ofKeys, ...ofConnections].includes(id);
  const settlesType = rule.id === 'unknown-resource-type' || /^(Add|Set) `type\b/.test(title);
  // The endpoints of a resource of an unknown type are not compared with each other.
  return settlesType && [...ofValues, ...ofKeys, ...ofConnections, 'duplicate-route'].includes(id);
}

function overlap(edits: readonly Edit[]): boolean {
  const sorted = [...edits].sort((a, b) => a.span.start - b.span.start);
  return sorted.some(({ span }, index) => span.start < (sorted[index - 1]?.span.end ?? 0));
}

function isWindows(text: string): boolean {
  return text.includes('\r\n') && !/(?<!\r)\n/.test(text);
}

/** An edit may remove comments inside the removed text and after it on the same line, but none around it. */
function losesComment({ span, newText }: Edit, { tree, text }: Analysis): boolean {
  const lost = tree.comments.filter(
    (comment) =>
      span.start < comment.span.end &&
      comment.span.start < span.end &&
      !newText.includes(text.slice(comment.span.start, comment.span.end)),
  );
  if (lost.length === 0) return false;
  if (newText.trim() !== '' && !/^\s*#/.test(newText)) return true;
  const lines = text
    .slice(span.start, span.end)
    .split(/\r?\n|\r/)
    .filter((line) => line.trim() !== '');
  return [lines.at(0), lines.at(-1)].some((line) => /^\s*#/.test(line ?? ''));
}
