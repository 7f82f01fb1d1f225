// Which known property or value was probably intended by an unknown word.
import type { EnumType, Property } from './definition.ts';
import { didYouMean, isSameWord } from './similar.ts';

/** The names of the properties that were probably intended by the typed one, the most likely first. */
export function intendedProperties(typed: string, properties: readonly Property[]): string[] {
  return intended(
    typed,
    properties.map(({ name, otherNames = [] }) => ({ word: name, otherNames })),
  );
}

/** The values that were probably intended by the typed one, the most likely first. */
export function intendedValues(typed: string, { values }: EnumType): string[] {
  return intended(
    typed,
    values.map(({ value, otherNames = [] }) => ({ word: value, otherNames })),
  );
}

function intended(typed: string, known: readonly { word: string; otherNames: readonly string[] }[]): string[] {
  const synonyms = known.filter(({ otherNames }) => otherNames.some((name) => isSameWord(name, typed)));
  const others = known.filter((one) => !synonyms.includes(one));
  return [
    ...synonyms.map(({ word }) => word),
    ...didYouMean(
      typed,
      others.map(({ word }) => word),
    ),
  ];
}
