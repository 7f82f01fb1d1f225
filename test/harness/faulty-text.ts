// Descriptors with faults in them, in every notation: blocks, braces, JSON; with comments, with either line end.
import * as fc from 'fast-check';
import { descriptorText } from './descriptor.ts';
import { cleanDescriptor } from './clean-descriptor.ts';
import { diceSeed, messyYaml } from './messy-yaml.ts';
import { commented, mutated } from './mutations.ts';

const json = cleanDescriptor().map((descriptor) => descriptorText(descriptor, 'json'));
const yaml = cleanDescriptor().map((descriptor) => descriptorText(descriptor, 'yaml'));

/** Descriptors as tools and people write them. */
const tidy = fc
  .tuple(
    mutated(mutated(mutated(fc.oneof(json, yaml)))),
    fc.array(fc.nat(1_000_000), { maxLength: 6 }),
    fc.boolean(),
    fc.boolean(),
  )
  .map(([one, spots, isWindows, hasMark]) => {
    const withComments = one.startsWith('{') ? one : commented(one, spots);
    const marked = hasMark ? `\uFEFF${withComments}` : withComments;
    return isWindows ? marked.replaceAll('\n', '\r\n') : marked;
  });

/** Descriptors as no one should write them, with comments wherever they are allowed, some after tabs. */
const messy = fc.tuple(mutated(mutated(json)), diceSeed, fc.boolean()).map(([one, dice, hasTabs]) => {
  const written = messyYaml(JSON.parse(one), dice);
  return hasTabs ? written.replaceAll(/(?<=\S) +(?=#)/g, '\t') : written;
});

export const faultyText = fc.oneof(tidy, messy);
