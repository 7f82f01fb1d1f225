// Completion of whole resources, and of a whole project in an empty file.
import { usualRuntimes } from '../../changes/functions.ts';
import { typesFor } from '../../model/can-connect.ts';
import * as formats from '../../language/formats.ts';
import {
  documentObject,
  findProperty,
  findResourceDefinition,
  resourceDefinitions,
  type ResourceDefinition,
} from '../../language/index.ts';
import { newEntryPoint } from '../../model/conventions.ts';
import { mustBeFifo } from '../../model/dead-letters.ts';
import { newId, newName } from '../../model/new-names.ts';
import type { Project } from '../../model/project.ts';
import { connectionsOf } from '../../model/references.ts';
import { resourceTypeMarkdown } from '../markdown.ts';
import { endpointDraft, exampleText, objectDraft, resourceEntries } from './bodies.ts';
import {
  bareWord,
  hole,
  inline,
  list,
  map,
  word,
  type Collection,
  type Draft,
  type DraftEntry,
  type Text,
} from './draft.ts';
import { type Offer, SnippetBuilder, writeEntries, writeEntry, writeItem } from './write-draft.ts';
import type { PlaceOf } from './place.ts';
import type { Style } from './style.ts';
import { t, translated } from '../../locale.ts';

/** A resource of each type, and before those the missing targets of connections. */
export function resourceOffers(place: PlaceOf<'resource-id'>): Offer[] {
  const { project } = place;
  const wanted = wantedResources(project).map(({ id, definition }) => {
    const name = hole(newName(project, id, definition.type) ?? '');
    return { label: id, definition, entry: resourceDraft(project, definition, word(id), name) };
  });
  const known = resourceDefinitions.map((definition) => {
    const id = newId(project, exampleText(definition, 'name'), definition.type);
    return {
      label: definition.type,
      definition,
      entry: resourceDraft(project, definition, hole(id, 'id'), hole(id, 'id')),
    };
  });
  return [...wanted, ...known].map(({ label, definition, entry }) => ({
    label,
    kind: 'draft',
    detail: t`new ${translated(definition.label)}`,
    markdown: () => resourceTypeMarkdown(definition),
    insert: writeEntry(entry, place),
  }));
}

interface WantedResource {
  readonly id: string;
  readonly definition: ResourceDefinition;
}

/** Nobody reads more. Each is offered with all that it can be connected to. */
export const maximumWanted = 50;

/** The IDs that connections refer to and no resource has, if only one type is possible. */
function wantedResources(project: Project): WantedResource[] {
  const wanted = new Map<string, WantedResource>();
  for (const { connection } of connectionsOf(project)) {
    if (wanted.size === maximumWanted) break;
    const id = connection.target.value;
    if (!connection.source || project.find(id) || !formats.matchesFormat(id, formats.resourceId)) continue;
    const [type, ...others] = typesFor(project, id);
    const definition = type && others.length === 0 ? findResourceDefinition(type) : undefined;
    if (definition) wanted.set(id, { id, definition });
  }
  return [...wanted.values()];
}

function resourceDraft(project: Project, definition: ResourceDefinition, id: Text, name: Text): DraftEntry {
  const entries = resourceEntries(definition, { project, id: id.text, name }, (property) => property === 'type');
  const fifo: DraftEntry[] = mustBeFifo(project, id.text) ? [[word('fifo'), bareWord('true')]] : [];
  return [id, map(['type', word(definition.type)], ...entries, ...fifo)];
}

/** A whole project, which can be deployed as soon as its functions are written. */
export function starterOffers({ project, style }: PlaceOf<'key'>): Offer[] {
  const [runtime = ''] = usualRuntimes(project);
  const lambda = (id: string, access: string): readonly [string, Draft] => [
    id,
    map(
      ['type', word('lambda-function')],
      ['name', word(id)],
      ['runtime', word(runtime)],
      ['entryPoint', word(newEntryPoint(project, id, runtime))],
      ['connections', list(inline(map(['to', word('Sessions')], ['access', word(access)])))],
    ),
  ];
  const endpoint = (route: Text, mode: string, handler: string): Draft =>
    endpointDraft(route, word(handler), word(mode));
  const table = findResourceDefinition('dynamodb-table');
  const key = table && findProperty(table, 'key');
  const resources = map(
    [
      hole('Chat', 'api'),
      map(
        ['type', word('websocket-api')],
        ['name', hole('Chat', 'api')],
        ['routeSelectorProperty', hole('action')],
        [
          'endpoints',
          list(
            endpoint(word('$connect'), '1-way', 'Connect'),
            endpoint(word('$disconnect'), '1-way', 'Disconnect'),
            endpoint(hole('sendMessage'), '2-way', 'SendMessage'),
            endpoint(word('$default'), '2-way', 'SendMessage'),
          ),
        ],
      ),
    ],
    lambda('Connect', 'write-only'),
    lambda('Disconnect', 'write-only'),
    lambda('SendMessage', 'read-write'),
    [
      'Sessions',
      map(
        ['type', word('dynamodb-table')],
        ['name', word('Sessions')],
        ...(key?.type.kind === 'object' ? [['key', objectDraft(key.type, key.example)] as const] : []),
      ),
    ],
  );
  return [
    {
      label: 'WebSocket project',
      kind: 'draft',
      detail: t`an API, its functions and a table`,
      markdown: () => translated(documentObject.docs),
      insert: writeProject(map(['resources', resources]), style),
    },
  ];
}

/** On separate lines, even between two braces on one line, and with braces if a JSON file has none yet. */
function writeProject(project: Collection, style: Style): SnippetBuilder {
  const lines: Style = { ...style, lines: true };
  if (style.json && !style.flow) return writeItem(project, { ...lines, flow: true }, style.indent);
  if (style.lines || !style.flow) return writeEntries(project.entries, style, style.indent);
  return new SnippetBuilder()
    .text(style.lineEnd + style.indentCharacter.repeat(style.step))
    .append(writeEntries(project.entries, lines, style.step))
    .text(style.lineEnd);
}
