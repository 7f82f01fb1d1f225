// Calls every method of an analysis. A method that is added to `Analysis` does not compile until it is called here.
import { analyze, type Analysis, type Surroundings } from '../../server/src/analysis.ts';
import type { SourceFiles } from '../../server/src/model/project.ts';
import { rules } from '../../server/src/rules/all-rules.ts';

type Ask = (analysis: Analysis, offset: number) => unknown;

const formatOptions = {
  tabSize: 2,
  insertSpaces: true,
  trimTrailingWhitespace: true,
  insertFinalNewline: true,
  trimFinalNewlines: true,
};

/** The methods that do not depend on a place. */
const whole = {
  text: ({ text }) => text,
  tree: ({ tree }) => tree,
  project: ({ project }) => project,
  isEmpty: ({ isEmpty }) => isEmpty,
  lines: ({ lines, text }) => lines.offsetAt(lines.positionAt(text.length)),
  findings: ({ findings }) => findings.length,
  errors: ({ errors }) => errors.length,
  documentSymbols: (analysis) => analysis.documentSymbols(),
  workspaceSymbols: (analysis) => analysis.workspaceSymbols('a'),
  folding: (analysis) => analysis.folding(),
  format: (analysis) => analysis.format(formatOptions),
  documentLinks: (analysis) => analysis.documentLinks(),
  codeLenses: (analysis) => analysis.codeLenses(),
  entryPointLinks: (analysis) => analysis.entryPointLinks(),
  sourceLenses: (analysis) => analysis.sourceLenses('functions/send.mjs'),
  inlayHints: (analysis) => analysis.inlayHints({ start: 0, end: analysis.text.length }),
  semanticTokens: (analysis) => analysis.semanticTokens({ start: 0, end: analysis.text.length }),
  fixAll: (analysis) => analysis.findings.length > maximumFixed || analysis.fixAll(),
  template: (analysis) => analysis.template('yaml'),
  impact: (analysis) => analysis.impact(analysis.template('yaml') ?? ''),
  templateSize: (analysis) => analysis.templateSize('yaml'),
  openNote: (analysis) => analysis.openNote(),
  collapsedAtFirst: (analysis) => analysis.collapsedAtFirst(),
  graphTables: (analysis) => analysis.graphTables(),
  picture: (analysis) => analysis.picture('dark'),
  routeTable: (analysis) => analysis.routeTable(),
  mermaid: (analysis) => analysis.mermaid(),
  askableApis: (analysis) => analysis.askableApis(),
  graph: (analysis) => analysis.graph(),
} satisfies Partial<Record<keyof Analysis, Ask>>;

/** The methods that are called with an offset. */
const atPlace = {
  hover: (analysis, offset) => analysis.hover(offset),
  completion: (analysis, offset) => analysis.completion(offset).items.map((item) => item.markdown()),
  completionDetails: (analysis, offset) => analysis.completionDetails('resources', offset),
  quickFixes: (analysis, offset) => analysis.quickFixes({ start: offset, end: offset + 10 }),
  codeActions: (analysis, offset) => analysis.codeActions({ start: offset, end: offset + 10 }).length,
  refactorings: (analysis, offset) => analysis.refactorings({ start: offset, end: offset }),
  withConsequences: (analysis, offset) =>
    analysis.withConsequences({ edits: [{ span: { start: offset, end: offset }, newText: 'x' }] }),
  definition: (analysis, offset) => analysis.definition(offset),
  typeDefinition: (analysis, offset) => analysis.typeDefinition(offset),
  implementation: (analysis, offset) => analysis.implementation(offset),
  references: (analysis, offset) => analysis.references(offset, true),
  readVariable: (analysis, offset) => analysis.readVariable(offset),
  highlights: (analysis, offset) => analysis.highlights(offset),
  prepareRename: (analysis, offset) => analysis.prepareRename(offset),
  rename: (analysis, offset) => analysis.rename(offset, 'Other'),
  followMoves: (analysis) => analysis.followMoves('a/websocket.yaml', [{ from: 'a', to: 'b' }]).map(({ span }) => span),
  linkedEditing: (analysis, offset) => analysis.linkedEditing(offset),
  formatOnType: (analysis, offset) => analysis.formatOnType(offset, '\n', formatOptions),
  selectionRanges: (analysis, offset) => analysis.selectionRanges(offset),
  entryPointTarget: (analysis, offset) => analysis.entryPointTarget(offset),
  prepareCallHierarchy: (analysis, offset) => analysis.prepareCallHierarchy(offset),
  templateOrigin: (analysis, offset) => analysis.templateOrigin('json', offset),
  templateParts: (analysis, offset) => analysis.templateParts('yaml', offset),
  originOfResource: (analysis, offset) => analysis.originOfResource(analysis.text.slice(offset, offset + 4)),
  locate: (analysis, offset) => analysis.locate(analysis.text.slice(offset, offset + 9)),
  partsAt: (analysis, offset) => analysis.partsAt(offset),
} satisfies Partial<Record<keyof Analysis, Ask>>;

type Several = (analysis: Analysis, offset: number) => readonly (() => unknown)[];

/** All other methods, and further calls of some of the above: each with several parameters, one request each. */
const several: Readonly<
  Record<Exclude<keyof Analysis, keyof typeof whole | keyof typeof atPlace>, Several> &
    Partial<Record<keyof Analysis, Several>>
