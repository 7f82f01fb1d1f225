// Reads a CloudFormation template from a file, as it is written or as `aws cloudformation get-template` prints it.
import {
  entryAt,
  readSource,
  textAt,
  valueAt,
  type Place,
  type SourceMap,
  type SourceValue,
  type Unreadable,
} from '../source.ts';
import type { SourceResource, SourceTemplate } from '../source-template.ts';
import { macroEntries } from './macros.ts';

/** The template in the file: itself, or in the answer of `GetTemplate` as a map or as a text. */
export function templateIn(root: SourceMap): SourceMap | Unreadable | undefined {
  if (valueAt(root, 'Resources')?.kind === 'map') return root;
  const body = valueAt(root, 'TemplateBody');
  if (body?.kind === 'map') return body;
  if (body?.kind !== 'scalar' || typeof body.value !== 'string') return undefined;
  const template = readSource(body.place.file.path, body.value);
  // What is in the text is written where the text is.
  return 'unreadable' in template ? { ...template, place: body.place } : movedTo(body.place, template);
}

/** The same value, all of it written at that place. */
function movedTo<T extends SourceValue>(place: Place, value: T): T;
function movedTo(place: Place, value: SourceValue): SourceValue {
  if (value.kind === 'scalar') return { ...value, place };
  if (value.kind === 'list') return { ...value, place, items: value.items.map((item) => movedTo(place, item)) };
  const entries = [...value.entries].map(
    ([key, entry]) => [key, { place, value: movedTo(place, entry.value) }] as const,
  );
  return { ...value, place, entries: new Map(entries) };
}

/** The sections of the template. A resource without a type is left out. */
export function sourceTemplate(root: SourceMap): SourceTemplate {
  const section = (name: string): SourceMap | undefined => mapOf(valueAt(root, name));
  const resources = new Map<string, SourceResource>();
  for (const [logicalId, { place, value }] of section('Resources')?.entries ?? []) {
    const type = textAt(value, 'Type');
    if (value.kind !== 'map' || type === undefined) continue;
    const attributes = [...value.entries].filter(([key]) => key !== 'Type' && key !== 'Properties');
    resources.set(logicalId, {
      place,
      type,
      properties: mapOf(entryAt(value, 'Properties')?.value),
      attributes: new Map(attributes.map(([key, entry]) => [key, entry.value])),
    });
  }
  return {
    description: valueAt(root, 'Description'),
    parameters: section('Parameters'),
    mappings: section('Mappings'),
    conditions: section('Conditions'),
    outputs: section('Outputs'),
    globals: section('Globals'),
    resources,
    entries: macroEntries(root),
  };
}

function mapOf(value: SourceValue | undefined): SourceMap | undefined {
  return value?.kind === 'map' ? value : undefined;
}
