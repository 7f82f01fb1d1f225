// The limits that the documentation states are those that hold.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { maximumDescriptors } from '../../server/src/disk/descriptors.ts';
import { maximumSourceFiles } from '../../server/src/disk/source-files.ts';
import { maximumEntries } from '../../server/src/disk/walk.ts';
import { maximumDrawn } from '../../server/src/features/undrawn-graph.ts';
import { maximumCompared } from '../../server/src/rules/all/unknown-resource.ts';
import { maximumFindings } from '../../server/src/rules/index.ts';
import { maximumLineLength, maximumSourceLength } from '../../server/src/sources/exports.ts';
import { maximumDepth, maximumLength, maximumRepeated } from '../../server/src/syntax/parse.ts';

const page = readFileSync(join(import.meta.dirname, '../../docs/protocol.md'), 'utf8').replaceAll(/ +/g, ' ');
const written = (number: number): string => number.toLocaleString('en');

test.each([
  `| a descriptor | ${written(maximumLength)} characters, ${written(maximumDepth)} levels of nesting |`,
  `| what aliases of a descriptor stand for | ${written(maximumRepeated)} values |`,
  `| resources among which a like id is looked for | ${written(maximumCompared)} |`,
  `| resources and endpoints of a graph | ${written(maximumDrawn)} |`,
  `| findings of one rule in one file | ${written(maximumFindings)} |`,
  `| files and folders looked at below a workspace folder | ${written(maximumEntries)}, the nearest first |`,
  `| descriptors of a workspace folder | ${written(maximumDescriptors)} |`,
  `| source files beside a descriptor | ${written(maximumSourceFiles)} |`,
  `| a source file | ${written(maximumSourceLength)} characters, ${written(maximumLineLength)} on a line |`,
])('%s', (row) => {
  expect(page).toContain(row);
});
