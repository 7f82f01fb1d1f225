// The formats in which `check` prints problems. Their specifications judge them: a JSON Schema, an XML parser, GitHub's
// own decoding of commands.
import { DOMParser } from '@xmldom/xmldom';
import { Ajv } from 'ajv';
import * as fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Log } from 'sarif';
import { describe, expect, test } from 'vitest';
import { analyze } from '../../server/src/analysis.ts';
import { colors, noColors, wantsColor } from '../../server/src/cli/output.ts';
import { asGithub, asGitlab, asJsonReport, asJunit, type ReportContext } from '../../server/src/cli/reports/for-ci.ts';
import { reportOf, type FileReport } from '../../server/src/cli/reports/problem.ts';
import { asSarif } from '../../server/src/cli/reports/sarif.ts';
import { asText, summaryOf } from '../../server/src/cli/reports/text.ts';
import { rules } from '../../server/src/rules/all-rules.ts';
import { applyEdits } from '../../server/src/syntax/edits.ts';
import { runs, seed } from '../harness/property-runs.ts';

const context: ReportContext = {
  version: '1.2.3',
  pathOf: (file) => file,
  pageOf: (rule) => `https://example.com/rules/${rule}.md`,
};

const text = `resources:
  Chat:
    type: websocket-api
    name: chat-api
    routeSelectorProperty: action
    endpoints:
      - { route: send, operationMode: two-way }
      - { route: send, operationMode: 2-way }
  Outbox: { type: sqs-queue, name: on }
`;

const report = (descriptor: string, file = 'services/chat/websocket.yaml'): FileReport =>
  reportOf(file, analyze(descriptor), { withFixes: true });

const unreadable: FileReport = {
  file: 'gone.yaml',
  problems: [],
  fixed: 0,
  failure: 'gone.yaml cannot be read: <why>',
};
const fine = report('resources: { Q: { type: sqs-queue, name: Q } }', 'fine.yaml');
const reports = [report(text), unreadable, fine];

