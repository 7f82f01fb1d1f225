// Completion in the overlay: the names of the template, the attributes of resources, and what can be laid over something.
import { findResourceDefinition, type EnumValue } from '../../language/index.ts';
import { pseudoParameters } from '../../language/intrinsics.ts';
import { attributesOf } from '../../language/template-types.ts';
import type { OverlayEntry, OverlaySection } from '../../model/overlay.ts';
import type { ReferenceTarget } from '../../model/intrinsics.ts';
import { oncePerProject, type Project } from '../../model/project.ts';
import { findGenerated } from '../../model/template-names.ts';
import { findEntry } from '../../syntax/tree.ts';
import { generate } from '../../template/generate.ts';
import { needing, usersIn, type Users } from '../../template/overlay-facts.ts';
import type { Template } from '../../template/template.ts';
import { code, enumValueMarkdown, plain } from '../markdown.ts';
import { map, opened, word, type Text } from './draft.ts';
import type { PlaceOf } from './place.ts';
import { SnippetBuilder, writeEntry, writeItem, written, type Offer } from './write-draft.ts';
import { t, translated } from '../../locale.ts';

/** A name to which the overlay can refer. */
export interface TemplateNameOffer {
  readonly name: string;
  readonly detail: string;
  readonly markdown: () => string;
  /** What `Fn::GetAtt` can return of it; undefined if that is not known. Empty if nothing, as of a parameter. */
  readonly attributes: readonly string[] | undefined;
}

/**
 * The names that a reference in the entry can have, the most likely first: resources, then parameters, then parts of
 * resources. Without those by which the entry would depend on itself.
 */
export function namesFor(project: Project, entry: OverlayEntry, to: ReferenceTarget): readonly TemplateNameOffer[] {
  const template = templateOf(project);
  if (to === 'mapping') return ownNames(project, 'Mappings', 'mapping');
  if (to === 'condition') {
    const circular = entry.section === 'Conditions' ? needing(usersOf(project), 'condition', entry.name) : undefined;
    const generated = template.conditions.map(({ logicalId }) =>
      simple(logicalId, t`condition`, t`Whether the stack is where the function is.`),
    );
    return [...ownNames(project, 'Conditions', t`condition`), ...generated].filter(({ name }) => !circular?.has(name));
  }
  const circular = entry.section === 'Resources' ? needing(usersOf(project), 'resource', entry.name) : undefined;
  const resources = resourceNames(project, template).filter(({ name }) => !circular?.has(name));
  const [whole, parts] = partsLast(project, resources);
  if (to === 'resource') return [...whole, ...parts];
  // Conditions are known before any resource exists.
  const isCondition = entry.section === 'Conditions';
  const [own, code] = parameterNames(project, template);
  const aws = pseudoParameters.map(({ value, docs }) => simple(value, 'AWS', translated(docs)));
  return isCondition ? [...own, ...aws, ...code] : [...whole, ...own, ...aws, ...parts, ...code];
}

/** Several lists of names are looked up for one completion. */
const templateOf = oncePerProject((project): Template => generate(project));

const usersOf = oncePerProject((project): Users => usersIn(project, templateOf(project)));

/** The resources themselves, and the parts of resources. */
function partsLast(
  project: Project,
  names: readonly TemplateNameOffer[],
): readonly [whole: readonly TemplateNameOffer[], parts: readonly TemplateNameOffer[]] {
  const isPart = ({ name }: TemplateNameOffer): boolean => findGenerated(project, 'Resources', name)?.isPart === true;
  return [names.filter((one) => !isPart(one)), names.filter(isPart)];
}

function simple(name: string, detail: string, docs: string): TemplateNameOffer {
  return { name, detail, markdown: () => docs, attributes: [] };
}

function ownNames({ overlay }: Project, section: OverlaySection, noun: string): TemplateNameOffer[] {
  return overlay.entries
    .filter((entry) => entry.section === section && entry.entry.value)
    .map(({ name }) => simple(name, noun, t`The ${noun} ${code(name)} under \`cloudformation\`.`));
}

function resourceNames(project: Project, { resources }: Template): readonly TemplateNameOffer[] {
  const generated = resources.map(({ logicalId, type, comment }): TemplateNameOffer => {
    const claim = findGenerated(project, 'Resources', logicalId);
    const definition = claim?.resource.type && findResourceDefinition(claim.resource.type);
    const id = claim?.resource.id.value ?? '';
    return {
      name: logicalId,
      detail: claim?.isPart ? t`part of ${short(id)}` : definition ? translated(definition.label) : t`resource`,
      markdown: () => `${code(type)}\n\n${plain(comment)}.`,
      attributes: attributesOf(type),
    };
  });
  const known = new Set(generated.map(({ name }) => name));
  const added = project.overlay.entries.flatMap(({ section, name, map }): TemplateNameOffer[] => {
    const type = map && findEntry(map, 'Type')?.value;
    if (section !== 'Resources' || known.has(name) || type?.kind !== 'scalar') return [];
    const docs = t`${code(type.text)}, added under \`cloudformation\`.`;
    return [{ ...simple(name, short(type.text.replace(/^AWS::/, '')), docs), attributes: attributesOf(type.text) }];
  });
  return [...generated, ...added];
}