> = {
  codeActions: (analysis, offset) =>
    analysis.codeActions({ start: offset, end: offset }, ['refactor']).map((action) => () => action.change()),
  rename: (analysis, offset) => [() => analysis.rename(offset, '__proto__ ')],
  companions: (analysis) =>
    analysis.project.resources.slice(-2).map(
      ({ id }) =>
        () =>
          analysis.companions({ kind: 'resource', from: '__proto__', to: id.value }, true),
    ),
  followRoute: (analysis, offset) =>
    sample(analysis.project.resources).map(
      ({ id }) =>
        () =>
          analysis.followRoute(offset, id.value),
    ),
  incomingCalls: (analysis, offset) => [
    ...analysis.prepareCallHierarchy(offset).map(
      ({ id }) =>
        () =>
          analysis.incomingCalls(id),
    ),
    () => analysis.incomingCalls({ resource: analysis.text.slice(offset, offset + 4) }),
  ],
  outgoingCalls: (analysis, offset) => [
    ...analysis.prepareCallHierarchy(offset).map(
      ({ id }) =>
        () =>
          analysis.outgoingCalls(id),
    ),
    () => analysis.outgoingCalls({ resource: 'constructor' }),
  ],
  graphEdits: (analysis, offset) =>
    [undefined, ...sample(analysis.partsAt(offset))].map((part) => () => analysis.graphEdits(part)),
  graphEdit: (analysis, offset) =>
    [...sample(analysis.partsAt(offset)), ...firstParts(analysis)].flatMap((part) => [
      () => analysis.graphEdit({ kind: 'delete', part }),
      () => analysis.graphEdit({ kind: 'connectToNew', part, type: 'lambda-function', name: 'Other' }),
    ]),
  route: (analysis, offset) => {
    const headers = [['Authorization', analysis.text.slice(offset, offset + 9)] as const];
    const [api] = analysis.askableApis();
    return [
      () => analysis.route({ kind: 'message', message: analysis.text.slice(offset, offset + 40) }, api?.id),
      () => analysis.route({ kind: 'connect', query: [], headers }),
      () => analysis.route({ kind: 'disconnect' }, '__proto__'),
    ];
  },
  entryPointOf: (analysis, offset) => analysis.partsAt(offset).map((part) => () => analysis.entryPointOf(part)),
  template: (analysis) => [() => analysis.template('json')],
  templateSize: (analysis) => [() => analysis.templateSize('json')],
  impact: (analysis) => [() => analysis.impact(analysis.text)],
  graph: (analysis) => [
    () => analysis.graph({ collapsed: new Set(analysis.project.resources.map(({ id }) => `resource ${id.value}`)) }),
  ],
};

/** One request is for one of them, so a few of many are enough. */
function sample<T>(all: readonly T[]): readonly T[] {
  const step = Math.ceil(all.length / 4);
  return all.filter((_, index) => index % step === 0);
}

/** The first resource, which others may be connected to. */
function firstParts({ project }: Analysis): string[] {
  return project.resources.slice(0, 1).map(({ id }) => `resource ${id.value}`);
}

/** A file with thousands of faults has too many fixes to compute all of them. */
const maximumFixed = 300;

const files: SourceFiles = {
  files: new Map(
    ['functions/send.mjs', 'functions/connect.py'].map((path) => [
      path,
      { path, exports: [{ name: 'handler', span: { start: 0, end: 7 }, callable: true }], allExportsKnown: true },
    ]),
  ),
  complete: true,
};
const surroundings: Surroundings = { files };

/** One call of a method, by the method's name. */
export interface Request {
  readonly name: string;
  readonly ask: () => unknown;
}

/** All requests in turn, with all rules, including the informational ones, and up to that many fixes, one by one. */
export function* requestsFor(text: string, offsets: readonly number[], fixes = maximumFixed): Iterable<Request> {
  let analysis = analyze('');
  const format = text.startsWith('{') ? 'json' : 'yaml';
  yield { name: 'analyze', ask: () => (analysis = analyze(text, settings, { ...surroundings, format })) };
  for (const [name, ask] of Object.entries(whole)) yield { name, ask: () => ask(analysis) };
  // What a server does after each key: it analyzes the text, of which it knows most, and looks for problems.
  for (const offset of offsets.slice(0, 2)) {
    const edited = `${text.slice(0, offset)}x${text.slice(offset)}`;
    let next = analysis;
    const ask = (): unknown => (next = analyze(edited, settings, { ...surroundings, format, earlier: analysis }));
    yield { name: 'analyze after an edit', ask };
    yield { name: 'findings after an edit', ask: () => next.findings.length };
  }
  for (const finding of analysis.findings.slice(0, fixes)) {
    yield { name: `fixes of ${finding.rule.id}`, ask: () => finding.fixes() };
  }
  for (const offset of offsets) {
    for (const [name, ask] of Object.entries(atPlace)) yield { name, ask: () => ask(analysis, offset) };
    for (const [name, calls] of Object.entries(several)) {
      for (const ask of calls(analysis, offset)) yield { name, ask };
    }
  }
}

const settings = Object.fromEntries(rules.map(({ id, severity }) => [id, severity]));

export function askEverything(text: string, offsets: readonly number[], fixes = maximumFixed): void {
  for (const { ask } of requestsFor(text, offsets, fixes)) ask();
}

/** That many places spread over the text, including both ends. */
export function spread(text: string, count: number): number[] {
  const step = Math.max(1, text.length / count);
  return Array.from({ length: count + 1 }, (_, index) => Math.min(text.length, Math.floor(index * step)));
}
