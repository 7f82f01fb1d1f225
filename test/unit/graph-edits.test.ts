// Edits from the graph: each makes exactly the change that it announces, in any text.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { analyze, type Analysis } from '../../server/src/analysis.ts';
import { buildGraph } from '../../server/src/graph/graph.ts';
import type { GraphChange } from '../../server/src/features/graph-edits/graph-edits.ts';
import type { Project } from '../../server/src/model/project.ts';
import { allConnections } from '../../server/src/model/project.ts';
import type { GraphEdit, GraphEditKind } from '../../server/src/features/graph-edits/graph-edit.ts';
import { groupBy } from '../../server/src/model/group-by.ts';
import { applyEdits, type Edit } from '../../server/src/syntax/edits.ts';
import { arbitraryDescriptor } from '../harness/arbitrary-project.ts';
import { descriptorText, type Descriptor } from '../harness/descriptor.ts';
import { offeredEdits, partsOf } from '../harness/graph-edits.ts';
import { diceSeed, messyYaml } from '../harness/messy-yaml.ts';
import { mutated } from '../harness/mutations.ts';
import { patience, runs, seed } from '../harness/property-runs.ts';

/** Random descriptors are large, so few of their edits are of a rare kind. */
const small: Descriptor = {
  resources: {
    Chat: {
      type: 'websocket-api',
      name: 'Chat',
      routeSelectorProperty: 'action',
      endpoints: [{ route: '$default', operationMode: '2-way', connections: ['Work'] }],
    },
    Uploads: { type: 's3-bucket', name: 'Uploads', connections: ['Work'] },
    Orders: { type: 'sqs-queue', name: 'Orders', connections: ['Work'] },
    Work: {
      type: 'lambda-function',
      name: 'Work',
      runtime: 'nodejs22.x',
      entryPoint: 'functions/work.handler',
      connections: [{ to: 'Orders', access: 'read-only' }],
    },
  },
};
const random = arbitraryDescriptor({ alphanumericNames: true });
const descriptor = fc.oneof({ weight: 2, arbitrary: random }, fc.constant(small));
const messy = fc.tuple(descriptor, diceSeed).map(([data, dice]) => messyYaml(data, dice));
const neat = fc.tuple(descriptor, fc.constantFrom('yaml', 'json')).map(([data, form]) => descriptorText(data, form));
/** Few random projects have dead letters. */
const withDeadLetters = fc.constant(
  descriptorText({
    resources: {
      Orders: { type: 'sqs-queue', name: 'Orders', deadLetter: { to: 'Failed', after: 5 } },
      Failed: { type: 'sqs-queue', name: 'Failed' },
    },
  }),
);
const texts = fc.oneof(
  { weight: 6, arbitrary: messy },
  { weight: 6, arbitrary: neat },
  { weight: 1, arbitrary: withDeadLetters },
);

/** The edits that undo the others. */
function inverse(text: string, edits: readonly Edit[]): Edit[] {
  let shift = 0;
  return [...edits]
    .sort((a, b) => a.span.start - b.span.start)
    .map(({ span, newText }) => {
      const start = span.start + shift;
      shift += newText.length - (span.end - span.start);
      return { span: { start, end: start + newText.length }, newText: text.slice(span.start, span.end) };
    });
}

/** The content of each resource, without positions. */
function resourcesOf(project: Project): Map<string, string> {
  return new Map(
    project.resources.map((resource) => [
      resource.id.value,
      JSON.stringify(resource, (key, value: unknown) => (isPlace(key) ? undefined : value)),
    ]),
  );
}

/** Whether the field of a resource or node says where it is or how it is bound, and not what it is. */
function isPlace(key: string): boolean {
  return ['span', 'colon', 'node', 'map', 'entry', 'bound', 'located', 'within'].includes(key);
}

const kinds: Readonly<Record<GraphEditKind, true>> = {
  addEndpoint: true,
  addResource: true,
  connect: true,
  connectToNew: true,
  disconnect: true,
  setAccess: true,
  setVariable: true,
  setBatchSize: true,
  setAttempts: true,
  setEvent: true,
  setMode: true,
  rename: true,
  delete: true,
};

function expectSound(before: Analysis, edit: GraphEdit, change: GraphChange): void {
  const what = JSON.stringify(edit);
  const text = applyEdits(before.text, change.edits);
  const after = analyze(text);
  expect(after.tree.problems, what).toEqual([]);
  const known = new Set(before.errors.map(({ message }) => message));
  expect(
    after.errors.filter(({ message, rule }) => !known.has(message) && rule.id !== 'no-endpoints'),
    what,
  ).toEqual([]);
  expect(text, what).not.toBe(before.text);
  expect(applyEdits(text, inverse(before.text, change.edits)), what).toBe(before.text);
  const lineEnds = new Set(before.text.match(/\r?\n/g));
  if (lineEnds.size === 1) expect([...lineEnds], what).toEqual(expect.arrayContaining(text.match(/\r?\n/g) ?? []));
  expectCommentsKept(before, after, edit, what);
  expectOthersKept(before, after, edit, what);
  if (change.select !== undefined) expect(partsOf(after), what).toContain(change.select);
  expect(change.reveal?.text ?? text).toBe(text);
}

/** Comments are only removed with the part that they are in. */
function expectCommentsKept(before: Analysis, after: Analysis, edit: GraphEdit, what: string): void {
  if (edit.kind === 'delete' || edit.kind === 'disconnect') return;
  const textsOf = ({ tree }: Analysis): string[] => tree.comments.map(({ text }) => text).sort();
  expect(textsOf(after), what).toEqual(textsOf(before));
}

