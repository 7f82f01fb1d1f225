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
  /** Its status, if it is not fully supported. */
  readonly note?: string;
}

const preview = 'In preview: not yet supported by AWS.';
const ends = (date: string): string => `AWS plans to deprecate it on ${date}.`;

/** The newest of each family first; those in preview and those soon to be deprecated last. */
const current: readonly Current[] = [
  { value: 'nodejs24.x', family: 'nodejs', label: 'Node.js 24' },
  { value: 'nodejs22.x', family: 'nodejs', label: 'Node.js 22' },
  { value: 'nodejs26.x', family: 'nodejs', label: 'Node.js 26', note: preview },
  { value: 'python3.14', family: 'python', label: 'Python 3.14' },
  { value: 'python3.13', family: 'python', label: 'Python 3.13' },
  { value: 'python3.12', family: 'python', label: 'Python 3.12' },
  { value: 'python3.11', family: 'python', label: 'Python 3.11' },
  { value: 'python3.10', family: 'python', label: 'Python 3.10', note: ends('2026-10-31') },
  { value: 'python3.15', family: 'python', label: 'Python 3.15', note: preview },
  { value: 'java25', family: 'java', label: 'Java 25' },
  { value: 'java21', family: 'java', label: 'Java 21' },
  { value: 'java17.al2023', family: 'java', label: 'Java 17 on Amazon Linux 2023' },
  { value: 'java11.al2023', family: 'java', label: 'Java 11 on Amazon Linux 2023' },
  { value: 'java8.al2023', family: 'java', label: 'Java 8 on Amazon Linux 2023' },
  { value: 'java17', family: 'java', label: 'Java 17 on Amazon Linux 2', note: ends('2027-06-30') },
  { value: 'java11', family: 'java', label: 'Java 11 on Amazon Linux 2', note: ends('2027-06-30') },
  { value: 'java8.al2', family: 'java', label: 'Java 8 on Amazon Linux 2', note: ends('2027-06-30') },
  { value: 'dotnet10', family: 'dotnet', label: '.NET 10' },
  { value: 'dotnet8', family: 'dotnet', label: '.NET 8', note: ends('2026-11-10') },
  { value: 'ruby4.0', family: 'ruby', label: 'Ruby 4.0' },
  { value: 'ruby3.4', family: 'ruby', label: 'Ruby 3.4' },
  { value: 'ruby3.3', family: 'ruby', label: 'Ruby 3.3' },
  { value: 'provided.al2023', family: 'provided', label: 'a custom runtime on Amazon Linux 2023' },
];

/** Only runtimes that AWS has already deprecated, because it postpones announced dates. */
const deprecated: readonly (readonly [string, Family])[] = [
  ['nodejs20.x', 'nodejs'],
  ['nodejs18.x', 'nodejs'],
  ['nodejs16.x', 'nodejs'],
  ['nodejs14.x', 'nodejs'],
  ['nodejs12.x', 'nodejs'],
  ['nodejs10.x', 'nodejs'],
  ['nodejs8.10', 'nodejs'],
  ['nodejs6.10', 'nodejs'],
  ['nodejs4.3-edge', 'nodejs'],
  ['nodejs4.3', 'nodejs'],
  ['nodejs', 'nodejs'],
  ['python3.9', 'python'],
  ['python3.8', 'python'],
  ['python3.7', 'python'],
  ['python3.6', 'python'],
  ['python2.7', 'python'],
  ['java8', 'java'],
  ['dotnet7', 'dotnet'],
  ['dotnet6', 'dotnet'],
  ['dotnet5.0', 'dotnet'],
  ['dotnetcore3.1', 'dotnet'],
  ['dotnetcore2.1', 'dotnet'],
  ['dotnetcore2.0', 'dotnet'],
  ['dotnetcore1.0', 'dotnet'],
  ['ruby3.2', 'ruby'],
  ['ruby2.7', 'ruby'],
  ['ruby2.5', 'ruby'],
  ['go1.x', 'provided'],
  ['provided.al2', 'provided'],
  ['provided', 'provided'],
];

export const runtimes: EnumType = {
  kind: 'enum',
  noun: 'a runtime',
  open: true,
  format: runtimeName,
  values: [
    ...current.map(({ value, label, note }): EnumValue => {
      const docs = `Runs the function on ${label}.`;
      return { value, docs: note === undefined ? docs : `${docs} ${note}` };
    }),
    ...deprecated.map(([value]): EnumValue => ({
      value,
      docs: 'Deprecated: AWS no longer updates it, and does not allow new functions to use it, or soon will not.',
      deprecated: true,
    })),
  ],
};

/** What new functions use. */
export const usualRuntime = 'nodejs22.x';

/** The runtimes that can replace a deprecated one, the usual or newest first; none if the runtime is not deprecated. */
export function successorsOf(runtime: string): readonly string[] {
  const family = deprecated.find(([value]) => value === runtime)?.[1];
  const values = current.filter((candidate) => candidate.family === family).map(({ value }) => value);
  return values.includes(usualRuntime) ? [...new Set([usualRuntime, ...values])] : values;
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
