// The size of templates, and the messages about it. The figures of docs/template.md are generated.
import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { analyze } from '../../../server/src/analysis.ts';
import type { TemplateSize } from '../../../server/src/protocol.ts';
import { bind } from '../../../server/src/model/bind.ts';
import { parse } from '../../../server/src/syntax/parse.ts';
import { TextWriter } from '../../../server/src/syntax/write-yaml.ts';
import { generate } from '../../../server/src/template/generate.ts';
import { sizeRemarks } from '../../../server/src/template/size.ts';
import { stringify, yamlBytes } from '../../../server/src/template/stringify.ts';
import { arbitraryProject } from '../../harness/arbitrary-project.ts';
import { patience, runs, seed } from '../../harness/property-runs.ts';
import { readTemplate, resourcesOf } from '../../harness/read-template.ts';
import { projectWith } from '../../../scripts/generate/template-sizes.ts';

test.each(['yaml', 'json'] as const)('the size of a %s template is that of its file', (format) => {
  const analysis = analyze(projectWith(3, 'own').replace('name: Chat', 'name: Chat\n    description: 😀é'));
  const text = analysis.template(format) ?? '';
  expect(analysis.templateSize(format)).toEqual({
    resources: { count: resourcesOf(readTemplate(text, format)).size, maximum: 500 },
    outputs: { count: 5, maximum: 200 },
    bytes: { count: Buffer.byteLength(text), maximum: 1_000_000 },
    directBytes: { count: Buffer.byteLength(text), maximum: 51_200 },
  });
});

test('a text with errors has no size', () => {
  expect(analyze('resources: 1').templateSize('yaml')).toBeUndefined();
});

describe('the message about a size', () => {
  interface Counts {
    readonly resources?: number;
    readonly outputs?: number;
    readonly bytes?: number;
  }
  const sizeWith = ({ resources = 449, outputs = 179, bytes = 51_200 }: Counts): TemplateSize => ({
    resources: { count: resources, maximum: 500 },
    outputs: { count: outputs, maximum: 200 },
    bytes: { count: bytes, maximum: 1_000_000 },
    directBytes: { count: bytes, maximum: 51_200 },
  });
  const saidOf = (counts: Counts): readonly string[] =>
    sizeRemarks(sizeWith(counts)).map(({ severity, message }) => `${severity}: ${message}`);

  test.each<[string, Counts, readonly string[]]>([
    ['one with room to grow', {}, []],
    [
      'one near the limit of resources',
      { resources: 450 },
      [
        "warning: The template has 450 resources; CloudFormation's limit is 500. Put new resources in another project file.",
      ],
    ],
    [
      'one over it',
      { resources: 501 },
      ["error: The template has 501 resources; CloudFormation's limit is 500. Split the project into several files."],
    ],
    [
      'one with too many outputs',
      { outputs: 201 },
      ["error: The template has 201 outputs; CloudFormation's limit is 200. Split the project into several files."],
    ],
    [
      'one that needs a bucket',
      { bytes: 51_201 },
      [
        'warning: The template has 51,201 bytes. Above 51,200, CloudFormation accepts it only from an S3 bucket. Deploy it with --s3-bucket.',
      ],
    ],
    [
      'one that is too large even for a bucket',
      { bytes: 1_234_567 },
      [
        "error: The template has 1,234,567 bytes; CloudFormation's limit is 1,000,000. Split the project into several files.",
      ],
    ],
  ])('%s', (_, size, expected) => expect(saidOf(size)).toEqual(expected));
});

test('repeated parts of a descriptor are counted once', () => {
  const resources = '  Box: { type: sqs-queue, name: Box }\n'.repeat(5000);
  const endpoints = '      - { route: send, operationMode: 2-way }\n'.repeat(5000);
  const api = `  Chat:\n    type: websocket-api\n    name: Chat\n    routeSelectorProperty: action\n    endpoints:\n${endpoints}`;
  const reported = analyze(`resources:\n${resources}${api}`).findings.map(({ rule }) => rule.id);
  expect([...new Set(reported)].filter((id) => id.startsWith('template-'))).toEqual([]);
});

test(
  'the counted length of a template is its actual length',
  () => {
    const check = (text: string): void => {
      const template = generate(bind(parse(text)));
      expect(yamlBytes(template)).toBe(Buffer.byteLength(stringify(template, 'yaml')));
    };
    fc.assert(fc.property(arbitraryProject({ overlays: true }), check), { seed, numRuns: runs });
  },
  patience,
);

test('the findings of a project do not require its template to be written', () => {
  const put = vi.spyOn(TextWriter.prototype, 'put');
  const { errors } = analyze(readFileSync('examples/chat/websocket.yaml', 'utf8'));
  expect(errors).toEqual([]);
  expect(put).not.toHaveBeenCalled();
  put.mockRestore();
});