/** Resources that the edit does not concern stay the same. */
function expectOthersKept(before: Analysis, after: Analysis, edit: GraphEdit, what: string): void {
  const [old, now] = [resourcesOf(before.project), resourcesOf(after.project)];
  const graph = buildGraph(before.project);
  const part = 'part' in edit ? edit.part : undefined;
  const edge = graph.edges.find(({ id }) => id === part);
  const at = edge ? (edge.kind === 'connect' || edge.kind === 'route' ? edge.to : edge.from) : part;
  const node = graph.nodes.find(({ id }) => id === at);
  const isOfResource = node !== undefined && 'resource' in node;
  const about = before.project.resources.find((resource) =>
    node && 'endpoint' in node
      ? resource.type === 'websocket-api' && resource.endpoints.includes(node.endpoint)
      : isOfResource && node.resource === resource,
  );
  const connected = before.project.resources.filter((resource) =>
    allConnections(resource).some(({ target }) => target.value === about?.id.value),
  );
  const touched = new Set([
    about?.id.value,
    'name' in edit ? edit.name : undefined,
    ...((edit.kind === 'rename' || edit.kind === 'delete') && isOfResource ? connected.map(({ id }) => id.value) : []),
  ]);
  for (const [id, said] of old) if (!touched.has(id)) expect(now.get(id), what).toBe(said);
  for (const id of now.keys()) if (!touched.has(id)) expect(old.has(id), what).toBe(true);
}

/** Few random projects have dead letters, or a bucket with a free event. */
const rare = `resources:
  Orders: { type: sqs-queue, name: Orders, deadLetter: { to: Failed, after: 3 } } # first
  Failed: { type: sqs-queue, name: Failed }
  Uploads: { type: s3-bucket, name: Uploads, connections: [Work] }
  Work: { type: lambda-function, name: Work, runtime: nodejs22.x, entryPoint: functions/work.handler }
`;

test(
  'an edit on offer succeeds, keeps the rest of the file, causes no errors, and can be undone',
  () => {
    const done = new Map<string, number>();
    const refused = new Map<string, number>();
    fc.assert(
      fc.property(texts, fc.nat(), fc.nat(), (text, place, choice) => {
        const analysis = analyze(text);
        const parts = [undefined, ...partsOf(analysis)];
        const offered = offeredEdits(analysis, parts[place % parts.length]);
        // One of each kind is enough, since each edit checks the file twice.
        for (const edit of [...groupBy(offered, ({ kind }) => kind).values()].flatMap(
          (same) => same[choice % same.length] ?? [],
        )) {
          const change = analysis.graphEdit(edit);
          const counts = change.refused === undefined ? done : refused;
          counts.set(edit.kind, (counts.get(edit.kind) ?? 0) + 1);
          if (change.refused === undefined) expectSound(analysis, edit, change);
          else expect(change.refused, JSON.stringify(edit)).toMatch(/^.{10,}[.?]$/s);
        }
      }),
      { seed, numRuns: 3 * runs, examples: [1, 3].map((place) => [rare, place, 0]) },
    );
    for (const kind of Object.keys(kinds)) {
      expect(done.get(kind) ?? 0, kind).toBeGreaterThan(0);
      // Edits on offer are only refused in unrealistic texts.
      expect(refused.get(kind) ?? 0, kind).toBeLessThan(1 + (done.get(kind) ?? 0) / 20);
    }
  },
  patience,
);

test(
  'edits of a broken file are refused, and any text gets an answer',
  () => {
    fc.assert(
      fc.property(mutated(neat), fc.nat(), (text, place) => {
        const analysis = analyze(text);
        const parts = partsOf(analysis);
        const part = parts[place % parts.length];
        const { refused, offers } = analysis.graphEdits(part);
        if (analysis.tree.problems.length > 0) {
          expect(refused).toMatch(/Fix line \d+ first\.$/);
          expect(offers).toEqual([]);
          expect(analysis.graphEdit({ kind: 'delete', part: part ?? '' }).refused).toBe(refused);
        }
        for (const edit of offeredEdits(analysis, part).slice(-4)) {
          const change = analysis.graphEdit(edit);
          if (change.refused === undefined) {
            expect(analyze(applyEdits(text, change.edits)).tree.problems).toEqual([]);
          }
        }
      }),
      { seed, numRuns: 2 * runs },
    );
  },
  patience,
);

describe('an edit that is never on offer is refused', () => {
  const analysis = analyze(`resources:
  Chat:
    type: websocket-api
    name: Chat
    routeSelectorProperty: action
    endpoints:
      - { route: hello, operationMode: 1-way }
`);
  test.each<GraphEdit>([
    { kind: 'delete', part: 'resource Nowhere' },
    { kind: 'connect', part: 'resource Chat', to: 'resource Chat' },
    { kind: 'connect', part: 'resource Chat endpoint hello', to: '__proto__' },
    { kind: 'connectToNew', part: 'resource Chat', type: 's3-bucket', name: 'B' },
    { kind: 'connectToNew', part: 'resource Chat', type: 'lambda-function', name: 'no id' },
    { kind: 'addResource', type: 'lambda-function', name: 'Chat' },
    { kind: 'addEndpoint', part: 'resource Chat', name: 'hello', mode: '1-way' },
    { kind: 'addEndpoint', part: 'resource Chat', name: '', mode: '1-way' },
    { kind: 'addEndpoint', part: 'resource Chat', name: '$other', mode: '1-way' },
    { kind: 'setAccess', part: 'resource Chat', access: 'read-only' },
    { kind: 'rename', part: 'resource Chat', name: 'Chat' },
    { kind: 'rename', part: 'client', name: 'Chat' },
  ])('%j', (edit) => {
    expect(analysis.graphEdit(edit).refused).toMatch(/\.$/);
  });
});
