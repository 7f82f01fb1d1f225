// The parameters of the template, and the texts of the language that can be one of them.
import { matchesFormat, parameterName } from '../../language/formats.ts';
import type { StringFormat } from '../../language/index.ts';
import type { ParameterFact, PlainValue, PropertyFact } from '../facts.ts';
import { codeParameters } from '../../model/logical-ids.ts';
import { entryAt, textAt, valueAt, type Place, type SourceValue } from '../source.ts';
import type { Draft } from './draft.ts';
import { plainText, soleReference } from './references.ts';

/** A text of that format, or the parameter that it is. Undefined if the language cannot have it. */
export function textProperty(
  draft: Draft,
  value: SourceValue | undefined,
  format: StringFormat,
): string | ReadonlyMap<string, string> | undefined {
  const text = plainText(value);
  if (text !== undefined) return matchesFormat(text, format) ? text : undefined;
  const parameter = parameterIn(draft, value);
  return parameter !== undefined && fits(draft, parameter, format) ? new Map([['parameter', parameter]]) : undefined;
}

/** The name of the parameter that the value is, which the language then uses. */
export function parameterIn({ stack, usedParameters }: Draft, value: SourceValue | undefined): string | undefined {
  const reference = soleReference(value);
  if (!reference || reference.attribute !== undefined) return undefined;
  const { id } = reference;
  if (!valueAt(stack.template.parameters, id) || !matchesFormat(id, parameterName)) return undefined;
  usedParameters.add(id);
  return id;
}

/** Whether all that the parameter can be has the format, as far as it is known. */
function fits({ stack }: Draft, name: string, format: StringFormat): boolean {
  const parameter = valueAt(stack.template.parameters, name);
  const allowed = valueAt(parameter, 'AllowedValues');
  const texts = [textAt(parameter, 'Default'), ...(allowed?.kind === 'list' ? allowed.items.map(plainText) : [])];
  const isText = textAt(parameter, 'Type') === 'String';
  return isText && texts.every((text) => text === undefined || matchesFormat(text, format));
}

/** Adds a parameter with that name, or a similar one if something else has it. */
export function addParameter(draft: Draft, wanted: string, usual: string | undefined, place: Place): string {
  const { stack, addedParameters } = draft;
  const isTaken = (name: string): boolean =>
    valueAt(stack.template.parameters, name) !== undefined ||
    stack.find(name) !== undefined ||
    addedParameters.some((other) => other.name === name);
  const start = wanted.slice(0, 60);
  let name = start;
  for (let count = 2; isTaken(name); count++) name = `${start}${count}`;
  const properties: PropertyFact[] = usual === undefined ? [] : [{ name: 'default', value: usual, place }];
  addedParameters.push({ name, properties, place });
  return name;
}

/** The parameters that the language can have: texts, and those that something of the language refers to. */
export function parameterFacts({ stack, usedParameters, addedParameters }: Draft): readonly ParameterFact[] {
  const own = [...(stack.template.parameters?.entries ?? [])].flatMap(([name, { place, value }]): ParameterFact[] => {
    const isText = textAt(value, 'Type') === 'String' && matchesFormat(name, parameterName);
    if (isConsumed(name) || !(isText || usedParameters.has(name))) return [];
    return [{ name, place, properties: propertiesOf(value) }];
  });
  return [...own, ...addedParameters];
}

/** Whether the parameter is one that tools add for themselves, or that every generated template has. */
export function isConsumed(name: string): boolean {
  return name === 'BootstrapVersion' || Object.values(codeParameters).some((one) => one === name);
}

function propertiesOf(parameter: SourceValue): PropertyFact[] {
  const place = (name: string): Place => entryAt(parameter, name)?.place ?? parameter.place;
  const properties: PropertyFact[] = [];
  const add = (name: string, value: PlainValue | undefined, source: string): void => {
    if (value !== undefined) properties.push({ name, value, place: place(source) });
  };
  add('default', textAt(parameter, 'Default'), 'Default');
  add('description', textAt(parameter, 'Description'), 'Description');
  const allowed = valueAt(parameter, 'AllowedValues');
  const values = allowed?.kind === 'list' ? allowed.items.flatMap((item) => plainText(item) ?? []) : [];
  add('allowed', values.length > 0 ? values : undefined, 'AllowedValues');
  add('secret', textAt(parameter, 'NoEcho') === 'true' ? true : undefined, 'NoEcho');
  return properties;
}
