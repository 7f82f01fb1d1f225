// Runs a case: the one function that hides the product's API from all cases. It computes what the case's blocks
// should say; whether they do is for the test to compare.
import { analyze, type Analysis } from '../../server/src/analysis.ts';
import type { Fix } from '../../server/src/rules/rule.ts';
import type { Edit } from '../../server/src/syntax/edits.ts';
import { formatDescriptor, markerPlace, parseDescriptor, type Block, type Case } from './case-file.ts';

/** The case as it would read if all its expectations were met. */
export function runCase(given: Case): Case {
  const { text, cursor } = parseDescriptor(given.descriptor.text);
  const analysis = analyze(text);
  const markers = analysis.findings.map(({ rule, severity, span, message }) => ({
    ...markerPlace(text, span),
    text: `${severity} ${rule.id}: ${message}`,
  }));
  return {
    ...given,
    descriptor: { ...given.descriptor, text: formatDescriptor({ text, markers, cursor }) },
    expectations: given.expectations.map((block) => ({ ...block, text: expected(block, analysis, cursor) })),
  };
}

function expected({ info }: Block, analysis: Analysis, cursor: number | undefined): string {
  const [, verb = info, name = ''] = /^(?:yaml |json )?(\w+)(?:: (.*))?$/.exec(info) ?? [];
  switch (verb) {
    case 'fix':
      return applyEdits(analysis.text, findFix(analysis, name).edits);
    case 'fixes':
      return analysis.findings.flatMap((finding) => finding.fixes().map(describeFix)).join('');
    case 'hover':
      return `${analysis.hover(at(cursor))?.markdown ?? '(nothing)'}\n`;
    case 'completion':
      return (
        analysis
          .completion(at(cursor))
          .map(({ label, detail }) => `${label} · ${detail}\n`)
          .join('') || '(nothing)\n'
      );
    case 'accept': {
      const item = analysis.completion(at(cursor)).find(({ label }) => label === name);
      if (!item) throw new Error(`${JSON.stringify(name)} is not offered.`);
      return insertSnippet(analysis.text, item.replaced, item.snippet);
    }
    case 'template':
      return analysis.template('yaml') ?? '(errors)\n';
    default:
      throw new Error(`No case knows the expectation ${JSON.stringify(info)}.`);
  }
}

function describeFix({ title, preferred }: Fix): string {
  return `${preferred ? '* ' : '  '}${title}\n`;
}

function at(cursor: number | undefined): number {
  if (cursor === undefined) throw new Error('The case has no cursor.');
  return cursor;
}

function findFix(analysis: Analysis, title: string): Fix {
  const fixes = analysis.findings.flatMap((finding) => finding.fixes());
  const fix = fixes.find((candidate) => candidate.title === title);
  if (!fix)
    throw new Error(`No fix is called ${JSON.stringify(title)}; there are: ${fixes.map((f) => f.title).join(', ')}`);
  return fix;
}

export function applyEdits(text: string, edits: readonly Edit[]): string {
  let result = text;
  for (const { span, newText } of [...edits].sort((a, b) => b.span.start - a.span.start)) {
    result = result.slice(0, span.start) + newText + result.slice(span.end);
  }
  return result;
}

/** As an editor inserts a snippet: lines take on the indentation of the first; `<|>` shows where the cursor goes. */
export function insertSnippet(text: string, replaced: { start: number; end: number }, snippet: string): string {
  const lineStart = text.lastIndexOf('\n', replaced.start - 1) + 1;
  const indent = /^ */.exec(text.slice(lineStart))?.[0] ?? '';
  const inserted = snippet
    .replaceAll('\n', `\n${indent}`)
    .replaceAll(/\$\{\d+\|([^,|]*)[^}]*\}/g, '$1')
    .replaceAll(/(?<!\\)\$0/g, '<|>')
    .replaceAll(/\\([$}\\])/g, '$1');
  return text.slice(0, replaced.start) + inserted + text.slice(replaced.end);
}
