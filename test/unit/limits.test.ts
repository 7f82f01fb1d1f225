// The documentation states the actual limits.
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { maximumDescriptors, maximumEntries } from '../../server/src/files/find-files.ts';
import { maximumSourceBytes, maximumSourceFiles } from '../../server/src/files/source-files.ts';
import { maximumWanted } from '../../server/src/features/completion/resources.ts';
import { maximumConnectionsDrawn, maximumDrawn } from '../../server/src/graph/index.ts';
import { maximumCompared } from '../../server/src/language/similar.ts';
import { byteLength } from '../../server/src/syntax/positions.ts';
import { maximumFindings } from '../../server/src/rules/check.ts';
import { maximumLineLength, maximumSourceLength } from '../../server/src/sources/exports.ts';
import {
  maximumDepth,
  maximumItems,
  maximumLength,
  maximumRepeated,
  maximumSigns,
} from '../../server/src/syntax/parse.ts';
import { maximumProbed } from '../../server/src/syntax/probe.ts';
import { runs, seed } from '../harness/property-runs.ts';

const page = readFileSync(join(import.meta.dirname, '../../docs/protocol.md'), 'utf8').replaceAll(/ +/g, ' ');
const written = (number: number): string => number.toLocaleString('en');

test.each([
  `| a descriptor | ${written(maximumLength)} characters, ${written(maximumSigns)} punctuation marks and line breaks, ${written(maximumDepth)} levels of nesting |`,
  `| entries of a map, or items of a list | ${written(maximumItems)} |`,
  `| text parsed to complete | ${written(maximumProbed)} characters`,
  `| values that a descriptor's aliases resolve to | ${written(maximumRepeated)} |`,
  `| words compared to suggest a similar one | ${written(maximumCompared)} |`,
  `| missing resources that completion offers to add | ${written(maximumWanted)} |`,
  `| resources and endpoints of a graph | ${written(maximumDrawn)} |`,
  `| connections of a graph | ${written(maximumConnectionsDrawn)} |`,
  `| findings of one rule in one file | ${written(maximumFindings)} |`,
  `| files and folders searched in a workspace folder | ${written(maximumEntries)}, the nearest first |`,
  `| descriptors in a workspace folder | ${written(maximumDescriptors)} |`,
  `| source files for a descriptor | ${written(maximumSourceFiles)}, of which ${written(maximumSourceBytes)} bytes are read |`,
  `| a source file | ${written(maximumSourceLength)} characters, ${written(maximumLineLength)} on a line |`,
])('%s', (row) => {
  expect(page).toContain(row);
});

test('the byte length of a text is that of its file', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('\ud83d', '\ude00', '😀'))),
      (texts) => {
        const text = texts.join('');
        expect(byteLength(text)).toBe(Buffer.byteLength(text));
      },
    ),
    { numRuns: runs, seed },
  );
});
