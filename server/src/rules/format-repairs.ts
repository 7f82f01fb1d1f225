// The probable intention of a string in the wrong format, for each format.
import type { StringFormat } from '../language/index.ts';
import { classAndMethod, fileAndExport, fileAndMethod } from '../language/entry-points.ts';
import * as formats from '../language/formats.ts';
import { scheduleExpression } from '../language/schedule.ts';
import { runtimesLike } from '../language/runtimes.ts';
import { alphanumeric } from '../model/new-names.ts';

/** Each function takes a string and returns what it may have been intended to be, most likely first. */
const repairs: ReadonlyMap<StringFormat, (text: string) => readonly string[]> = new Map([
  [fileAndExport, entryPoints],
  [fileAndMethod, entryPoints],
  [classAndMethod, classes],
  [formats.routeSelector, selectors],
  [formats.identitySource, identitySources],
  [
    formats.stageName,
    (text: string) => [(/[^-](?:.*[^-])?/.exec(text.replaceAll(/[^A-Za-z0-9_-]+/g, '-'))?.[0] ?? '').slice(0, 128)],
  ],
  [formats.runtimeName, runtimesLike],
  [formats.functionArn, (text: string) => [text.replaceAll(/\s/g, '')]],
  [
    formats.domainName,
    (text: string) => {
      const [host = ''] = text
        .trim()
        .toLowerCase()
        .replace(/^[a-z]+:\/\//, '')
        .split(/[/:]/, 1);
      return [host.replace(/\.$/, '')];
    },
  ],
  [
    formats.mappingKey,
    (text: string) => [
      text
        .trim()
        .split('/')
        .filter((part) => part !== '')
        .join('/'),
    ],
  ],
  [
    formats.codeFolder,
    (text: string) => [
      text
        .trim()
        .split(/[\\/]/)
        .filter((part) => part !== '')
        .join('/'),
    ],
  ],
  [formats.layerArn, (text: string) => [text.replaceAll(/\s/g, '')]],
  // The ARN of a table's stream or index, the URL of a queue, and the name of a bucket are often what one has at hand.
  [formats.tableArn, (text: string) => [text.replaceAll(/\s/g, '').replace(/^(arn:[^/]*\/[^/]*)\/.*$/s, '$1')]],
  [
    formats.queueArn,
    (text: string) => [
      text
        .replaceAll(/\s/g, '')
        .replace(
          /^https:\/\/sqs\.([a-z0-9-]+)\.amazonaws\.com(\.cn)?\/([0-9]+)\//,
          (_, region: string, cn?: string, account = '') => `arn:${cn ? 'aws-cn' : 'aws'}:sqs:${region}:${account}:`,
        ),
    ],
  ],
  [formats.topicArn, (text: string) => [text.replaceAll(/\s/g, '')]],
  [
    formats.bucketArn,
    (text: string) => [
      text
        .replaceAll(/\s/g, '')
        .replace(/^(s3:\/\/)?(?=[A-Za-z0-9._-]+(\/.*)?$)/, 'arn:aws:s3:::')
        .replace(/^(arn:[^/]*)\/.*$/s, '$1'),
    ],
  ],
  [
    formats.bucketName,
    (text: string) => [
      text
        .trim()
        .toLowerCase()
        .replaceAll(/[^a-z0-9.-]+/g, '-'),
    ],
  ],
  ...[formats.queueName, formats.topicName, formats.functionName].map(
    (format) => [format, (text: string) => [text.trim().replaceAll(/[^A-Za-z0-9_-]+/g, '-')]] as const,
  ),
  [formats.tableName, (text: string) => [text.trim().replaceAll(/[^A-Za-z0-9_.-]+/g, '-')]],
  [formats.indexName, (text: string) => [text.trim().replaceAll(/[^A-Za-z0-9_.-]+/g, '-')]],
  [formats.iamAction, (text: string) => [text.replaceAll(/\s/g, '').replace('.', ':')]],
  [formats.resourceArn, (text: string) => [text.trim().replaceAll(/\$\{AWS::\w+\}/g, '*')]],
  [scheduleExpression, scheduleExpressions],
  [formats.resourceId, (text: string) => [words(text)]],
  [formats.environmentName, (text: string) => [text.replaceAll(/[^A-Za-z0-9_]+/g, '_').replace(/^[^A-Za-z]+/, '')]],
]);

/** The strings in that format that the given one may have been intended to be. */
export function repaired(text: string, format: StringFormat): string[] {
  const candidates = repairs.get(format)?.(text) ?? [];
  return [...new Set(candidates)].filter((candidate) => formats.matchesFormat(candidate, format));
}

/** Corrects Windows path separators, an absolute path, the parentheses of a call, and a missing export. */
function entryPoints(text: string): string[] {
  const path = text
    .trim()
    .replaceAll('\\', '/')
    .replace(/^\/+/, '')
    .replace(/\(\)$/, '')
    .replace(/(?:::|:|#)(?=[A-Za-z_$][\w$]*$)/, '.')
    .replaceAll(/\s+/g, '-');
  return [formats.matchesFormat(path, fileAndExport) ? path : `${path}.handler`];
}

/** Corrects the separator before the method, and slashes between packages. Without a separator, nothing is certain. */
function classes(text: string): string[] {
  const [name = '', method, ...others] = text.trim().replace(/\(\)$/, '').split(/:+|#/);
  if (method === undefined || others.length > 0) return [];
  return [`${name.replaceAll(/[\\/]+/g, '.').replace(/^\./, '')}::${method}`];
}

/**
 * Corrects AWS's own selection expression, `$request.body.action`, and a JSONPath, `$.action`. Headers and the rest of a
 * request cannot select a route.
 */
function selectors(text: string): string[] {
  const expression = text.trim().replace(/^\$\{(.*)\}$/, '$1');
  const [, path] =
    /^\$?(?:request\.)?body\.(.+)$/.exec(expression) ?? /^(?:\$\.|\.+)([^.\r\n].*)$/.exec(expression) ?? [];
  if (path !== undefined) return [path];
  return /^\$.*[.]|^\$request$/.test(expression) ? [] : [expression.replace(/^\$/, '')];
}

/** Corrects AWS's own expressions and similar ones: `$request.querystring.token`, `headers.Auth`. */
function identitySources(text: string): string[] {
  const bare = text.trim().replace(/^\$?(?:(?:route|method|context)\.)?(?:request\.)?/, '');
  const [, kind = '', name = ''] = /^([A-Za-z]+)[.:/](.+)$/.exec(bare) ?? [];
  if (/^head/i.test(kind)) return [`header.${name}`];
  if (/^query/i.test(kind)) return [`querystring.${name}`];
  return [`querystring.${bare}`, `header.${bare}`];
}

/** Turns `my queue` into `myQueue`, keeping `-` and `_`. */
function words(text: string): string {
  return text
    .split(/([_-]+)/)
    .map((part) => (/^[_-]/.test(part) ? part : alphanumeric(part)))
    .join('')
    .replace(/^[^A-Za-z]+/, '');
}

/** Corrects units and their number, a missing function, and cron expressions of Unix, with five fields and days from 0. */
function scheduleExpressions(text: string): string[] {
  const bare = text
    .trim()
    .replace(/^(?:rate|cron)\s*\(?|\)$/gi, '')
    .replace(/^every\s+/i, '')
    .trim();
  const [, amount = '1', unit = ''] = /^([0-9]+)?\s*(minute|min|hour|day|m|h|d)s?$/i.exec(bare) ?? [];
  if (unit !== '') {
    const name = { m: 'minute', h: 'hour', d: 'day' }[unit.charAt(0).toLowerCase()] ?? unit;
    return [`rate(${Number(amount)} ${name}${Number(amount) === 1 ? '' : 's'})`];
  }
  const fields = bare.toUpperCase().split(/\s+/);
  const [minute = '', hour = '', day = '', month = '', weekday = '', year] = fields;
  if (fields.length !== 5 && fields.length !== 6) return [];
  const days = year === undefined ? fromUnix(weekday) : weekday;
  const times = [minute, hour].join(' ');
  const rest = (one: string, other: string): string => `cron(${times} ${one} ${month} ${other} ${year ?? '*'})`;
  if (days === '*' || days === '?') return [rest(day === '?' ? '*' : day, '?')];
  return day === '*' || day === '?' ? [rest('?', days)] : [];
}

/** Days of the week that count from 0 as days that count from 1. Steps stay as they are. */
function fromUnix(weekday: string): string {
  return weekday.replaceAll(/(?<![/0-9])[0-7]/g, (day) => String((Number(day) % 7) + 1));
}
