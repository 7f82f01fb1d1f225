// The formats in which `check` prints problems for programs. Their specifications judge them: a JSON Schema, an XML
// parser, GitHub's own decoding of commands.
import { DOMParser } from '@xmldom/xmldom';
import { Ajv } from 'ajv';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Log } from 'sarif';
import { describe, expect, test } from 'vitest';
import { analyze } from '../../server/src/analysis.ts';
import { asGithub, asGitlab, asJsonReport, asJunit } from '../../server/src/cli/reports/for-ci.ts';
import type { FileReport } from '../../server/src/problems.ts';
import { asSarif } from '../../server/src/cli/reports/sarif.ts';
import { rules } from '../../server/src/rules/all-rules.ts';
import { applyEdits } from '../../server/src/syntax/edits.ts';
import {
  context,
  fine,
  holdsForHostile,
  obeyed,
  report,
  reports,
  text,
  unreadable,
} from '../harness/problem-reports.ts';

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
    expect(JSON.parse(asJsonReport([unreadable], context))).toEqual([]);
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
