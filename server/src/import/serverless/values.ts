// What the values of a service mean: whether there is one at all, and in which other forms CloudFormation has it.
import type { Made, SourceValue } from '../source.ts';

/** The text of a string, number or boolean. */
export function scalarText(value: SourceValue | undefined): string | undefined {
  return value?.kind === 'scalar' && value.value !== null ? value.text : undefined;
}

/** A value that is not empty. */
export function given(value: SourceValue | undefined): SourceValue | undefined {
  return value?.kind === 'scalar' && (value.value === null || value.value === '') ? undefined : value;
}

export function isFalse(value: SourceValue | undefined): boolean {
  return value?.kind === 'scalar' && value.value === false;
}

/** @param sections of which the last has precedence */
export function tagsOf(...sections: readonly (SourceValue | undefined)[]): Made | undefined {
  const tags = new Map<string, SourceValue>();
  for (const section of sections) {
    if (section?.kind === 'map') for (const [key, { value }] of section.entries) tags.set(key, value);
  }
  return tags.size === 0 ? undefined : [...tags].map(([Key, Value]) => ({ Key, Value }));
}

/** As JSON. */
export function jsonOf(value: SourceValue): string {
  switch (value.kind) {
    case 'scalar':
      return JSON.stringify(value.value);
    case 'list':
      return `[${value.items.map(jsonOf).join(',')}]`;
    case 'map':
      return `{${[...value.entries].map(([key, entry]) => `${JSON.stringify(key)}:${jsonOf(entry.value)}`).join(',')}}`;
  }
}
