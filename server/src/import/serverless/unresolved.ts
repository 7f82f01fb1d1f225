// What takes the place of variables whose value is not in the files of a service: parameters of the template. The fallback
// of a variable is the default of its parameter.
import { capitalize, quote } from '../../wording.ts';
import type { ReportEntry } from '../report.ts';
import { madeMap, textAt, type Place, type SourceEntry, type SourceMap, type SourceValue } from '../source.ts';

/** A variable whose value cannot be known. */
export interface Unknown {
  /** As it is written. */
  readonly variable: string;
  /** What it names, such as `/chat/token`. */
  readonly subject: string;
  readonly place: Place;
  /** A sentence. */
  readonly reason: string;
  readonly fallback?: string | undefined;
  /** The path in the Parameter Store, if the variable is nothing else and has no fallback. */
  readonly ssm?: string | undefined;
}

export interface Unresolved extends Unknown {
  /** The name of the parameter. */
  readonly name: string;
}

export const packagedTemplate =
  'Run `serverless package` and import `.serverless/cloudformation-template-update-stack.json`, which has all values';

/** The longest name of a parameter. */
const maximumName = 64;

export class UnresolvedVariables {
  private readonly byVariable = new Map<string, Unresolved>();
  private readonly byReference = new Map<SourceValue, Unresolved>();
  private readonly names = new Set<string>();

  /** @param isTaken whether a name can be that of something else */
  constructor(private readonly isTaken: (name: string) => boolean) {}

  /** A reference to the parameter for a variable. */
  reference(unknown: Unknown): SourceMap {
    const known = this.byVariable.get(unknown.variable);
    const unresolved = known ?? { ...unknown, name: this.newName(unknown.subject) };
    this.byVariable.set(unknown.variable, unresolved);
    this.names.add(unresolved.name);
    const reference = madeMap(unknown.place, { Ref: unresolved.name });
    this.byReference.set(reference, unresolved);
    return reference;
  }

  get count(): number {
    return this.names.size;
  }

  /** The variable for which the value is a reference. */
  at(value: SourceValue | undefined): Unresolved | undefined {
    return value && this.byReference.get(value);
  }

  /** The parameters to which the values refer. */
  usedBy(values: Iterable<SourceValue>): readonly Unresolved[] {
    const names = namesIn(values);
    return [...this.byVariable.values()].filter(({ name }) => names.has(name));
  }

  private newName(subject: string): string {
    const words = subject.match(/[\dA-Za-z]+/g) ?? [];
    const name = words
      .map((word) => capitalize(/[a-z]/.test(word) ? word : word.toLowerCase()))
      .join('')
      .replace(/^\d*/, '')
      .slice(0, maximumName - 4);
    const isFree = (one: string): boolean => one !== '' && !this.isTaken(one) && !this.names.has(one);
    let free = name;
    for (let number = 1; !isFree(free); number += 1) free = `${name === '' ? 'Value' : name}${number}`;
    return free;
  }
}

export function parameterFor({ place, fallback }: Unresolved): SourceEntry {
  return { place, value: madeMap(place, { Type: 'String', Default: fallback }) };
}

export function entryFor({ variable, name, place, reason, fallback }: Unresolved): ReportEntry {
  return {
    kind: 'changed',
    what: `Variable ${quote(variable)}`,
    place,
    before: variable,
    after: `parameter ${name}`,
    why: reason,
    todo: `${packagedTemplate}, or give the parameter its value when you deploy${fallback === undefined ? '' : ', if it is not its default'}.`,
  };
}

/** For a variable that has become a reference to the Parameter Store. */
export function entryForReference({ variable, place, ssm }: Unresolved): ReportEntry {
  return {
    kind: 'changed',
    what: `Variable ${quote(variable)}`,
    place,
    before: variable,
    after: `{ssm: ${ssm}}`,
    why: 'CloudFormation reads the value when it deploys, and only one that is not encrypted.',
    todo: 'If it is a `SecureString`, let the function read it itself.',
  };
}

/** To which `Ref` and `Fn::Sub` refer. */
function namesIn(values: Iterable<SourceValue>): ReadonlySet<string> {
  const names = new Set<string>();
  const seen = new Set<SourceValue>();
  const remaining = [...values];
  for (let value = remaining.pop(); value; value = remaining.pop()) {
    if (seen.has(value)) continue;
    seen.add(value);
    if (value.kind === 'scalar') {
      for (const [, name = ''] of value.text.matchAll(/\$\{(\w+)\}/g)) names.add(name);
    } else if (value.kind === 'list') {
      remaining.push(...value.items);
    } else {
      const reference = textAt(value, 'Ref');
      if (reference !== undefined) names.add(reference);
      for (const entry of value.entries.values()) remaining.push(entry.value);
    }
  }
  return names;
}
