// Invariants of the templates of valid descriptors, checked with random ones.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { analyze } from '../../../server/src/analysis.ts';
import { bind } from '../../../server/src/model/bind.ts';
import type { Project } from '../../../server/src/model/project.ts';
import { parse } from '../../../server/src/syntax/parse.ts';
import { generate } from '../../../server/src/template/generate.ts';
import { stringify } from '../../../server/src/template/stringify.ts';
import { arbitraryDescriptor } from '../../harness/arbitrary-project.ts';
import { descriptorText, type Descriptor, type DescriptorText } from '../../harness/descriptor.ts';
import { auditTemplate } from '../../harness/audit-template.ts';
import { includeTemplate, withNormalNotation } from '../../harness/include-template.ts';
import { patience, runs, seed } from '../../harness/property-runs.ts';
import { get, isList, isMap, readTemplate, resourcesOf, walk } from '../../harness/read-template.ts';
import { validatorFindings } from '../../harness/validate-template.ts';

function projectOf(descriptor: Descriptor, format: 'yaml' | 'json' = 'yaml'): Project {
  return bind(parse(descriptorText(descriptor, format)));
}

/** The property of descriptors with and without an overlay. */
function holds(
  property: (given: { descriptor: Descriptor; project: Project }) => void,
  { numRuns = runs, overlays = true }: { readonly numRuns?: number; readonly overlays?: boolean } = {},
): void {
  const check = (descriptor: Descriptor): void => property({ descriptor, project: projectOf(descriptor) });
  fc.assert(fc.property(arbitraryDescriptor({ overlays }), check), { seed, numRuns });
}

