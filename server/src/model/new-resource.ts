// A resource that is about to be added to a project: what it needs, as in the language's examples.
import { findResourceDefinition, type ResourceType } from '../language/index.ts';
import type { PlainValue } from '../syntax/write-value.ts';
import { newFunction } from './new-function.ts';
import type { NewFile } from './change.ts';
import { newName } from './new-names.ts';
import type { Project } from './project.ts';

export interface NewResource {
  /** In the order in which they are written. */
  readonly properties: Readonly<Record<string, PlainValue>>;
  /** The code that it starts with; undefined where there is none, or it is there already. */
  readonly file: NewFile | undefined;
}

/** Undefined for what cannot be an id. An API gets its endpoints afterwards. */
export function newResource(project: Project, id: string, type: ResourceType): NewResource | undefined {
  if (type === 'lambda-function') return newFunction(project, id);
  const name = newName(project, id, type);
  if (name === undefined) return undefined;
  const required = findResourceDefinition(type)?.properties.filter((property) => property.required) ?? [];
  const entries = required.flatMap((property): [string, PlainValue][] => {
    if (property.name === 'type') return [['type', type]];
    if (property.name === 'name') return [['name', name]];
    return property.example === undefined ? [] : [[property.name, property.example]];
  });
  return { properties: Object.fromEntries(entries), file: undefined };
}
