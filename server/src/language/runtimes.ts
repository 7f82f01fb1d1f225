// The runtimes of AWS Lambda. AWS adds some and retires others; an unknown one is therefore never an error.
import type { EnumType, EnumValue } from './definition.ts';

const current: readonly (readonly [string, string])[] = [
  ['nodejs24.x', 'Node.js 24'],
  ['nodejs22.x', 'Node.js 22'],
  ['python3.14', 'Python 3.14'],
  ['python3.13', 'Python 3.13'],
  ['python3.12', 'Python 3.12'],
  ['python3.11', 'Python 3.11'],
  ['python3.10', 'Python 3.10'],
  ['java25', 'Java 25'],
  ['java21', 'Java 21'],
  ['java17', 'Java 17'],
  ['java11', 'Java 11'],
  ['java8.al2', 'Java 8'],
  ['dotnet10', '.NET 10'],
  ['dotnet8', '.NET 8'],
  ['ruby3.4', 'Ruby 3.4'],
  ['ruby3.3', 'Ruby 3.3'],
  ['provided.al2023', 'a custom runtime on Amazon Linux 2023'],
  ['provided.al2', 'a custom runtime on Amazon Linux 2'],
];

const retired: readonly string[] = [
  'nodejs20.x',
  'nodejs18.x',
  'nodejs16.x',
  'nodejs14.x',
  'nodejs12.x',
  'nodejs10.x',
  'python3.9',
  'python3.8',
  'python3.7',
  'python3.6',
  'python2.7',
  'java8',
  'dotnet6',
  'dotnet7',
  'dotnet5.0',
  'dotnetcore3.1',
  'dotnetcore2.1',
  'go1.x',
  'ruby3.2',
  'ruby2.7',
  'ruby2.5',
  'provided',
];

export const runtimes: EnumType = {
  kind: 'enum',
  noun: 'a runtime',
  open: true,
  values: [
    ...current.map(([value, label]): EnumValue => ({ value, docs: `Runs the function on ${label}.` })),
    ...retired.map((value): EnumValue => ({
      value,
      docs: 'Retired: AWS no longer updates it, and refuses to create functions with it.',
      deprecated: true,
    })),
  ],
};