describe('for every valid descriptor', { timeout: patience }, () => {
  test('the descriptor is valid', () => {
    holds(({ descriptor }) => {
      const { errors } = analyze(descriptorText(descriptor));
      expect(errors.map(({ rule, message }) => `${rule.id}: ${message}`)).toEqual([]);
    });
  });

  test('the template does exactly what the descriptor specifies', () => {
    holds(
      ({ descriptor, project }) => {
        const template = readTemplate(stringify(generate(project), 'json'), 'json');
        const idOf = (id: string): string | undefined => {
          const resource = project.find(id);
          return resource && project.logicalIds.of(resource);
        };
        expect(auditTemplate(descriptor, template, idOf)).toEqual([]);
      },
      { overlays: false },
    );
  });

  test('everything in the overlay is in the template, and everything else is as without it', () => {
    holds(({ descriptor, project }) => {
      const read = (given: Project): unknown => readTemplate(stringify(generate(given), 'json'), 'json');
      const without = read(projectOf({ ...descriptor, cloudformation: undefined }));
      expect(read(project)).toEqual(laidOver(without, plain(descriptor.cloudformation ?? {}), ''));
    });
  });

  test('YAML and JSON have the same content for readers of YAML 1.1 and 1.2', () => {
    holds(({ project }) => {
      const template = generate(project);
      const yaml = stringify(template, 'yaml');
      // A comment in YAML is metadata in JSON.
      const json = readTemplate(stringify({ ...template, notes: [] }, 'json'), 'json');
      const notes = template.notes.flatMap((note) => note.split('\n'));
      expect(get(readTemplate(stringify(template, 'json'), 'json'), 'Metadata', 'Notes') ?? []).toEqual(notes);
      for (const note of notes) expect(yaml).toContain(`# ${note}`);
      expect(readTemplate(yaml, 'yaml', '1.2')).toEqual(json);
      expect(readTemplate(yaml, 'yaml', '1.1')).toEqual(json);
    });
  });

  test('the YAML has no characters that are line breaks only to some readers, and no aliases', () => {
    holds(({ project }) => {
      const yaml = stringify(generate(project), 'yaml');
      expect(yaml).not.toMatch(/[^\n\p{L}\p{M}\p{N}\p{P}\p{S} ]/u);
      expect(yaml).not.toMatch(/^\s*(?:[^#'"]*:)? [&*]/m);
    });
  });

  test('the same descriptor gives the same bytes, whether in YAML or JSON', () => {
    holds(({ descriptor, project }) => {
      const template = generate(project);
      expect(stringify(generate(projectOf(descriptor)), 'yaml')).toBe(stringify(template, 'yaml'));
      expect(stringify(generate(projectOf(descriptor, 'json')), 'json')).toBe(stringify(template, 'json'));
    });
  });

  test('each logical ID is unique, and is one that the project claims', () => {
    holds(({ project }) => {
      const ids = generate(project).resources.map(({ logicalId }) => logicalId);
      expect(ids).toEqual([...new Set(ids)]);
      expect(project.logicalIds.claims.map(({ logicalId }) => logicalId)).toEqual(expect.arrayContaining(ids));
      const outputs = generate(project).outputs.map(({ logicalId }) => logicalId);
      expect(outputs).toEqual([...new Set(outputs)]);
    });
  });

  test('no plain string has what a linter takes for a forgotten Fn::Sub', () => {
    holds(({ project }) => {
      for (const { whole } of resourcesOf(readTemplate(stringify(generate(project), 'json'), 'json')).values()) {
        for (const [path, value] of walk(whole)) {
          // The pattern of E1029 of cfn-lint.
          if (!path.includes('Fn::Sub') && typeof value === 'string')
            expect(value).not.toMatch(/\$\{[A-Za-z0-9_:.]+\}/);
        }
      }
    });
  });

  test("the user's strings are unchanged in the template", () => {
    holds(({ descriptor, project }) => {
      const resources = resourcesOf(readTemplate(stringify(generate(project), 'yaml'), 'yaml'));
      for (const [id, { name, environment = {}, type, arn }] of Object.entries(descriptor.resources)) {
        const resource = project.find(id);
        const properties = resources.get((resource && project.logicalIds.of(resource)) ?? '')?.properties;
        if (type === 'websocket-api') expect(unescaped(get(properties, 'Name'))).toBe(name);
        if (type !== 'lambda-function' || arn !== undefined) continue;
        const variables = get(properties, 'Environment', 'Variables');
        for (const [key, value] of Object.entries(environment))
          expect(unescaped(get(variables, key))).toBe(written(value));
      }
    });
  });
});

/** The value without undefined members. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

/** The second value laid over the first, as the documentation says. */
function laidOver(below: unknown, above: unknown, key: string): unknown {
  if (below === undefined) return above;
  if (key === 'DependsOn') return [...new Set([below, above].flat())];
  if (['Tags', 'Policies'].includes(key) && isList(below) && isList(above)) return [...below, ...above];
  const isCall = (value: object): boolean => /^(Ref|Fn::.*)$/.test(Object.keys(value).join());
  if (!isMap(below) || !isMap(above) || isCall(below) || isCall(above)) return above;
  const merged = Object.entries(above).map(([name, value]) => [name, laidOver(below[name], value, name)]);
  return { ...below, ...Object.fromEntries(merged) };
}

/** The value of an environment variable in the template. */
function written(value: DescriptorText): unknown {
  if (typeof value === 'string') return value;
  const { parameter, ssm, secret, key } = value;
  if (parameter !== undefined) return `<${parameter}>`;
  if (ssm !== undefined) return `{{resolve:ssm:${ssm}}}`;
  return key === undefined
    ? `{{resolve:secretsmanager:${secret}}}`
    : `{{resolve:secretsmanager:${secret}:SecretString:${key}}}`;
}

/** A string, or the result of an `Fn::Join`, or of an `Fn::Sub` in which every `${Name}` is escaped. */
function unescaped(value: unknown): unknown {
  const referred = get(value, 'Ref');
  if (typeof referred === 'string') return `<${referred}>`;
  const joined = get(value, 'Fn::Join', 1);
  if (isList(joined)) return joined.join('');
  const text = isMap(value) ? value['Fn::Sub'] : value;
  if (!isMap(value) || typeof text !== 'string') return text;
  expect(text).not.toMatch(/\$\{(?!![^{}]+\})/);
  return text.replaceAll('${!', '${');
}

describe("in AWS's validator", { timeout: patience }, () => {
  test('random templates have no findings at warning level or above, in either format', () => {
    holds(
      ({ project }) => {
        const template = generate(project);
        for (const format of ['yaml', 'json'] as const) {
          // The rule `unused-parameter` reports a parameter that nothing uses. What an overlay says twice, and the ARN of what
          // exists, are the user's own.
          const expected = /^WARN (W1028|W2001|W3005|W9002)/;
          const findings = validatorFindings(stringify(template, format), format);
          expect(findings.filter((finding) => !expected.test(finding))).toEqual([]);
        }
      },
      { numRuns: Math.ceil(runs / 2) },
    );
  });
});

/** The CDK is slow: half the runs of the others. */
test('the CDK includes random templates, and returns them unchanged', { timeout: patience * 5 }, () => {
  holds(
    ({ project }) => {
      const template = generate(project);
      // The CDK looks logical IDs up in an object that inherits these.
      const inherited = Object.getOwnPropertyNames(Object.prototype);
      fc.pre(template.resources.every(({ logicalId }) => !inherited.includes(logicalId)));
      const format = template.resources.length % 2 === 0 ? 'yaml' : 'json';
      const notes = format === 'yaml' ? [] : template.notes;
      const expected = withNormalNotation(readTemplate(stringify({ ...template, notes }, 'json'), 'json'));
      expect(withNormalNotation(includeTemplate(stringify(template, format), format))).toEqual(expected);
    },
    { numRuns: Math.ceil(runs / 2) },
  );
});

test('the CDK would reject missing references and wrong types', () => {
  const text = (logGroup: string): string =>
    `{"Resources": {"A": {"Type": "AWS::Logs::LogGroup", "Properties": ${logGroup}}}}`;
  expect(includeTemplate(text('{"RetentionInDays": 30}'), 'json')).toEqual(JSON.parse(text('{"RetentionInDays": 30}')));
  expect(() => includeTemplate(text('{"LogGroupName": {"Ref": "B"}}'), 'json')).toThrow('B');
  expect(() => includeTemplate(text('{"RetentionInDays": "a month"}'), 'json')).toThrow('a month');
});

test('a broken descriptor gives a template of its valid parts, and never throws', { timeout: patience }, () => {
  const texts = arbitraryDescriptor().chain((descriptor) => {
    const text = descriptorText(descriptor);
    return fc
      .tuple(fc.nat(text.length), fc.nat(40), fc.constantFrom('', ':', '[', ' - ', '"', '\n'))
      .map(([start, length, put]) => text.slice(0, start) + put + text.slice(start + length));
  });
  fc.assert(
    fc.property(texts, (text) => {
      const template = generate(bind(parse(text)));
      stringify(template, 'yaml');
      stringify(template, 'json');
    }),
    { seed, numRuns: runs * 2 },
  );
});
