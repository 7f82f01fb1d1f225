// Problems as SARIF 2.1.0, which code scanning of GitHub and Azure and many viewers read.
import type { ArtifactLocation, Fix, Location, Log, Notification, Region, ReportingDescriptor, Result } from 'sarif';
import { rules } from '../../rules/all-rules.ts';
import type { Severity } from '../../rules/rule.ts';
import { capitalize } from '../../wording.ts';
import { asJson } from '../output.ts';
import { fingerprints, type ReportContext } from './for-ci.ts';
import type { FileReport, Place, Problem, ProblemFix } from '../../problems.ts';

const levels: Readonly<Record<Severity, Result.level>> = { error: 'error', warning: 'warning', information: 'note' };

/** @param reports with the fixes of their problems */
export function asSarif(reports: readonly FileReport[], context: ReportContext): string {
  const fingerprint = fingerprints();
  const results = reports.flatMap((report) => {
    const file = artifact(context.pathOf(report.file));
    return report.problems.map((problem) => resultOf(file, problem, fingerprint(context.pathOf(report.file), problem)));
  });
  const failures = reports.filter(({ failure }) => failure !== undefined);
  const log: Log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'websocket-project',
            semanticVersion: context.version,
            rules: rules.map((rule) => descriptorOf(rule, context)),
          },
        },
        columnKind: 'utf16CodeUnits',
        invocations: [
          {
            executionSuccessful: failures.length === 0,
            toolExecutionNotifications: failures.map((report) => notificationOf(report, context)),
          },
        ],
        results,
      },
    ],
  };
  return asJson(log);
}

function descriptorOf(
  { id, severity, summary, why }: (typeof rules)[number],
  { pageOf }: ReportContext,
): ReportingDescriptor {
  return {
    id,
    shortDescription: { text: `${capitalize(summary)}.` },
    fullDescription: { text: `Reports ${summary}.` },
    help: { text: why, markdown: why },
    helpUri: pageOf(id),
    defaultConfiguration: { level: levels[severity] },
  };
}

function resultOf(file: ArtifactLocation, problem: Problem, fingerprint: string): Result {
  const { rule, severity, message, place, related, fixes } = problem;
  return {
    ruleId: rule,
    ruleIndex: rules.findIndex(({ id }) => id === rule),
    level: levels[severity],
    message: { text: message },
    locations: [locationOf(file, place)],
    partialFingerprints: { 'websocketProject/v1': fingerprint },
    ...(related.length > 0
      ? {
          relatedLocations: related.map((one, index) => ({
            id: index + 1,
            message: { text: one.message },
            ...locationOf(file, one.place),
          })),
        }
      : {}),
    ...(fixes.length > 0 ? { fixes: fixes.map((fix) => fixOf(file, fix)) } : {}),
  };
}

function fixOf(artifactLocation: ArtifactLocation, { title, edits }: ProblemFix): Fix {
  const replacements = edits.map(({ place, newText }) => ({
    deletedRegion: regionOf(place),
    ...(newText === '' ? {} : { insertedContent: { text: newText } }),
  }));
  return { description: { text: title }, artifactChanges: [{ artifactLocation, replacements }] };
}

function notificationOf({ file, failure = '' }: FileReport, { pathOf }: ReportContext): Notification {
  return {
    level: 'error',
    message: { text: failure },
    locations: [{ physicalLocation: { artifactLocation: artifact(pathOf(file)) } }],
  };
}

function locationOf(artifactLocation: ArtifactLocation, place: Place): Location {
  return { physicalLocation: { artifactLocation, region: regionOf(place) } };
}

function regionOf({ line, column, endLine, endColumn }: Place): Region {
  return { startLine: line, startColumn: column, endLine, endColumn };
}

/** A relative path is relative to the root of the sources, which viewers know. */
function artifact(path: string): ArtifactLocation {
  // Half a character has no URI.
  const escaped = path
    .replaceAll(/\p{Cs}/gu, '\ufffd')
    .split('/')
    .map(encodeURIComponent)
    .join('/');
  if (/^[A-Za-z]:\//.test(path)) return { uri: `file:///${escaped.replace('%3A', ':')}` };
  return path.startsWith('/') ? { uri: `file://${escaped}` } : { uri: escaped, uriBaseId: '%SRCROOT%' };
}
