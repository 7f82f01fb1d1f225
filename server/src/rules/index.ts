// All rules, and the runner.
import type { Project } from '../model/project.ts';
import { connectionNotAllowed } from './all/connection-not-allowed.ts';
import { conflictingProperty } from './all/conflicting-property.ts';
import { duplicateKey } from './all/duplicate-key.ts';
import { duplicateLogicalId } from './all/duplicate-logical-id.ts';
import { duplicateRoute } from './all/duplicate-route.ts';
import { emptyItem } from './all/empty-item.ts';
import { endpointWithoutHandler } from './all/endpoint-without-handler.ts';
import { identitySourceWithoutAuthorizer } from './all/identity-source-without-authorizer.ts';
import { invalidFormat } from './all/invalid-format.ts';
import { invalidNameLength } from './all/invalid-name-length.ts';
import { invalidOperationMode } from './all/invalid-operation-mode.ts';
import { invalidValue } from './all/invalid-value.ts';
import { malformedRoute } from './all/malformed-route.ts';
import { missingAccess } from './all/missing-access.ts';
import { missingProperty } from './all/missing-property.ts';
import { noEndpoints } from './all/no-endpoints.ts';
import { nonAlphanumericName } from './all/non-alphanumeric-name.ts';
import { outOfRange } from './all/out-of-range.ts';
import { reservedLogicalId } from './all/reserved-logical-id.ts';
import { timeoutOverGateway } from './all/timeout-over-gateway.ts';
import { tooManyConnections } from './all/too-many-connections.ts';
import { unexpectedAccess } from './all/unexpected-access.ts';
import { unknownProperty } from './all/unknown-property.ts';
import { unknownResource } from './all/unknown-resource.ts';
import { unknownResourceType } from './all/unknown-resource-type.ts';
import { unusedSuppression } from './all/unused-suppression.ts';
import { wrongType } from './all/wrong-type.ts';
import { yamlSyntax } from './all/yaml-syntax.ts';
import type { Finding, Rule, Severity } from './rule.ts';
import { readSuppressions, type Suppressions } from './suppressions.ts';

export const rules: readonly Rule[] = [
  conflictingProperty,
  connectionNotAllowed,
  duplicateKey,
  duplicateLogicalId,
  duplicateRoute,
  emptyItem,
  endpointWithoutHandler,
  identitySourceWithoutAuthorizer,
  invalidFormat,
  invalidNameLength,
  invalidOperationMode,
  invalidValue,
  malformedRoute,
  missingAccess,
  missingProperty,
  noEndpoints,
  nonAlphanumericName,
  outOfRange,
  reservedLogicalId,
  timeoutOverGateway,
  tooManyConnections,
  unexpectedAccess,
  unknownProperty,
  unknownResource,
  unknownResourceType,
  wrongType,
  yamlSyntax,
  // The last one: what it reports is known when all others have run.
  unusedSuppression,
];

/** What the user wants of each rule, by its id; a rule that is not named has its own severity. */
export type RuleSettings = Readonly<Record<string, Severity | 'off'>>;

export interface Checked {
  /** What is shown, in the order of the file. */
  readonly findings: readonly Finding[];
  /**
   * What nothing is generated for: the errors that are shown, and those that are turned off, lowered or suppressed, for
   * AWS takes no notice of that.
   */
  readonly errors: readonly Finding[];
}

export function check(project: Project, settings: RuleSettings = {}): Checked {
  const suppressions = readSuppressions(project.tree);
  const findings: Finding[] = [];
  const errors: Finding[] = [];
  for (const finding of found(project, suppressions)) {
    const severity = settings[finding.rule.id] ?? finding.severity;
    const suppressed = suppressions.suppress(finding);
    if (severity === 'off' || suppressed) {
      if (finding.severity === 'error') errors.push(finding);
      continue;
    }
    const shown = severity === finding.severity ? finding : { ...finding, severity };
    findings.push(shown);
    if (severity === 'error' || finding.severity === 'error') errors.push(shown);
  }
  return { findings: inOrder(findings), errors: inOrder(errors) };
}

function* found(project: Project, suppressions: Suppressions): Iterable<Finding> {
  const unreadable = project.tree.problems.find((problem) => !problem.halfTyped);
  const ruleIds = rules.map(({ id }) => id);
  for (const rule of rules) {
    for (const finding of rule.findings(project, { unused: suppressions.unused(), ruleIds })) {
      const follows =
        unreadable && rule !== yamlSyntax && (rule.ofAbsence || finding.span.end >= unreadable.span.start);
      if (!follows) yield finding;
    }
  }
}

function inOrder(findings: readonly Finding[]): Finding[] {
  return [...findings].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
}
