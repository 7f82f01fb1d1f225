// The section `resources` of a service: CloudFormation of its own, merged with what the framework generates.
import { quote } from '../../wording.ts';
import { textAt, valueAt, type Place, type SourceEntry, type SourceMap, type SourceValue } from '../source.ts';
import { merged } from './merge.ts';
import type { Draft } from './draft.ts';
import { asMap, type Service } from './service.ts';
import { packagedTemplate } from './unresolved.ts';

/** The sections of a template beside its resources. */
export interface TemplateSections {
  readonly description: SourceValue | undefined;
  readonly parameters: SourceMap | undefined;
  readonly mappings: SourceMap | undefined;
  readonly conditions: SourceMap | undefined;
  readonly outputs: SourceMap | undefined;
}

const sections: ReadonlySet<string> = new Set([
  ...['Resources', 'extensions', 'Description', 'Parameters', 'Mappings', 'Conditions', 'Outputs'],
  'AWSTemplateFormatVersion',
]);

/** Adds the resources of the section to those of the draft. */
export function addResources({ sections: all, variables }: Service, draft: Draft): TemplateSections {
  const section = all.get('resources')?.value;
  // Several parts can have the same sections. What is not known of one does not hide the others.
  const parts = (section?.kind === 'list' ? section.items : [section]).flatMap(
    (part) => asMap(part, 'Resources', variables, draft) ?? [],
  );
  const part = (key: string): SourceMap | undefined => {
    const [first, ...others] = parts.flatMap((one) => asMap(valueAt(one, key), quote(key), variables, draft) ?? []);
    return first && merged(first, ...others);
  };
  for (const [id, entry] of part('Resources')?.entries ?? []) {
    const own = asMap(entry.value, `Resource ${quote(id)}`, variables, draft);
    if (own) addResource(id, entry.place, own, draft);
  }
  for (const [id, { place, value }] of part('extensions')?.entries ?? []) extend(id, place, value, draft);
  for (const [key, { place }] of parts.flatMap(({ entries }) => [...entries])) {
    if (sections.has(key)) continue;
    draft.leaveOut(quote(key), place, 'A project file has no such section.', 'Deploy it with another stack.');
  }
  return {
    description: parts.flatMap((one) => valueAt(one, 'Description') ?? []).at(-1),
    parameters: part('Parameters'),
    mappings: part('Mappings'),
    conditions: part('Conditions'),
    outputs: part('Outputs'),
  };
}

/** A generated resource keeps what it has and the section does not say. */
function addResource(id: string, place: Place, own: SourceMap, draft: Draft): void {
  const generated = draft.resources.get(id);
  const type = textAt(own, 'Type') ?? generated?.type;
  if (type === undefined) {
    draft.leaveOut(
      `Resource ${quote(id)}`,
      place,
      'It has no type, and is none of those that the Serverless Framework generates for functions and WebSocket events.',
      `${packagedTemplate}, or remove it.`,
    );
    return;
  }
  const properties = asProperties(own);
  const isImplied = generated?.isImplied;
  draft.resources.set(id, {
    place: generated?.place ?? place,
    type,
    properties:
      generated?.properties && properties
        ? merged(generated.properties, properties)
        : (properties ?? generated?.properties),
    attributes: new Map([...(generated?.attributes ?? []), ...attributesOf(own)]),
    givenName: generated?.givenName,
    isImplied,
  });
}

function asProperties(resource: SourceMap): SourceMap | undefined {
  const properties = valueAt(resource, 'Properties');
  return properties?.kind === 'map' ? properties : undefined;
}

function attributesOf(resource: SourceMap): readonly (readonly [string, SourceValue])[] {
  return [...resource.entries].flatMap(([key, { value }]) =>
    key === 'Type' || key === 'Properties' ? [] : [[key, value] as const],
  );
}

/** What `extensions` has for a generated resource replaces its properties one by one. */
function extend(id: string, place: Place, extension: SourceValue, draft: Draft): void {
  const generated = draft.resources.get(id);
  if (!generated || extension.kind !== 'map') {
    draft.leaveOut(
      `Extension of ${quote(id)}`,
      place,
      'It is none of the resources that the Serverless Framework generates for functions and WebSocket events.',
      `${packagedTemplate}.`,
    );
    return;
  }
  const own = asProperties(extension);
  const entries = new Map<string, SourceEntry>([...(generated.properties?.entries ?? []), ...(own?.entries ?? [])]);
  draft.resources.set(id, {
    ...generated,
    properties: own ? { kind: 'map', place: generated.properties?.place ?? own.place, entries } : generated.properties,
    attributes: new Map([...generated.attributes, ...attributesOf(extension)]),
  });
}
