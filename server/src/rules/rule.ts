// What a rule is. One file in `all/` exports one rule: what it looks at, what it finds, how it says so, how it is mended.
import { breaksAlias, type Edit } from '../syntax/edits.ts';
import type { Span, SyntaxProblem } from '../syntax/tree.ts';
import { maximumResources } from '../language/limits.ts';
import { groupBy } from '../model/group-by.ts';
import { resourceCount } from '../model/logical-ids.ts';
import type { NewFile } from '../model/change.ts';
import {
  resourcesOfType,
  type Connection,
  type Endpoint,
  type LambdaFunction,
  type Project,
  type Resource,
  type WebSocketApi,
} from '../model/project.ts';
import type { Fault } from '../model/shape.ts';
import type { SourceFiles } from '../model/source-files.ts';
import type { Suppression } from './suppressions.ts';

/**
 * error: nothing can be generated, or AWS would refuse it. warning: it deploys, but hardly does what was meant.
 * information: worth knowing, and fine if it is meant so.
 */
export type Severity = 'error' | 'warning' | 'information';

/** What an editor shows apart: text that could as well be absent (faded), or that is on its way out (struck). */
export type Tag = 'unnecessary' | 'deprecated';

/** The parts of a project that a rule can look at; each is what its `check` is given. */
export interface Subjects {
  readonly problem: SyntaxProblem;
  readonly fault: Fault;
  readonly project: Project;
  readonly resource: Resource;
  readonly api: WebSocketApi;
  readonly function: LambdaFunction;
  readonly endpoint: { readonly api: WebSocketApi; readonly endpoint: Endpoint };
  readonly connection: Connection;
  /** A function and the code beside the file, where that is known. */
  readonly source: { readonly lambda: LambdaFunction; readonly files: SourceFiles };
  /** The template that the project would have, unless it would have too many resources. */
  readonly template: { readonly size: number };
  /** What of a comment has suppressed nothing, and the rules that there are. */
  readonly suppressions: { readonly unused: readonly Suppression[]; readonly ruleIds: readonly string[] };
}

/** What only the runner knows. */
export interface RunState {
  readonly unused: readonly Suppression[];
  readonly ruleIds: readonly string[];
  readonly templateSize: TemplateSize;
}

/** In bytes, as YAML. The rules do not know how a template is made; who asks for findings does. */
export type TemplateSize = () => number;

export interface Related {
  readonly span: Span;
  readonly message: string;
}

export interface Fix {
  readonly title: string;
  readonly edits: readonly Edit[];
  /** True for the one that is most likely meant. */
  readonly preferred?: boolean;
  /** A file beside the descriptor that is to be there as well. */
  readonly creates?: NewFile | undefined;
}

/** One thing that is wrong, at the smallest text at fault. */
export interface Finding {
  readonly rule: Rule;
  /** The rule's own, or what the settings say. */
  readonly severity: Severity;
  readonly span: Span;
  readonly message: string;
  readonly related: readonly Related[];
  /** True where a comment suppresses it: it is an error all the same. */
  readonly suppressed?: boolean;
  /** Computed when asked for. */
  fixes(): readonly Fix[];
}

/** What a rule's `check` reports: where, and the data that its message and its fixes are made from. */
export interface Report<Data> {
  readonly span: Span;
  readonly data: Data;
  readonly related?: readonly Related[];
}

interface Definition<S extends keyof Subjects, Data> {
  /** Names the fault, and the file. Settings, suppressions and the documentation page go by it. */
  readonly id: string;
  readonly severity: Severity;
  /** One sentence that completes "Reports …". */
  readonly summary: string;
  /** Markdown for the rule's page: why this matters. */
  readonly why: string;
  readonly looksAt: S;
  /** True where the fault is that something is absent: it may stand where the file could not be read. */
  readonly ofAbsence?: boolean;
  /**
   * True where the fault is that something stands nowhere in the file: any error may be why, for it may stand in what was
   * not understood.
   */
  readonly onlyWithoutErrors?: boolean;
  /** True where the preferred fix says again what is there already: it may be applied without being asked for, on save. */
  readonly fixesUnasked?: boolean;
  readonly tag?: Tag;
  check(subject: Subjects[S], project: Project): Iterable<Report<Data>>;
  /** What is wrong, why, and what to do. */
  message(data: Data): string;
  fixes?(data: Data, project: Project): Iterable<Fix>;
}

