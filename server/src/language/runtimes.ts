// The runtimes of AWS Lambda. AWS keeps adding and deprecating them, so an unknown one is never an error.
import { runtimeName } from './formats.ts';
import type { EnumType, EnumValue } from './definition.ts';
import { didYouMean } from './similar.ts';

/** Runtimes that can replace each other, as far as the code allows. */
type Family = 'nodejs' | 'python' | 'java' | 'dotnet' | 'ruby' | 'provided';

interface Current {
  readonly value: string;
  readonly family: Family;
  /** "Node.js 24". */
  readonly label: string;
  /** The date on which AWS plans to deprecate it, if it has announced one. AWS postpones such dates, never advances them. */
  readonly ends?: string;
  /** True if AWS does not fully support it yet. */
  readonly isPreview?: boolean;
}

/** The newest of each family first; those in preview last. */
const current: readonly Current[] = [
  { value: 'nodejs24.x', family: 'nodejs', label: 'Node.js 24', ends: '2028-04-30' },
  { value: 'nodejs22.x', family: 'nodejs', label: 'Node.js 22', ends: '2027-04-30' },
  { value: 'nodejs26.x', family: 'nodejs', label: 'Node.js 26', isPreview: true },
  { value: 'python3.14', family: 'python', label: 'Python 3.14', ends: '2029-06-30' },
  { value: 'python3.13', family: 'python', label: 'Python 3.13', ends: '2029-06-30' },
  { value: 'python3.12', family: 'python', label: 'Python 3.12' },
  { value: 'python3.11', family: 'python', label: 'Python 3.11' },
  { value: 'python3.15', family: 'python', label: 'Python 3.15', isPreview: true },
  { value: 'java25', family: 'java', label: 'Java 25', ends: '2029-06-30' },
  { value: 'java21', family: 'java', label: 'Java 21' },
  { value: 'java17.al2023', family: 'java', label: 'Java 17 on Amazon Linux 2023' },
  { value: 'java11.al2023', family: 'java', label: 'Java 11 on Amazon Linux 2023' },
  { value: 'java8.al2023', family: 'java', label: 'Java 8 on Amazon Linux 2023' },
  { value: 'java17', family: 'java', label: 'Java 17 on Amazon Linux 2', ends: '2027-06-30' },
  { value: 'java11', family: 'java', label: 'Java 11 on Amazon Linux 2', ends: '2027-06-30' },
  { value: 'java8.al2', family: 'java', label: 'Java 8 on Amazon Linux 2', ends: '2027-06-30' },
  { value: 'dotnet10', family: 'dotnet', label: '.NET 10', ends: '2028-11-14' },
  { value: 'ruby4.0', family: 'ruby', label: 'Ruby 4.0' },
  { value: 'ruby3.4', family: 'ruby', label: 'Ruby 3.4', ends: '2028-03-31' },
  { value: 'ruby3.3', family: 'ruby', label: 'Ruby 3.3', ends: '2027-03-31' },
  { value: 'provided.al2023', family: 'provided', label: 'a custom runtime on Amazon Linux 2023' },
];

interface Deprecated {
  readonly value: string;
  readonly family: Family;
  /** The date of its deprecation. */
  readonly since: string;
  /** The date from which Lambda rejects new functions that use it, if AWS has announced one. */
  readonly rejected?: string;
}

