// The template while it is made, and what the report says about it.
import type { ReportEntry } from '../report.ts';
import type { SourceResource } from '../source-template.ts';
import { madeMap, type Made, type Place, type SourceEntry } from '../source.ts';
import type { Unresolved } from './unresolved.ts';

interface Grant {
  readonly statement: Made;
  /** The function for whose event it is. */
  readonly function: string | undefined;
}

/** The template while it is made. */
export class Draft {
  readonly resources = new Map<string, SourceResource>();
  readonly conditions = new Map<string, SourceEntry>();
  readonly entries: ReportEntry[] = [];
  /** Rights that functions need for their settings and events. */
  readonly grants: Grant[] = [];
  /** The variables that have become references to the Parameter Store. */
  readonly dynamicReferences = new Set<Unresolved>();
  private readonly numbers = new Map<string, number>();

  add(
    id: string,
    type: string,
    place: Place,
    properties: Readonly<Record<string, Made | undefined>>,
    more: Partial<SourceResource> = {},
  ): void {
    this.resources.set(id, { type, place, properties: madeMap(place, properties), attributes: new Map(), ...more });
  }

  /** Adds what the tool adds on its own. */
  addImplied(id: string, type: string, place: Place, properties: Readonly<Record<string, Made | undefined>>): void {
    this.add(id, type, place, properties, { isImplied: true });
  }

  /** Adds a right to the role that all functions share, and to the own role of the function that has the event. */
  grant(actions: readonly string[], resource: Made, event?: { readonly name: string }): void {
    const statement = { Effect: 'Allow', Action: actions, Resource: [resource] };
    this.grants.push({ statement, function: event?.name });
  }

  /** Permits a service of AWS to invoke a function. */
  allow(id: string, service: string, target: Made, place: Place, source?: Made): void {
    this.addImplied(id, 'AWS::Lambda::Permission', place, {
      FunctionName: target,
      Action: 'lambda:InvokeFunction',
      Principal: `${service}.amazonaws.com`,
      SourceArn: source,
      // The ARN of a bucket does not say whose it is.
      SourceAccount: service === 's3' ? { Ref: 'AWS::AccountId' } : undefined,
    });
  }

  /** 1 for the first time that it is asked for a key, then 2. */
  nextNumber(key: string): number {
    const number = (this.numbers.get(key) ?? 0) + 1;
    this.numbers.set(key, number);
    return number;
  }

  leaveOut(what: string, place: Place, why: string, todo: string): void {
    this.entries.push({ kind: 'left out', what, place, why, todo });
  }
}
