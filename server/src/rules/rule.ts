// Defines what a rule is. Each file in `all/` exports one rule: what it looks at and finds, its message and its fixes.
import { withReferences } from '../changes/carry-references.ts';
import type { Change, Refusal } from '../changes/change.ts';
import { breaksAlias } from '../syntax/edits.ts';
import { contains, type Span, type SyntaxProblem, type SyntaxTree } from '../syntax/tree.ts';
import { maximumResources } from '../language/limits.ts';
import type { ConnectionStart } from '../model/can-connect.ts';
import { groupBy } from '../model/group-by.ts';
import { resourceCount } from '../model/logical-ids.ts';
import type { Overlay, OverlayFacts } from '../model/overlay.ts';
import { overlayFaults, type OverlayFault } from '../model/overlay-faults.ts';
import {
  oncePer,
  resourcesOfType,
  type Connection,
  type Endpoint,
  type LambdaFunction,
  type Project,
  type Resource,
  type WebSocketApi,
  type SourceFiles,
} from '../model/project.ts';
import type { Fault } from '../model/fault.ts';
import { allParts, partsToCheck, type Around, type Part } from './parts.ts';
import type { Suppression } from './suppressions.ts';

/**
 * error: no template can be generated, or AWS would reject it. warning: it deploys, but probably does not do what was
 * intended. information: good to know, and fine if intended.
 */
export type Severity = 'error' | 'warning' | 'information';

/** How an editor marks the text: `unnecessary` is faded out, `deprecated` is struck through. */
export type Tag = 'unnecessary' | 'deprecated';

/** The parts of a project that a rule can look at. Each is passed to the rule's `check`. */
export interface Subjects {
  readonly problem: SyntaxProblem;
  readonly fault: Fault;
  readonly project: Project;
  readonly resource: Resource;
  readonly api: WebSocketApi;
  readonly function: LambdaFunction;
  readonly endpoint: { readonly api: WebSocketApi; readonly endpoint: Endpoint };
  readonly connection: { readonly from: ConnectionStart; readonly connection: Connection };
  /** A resource or endpoint with its connections. */
  readonly start: ConnectionStart;
  /** A function and the source files next to the project file, if they are known. */
  readonly source: { readonly lambda: LambdaFunction; readonly files: SourceFiles };
  /** The template that the project would have, unless it would have too many resources. */
  readonly template: { readonly size: number };
  /** What is laid over the template, if there is anything, and what is generated below it. */
  readonly overlay: { readonly overlay: Overlay; readonly facts: OverlayFacts };
  readonly overlayFault: OverlayFault;
  /** The unused suppressions of one comment, and the IDs of all rules. */
  readonly suppressions: { readonly unused: readonly Suppression[]; readonly ruleIds: readonly string[] };
}

/** Information that only the runner has. */
export interface RunState {
  readonly unused: readonly Suppression[];
  readonly ruleIds: readonly string[];
  readonly template: TemplateFacts;
  /** Those that were found in earlier turns, and all errors of the project as soon as it has been checked. */
  readonly errors: readonly Finding[];
  /** The errors that the project would have if its text were that of the tree. */
  readonly errorsIn: (tree: SyntaxTree) => readonly Finding[];
}

/** The rules do not know how a template is generated; the caller does. */
export interface TemplateFacts {
  /** In bytes, as YAML. */
  size(): number;
  /** Undefined if what is laid over the template is not to be checked. */
  overlay(): OverlayFacts | undefined;
}

/** The facts about a template that is not generated. */
export const unknownTemplate: TemplateFacts = { size: () => 0, overlay: () => undefined };

export interface Related {
  readonly span: Span;
  readonly message: string;
}

export interface Fix extends Change {
  readonly title: string;
  /** True for the fix that is most likely intended. */
  readonly preferred?: boolean;
}