function short(text: string): string {
  return text.length > 24 ? `${text.slice(0, 23)}…` : text;
}

/** Those of the project and of the overlay, and those of every template. */
function parameterNames(
  project: Project,
  template: Template,
): readonly [own: readonly TemplateNameOffer[], code: readonly TemplateNameOffer[]] {
  const own = project.parameters.map(({ name, description }) =>
    simple(
      name.value,
      'parameter',
      description ? plain(description.value) || t`A parameter.` : t`A parameter of the project.`,
    ),
  );
  const names = new Set(own.map(({ name }) => name));
  const added = ownNames(project, 'Parameters', 'parameter').filter(({ name }) => !names.has(name));
  for (const { name } of added) names.add(name);
  const generated = template.parameters.filter(({ logicalId }) => !names.has(logicalId));
  const docs = t`Where the code of the functions is. It is set when the template is deployed.`;
  return [[...own, ...added], generated.map(({ logicalId }) => simple(logicalId, t`parameter for the code`, docs))];
}

export function templateNameOffers(place: PlaceOf<'template-name'>): Offer[] {
  const { project, entry, to, attribute, taken } = place;
  return namesFor(project, entry, to)
    .filter((one) => !taken.includes(one.name) && hasAttribute(one, attribute))
    .map(({ name, detail, markdown }) => ({
      label: name,
      kind: to === 'condition' || to === 'mapping' ? 'value' : 'resource',
      detail,
      markdown,
      insert: bareName(name, place),
      closed: true,
    }));
}

/** Whether it has that attribute, as far as is known; true if none is required. */
export function hasAttribute({ attributes }: TemplateNameOffer, attribute: string | undefined): boolean {
  return attribute === undefined || attributes === undefined || attributes.includes(attribute);
}

/** YAML would quote the colons of a pseudo parameter, which nobody does. */
function bareName(name: string, place: PlaceOf<'template-name'>): SnippetBuilder {
  const isPlain = name.includes('::') && place.quote === 'none' && !place.style.json;
  return isPlain ? new SnippetBuilder().text(name) : written(name, place);
}

/** A resource with one of its attributes, or the attributes of the one that is there. */
export function templateAttributeOffers(place: PlaceOf<'template-attribute'>): Offer[] {
  const { project, entry, of, style } = place;
  const [, typed] = /^([^.]*)\./.exec(place.typed) ?? [];
  const names = namesFor(project, entry, 'resource');
  const resource = names.find(({ name }) => name === (of ?? typed));
  if (resource) {
    const lead = of === undefined ? `${resource.name}.` : '';
    return attributesIn(resource).map(({ value, docs }) => ({
      label: lead + value,
      kind: 'value',
      detail: t`attribute`,
      markdown: () => docs,
      insert: written(lead + value, place),
      closed: true,
    }));
  }
  if (of !== undefined || typed !== undefined) return [];
  return names.flatMap(({ attributes = ['Arn'], name, detail, markdown }): Offer[] => {
    const [first] = attributes;
    if (first === undefined) return [];
    const text: Text = {
      kind: 'text',
      text: `${name}.${first}`,
      hole: { name: undefined, choices: attributes, from: name.length + 1 },
    };
    return [{ label: name, kind: 'resource', detail, markdown, insert: writeItem(text, style, style.indent) }];
  });
}

/** The attributes of the resource with their docs. */
export function attributesIn({ name, attributes = [] }: TemplateNameOffer): readonly EnumValue[] {
  return attributes.map((value) => ({ value, docs: t`The attribute ${code(value)} of ${code(name)}.` }));
}

/** What can be laid over something generated. */
export function templateEntryOffers(place: PlaceOf<'template-entry'>): Offer[] {
  const { project, section, taken } = place;
  const template = templateOf(project);
  const offer = (name: string, what: string, inner: 'Properties' | 'Export'): Offer => ({
    label: name,
    kind: 'resource',
    detail: t`overrides ${short(what)}`,
    markdown: () => t`What is under this key is laid over ${code(name)}, which the template has already.`,
    insert: writeEntry([word(name), map([inner, opened('map')])], place),
    opens: true,
  });
  switch (section) {
    case 'Resources': {
      const names = resourceNames(project, template).filter(
        ({ name }) => !taken.includes(name) && template.resources.some(({ logicalId }) => logicalId === name),
      );
      return partsLast(project, names)
        .flat()
        .map(({ name, detail }) => offer(name, detail, 'Properties'));
    }
    case 'Outputs':
      return template.outputs
        .filter(({ logicalId }) => !taken.includes(logicalId))
        .map(({ logicalId }) => offer(logicalId, t`the output`, 'Export'));
    case 'Parameters':
    case 'Mappings':
    case 'Conditions':
      return [];
  }
}

export function generatedTypeOffers(place: PlaceOf<'generated-type'>): Offer[] {
  const { type } = place;
  const markdown = (): string =>
    enumValueMarkdown({ value: type, docs: t`The type of the generated resource, which cannot change.` }, t`a type`);
  const insert = new SnippetBuilder().text(place.style.json ? JSON.stringify(type) : type);
  return [{ label: type, kind: 'value', detail: t`generated type`, markdown, insert, closed: true }];
}
