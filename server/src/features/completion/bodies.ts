// The content of a new resource or endpoint: drafts from the definition and from what the project has.
import { usualRuntimes } from '../../changes/functions.ts';
import {
  findProperty,
  findResourceDefinition,
  isRequired,
  type EnumType,
  type ObjectType,
  type Plain,
  type Property,
} from '../../language/index.ts';
import { endpointObject } from '../../language/web-socket-api.ts';
import { newEntryPoint } from '../../model/conventions.ts';
import type { LambdaFunction, Project } from '../../model/project.ts';
import { functionsFor, functionsToInvoke } from '../../model/usage.ts';
import {
  bareWord,
  blank,
  choice,
  hole,
  inline,
  list,
  map,
  numberHole,
  opened,
  type Collection,
  type Draft,
  type DraftEntry,
  type Text,
  word,
} from './draft.ts';

/** The input of the drafts of a resource's properties. */
export interface Subject {
  readonly project: Project;
  /** The resource ID. */
  readonly id: string;
  readonly name: Text;
  /** The function's runtime, if it is already present. */
  readonly runtime?: string | undefined;
}

/** The entries that a resource of that type requires and does not have yet. */
export function resourceEntries(
  type: ObjectType,
  subject: Subject,
  isPresent: (name: string) => boolean,
): DraftEntry[] {
  return type.properties
    .filter((property) => !isPresent(property.name) && (isRequired(property, isPresent) || isEssential(property, type)))
    .map((property) => [word(property.name), valueDraft(property, subject)]);
}

/** `endpoints` is not required while an API is being written, but no API is useful without it, nor a schedule alone. */
function isEssential({ name, type }: Property, object: ObjectType): boolean {
  const isOfSchedule = name === 'connections' && object === findResourceDefinition('schedule');
  return isOfSchedule || (type.kind === 'list' && type.items === endpointObject);
}

function valueDraft(property: Property, subject: Subject): Draft {
  const { project, id, name, runtime } = subject;
  const { type } = property;
  switch (property.name) {
    case 'name':
      return name;
    case 'entryPoint':
      return hole(newEntryPoint(project, id, runtime ?? usualRuntimes(project)[0]));
    case 'runtime':
      return choice(usualRuntimes(project));
    case 'connections': {
      const invoked = functionChoice(functionsToInvoke(project));
      return inline(invoked ? list(invoked) : opened('list'));
    }
    case 'endpoints':
      return list(
        endpointDraft(hole(exampleText(endpointObject, 'route')), functionChoice(functionsFor(project, undefined, ''))),
      );
  }
  return type.kind === 'object' ? objectDraft(type, property.example) : scalarDraft(property);
}

/**
 * The required entries of the object, as in the example except for taken values. In braces unless it is nested.
 * @param given an entry that is known
 */
export function objectDraft(
  object: ObjectType,
  example: Plain | undefined,
  taken: readonly string[] = [],
  given?: DraftEntry,
): Collection {
  const required = object.properties.filter((property) => property.required);
  const draft = map(
    ...required.map((property): readonly [string, Draft] => {
      if (given?.[0].text === property.name) return [property.name, given[1]];
      const own = { ...property, example: partOf(example, property.name) ?? property.example };
      if (property.type.kind === 'object') return [property.name, objectDraft(property.type, own.example)];
      const draft = scalarDraft(own);
      const isTaken = property.type.kind === 'string' && draft.kind === 'text' && taken.includes(draft.text);
      return [property.name, isTaken ? blank : draft];
    }),
  );
  return required.some(({ type }) => type.kind === 'object') ? draft : inline(draft);
}

/** The example of a property, or of an item by its index. */
export function partOf(example: Plain | undefined, name: string): Plain | undefined {
  if (typeof example !== 'object') return undefined;
  return Object.entries(example).find(([key]) => key === name)?.[1];
}

export function scalarDraft({
  type,
  example,
  default: usual,
}: Pick<Property, 'type' | 'default'> & { readonly example?: Plain | undefined }): Draft {
  switch (type.kind) {
    case 'enum':
      return choice([...new Set([...(typeof example === 'string' ? [example] : []), ...currentValues(type)])]);
    case 'integer':
      return numberHole(usual ?? (typeof example === 'number' ? example : type.minimum));
    case 'boolean':
      return bareWord('true');
    case 'list': {
      const item = partOf(example, '0');
      return inline(typeof item === 'string' ? list(hole(item)) : opened('list'));
    }
    case 'map':
      return opened('map');
    case 'string':
    case 'any':
    case 'object':
    case 'resource':
    case 'connection':
      return typeof example === 'string' ? hole(example) : blank;
  }
}

export function endpointDraft(route: Text, handler: Text | undefined, mode = choice(modes)): Collection {
  const connections = inline(handler ? list(handler) : opened('list'));
  return map(['route', route], ['operationMode', mode], ['connections', connections]);
}

const modes = endpointObject.properties.flatMap(({ type }) => (type.kind === 'enum' ? currentValues(type) : []));

/** One of the functions; undefined if there are none. */
export function functionChoice(functions: readonly LambdaFunction[]): Text | undefined {
  return functions.length === 0 ? undefined : choice(functions.map(({ id }) => id.value));
}

function currentValues({ values }: EnumType): string[] {
  return values.filter(({ deprecated }) => !deprecated).map(({ value }) => value);
}

export function exampleText(object: ObjectType, property: string): string {
  const example: Plain | undefined = findProperty(object, property)?.example;
  return typeof example === 'string' ? example : '';
}
