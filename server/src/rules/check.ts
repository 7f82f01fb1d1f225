// The runner: checks a project against all rules, in turn, and applies suppressions and settings.
import { bind } from '../model/bind.ts';
import type { Project } from '../model/project.ts';
import { misreading } from '../syntax/misread.ts';
import type { Span, SyntaxTree } from '../syntax/tree.ts';
import { yamlSyntax } from './all/yaml-syntax.ts';
import { rules } from './all-rules.ts';
import { rememberSilence } from './parts.ts';
import {
  seesAll,
  unknownTemplate,
  type Finding,
  type Rule,
  type RunState,
  type Severity,
  type TemplateFacts,
} from './rule.ts';
import { readSuppressions, type Suppressions } from './suppressions.ts';

/** The user's setting for each rule, by rule ID. A rule without a setting keeps its own severity. */
export type RuleSettings = Readonly<Record<string, Severity | 'off'>>;

export interface Checked {
  /** The findings to show, in the order of the file. */
  readonly findings: readonly Finding[];
  /**
   * The errors that prevent a template from being generated: those that are shown, and those that are turned off,
   * lowered or suppressed, because AWS would reject the template all the same.
   */
  readonly errors: readonly Finding[];
}

export function check(project: Project, template: TemplateFacts, settings: RuleSettings = {}): Checked {
  const suppressions = readSuppressions(project.tree);
  const findings: Finding[] = [];
  const errors: Finding[] = [];
  const state = {
    template,
    errors,
    errorsIn: (tree: SyntaxTree) => check(bind(tree, project), unknownTemplate).errors,
  };
  for (const finding of found(project, suppressions, state)) {
    const severity = settings[finding.rule.id] ?? finding.severity;
    const suppressed = suppressions.suppress(finding);
    if (severity === 'off' || suppressed) {
      if (finding.severity === 'error') errors.push(suppressed ? { ...finding, suppressed } : finding);
      continue;
    }
    const shown = severity === finding.severity ? finding : { ...finding, severity };
    findings.push(shown);
    if (severity === 'error' || finding.severity === 'error') errors.push(shown);
  }
  return { findings: inOrder(findings), errors: inOrder(errors) };
}

/** Per rule and file. Nobody reads more, and without a limit, checking a long file could take very long. */
export const maximumFindings = 1000;

function* found(
  project: Project,
  suppressions: Suppressions,
  state: Omit<RunState, 'unused' | 'ruleIds'>,
): Iterable<Finding> {
  const isMisread = misreading(project.tree);
  const ruleIds = rules.map(({ id }) => id);
  /** The rules that have not seen everything they check. */
  const incomplete = new Set(rules.filter((rule) => !seesAll(rule, project)).map(({ id }) => id));
  let hasErrors = false;
  /** Where local rules have found something. */
  const loud: Span[] = [];
  for (const rule of inTurn) {
    if (rule.onlyWithoutErrors && hasErrors) continue;
    // A suppression is only unused if its rule has checked everything.
    const unused =
      rule.looksAt === 'suppressions'
        ? suppressions
            .unused()
            .filter(({ ruleId }) => !(ruleIds.includes(ruleId) && (hasErrors || incomplete.has(ruleId))))
        : [];
    // A value that aliases repeat is reported once.
    const seen = new Set<string>();
    let count = 0;
    for (const finding of rule.findings(project, { ...state, unused, ruleIds })) {
      if (++count > maximumFindings) {
        incomplete.add(rule.id);
        break;
      }
      if (rule.local) loud.push(finding.span);
      const key = JSON.stringify([finding.span, finding.message]);
      if (seen.has(key)) continue;
      seen.add(key);
      if (rule !== yamlSyntax && isMisread(finding.span, rule.ofAbsence)) continue;
      hasErrors ||= finding.severity === 'error';
      yield finding;
    }
  }
  if (!rules.some(({ id, local }) => local && incomplete.has(id))) rememberSilence(project, loud);
}

/** Some rules depend on what others have found, so they run later. */
const turns = ({ looksAt, onlyWithoutErrors }: Rule): number =>
  looksAt === 'suppressions' ? 3 : onlyWithoutErrors ? 2 : looksAt === 'overlay' ? 1 : 0;
const inTurn = [...rules].sort((a, b) => turns(a) - turns(b));

function inOrder(findings: readonly Finding[]): Finding[] {
  return [...findings].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
}