/** The dates of the runtimes that AWS had deprecated on `tableDate`. */
const deprecated: readonly Deprecated[] = [
  { value: 'nodejs20.x', family: 'nodejs', since: '2026-04-30', rejected: '2027-02-01' },
  { value: 'nodejs18.x', family: 'nodejs', since: '2025-09-01', rejected: '2027-02-01' },
  { value: 'nodejs16.x', family: 'nodejs', since: '2024-06-12', rejected: '2027-02-01' },
  { value: 'nodejs14.x', family: 'nodejs', since: '2023-12-04', rejected: '2024-01-09' },
  { value: 'nodejs12.x', family: 'nodejs', since: '2023-03-31', rejected: '2023-03-31' },
  { value: 'nodejs10.x', family: 'nodejs', since: '2021-07-30', rejected: '2021-07-30' },
  { value: 'nodejs8.10', family: 'nodejs', since: '2020-03-06', rejected: '2020-02-04' },
  { value: 'nodejs6.10', family: 'nodejs', since: '2019-08-12', rejected: '2019-07-12' },
  { value: 'nodejs4.3-edge', family: 'nodejs', since: '2020-03-05', rejected: '2019-03-31' },
  { value: 'nodejs4.3', family: 'nodejs', since: '2020-03-05', rejected: '2020-02-03' },
  { value: 'nodejs', family: 'nodejs', since: '2016-08-30', rejected: '2016-09-30' },
  { value: 'python3.10', family: 'python', since: '2026-10-31' },
  { value: 'python3.9', family: 'python', since: '2025-12-15', rejected: '2027-02-01' },
  { value: 'python3.8', family: 'python', since: '2024-10-14', rejected: '2027-02-01' },
  { value: 'python3.7', family: 'python', since: '2023-12-04', rejected: '2024-01-09' },
  { value: 'python3.6', family: 'python', since: '2022-07-18', rejected: '2022-07-18' },
  { value: 'python2.7', family: 'python', since: '2021-07-15', rejected: '2021-07-15' },
  { value: 'java8', family: 'java', since: '2024-01-08', rejected: '2024-02-08' },
  { value: 'dotnet8', family: 'dotnet', since: '2026-11-10' },
  { value: 'dotnet7', family: 'dotnet', since: '2024-05-14', rejected: '2024-05-14' },
  { value: 'dotnet6', family: 'dotnet', since: '2024-12-20', rejected: '2027-02-01' },
  { value: 'dotnet5.0', family: 'dotnet', since: '2022-05-10', rejected: '2022-05-10' },
  { value: 'dotnetcore3.1', family: 'dotnet', since: '2023-04-03', rejected: '2023-04-03' },
  { value: 'dotnetcore2.1', family: 'dotnet', since: '2022-01-05', rejected: '2022-01-05' },
  { value: 'dotnetcore2.0', family: 'dotnet', since: '2019-05-30', rejected: '2019-04-30' },
  { value: 'dotnetcore1.0', family: 'dotnet', since: '2019-06-27', rejected: '2019-06-30' },
  { value: 'ruby3.2', family: 'ruby', since: '2026-03-31', rejected: '2027-02-01' },
  { value: 'ruby2.7', family: 'ruby', since: '2023-12-07', rejected: '2024-01-09' },
  { value: 'ruby2.5', family: 'ruby', since: '2021-07-30', rejected: '2021-07-30' },
  { value: 'go1.x', family: 'provided', since: '2024-01-08', rejected: '2024-02-08' },
  { value: 'provided.al2', family: 'provided', since: '2026-07-31', rejected: '2027-02-01' },
  { value: 'provided', family: 'provided', since: '2024-01-08', rejected: '2024-02-08' },
];

/**
 * The date of the tables above, after https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html. Without another
 * date, runtimes are judged as of this one.
 */
export const tableDate = '2026-11-29';

export type RuntimeStatus =
  /** Lambda rejects new functions that use it, since that date. */
  | { readonly kind: 'rejected'; readonly since: string }
  /** It is deprecated, since that date; Lambda rejects new functions from the other one. */
  | { readonly kind: 'deprecated'; readonly since: string; readonly rejected: string | undefined }
  /** It is deprecated soon, on that date. */
  | { readonly kind: 'ending'; readonly on: string };

/** In days before the deprecation. AWS notifies its customers at the same time. */
const notice = 60;

/**
 * The status of a runtime on that day; undefined while AWS supports it, and for unknown runtimes.
 * @param today as YYYY-MM-DD
 */
export function runtimeStatus(runtime: string, today: string): RuntimeStatus | undefined {
  const ended = deprecated.find(({ value }) => value === runtime);
  const ends = ended?.since ?? current.find(({ value }) => value === runtime)?.ends;
  if (ended?.rejected !== undefined && ended.rejected <= today) return { kind: 'rejected', since: ended.rejected };
  if (ends === undefined) return undefined;
  if (ends <= today) return { kind: 'deprecated', since: ends, rejected: ended?.rejected };
  return daysBetween(today, ends) <= notice ? { kind: 'ending', on: ends } : undefined;
}

function daysBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / (24 * 60 * 60 * 1000);
}

export const runtimes: EnumType = {
  kind: 'enum',
  noun: 'a runtime',
  open: true,
  format: runtimeName,
  values: [
    ...current.map(({ value, label, ends, isPreview }): EnumValue => {
      const docs = [`Runs the function on ${label}.`];
      if (isPreview === true) docs.push('In preview: not yet supported by AWS.');
      if (ends !== undefined) docs.push(`AWS plans to deprecate it on ${ends}.`);
      return { value, docs: docs.join(' ') };
    }),
    ...deprecated.map(({ value, since, rejected }): EnumValue => ({
      value,
      docs: `Deprecated on ${since}: it gets no more security updates.${rejected === undefined ? '' : ` Lambda rejects new functions that use it from ${rejected}.`}`,
      deprecated: true,
      rejected,
    })),
  ],
};

/** The runtime of new functions. */
export const usualRuntime = 'nodejs22.x';

/** The runtimes that can replace this one, the usual or newest first; none if the runtime is unknown. */
export function successorsOf(runtime: string): readonly string[] {
  const family = [...current, ...deprecated].find(({ value }) => value === runtime)?.family;
  const values = current.filter((candidate) => candidate.family === family).map(({ value }) => value);
  const usualFirst = values.includes(usualRuntime) ? [...new Set([usualRuntime, ...values])] : values;
  return usualFirst.filter((value) => value !== runtime);
}

/** Runtimes with a similar name and the same version, the closest first. A typo rarely changes the version. */
export function runtimesLike(typed: string): string[] {
  const digits = (text: string): string => text.replaceAll(/[^0-9]/g, '');
  return didYouMean(
    typed,
    current.map(({ value }) => value),
  )
    .filter((candidate) => digits(typed) === '' || digits(typed) === digits(candidate))
    .slice(0, 5);
}
