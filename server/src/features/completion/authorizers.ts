// Completion of an API's authorizer: the connection that makes a function one, and what clients send to it.
import { newFunction } from '../../changes/functions.ts';
import { suggestedId } from '../../changes/resources.ts';
import { findProperty, findResourceDefinition, type Property } from '../../language/index.ts';
import { newId } from '../../model/new-names.ts';
import { startOf } from '../../model/can-connect.ts';
import type { Project } from '../../model/project.ts';
import { functionsFor } from '../../model/usage.ts';
import { functionChoice } from './bodies.ts';
import { choice, inline, list, word, type DraftEntry, type Text } from './draft.ts';
import { functionEdit } from './endpoints.ts';
import type { PlaceOf } from './place.ts';
import { writeEntries, type Offer } from './write-draft.ts';
import { t, translated } from '../../locale.ts';

const definition = findResourceDefinition('websocket-api');
const connections = definition && findProperty(definition, 'connections');
const identitySource = definition && findProperty(definition, 'identitySource');

/** The authorizer under its usual name, in an API that has none, nor another way to authorize. It can be a new function. */
export function authorizerOffers(original: Project, place: PlaceOf<'key'>): Offer[] {
  const { project, resource: api, object, others, entry, replaced, within } = place;
  const isPossible = object === definition && within === 'map' && !entry;
  if (!isPossible || !connections || api?.type !== 'websocket-api') return [];
  // An API with `authorization` cannot have an authorizer.
  if (others.some(({ key }) => key.text === connections.name || key.text === 'authorization')) return [];
  const offer = (label: string, detail: string, authorizer: Text, edits: Offer['edits'] = []): Offer => ({
    label,
    kind: 'draft',
    detail,
    markdown: () => [connections, identitySource].map((property) => translated(property?.docs ?? '')).join('\n\n'),
    insert: writeEntries(authorizerEntries(connections, place, authorizer), place.style, place.style.indent),
    edits,
  });
  const known = functionChoice(functionsFor(project, undefined, 'authorize'));
  const id = newId(project, suggestedId('lambda-function', startOf(project, api)), 'lambda-function');
  const added = newFunction(project, id, { kind: 'authorizer' });
  const edit = added && functionEdit(original, api, replaced, id, added);
  return [
    ...(known ? [offer('authorizer', t`connection to a function`, known)] : []),
    ...(edit ? [offer('authorizer with its function', t`new ${id}`, word(id), [edit])] : []),
  ];
}

function authorizerEntries({ name }: Property, { others }: PlaceOf<'key'>, authorizer: Text): DraftEntry[] {
  const entries: DraftEntry[] = [[word(name), inline(list(authorizer))]];
  if (!identitySource || others.some(({ key }) => key.text === identitySource.name)) return entries;
  const { type } = identitySource;
  const sources = type.kind === 'list' && type.items.kind === 'string' ? (type.items.suggestions ?? []) : [];
  return [...entries, [word(identitySource.name), inline(list(choice(sources.map(({ value }) => value))))]];
}
