// Completion of parameters, and of the maps that stand for a text.
import type { ObjectType } from '../../language/index.ts';
import { parameterName, parameterObject } from '../../language/parameters.ts';
import { enumValueMarkdown, plain } from '../markdown.ts';
import { withoutArticle } from '../../wording.ts';
import { newName } from '../../model/new-names.ts';
import { findParameter, parameterUses } from '../../model/parameters.ts';
import type { Project } from '../../model/project.ts';
import { choice, hole, inline, map, word, type Draft, type DraftEntry } from './draft.ts';
import type { PlaceOf } from './place.ts';
import { written, writeEntry, writeItem, type Offer } from './write-draft.ts';
import { t, translated } from '../../locale.ts';
import { type StringFormat } from '../../language/index.ts';

export function parameterOffers(place: PlaceOf<'parameter-name'>): Offer[] {
  return place.project.parameters.map(({ name, description }) => ({
    label: name.value,
    kind: 'value',
    detail: t`parameter`,
    markdown: () => plain(description?.value ?? ''),
    insert: written(name.value, place),
    closed: true,
  }));
}

/** The parameters that are used and not defined, and any other one. */
export function newParameterOffers(place: PlaceOf<'new-parameter'>): Offer[] {
  return newParameters(place.project).map(({ label, entry }) => ({
    label,
    kind: 'draft',
    detail: t`new parameter`,
    markdown: () => translated(parameterObject.docs),
    insert: writeEntry(entry, place),
  }));
}

/** The most likely one first. */
export function newParameters(project: Project): readonly { readonly label: string; readonly entry: DraftEntry }[] {
  const names = new Set(parameterUses(project).map(({ name }) => name.value));
  const missing = [...names].filter((name) => !findParameter(project, name));
  const content = (value: string): Draft => inline(map(['default', hole(value)]));
  const stage = hole(newName(project, 'Stage', undefined) ?? 'Stage');
  return [
    ...missing.slice(0, maximumWanted).map((name) => ({ label: name, entry: [word(name), content('value')] as const })),
    { label: 'parameter', entry: [stage, content('prod')] },
  ];
}

/** Nobody reads more. */
const maximumWanted = 50;

/** Common texts, then a map for each source. */
export function dynamicOffers(place: PlaceOf<'dynamic-text'>): Offer[] {
  const { suggestions = [], format, sources } = place.type;
  const texts = suggestions.map((value): Offer => ({
    label: value.value,
    kind: 'value',
    detail: withoutArticle(nounOf(format)),
    markdown: () => enumValueMarkdown(value, nounOf(format)),
    insert: written(value.value, place),
  }));
  return place.quote === 'none' ? [...texts, ...sources.kinds.flatMap((kind) => sourceOffer(place, kind))] : texts;
}

function nounOf(format: StringFormat | undefined): string {
  return format ? translated(format.noun) : t`a string`;
}

/** None for a parameter if the project has none. */
function sourceOffer({ project, style }: PlaceOf<'dynamic-text'>, source: ObjectType): Offer[] {
  const [first] = source.properties;
  const names = project.parameters.map(({ name }) => name.value);
  if (!first || (first.type === parameterName && names.length === 0)) return [];
  const draft = map(
    ...source.properties.map(({ name, type, example }): readonly [string, Draft] => [
      name,
      type === parameterName ? choice(names) : typeof example === 'string' ? hole(example) : word(''),
    ]),
  );
  return [
    {
      label: `{ ${first.name}: … }`,
      kind: 'draft',
      detail: withoutArticle(translated(source.noun)),
      markdown: () => translated(source.docs),
      insert: writeItem(inline(draft), style, style.indent),
    },
  ];
}
