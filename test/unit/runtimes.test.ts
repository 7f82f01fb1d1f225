// The dates of Lambda's runtimes: compared with AWS's own validator, and judged on different days.
import { describe, expect, test } from 'vitest';
import { analyze } from '../../server/src/analysis.ts';
import { runtimes, runtimeStatus, tableDate } from '../../server/src/language/runtimes.ts';
import { validatorFindings } from '../harness/validate-template.ts';

/** The findings of AWS's validator about a function with that runtime. */
function findings(runtime: string): string {
  const role = 'arn:aws:iam::123456789012:role/lambda';
  const code = { S3Bucket: 'bucket', S3Key: 'key' };
  const properties = { Runtime: runtime, Handler: 'send.handler', Role: role, Code: code };
  const template = { Resources: { Send: { Type: 'AWS::Lambda::Function', Properties: properties } } };
  return validatorFindings(JSON.stringify(template), 'json').join('\n');
}

/** Deprecated runtimes that the validator does not report, because it is older or never knew them. */
const unreported = ['python3.10', 'dotnet8', 'dotnet7', 'dotnet5.0'];

test.each(runtimes.values.map(({ value }) => value))("%s has the dates of AWS's validator", (runtime) => {
  const status = runtimeStatus(runtime, tableDate);
  const said = findings(runtime);
  if (unreported.includes(runtime) || !status || status.kind === 'ending') {
    expect(said).not.toContain('deprecated');
  } else if (status.kind === 'rejected') {
    expect(said).toMatch(/ERROR E253[13]/);
    expect(said).toContain(`Creation was disabled on '${status.since}'`);
  } else {
    expect(said).toContain('WARN W2531');
    expect(said).toContain(`was deprecated on '${status.since}'. Creation will be disabled on '${status.rejected}'`);
  }
});

describe('a runtime', () => {
  test.each([
    ['2027-02-27', undefined],
    ['2027-03-01', { kind: 'ending', on: '2027-04-30' }],
    ['2027-04-29', { kind: 'ending', on: '2027-04-30' }],
    ['2027-04-30', { kind: 'deprecated', since: '2027-04-30', rejected: undefined }],
    ['2033-01-01', { kind: 'deprecated', since: '2027-04-30', rejected: undefined }],
  ])('that AWS supports on %s', (today, status) => {
    expect(runtimeStatus('nodejs22.x', today)).toEqual(status);
  });

  test.each([
    ['2027-01-31', { kind: 'deprecated', since: '2025-09-01', rejected: '2027-02-01' }],
    ['2027-02-01', { kind: 'rejected', since: '2027-02-01' }],
  ])('that AWS has deprecated on %s', (today, status) => {
    expect(runtimeStatus('nodejs18.x', today)).toEqual(status);
  });

  test.each([
    ['2027-02-27', []],
    ['2027-03-01', ['warning deprecated-runtime']],
    ['2027-05-01', ['warning deprecated-runtime']],
  ])('is reported on %s', (today, reported) => {
    const text = `resources:
  Chat:
    type: websocket-api
    name: Chat
    routeSelectorProperty: action
    endpoints:
      - { route: $default, operationMode: 1-way, connections: [Send] }
      - { route: $disconnect, operationMode: 1-way, connections: [Send] }
  Send: { type: lambda-function, name: Send, runtime: nodejs22.x, entryPoint: send.handler }
`;
    const { findings } = analyze(text, {}, { today });
    expect(findings.map(({ severity, rule }) => `${severity} ${rule.id}`)).toEqual(reported);
  });
});
