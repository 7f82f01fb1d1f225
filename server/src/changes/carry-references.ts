// Replaces names in the text, and carries the references of the overlay along when a change gives what they refer to another
// logical ID: the ID of a part follows from the names of its resource.
import { groupBy } from '../model/group-by.ts';
import { oncePerProject, type Project, type Resource } from '../model/project.ts';
import { aliasesOf } from '../model/references.ts';
import type { Site } from '../model/sites.ts';
import {
  findGenerated,
  generatedNames,
  namespaceOf,
  overlaySites,
  type GeneratedName,
} from '../model/template-names.ts';
import { isInFlow, replaceScalar, type Edit } from '../syntax/edits.ts';
import { firstIndex } from '../syntax/positions.ts';
import {
  overlaps,
  type AliasNode,
  type ScalarNode,
  type Span,
  type SyntaxNode,
  type SyntaxTree,
} from '../syntax/tree.ts';
import { writeScalar } from '../syntax/write-value.ts';
import { quote } from '../wording.ts';
import { changed } from './change.ts';
import { t } from '../locale.ts';

export interface Replacement {
  readonly site: Site;
  readonly before: string;
  readonly after: string;
}

/** Keeps the quotes of a name if they suit the new one, and adds quotes if it needs them. Not for anchors. */
export function replaceNames(tree: SyntaxTree, replacements: readonly Replacement[]): Edit[] {
  const byNode = groupBy(replacements, ({ site: { node } }) => node);
  const texts = new Set<SyntaxNode>();
  const edits = [...byNode].flatMap(([node, there]) => {
    if (node.kind !== 'scalar') return [];
    texts.add(node);
    return replaceIn(tree, node, there);
  });
  for (const alias of aliasesOf(tree)) {
    const target = alias.target?.kind === 'scalar' && texts.has(alias.target) ? alias.target : undefined;
    const [wanted] = byNode.get(alias) ?? [];
    // If a use would change although it should not, such as a resource's `name` that is an alias of its ID, or would
    // not change although it should, the alias is replaced with its value.
    if (wanted && !target) edits.push(writtenOut(tree, alias, wanted.after));
    if (!wanted && target) edits.push(writtenOut(tree, alias, target.text));
  }
  return edits;
}

function replaceIn(tree: SyntaxTree, node: ScalarNode, replacements: readonly Replacement[]): Edit[] {
  const whole = replacements.find(({ site: { offset } }) => offset === undefined);
  if (whole) return [replaceScalar(tree, node, whole.after)];
  const isExact = ({ site: { span }, before }: Replacement): boolean =>
    tree.text.slice(span.start, span.end) === before;
  if (replacements.every(isExact)) {
    return replacements.map(({ site: { span }, after }) => ({ span, newText: after }));
  }
  // The names are escaped, or in an escaped text.
  let { text } = node;
  const fromEnd = [...replacements].sort((a, b) => (b.site.offset ?? 0) - (a.site.offset ?? 0));
  for (const {
    site: { offset = 0 },
    before,
    after,
  } of fromEnd) {
    text = text.slice(0, offset) + after + text.slice(offset + before.length);
  }
  return [replaceScalar(tree, node, text)];
}

function writtenOut(tree: SyntaxTree, { span }: AliasNode, text: string): Edit {
  return { span, newText: writeScalar(text, { flow: isInFlow(tree, span.start), quote: 'none' }) };
}

/** The edits, with those of the overlay's references to what then has another logical ID. */
export function withReferences(project: Project, edits: readonly Edit[]): readonly Edit[] {
  if (!project.overlay.entry || !edits.some((edit) => isAtName(project, edit))) return edits;
  const renamed = renamedIds(project, changed(project, { edits }));
  const isTouched = ({ span }: Site): boolean => edits.some((edit) => overlaps(edit.span, span));
  const carried = overlaySites(project).flatMap((site): Replacement[] => {
    const after = renamed.get(findGenerated(project, site.namespace, site.name));
    return after === undefined || isTouched(site) ? [] : [{ site, before: site.name, after }];
  });
  return carried.length > 0 ? [...edits, ...replaceNames(project.tree, carried)] : edits;
}

/** Whether the edit may change a name from which logical IDs follow. */
function isAtName(project: Project, { span }: Edit): boolean {
  const spans = identifying(project);
  const next = spans[firstIndex(spans, ({ end }) => end >= span.start)];
  return next !== undefined && overlaps(next, span);
}

const identifying = oncePerProject(({ resources, parameters, overlay }): readonly Span[] => {
  const names = resources.flatMap((resource) => [
    ...(resource.name ? [resource.name] : []),
    ...(resource.type === 'websocket-api' ? resource.endpoints.flatMap(({ route }) => route ?? []) : []),
  ]);
  const spans = [...names, ...parameters.map(({ name }) => name)].map(({ node }) => node.span);
  return [...spans, ...overlay.entries.map(({ entry }) => entry.key.span)].sort((a, b) => a.start - b.start);
});

/** What has another ID after the change, if that adds and removes nothing. Of several with the same ID, only the first. */
function renamedIds(before: Project, after: Project): ReadonlyMap<GeneratedName | undefined, string> {
  const [old, now] = [generatedNames(before), generatedNames(after)];
  const renamed = new Map<GeneratedName | undefined, string>();
  const [oldIndex, newIndex] = [indexOf(before), indexOf(after)];
  for (const [index, one] of old.entries()) {
    const other = now[index];
    const isSame =
      other?.namespace === one.namespace &&
      other.isPart === one.isPart &&
      oldIndex.get(one.resource) === newIndex.get(other.resource);
    if (!isSame || old.length !== now.length) return new Map();
    if (other.name !== one.name) renamed.set(one, other.name);
  }
  return renamed;
}

function indexOf({ resources }: Project): ReadonlyMap<Resource, number> {
  return new Map(resources.map((resource, index) => [resource, index]));
}

/** Why the overlay would mean something else after a rename; undefined if it would not. */
export function whyNotOverlaid(before: Project, after: Project): string | undefined {
  const now = after.overlay.entries;
  const known = (project: Project, { section, name }: (typeof now)[number]): boolean =>
    findGenerated(project, namespaceOf(section), name) !== undefined;
  const other = before.overlay.entries.find((entry, index) => {
    const same = now[index];
    return !same || same.section !== entry.section || known(before, entry) !== known(after, same);
  });
  return (
    other &&
    t`The template would then have ${quote(other.name)} twice: it is under \`cloudformation\` already. Rename that first, or choose another name.`
  );
}