/** The change as a fix; none if it is refused or changes nothing. */
export function fixBy(title: string, change: Change | Refusal, preferred = false): readonly Fix[] {
  return change.refused === undefined && change.edits.length > 0 ? [{ title, ...change, preferred }] : [];
}

/** One problem, at the smallest span that is at fault. */
export interface Finding {
  readonly rule: Rule;
  /** The rule's own severity, or the one from the settings. */
  readonly severity: Severity;
  readonly span: Span;
  readonly message: string;
  readonly related: readonly Related[];
  /** True if a comment suppresses it. It still counts as an error. */
  readonly suppressed?: boolean;
  /** Computed on demand. */
  fixes(): readonly Fix[];
}

/** The most likely fix, if it can be applied together with others: one that creates a file is applied on its own. */
export function preferredFix(finding: Finding): Fix | undefined {
  return finding.fixes().find(({ preferred, creates }) => preferred === true && !creates);
}

/** Whether the preferred fix can be applied without asking. */
export function isSafelyFixable(finding: Finding): boolean {
  return finding.rule.fixesUnasked && preferredFix(finding) !== undefined;
}

/** A result of a rule's `check`: the place, and the data for its message and fixes. */
export interface Report<Data> {
  readonly span: Span;
  readonly data: Data;
  readonly related?: readonly Related[];
}

interface Definition<S extends keyof Subjects, Data, L extends boolean> {
  /** Names the problem. Also the name of the rule's file, and its ID in settings, suppressions and documentation. */
  readonly id: string;
  readonly severity: Severity;
  /** One sentence that completes "Reports …". */
  readonly summary: string;
  /** Markdown for the rule's page: why this matters. */
  readonly why: string;
  readonly looksAt: S;
  /**
   * True if whether the rule reports something depends only on the part of the subject, and of an endpoint not on its API,
   * and on what is around it. Then the part is not checked again as long as nothing is found in it.
   */
  readonly local?: L;
  /** True if the rule reports that something is missing: it may be in the part of the file that could not be parsed. */
  readonly ofAbsence?: boolean;
  /**
   * True if the rule reports that something is missing from the whole file: any error may be the reason, because it may
   * be in the text that was not understood.
   */
  readonly onlyWithoutErrors?: boolean;
  /** True if the preferred fix does not change the meaning, so that it can be applied on save without asking. */
  readonly fixesUnasked?: boolean;
  readonly tag?: Tag;
  /** @param whole for the data of what a local rule has found, which may look at more */
  check(subject: Subjects[S], project: L extends true ? Around : Project, whole: Project): Iterable<Report<Data>>;
  /** Says what is wrong, why it matters, and what to do. */
  message(data: Data): string;
  fixes?(data: Data, project: Project, state: RunState): Iterable<Fix>;
}

export interface Rule {
  readonly id: string;
  readonly severity: Severity;
  readonly summary: string;
  readonly why: string;
  readonly looksAt: keyof Subjects;
  readonly local: boolean;
  readonly ofAbsence: boolean;
  readonly onlyWithoutErrors: boolean;
  readonly tag: Tag | undefined;
  readonly fixable: boolean;
  readonly fixesUnasked: boolean;
  findings(project: Project, state: RunState): Iterable<Finding>;
}

