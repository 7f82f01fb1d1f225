// Completion of a resource's type, together with what a resource of that type requires.
import { connectionConflicts } from '../../model/can-connect.ts';
import { findProperty, resourceDefinitions, type ResourceDefinition } from '../../language/index.ts';
import { newName } from '../../model/new-names.ts';
import type { Project, Resource } from '../../model/project.ts';
import { endOfLine, type Edit } from '../../syntax/edits.ts';
import { resourceTypeMarkdown } from '../markdown.ts';
import { resourceEntries } from './bodies.ts';
import { hole, type DraftEntry } from './draft.ts';
import { written, type Offer, separator, writeEntries } from './write-draft.ts';
import { resolveAlias } from '../../syntax/tree.ts';
import type { PlaceOf } from './place.ts';
import { translated } from '../../locale.ts';

type TypePlace = PlaceOf<'resource-type'>;

export function resourceTypeOffers(original: Project, place: TypePlace): Offer[] {
  const { resource } = place;
  if (!resource) return [];
  const rated = resourceDefinitions.map((definition) => ({
    definition,
    conflicts: conflictsOf(definition, place, resource),
  }));
  const fewest = Math.min(...rated.map(({ conflicts }) => conflicts));
  // The properties and connections of the resource suggest its type: another one would cause errors.
  return rated
    .filter(({ conflicts }) => conflicts === fewest)
    .map(({ definition }) => typeOffer(original, definition, place, resource));
}

function typeOffer(original: Project, definition: ResourceDefinition, place: TypePlace, resource: Resource): Offer {
  const { style, others, project } = place;
  const id = resource.id.value;
  const name = hole(newName(project, id, definition.type, resource) ?? '');
  const isPresent = (property: string): boolean =>
    property === 'type' || others.some(({ key }) => key.text === property);
  const own = resolveAlias(others.find(({ key }) => key.text === 'runtime')?.value);
  const runtime = own?.kind === 'scalar' ? own.text : undefined;
  const entries = resourceEntries(definition, { project, id, name, runtime }, isPresent);
  const offer: Offer = {
    label: definition.type,
    kind: 'value',
    detail: translated(definition.label),
    markdown: () => resourceTypeMarkdown(definition),
    insert: written(definition.type, place),
    closed: true,
  };
  // After the whole word is typed, Enter should start the next line instead of accepting.
  if (entries.length === 0 || place.typed === definition.type) return offer;
  if (style.followed && !style.flow) return { ...offer, edits: [entriesBelow(original, place, entries)] };
  const body = writeEntries(entries, style, style.indent);
  return { ...offer, insert: offer.insert.text(separator(style, style.indent)).append(body) };
}

/** The entries on separate lines below the one at the cursor, which keeps its comment. */
function entriesBelow(
  { tree: { text } }: Project,
  { style, replaced }: TypePlace,
  entries: readonly DraftEntry[],
): Edit {
  const at = endOfLine(text, replaced.end);
  const { plain } = writeEntries(entries, style, style.indent).build();
  const newText = separator(style, style.indent) + plain;
  return { span: { start: at, end: at }, newText: newText.replaceAll(style.lineEnd, style.lineEnd + style.lead) };
}

/** How many properties and connections would be wrong for a resource of that type. */
function conflictsOf(definition: ResourceDefinition, { project, others }: TypePlace, resource: Resource): number {
  const { type } = definition;
  const strange = others.filter(
    ({ key, complete }) => complete && !findProperty(definition, key.text) && isKnownElsewhere(key.text),
  );
  return strange.length + connectionConflicts(project, resource, type);
}

function isKnownElsewhere(property: string): boolean {
  return resourceDefinitions.some((definition) => findProperty(definition, property));
}
