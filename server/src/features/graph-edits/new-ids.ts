// Ids for resources that are about to be made, to be changed by the person.
import { capitalize } from '../../wording.ts';
import { findProperty, findResourceDefinition, type ResourceType } from '../../language/index.ts';
import { alphanumeric } from '../../model/new-names.ts';
import type { Owner } from './part.ts';

/** `SendMessage` for the route `send-message`; that of the language's example where there is nothing to be made for. */
export function suggestedId(type: ResourceType, owner?: Owner): string {
  const definition = findResourceDefinition(type);
  const example = definition && findProperty(definition, 'name')?.example;
  const usual = typeof example === 'string' ? example : 'Resource';
  if (!owner) return usual;
  const { endpoint, resource } = owner;
  const wanted = endpoint ? alphanumeric(endpoint.route?.value ?? '') : `Authorize${alphanumeric(resource.id.value)}`;
  const id = capitalize(wanted).slice(0, 60);
  return /^[A-Za-z]/.test(id) ? id : usual;
}