/** Names, routes and messages with all that a format or a terminal would interpret. */
const hostile = fc
  .array(
    fc.constantFrom(
      '\u001b[2J',
      '\u0007',
      '\r',
      '\n',
      '\u2028',
      '\u202e',
      '%0A',
      '::',
      ',',
      ']]>',
      '<&"\'',
      'é',
      '語',
      '\ud800',
      '\ufffe',
      '`',
      'a',
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.join(''));
const hostileReport = hostile.map((part) =>
  report(
    text.replace('on }', () => JSON.stringify(part)).replaceAll('send', () => JSON.stringify(`s${part}`)),
    `a${part}.yaml`,
  ),
);
const obeyed = /(?!\n)[\p{Cc}\p{Bidi_Control}\u2028\u2029]/u;

function holdsForHostile(check: (reports: readonly FileReport[]) => void): void {
  fc.assert(
    fc.property(hostileReport, (one) => check([one, unreadable])),
    { numRuns: runs, seed },
  );
}

describe('text', () => {
  test('shows the line with marks, what is related, and a summary', () => {
    expect(asText(report(text), noColors)).toContain(`
services/chat/websocket.yaml:8:18: error: The API already has a route \`send\`, and only one endpoint can handle its messages. Change or remove one of the two. [duplicate-route]
 8 |       - { route: send, operationMode: 2-way }
   |                  ^^^^
   services/chat/websocket.yaml:7:18: First defined here.
 7 |       - { route: send, operationMode: two-way }
   |                  ----

services/chat/websocket.yaml:9:36: information: \`on\` is a string here, but YAML 1.1 tools read it as a boolean. Add quotes so that every tool reads a string. [ambiguous-text]
 9 |   Outbox: { type: sqs-queue, name: on }
   |                                    ^^

`);
    expect(summaryOf(reports, noColors)).toBe(
      '7 problems (2 errors, 3 warnings and 2 information) in 1 of 2 files. --fix fixes 1 of them.',
    );
    expect(summaryOf([{ ...report('resources: {}'), problems: [], fixed: 2 }], noColors)).toBe(
      'Fixed 2 problems. No problems in 1 file.',
    );
    expect(summaryOf([unreadable], noColors)).toBe(undefined);
  });

  test('marks what is after wide characters and tabs, in a long line, and up to the end of its first line', () => {
    const marked = (descriptor: string): string[] =>
      asText(report(descriptor), noColors)
        .split('\n')
        .flatMap((line, index, all) => (/^ +\| +\^/.test(line) ? [`${all[index - 1]}\n${line}`] : []));
    expect(marked(`resources: { 語: { type: "sqs-queue",\tname: "é 🎈" } }`)).toEqual([
      ' 1 | resources: { 語: { type: "sqs-queue", name: "é 🎈" } }\n   |              ^^',
      ' 1 | resources: { 語: { type: "sqs-queue", name: "é 🎈" } }\n   |                                             ^^^^^^',
    ]);
    expect(marked('resources: { A: { type: sqs-queue, name: A } }\n? { x: 1,\n    y: 1 }\n: z')).toEqual([
      ' 2 | ? { x: 1,\n   |   ^^^^^^^',
    ]);
    const long = asText(report(`resources: { Q: { type: ${'🎈'.repeat(300)}, name: Q } }`), noColors);
    expect(long).toMatch(/^ 1 \| resources: \{ Q: \{ type: 🎈+$/mu);
    expect(long).not.toContain(String.raw`\ud8`);
  });

  test('has colors only if they are wanted', () => {
    const uncolored = asText(report(text), colors)
      .split('\u001b')
      .map((part, index) => (index > 0 ? part.replace(/^\[[\d;]+m/, '') : part));
    expect(uncolored.join('')).toBe(asText(report(text), noColors));
    expect(uncolored.length).toBeGreaterThan(20);
    const cases: [Readonly<Record<string, string>>, boolean, boolean][] = [
      [{}, true, true],
      [{}, false, false],
      [{ NO_COLOR: '1' }, true, false],
      [{ NO_COLOR: '' }, true, true],
      [{ TERM: 'dumb' }, true, false],
      [{ FORCE_COLOR: '1' }, false, true],
      [{ FORCE_COLOR: '0' }, true, false],
      [{ FORCE_COLOR: '1', NO_COLOR: '1' }, false, true],
    ];
    for (const [environment, isTerminal, expected] of cases) {
      expect(wantsColor(environment, isTerminal), JSON.stringify(environment)).toBe(expected);
    }
  });

  test('keeps each problem on its line, and no terminal obeys it', () => {
    holdsForHostile(([one = unreadable]) => {
      const printed = asText(one, noColors);
      expect(printed).not.toMatch(obeyed);
      expect(printed.match(/^\S.*:\d+:\d+: \w+: /gm) ?? []).toHaveLength(one.problems.length);
    });
  });
});

describe('JSON', () => {
  test('has an object for each problem, with 1-based places', () => {
    const problems: unknown = JSON.parse(asJsonReport(reports, context));
    expect(problems).toHaveLength(7);
    expect(problems).toHaveProperty('5', {
      file: 'services/chat/websocket.yaml',
      line: 8,
      column: 18,
      endLine: 8,
      endColumn: 22,
      severity: 'error',
      rule: 'duplicate-route',
      message:
        'The API already has a route `send`, and only one endpoint can handle its messages. Change or remove one of the two.',
      fixable: false,
      url: 'https://example.com/rules/duplicate-route.md',
    });
    expect(problems).toHaveProperty('6.fixable', true);
    expect(JSON.parse(asJsonReport([unreadable], { ...context, pageOf: () => undefined }))).toEqual([]);
  });
});

describe('SARIF', () => {
  const schemaPath = 'node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json';
  const published: unknown = JSON.parse(readFileSync(join(import.meta.dirname, '../..', schemaPath), 'utf8'));
  // It is of a draft that Ajv does not know by default, from which it uses only keywords that have stayed the same.
  const schema = Object.fromEntries(
    Object.entries(published ?? {}).filter(([key]) => key !== '$schema' && key !== 'id'),
  );
  const formats = {
    uri: (value: string) => URL.canParse(value),
    'uri-reference': (value: string) => URL.canParse(value, 'file:///'),
    'date-time': true,
  } as const;
  const validate = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false, formats }).compile<Log>(schema);
  const read = (printed: string): Log => {
    const log: unknown = JSON.parse(printed);
    if (!validate(log)) throw new Error(JSON.stringify(validate.errors));
    return log;
  };

  test('is valid, and its schema would notice a mistake', () => {
    read(asSarif(reports, context));
    expect(validate({ version: '2.1.0', runs: [{ tool: { driver: { title: 'x' } } }] })).toBe(false);
  });

  test('is valid for all texts', () => {
    holdsForHostile((all) => {
      const printed = asSarif(all, context);
      expect(printed).not.toMatch(obeyed);
      read(printed);
    });
  });

  test('describes each rule once', () => {
    const [run] = read(asSarif(reports, context)).runs;
    const described = run?.tool.driver.rules ?? [];
    expect(described.map(({ id }) => id)).toEqual(rules.map((rule) => rule.id));
    expect(described.find(({ id }) => id === 'duplicate-route')).toMatchObject({
      shortDescription: { text: 'A route that is defined twice in an API.' },
      helpUri: 'https://example.com/rules/duplicate-route.md',
      defaultConfiguration: { level: 'error' },
    });
    for (const { ruleId, ruleIndex = -1 } of run?.results ?? []) expect(described[ruleIndex]?.id).toBe(ruleId);
  });

  test('has fixes that do what the editor does', () => {
    const analysis = analyze(text);
    const [run] = read(asSarif([report(text)], context)).runs;
    const offsetOf = (line = 1, column = 1): number =>
      analysis.lines.offsetAt({ line: line - 1, character: column - 1 });
    const fixed = run?.results?.flatMap(({ fixes = [] }) =>
      fixes.map(({ artifactChanges: [change] }) =>
        applyEdits(
          text,
          (change?.replacements ?? []).map(({ deletedRegion, insertedContent }) => ({
            span: {
              start: offsetOf(deletedRegion.startLine, deletedRegion.startColumn),
              end: offsetOf(deletedRegion.endLine, deletedRegion.endColumn),
            },
            newText: insertedContent?.text ?? '',
          })),
        ),
      ),
    );
    const expected = analysis.findings.flatMap((finding) =>
      finding.fixes().flatMap(({ edits, creates }) => (creates ? [] : applyEdits(text, edits))),
    );
    expect(expected.length).toBeGreaterThan(3);
    expect(fixed).toEqual(expected);
  });

  test('says which files could not be read', () => {
    const [run] = read(asSarif(reports, context)).runs;
    expect(run?.invocations?.[0]).toMatchObject({
      executionSuccessful: false,
      toolExecutionNotifications: [{ message: { text: unreadable.failure } }],
    });
  });

  test('has URIs for paths of all kinds', () => {
    const uriOf = (file: string): unknown =>
      read(asSarif([report(text, file)], context)).runs[0]?.results?.[0]?.locations?.[0]?.physicalLocation
        ?.artifactLocation;
    expect(uriOf('a b/é#1.yaml')).toEqual({ uri: 'a%20b/%C3%A9%231.yaml', uriBaseId: '%SRCROOT%' });
    expect(uriOf('/srv/a.yaml')).toEqual({ uri: 'file:///srv/a.yaml' });
    expect(uriOf('C:/a b.yaml')).toEqual({ uri: 'file:///C:/a%20b.yaml' });
  });
});

describe('JUnit', () => {
  const parser = new DOMParser({
    onError: (level, message) => {
      throw new Error(`${level}: ${message}`);
    },
  });
  const parse = (printed: string): ReturnType<typeof parser.parseFromString> =>
    parser.parseFromString(printed, 'text/xml');

  test('has a suite for each file, in which only errors fail', () => {
    const few = [report('resources: { Q: { type: sqs-queue, name: on, <: "&" } }'), unreadable, fine];
    expect(
      asJunit(few, context)
        .split('\n')
        .map((line) => line.trim()),
    ).toEqual([
      '<?xml version="1.0" encoding="UTF-8"?>',
      '<testsuites name="websocket-project" tests="4" failures="1" errors="1">',
      '<testsuite name="services/chat/websocket.yaml" tests="2" failures="1" errors="0">',
      expect.stringMatching(
        /^<testcase name="ambiguous-text \(1:42\)" classname="services\/chat\/websocket.yaml"><system-out>/,
      ),
      'resources: { Q: { type: sqs-queue, name: on, &lt;: &quot;&amp;&quot; } }</system-out></testcase>',
      expect.stringMatching(
        /^<testcase name="unknown-property \(1:46\)" .*><failure message="`&lt;` is not .*" type="unknown-property">/,
      ),
      'resources: { Q: { type: sqs-queue, name: on, &lt;: &quot;&amp;&quot; } }</failure></testcase>',
      '</testsuite>',
      '<testsuite name="gone.yaml" tests="1" failures="0" errors="1">',
      '<testcase name="readable" classname="gone.yaml"><error message="gone.yaml cannot be read: &lt;why&gt;" type="unreadable"/></testcase>',
      '</testsuite>',
      '<testsuite name="fine.yaml" tests="1" failures="0" errors="0">',
      '<testcase name="no problems" classname="fine.yaml"></testcase>',
      '</testsuite>',
      '</testsuites>',
      '',
    ]);
  });

  test('is XML whose counts are right', () => {
    holdsForHostile((all) => {
      const printed = asJunit(all, context);
      expect(printed).not.toMatch(obeyed);
      const document = parse(printed);
      const count = (name: string): string => String(document.getElementsByTagName(name).length);
      const [suites] = [...document.getElementsByTagName('testsuites')];
      expect(suites?.getAttribute('tests')).toBe(count('testcase'));
      expect(suites?.getAttribute('failures')).toBe(count('failure'));
      expect(suites?.getAttribute('errors')).toBe(count('error'));
    });
  });
});

describe('annotations of GitHub', () => {
  // As actions/toolkit and the runner do it.
  const command = /^::(\w+) ([^:]*)::(.*)$/;
  const unescapeData = (data: string): string =>
    data.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%');
  const unescape = (value: string): string =>
    value
      .replaceAll('%3A', ':')
      .replaceAll('%2C', ',')
      .replaceAll('%0D', '\r')
      .replaceAll('%0A', '\n')
      .replaceAll('%25', '%');

  test('have an inclusive end', () => {
    const lines = asGithub(reports, context).split('\n');
    expect(lines).toHaveLength(8);
    expect(lines[5]).toBe(
      '::error file=services/chat/websocket.yaml,line=8,endLine=8,col=18,endColumn=21,title=duplicate-route::The API already has a route `send`, and only one endpoint can handle its messages. Change or remove one of the two.',
    );
    expect(lines[6]).toMatch(/^::notice .*title=ambiguous-text::/);
  });

  test('are read as they were meant', () => {
    holdsForHostile((all) => {
      const lines = asGithub(all, context).split('\n').slice(0, -1);
      const problems = all.flatMap((one) => one.problems);
      expect(lines).toHaveLength(problems.length);
      for (const [index, line] of lines.entries()) {
        const [, , properties = '', message = ''] = command.exec(line) ?? [];
        expect(line).not.toMatch(obeyed);
        const values = new Map(
          properties
            .split(',')
            .map((one): [string, string] => [one.split('=')[0] ?? '', unescape(one.split('=').slice(1).join('='))]),
        );
        expect(values.get('title')).toBe(problems[index]?.rule);
        expect(values.get('line')).toBe(String(problems[index]?.place.line));
        expect(unescapeData(message)).toBe(problems[index]?.message);
      }
    });
  });
});

describe('code quality of GitLab', () => {
  interface Issue {
    readonly description: string;
    readonly check_name: string;
    readonly fingerprint: string;
    readonly severity: string;
    readonly location: { readonly path: string; readonly lines: { readonly begin: number } };
  }
  // What https://docs.gitlab.com/ci/testing/code_quality/ requires.
  const validate = new Ajv({ allErrors: true, strictTypes: false }).compile<readonly Issue[]>({
    type: 'array',
    items: {
      type: 'object',
      required: ['description', 'check_name', 'fingerprint', 'severity', 'location'],
      properties: {
        description: { type: 'string', minLength: 1 },
        check_name: { type: 'string', minLength: 1 },
        fingerprint: { type: 'string', minLength: 1 },
        severity: { enum: ['info', 'minor', 'major', 'critical', 'blocker'] },
        location: {
          type: 'object',
          required: ['path', 'lines'],
          properties: {
            path: { type: 'string', pattern: '^[^/.]' },
            lines: { type: 'object', required: ['begin'], properties: { begin: { type: 'integer', minimum: 1 } } },
          },
        },
      },
    },
  });
  const issuesOf = (all: readonly FileReport[]): readonly Issue[] => {
    const issues: unknown = JSON.parse(asGitlab(all, context));
    if (!validate(issues)) throw new Error(JSON.stringify(validate.errors));
    return issues;
  };

  test('has the required properties', () => {
    expect(issuesOf(reports)).toHaveLength(7);
    holdsForHostile((all) => {
      expect(asGitlab(all, context)).not.toMatch(obeyed);
      issuesOf(all);
    });
  });

  test('has fingerprints that are unique, and stay if lines above change', () => {
    const twice = text.replace('two-way }', 'two-way }\n      - { route: send, operationMode: two-way }');
    const issues = issuesOf([report(twice)]);
    const fingerprints = issues.map(({ fingerprint }) => fingerprint);
    expect(new Set(fingerprints).size).toBe(issues.length);
    const moved = issuesOf([report(`# One more line.\n\n${twice}`)]);
    expect(moved.map(({ fingerprint }) => fingerprint)).toEqual(fingerprints);
    expect(moved.map(({ location }) => location.lines.begin)).toEqual(
      issues.map(({ location }) => location.lines.begin + 2),
    );
  });
});