export interface Rule {
  readonly id: string;
  readonly severity: Severity;
  readonly summary: string;
  readonly why: string;
  readonly looksAt: keyof Subjects;
  readonly ofAbsence: boolean;
  readonly onlyWithoutErrors: boolean;
  readonly tag: Tag | undefined;
  readonly fixable: boolean;
  readonly fixesUnasked: boolean;
  findings(project: Project, state: RunState): Iterable<Finding>;
}

const subjectsOf: { readonly [S in keyof Subjects]: (project: Project, state: RunState) => Iterable<Subjects[S]> } = {
  problem: (project) => project.tree.problems,
  fault: (project) => project.shape.faults,
  project: (project) => [project],
  resource: (project) => project.resources,
  api: (project) => apis(project),
  function: (project) => resourcesOfType(project, 'lambda-function'),
  endpoint: (project) => apis(project).flatMap((api) => api.endpoints.map((endpoint) => ({ api, endpoint }))),
  connection: (project) => [
    ...project.resources.flatMap((resource) => resource.connections),
    ...apis(project).flatMap((api) => api.endpoints.flatMap((endpoint) => endpoint.connections)),
  ],
  source: (project) =>
    resourcesOfType(project, 'lambda-function').flatMap((lambda) => {
      const { files } = project;
      return files ? [{ lambda, files }] : [];
    }),
  template: (project, { templateSize }) =>
    resourceCount(project) <= maximumResources ? [{ size: templateSize() }] : [],
  suppressions: (_, { unused, ruleIds }) =>
    [...groupBy(unused, ({ comment }) => comment).values()].map((ofComment) => ({ unused: ofComment, ruleIds })),
};

function apis(project: Project): readonly WebSocketApi[] {
  return resourcesOfType(project, 'websocket-api');
}

/** Whether all that the rule looks at can be seen: code may be known in part, or not at all. */
export function seesAll({ looksAt }: Rule, { files }: Project): boolean {
  return looksAt !== 'source' || files?.complete === true;
}

/** The page about the rule, from the root of the package. */
export function pageOf({ id }: Rule): string {
  return `docs/rules/${id}.md`;
}

/** Closes over the data, so that rules of all kinds stand in one list. */
export function rule<S extends keyof Subjects, Data>(definition: Definition<S, Data>): Rule {
  const { id, severity, summary, why, looksAt, ofAbsence = false, onlyWithoutErrors = false, tag } = definition;
  const self: Rule = {
    id,
    severity,
    summary,
    why,
    looksAt,
    ofAbsence,
    onlyWithoutErrors,
    tag,
    fixable: definition.fixes !== undefined,
    fixesUnasked: definition.fixesUnasked === true,
    *findings(project, state) {
      for (const subject of subjectsOf[looksAt](project, state)) {
        for (const { span, data, related = [] } of definition.check(subject, project)) {
          yield {
            rule: self,
            severity,
            span,
            message: definition.message(data),
            related,
            fixes: () =>
              [...(definition.fixes?.(data, project) ?? [])].filter(({ edits }) => !breaksAlias(project.tree, edits)),
          };
        }
      }
    },
  };
  return self;
}

/** The faults of one kind, for rules that put words to them. */
export function* faultsOf<K extends Fault['kind']>(
  fault: Fault,
  kind: K,
): Iterable<Report<Extract<Fault, { kind: K }>>> {
  const isOfKind = (candidate: Fault): candidate is Extract<Fault, { kind: K }> => candidate.kind === kind;
  if (isOfKind(fault)) yield { span: fault.span, data: fault };
}
