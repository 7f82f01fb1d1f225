// The facts that a descriptor consists of, as an import would have read them.
import type { ConnectionFact, EndpointFact, Facts, PlainValue, PropertyFact } from '../../server/src/import/facts.ts';
import { readSource, textAt, valueAt, type SourceMap, type SourceValue } from '../../server/src/import/source.ts';
import { accessLevels, bucketEvents } from '../../server/src/language/common-properties.ts';
import { resourceTypes } from '../../server/src/language/index.ts';
import { overlaySections } from '../../server/src/model/overlay.ts';

/** @param text a valid descriptor, in YAML or JSON */
export function factsOf(text: string): Facts {
  const root = readSource('original.websocket.yaml', text);
  if ('unreadable' in root) throw new Error(root.unreadable);
  const description = textAt(root, 'description');
  return {
    description,
    parameters: entriesOf(valueAt(root, 'parameters')).map(([name, value]) => ({
      name,
      place: value.place,
      properties: propertiesOf(value, []),
    })),
    resources: entriesOf(valueAt(root, 'resources')).map(([id, value]) => {
      const type = resourceTypes.find((one) => one === textAt(value, 'type'));
      if (!type) throw new Error(`${id} has no type.`);
      return {
        id,
        type,
        name: textAt(value, 'name') ?? '',
        place: value.place,
        properties: propertiesOf(value, ['type', 'name', 'endpoints', 'connections']),
        endpoints: itemsOf(valueAt(value, 'endpoints')).map(endpointOf),
        connections: connectionsOf(value),
      };
    }),
    cloudformation: new Map(
      overlaySections.flatMap((section) => {
        const value = valueAt(root, 'cloudformation', section);
        return value?.kind === 'map' ? [[section, value] as const] : [];
      }),
    ),
    entries: [],
    files: [],
  };
}

function entriesOf(value: SourceValue | undefined): [string, SourceMap][] {
  if (value?.kind !== 'map') return [];
  return [...value.entries].flatMap(([key, { value: inner }]) => (inner.kind === 'map' ? [[key, inner]] : []));
}

function itemsOf(value: SourceValue | undefined): readonly SourceValue[] {
  return value?.kind === 'list' ? value.items : [];
}

function propertiesOf(map: SourceMap, without: readonly string[]): PropertyFact[] {
  return [...map.entries].flatMap(([name, { value, place }]) =>
    without.includes(name) ? [] : [{ name, place, value: plainOf(value) }],
  );
}

function plainOf(value: SourceValue): PlainValue {
  if (value.kind === 'scalar') return value.value ?? '';
  if (value.kind === 'list') return value.items.map(plainOf);
  return new Map([...value.entries].map(([key, entry]) => [key, plainOf(entry.value)]));
}

function endpointOf(value: SourceValue): EndpointFact {
  return {
    route: textAt(value, 'route') ?? '',
    operationMode: textAt(value, 'operationMode') === '2-way' ? '2-way' : '1-way',
    handler: connectionsOf(value)[0]?.to,
    place: value.place,
  };
}

function connectionsOf(value: SourceValue): ConnectionFact[] {
  return itemsOf(valueAt(value, 'connections')).map((item) => {
    if (item.kind === 'scalar') return { to: item.text, place: item.place };
    const batchSize = textAt(item, 'batchSize');
    return {
      to: textAt(item, 'to') ?? '',
      access: accessLevels.values.find((level) => level.value === textAt(item, 'access'))?.value,
      as: textAt(item, 'as'),
      batchSize: batchSize === undefined ? undefined : Number(batchSize),
      on: bucketEvents.values.find((event) => event.value === textAt(item, 'on'))?.value,
      place: item.place,
    };
  });
}
