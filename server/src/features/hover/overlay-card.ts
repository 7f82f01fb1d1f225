// The hovers of names under `cloudformation`: what is generated under the name, and what is added or laid over that.
import { intrinsicFunctions, pseudoParameters } from '../../language/intrinsics.ts';
import { longName } from '../../model/intrinsics.ts';
import { claimsOf } from '../../model/logical-ids.ts';
import type { OverlayEntry, OverlayReference } from '../../model/overlay.ts';
import { findParameter } from '../../model/parameters.ts';
import type { Project } from '../../model/project.ts';
import { contains, findEntry, locate, type Entry, type Span } from '../../syntax/tree.ts';
import { generatedResource } from '../../template/generate.ts';
import { outputsOf } from '../../template/outputs.ts';
import type { TemplateResource } from '../../template/template.ts';
import { card, code, plain } from '../markdown.ts';
import { parameterCard } from './parameter-card.ts';
import { t, translated } from '../../locale.ts';

const nouns = {
  Parameters: () => t`parameter`,
  Mappings: () => t`mapping`,
  Conditions: () => t`condition`,
  Resources: () => t`resource`,
  Outputs: () => t`output`,
} as const;

/** The hover of the key of an entry in a section. */
export function overlayEntryCard(project: Project, key: Entry): string | undefined {
  const entry = project.overlay.entries.find((one) => one.entry === key);
  return entry && entryCard(project, entry);
}

/** The reference at the offset, with the hover of what it refers to. */
export function overlayReferenceHover(
  project: Project,
  offset: number,
): { readonly span: OverlayReference['span']; readonly markdown: string } | undefined {
  const reference = project.overlay.references.find(({ span }) => contains(span, offset));
  const markdown = reference && referenceCard(project, reference);
  return reference && markdown !== undefined ? { span: reference.span, markdown } : undefined;
}

function referenceCard(project: Project, { name, to }: OverlayReference): string | undefined {
  const { overlay } = project;
  if (to === 'condition' || to === 'mapping') {
    const entry = overlay.find(to === 'condition' ? 'Conditions' : 'Mappings', name);
    return entry && entryCard(project, entry);
  }
  const generated = generatedResource(project, name);
  if (generated) return generatedCard(project, generated);
  const parameter = to === 'value' ? findParameter(project, name) : undefined;
  if (parameter) return parameterCard(project, parameter);
  const entry = overlay.find('Resources', name) ?? (to === 'value' ? overlay.find('Parameters', name) : undefined);
  if (entry) return entryCard(project, entry);
  const aws = pseudoParameters.find(({ value }) => value === name);
  return aws && card({ title: name, kind: [t`parameter of AWS`], paragraphs: [translated(aws.docs)] });
}

/** The hover of the name of an intrinsic function: of its tag, or of its key. */
export function functionHover(
  { tree, overlay }: Project,
  offset: number,
): { readonly span: Span; readonly markdown: string } | undefined {
  if (!overlay.entry || !contains(overlay.entry.span, offset)) return undefined;
  const { key, scalar } = locate(tree, offset);
  const span = key ? key.key.span : scalar ? undefined : tagAround(tree.text, offset);
  const name = key ? key.key.text : span && longName(tree.text.slice(span.start, span.end));
  // As a key, it can also be the condition of a resource or a policy.
  const called = intrinsicFunctions.find((one) => one.name === name && !(key && name === 'Condition'));
  if (!span || !called) return undefined;
  const { docs, link } = called;
  return {
    span,
    markdown: card({ title: called.name, kind: [t`function of CloudFormation`], paragraphs: [translated(docs)], link }),
  };
}

function tagAround(text: string, offset: number): Span | undefined {
  const before = /![A-Za-z0-9]*$/.exec(text.slice(Math.max(0, offset - 40), offset))?.[0].length ?? 0;
  const after = /^!?[A-Za-z0-9]*/.exec(text.slice(offset, offset + 40))?.[0].length ?? 0;
  return before + after > 0 ? { start: offset - before, end: offset + after } : undefined;
}

function entryCard(project: Project, entry: OverlayEntry): string {
  const { section, name, map } = entry;
  const generated = section === 'Resources' ? generatedResource(project, name) : undefined;
  if (generated) return generatedCard(project, generated);
  const isLaidOver = isGenerated(project, entry);
  const type = map && findEntry(map, 'Type')?.value;
  const description = map && findEntry(map, 'Description')?.value;
  return card({
    title: name,
    kind: [nouns[section](), ...(type?.kind === 'scalar' ? [code(type.text)] : [])],
    paragraphs: [
      description?.kind === 'scalar' ? plain(description.text) : undefined,
      isLaidOver ? laidOver() : t`Added to the template as it is written under \`cloudformation\`.`,
    ],
  });
}

function laidOver(): string {
  return t`What is under \`cloudformation\` is laid over it.`;
}

/** The hover of a generated resource, over which something may be laid. */
function generatedCard(project: Project, { logicalId, type, comment }: TemplateResource): string {
  const entry = project.overlay.find('Resources', logicalId);
  const [claim] = claimsOf(project, logicalId);
  return card({
    title: logicalId,
    kind: [t`generated resource`, code(type)],
    paragraphs: [`${plain(comment)}.`, entry && laidOver()],
    facts: [
      claim && t`Generated from ${code(claim.resource.id.value)}`,
      entry && t`Changed in line ${project.tree.lines.positionAt(entry.entry.span.start).line + 1}`,
    ],
  });
}

function isGenerated(project: Project, { section, name }: OverlayEntry): boolean {
  if (section === 'Parameters') return findParameter(project, name) !== undefined;
  return section === 'Outputs' && outputsOf(project).outputs.some(({ logicalId }) => logicalId === name);
}
