// Which property or value of the language was probably meant by a word that it does not have.
import type { EnumType, Property } from './definition.ts';
import { didYouMean, isSameWord } from './similar.ts';

/** The names of the properties that the typed one may be meant to be, the likeliest first. */
export function meantProperties(typed: string, properties: readonly Property[]): string[] {
  return meant(
    typed,
    properties.map(({ name, otherNames = [] }) => ({ word: name, otherNames })),
  );
}

/** The values that the typed one may be meant to be, the likeliest first. */
export function meantValues(typed: string, { values }: EnumType): string[] {
  return meant(
    typed,
    values.map(({ value, otherNames = [] }) => ({ word: value, otherNames })),
  );
}

function meant(typed: string, known: readonly { word: string; otherNames: readonly string[] }[]): string[] {
  const called = known.filter(({ otherNames }) => otherNames.some((name) => isSameWord(name, typed)));
  const others = known.filter((one) => !called.includes(one));
  return [
    ...called.map(({ word }) => word),
    ...didYouMean(
      typed,
      others.map(({ word }) => word),
    ),
  ];
}
