// Runs a case: the one function that hides the product's API from all cases. It computes what the case's blocks
// should contain, and the test compares.
import { analyze, type Analysis, type Surroundings } from '../../server/src/analysis.ts';
import { rules } from '../../server/src/rules/all-rules.ts';
import type { RuleSettings } from '../../server/src/rules/check.ts';
import type { Fix } from '../../server/src/rules/rule.ts';
import { applyEdits } from '../../server/src/syntax/edits.ts';
import { acceptCompletion, showAccepted } from './accept-completion.ts';
import {
  blockOf,
  formatDescriptor,
  markerPlace,
  parseDescriptor,
  type Block,
  type Case,
  type Outcome,
} from './case-file.ts';
import { showEdited, showEffect, showOffers, showTargets } from './graph-edits.ts';
import { showEntryPoint, showEntryPoints, showSourceLenses, sourceFilesOf } from './source-files.ts';
import { showRoute } from './show-route.ts';
import { showCreated, showFormatted, showRefactored, showRefactorings, showTyped } from './show-changes.ts';
import {
  showCalls,
  showCompanions,
  showConsequence,
  showDefinition,
  showFolding,
  showHighlights,
  showHints,
  showLenses,
  showLinkedEditing,
  showLinks,
  showReferences,
  showRenamable,
  showSelection,
  showSymbols,
  showTokens,
  showWorkspaceSymbols,
} from './show-navigation.ts';

export { applyEdits };

/** The case with all expectations as the product meets them; `ruleId` is the rule that the case belongs to. */
export function runCase(given: Case, ruleId?: string): Case {
  const { text, cursor, repeated } = parseDescriptor(given.descriptor.text);
  const analysis = analyze(text, settingsFor(ruleId), surroundingsOf(given));
  const markers = analysis.findings.map(({ rule, severity, span, message }) => ({
    ...markerPlace(text, span),
    text: `${severity} ${rule.id}: ${message}`,
  }));
  return {
    ...given,
    descriptor: { ...given.descriptor, text: formatDescriptor({ text, markers, cursor, repeated }) },
    expectations: given.expectations.map((block) =>
      blockOf(block, expected(block, analysis, cursor), given.descriptor),
    ),
  };
}

/** The language of the descriptor's fence is what the file's name promises. */
export function surroundingsOf(given: Case): Surroundings {
  return { format: given.descriptor.language === 'json' ? 'json' : 'yaml', files: sourceFilesOf(given) };
}

/** Informational rules apply to most descriptors, so they are only on in their own cases. */
function settingsFor(ruleId: string | undefined): RuleSettings {
  const others = rules.filter(({ id, severity }) => severity === 'information' && id !== ruleId);
  return Object.fromEntries(others.map(({ id }) => [id, 'off'] as const));
}

function expected({ verb, name, text }: Block, analysis: Analysis, cursor: number | undefined): Outcome {
  switch (verb) {
    case 'fix':
      return { document: applyEdits(analysis.text, findFix(analysis, name).edits) };
    case 'fixes':
      return analysis.findings.flatMap((finding) => finding.fixes().map(describeFix)).join('');
    case 'fixAll':
      return { document: applyEdits(analysis.text, analysis.fixAll(name === '' ? undefined : name)) };
    case 'quick':
      return name === ''
        ? showQuickFixes(analysis)
        : { document: applyEdits(analysis.text, findQuickFix(analysis, name).edits) };
    case 'hover':
      return `${analysis.hover(at(cursor))?.markdown ?? '(nothing)'}\n`;
    case 'completion':
      return (
        analysis
          .completion(at(cursor))
          .items.map(({ label, detail }) => `${label} · ${detail}\n`)
          .join('') || '(nothing)\n'
      );
    case 'accept': {
      const item = analysis.completion(at(cursor)).items.find(({ label }) => label === name);
      if (!item) throw new Error(`${JSON.stringify(name)} is not offered.`);
      return { document: showAccepted(acceptCompletion(analysis.text, item)) };
    }
    case 'snippet':
      return `${analysis.completion(at(cursor)).items.find(({ label }) => label === name)?.snippet ?? '(nothing)'}\n`;
    case 'template':
      return analysis.template('yaml') ?? '(errors)\n';
    case 'definition':
      return showDefinition(analysis, analysis.definition(at(cursor)));
    case 'typeDefinition':
      return showDefinition(analysis, analysis.typeDefinition(at(cursor)));
    case 'implementation':
      return showDefinition(analysis, analysis.implementation(at(cursor)));
    case 'references':
      return showReferences(analysis, at(cursor), true);
    case 'uses':
      return showReferences(analysis, at(cursor), false);
    case 'highlights':
      return showHighlights(analysis, at(cursor));
    case 'linked':
      return showLinkedEditing(analysis, at(cursor));
    case 'renamable':
      return showRenamable(analysis, at(cursor));
    case 'rename': {
      const renamed = analysis.rename(at(cursor), name);
      return renamed.refused === undefined
        ? { document: applyEdits(analysis.text, renamed.edits) }
        : `${renamed.refused}\n`;
    }
    case 'companions':
      return showCompanions(analysis, at(cursor), name);
    case 'move': {
      const [from = '', to = ''] = name.split(' to ');
      return { document: applyEdits(analysis.text, analysis.followMoves('websocket.yaml', [{ from, to }])) };
    }
    case 'consequence':
      return showConsequence(analysis, at(cursor), name);
    case 'symbols':
      return showSymbols(analysis);
    case 'find':
      return showWorkspaceSymbols(analysis, name);
    case 'folding':
      return showFolding(analysis);
    case 'selection':
      return showSelection(analysis, at(cursor));
    case 'hints':
      return showHints(analysis);
    case 'tokens':
      return showTokens(analysis);
    case 'links':
      return showLinks(analysis);
    case 'lenses':
      return showLenses(analysis);
    case 'files':
      return text;
    case 'entry':
      return showEntryPoint(analysis, at(cursor));
    case 'entries':
      return showEntryPoints(analysis);
    case 'source':
      return showSourceLenses(analysis, name);
    case 'format':
      return showFormatted(analysis, name);
    case 'creates':
      return showCreated(analysis, name);
    case 'refactorings':
      return showRefactorings(analysis, at(cursor));
    case 'refactor':
      return showRefactored(analysis, at(cursor), name);
    case 'typed':
      return showTyped(analysis, at(cursor), name);
    case 'route':
      return showRoute(analysis, name);
    case 'offers':
      return showOffers(analysis, name);
    case 'targets':
      return showTargets(analysis, name);
    case 'edit':
      return showEdited(analysis, name);
    case 'effect':
      return showEffect(analysis, name);
    case 'incoming':
    case 'outgoing':
      return showCalls(analysis, at(cursor), verb);
    default:
      throw new Error(`No case knows the expectation ${JSON.stringify(verb)}.`);
  }
}

function showQuickFixes(analysis: Analysis): string {
  return quickFixes(analysis).map(describeFix).join('');
}

function findQuickFix(analysis: Analysis, title: string): Fix {
  const fix = quickFixes(analysis).find((candidate) => candidate.title === title);
  if (!fix) throw new Error(`No quick fix is called ${JSON.stringify(title)}.`);
  return fix;
}

function quickFixes(analysis: Analysis): Fix[] {
  return analysis.quickFixes({ start: 0, end: analysis.text.length }).map(({ fix }) => fix);
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