/** The subjects in a project. Those of local rules are only in some of its parts, in which several rules look for them. */
const subjectsOf: {
  readonly [S in keyof Subjects]: (project: Project, state: RunState, parts?: readonly Part[]) => Iterable<Subjects[S]>;
} = {
  problem: (project) => project.tree.problems,
  fault: (project) => project.shape.faults,
  project: (project) => [project],
  resource: (project, _, parts) => (parts ? resourcesIn(parts) : project.resources),
  api: (project) => apis(project),
  function: (project, _, parts) =>
    resourcesOfType(parts ? { resources: resourcesIn(parts) } : project, 'lambda-function'),
  endpoint: (project, _, parts = allParts(project)) => endpointsIn(parts),
  connection: (project, _, parts = allParts(project)) => connectionsIn(parts),
  start: (project, _, parts = allParts(project)) => parts,
  source: (project) =>
    resourcesOfType(project, 'lambda-function').flatMap((lambda) => {
      const { files } = project;
      return files ? [{ lambda, files }] : [];
    }),
  template: (project, { template }) => (resourceCount(project) <= maximumResources ? [{ size: template.size() }] : []),
  overlay: ({ overlay }, { template, errors }) => {
    const sections = overlay.entry?.value?.kind === 'map' ? overlay.entry.value.entries : [];
    // After an error elsewhere, what the overlay relies on may be missing only because of that error.
    const isAlone = errors.every(({ span }) => sections.some(({ value }) => value && contains(value.span, span.start)));
    const facts = overlay.entry && isAlone ? template.overlay() : undefined;
    return facts ? [{ overlay, facts }] : [];
  },
  overlayFault: (project) => overlayFaults(project),
  suppressions: (_, { unused, ruleIds }) =>
    [...groupBy(unused, ({ comment }) => comment).values()].map((ofComment) => ({ unused: ofComment, ruleIds })),
};

const resourcesIn = oncePer((parts: readonly Part[]) =>
  parts.flatMap(({ resource, endpoint }) => (endpoint ? [] : resource)),
);

const endpointsIn = oncePer((parts: readonly Part[]) =>
  parts.flatMap(({ resource, endpoint }) =>
    endpoint && resource.type === 'websocket-api' ? { api: resource, endpoint } : [],
  ),
);

const connectionsIn = oncePer((parts: readonly Part[]) =>
  parts.flatMap((from) => from.connections.map((connection) => ({ from, connection }))),
);

function apis(project: Project): readonly WebSocketApi[] {
  return resourcesOfType(project, 'websocket-api');
}

/** Whether the rule has seen everything it checks. Source files may be known only in part, or not at all. */
export function seesAll({ looksAt }: Rule, { files }: Project): boolean {
  return looksAt !== 'source' || files?.complete === true;
}

/** The documentation page of the rule, relative to the root of the package. */
export function pageOf({ id }: Rule): string {
  return `docs/rules/${id}.md`;
}

/** Hides the type of the data, so that all rules fit in one list. */
export function rule<S extends keyof Subjects, Data, L extends boolean = false>(
  definition: Definition<S, Data, L>,
): Rule {
  const { id, severity, summary, why, looksAt, ofAbsence = false, onlyWithoutErrors = false, tag } = definition;
  const local = definition.local === true;
  const self: Rule = {
    id,
    severity,
    summary,
    why,
    looksAt,
    local,
    ofAbsence,
    onlyWithoutErrors,
    tag,
    fixable: definition.fixes !== undefined,
    fixesUnasked: definition.fixesUnasked === true,
    *findings(project, state) {
      const parts = local ? partsToCheck(project) : undefined;
      for (const subject of subjectsOf[looksAt](project, state, parts)) {
        for (const { span, data, related = [] } of definition.check(subject, project, project)) {
          yield {
            rule: self,
            severity,
            span,
            message: definition.message(data),
            related,
            fixes: () =>
              [...(definition.fixes?.(data, project, state) ?? [])]
                .filter(({ edits }) => !breaksAlias(project.tree, edits))
                .map((fix) => ({ ...fix, edits: withReferences(project, fix.edits) })),
          };
        }
      }
    },
  };
  return self;
}

/** Reports the fault if it is of that kind, for rules that only add the message and the fixes. */
export function* faultsOf<K extends Fault['kind']>(
  fault: Fault,
  kind: K,
): Iterable<Report<Extract<Fault, { kind: K }>>> {
  const isOfKind = (candidate: Fault): candidate is Extract<Fault, { kind: K }> => candidate.kind === kind;
  if (isOfKind(fault)) yield { span: fault.span, data: fault };
}
