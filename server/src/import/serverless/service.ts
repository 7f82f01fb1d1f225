// A Serverless service, with the values of its variables: its functions, their events, and the settings that they share.
import { valueAt, type Place, type SourceEntry, type SourceMap, type SourceValue } from '../source.ts';
import { quote } from '../../wording.ts';
import type { Draft } from './draft.ts';
import { merged } from './merge.ts';
import { packagedTemplate } from './unresolved.ts';
import type { Variables } from './variables.ts';

export interface Service {
  readonly name: string;
  readonly stage: string;
  readonly place: Place;
  readonly provider: SourceMap | undefined;
  readonly functions: readonly ServiceFunction[];
  /** The names of packages. */
  readonly plugins: readonly Named[];
  /** The sections that are read elsewhere: `resources`, `layers`, `package`. */
  readonly sections: ReadonlyMap<string, SourceEntry>;
  readonly variables: Variables;
}

export interface Named {
  readonly name: string;
  readonly place: Place;
}

export interface ServiceFunction extends Named {
  readonly definition: SourceMap;
  readonly events: readonly FunctionEvent[];
}

/** `websocket: $connect`, in the list of a function's events. */
export interface FunctionEvent {
  readonly type: string;
  readonly place: Place;
  readonly value: SourceValue;
  /** Its position in the list, from 1. */
  readonly number: number;
}

/** The functions of the section, with what cannot be read in the report. */
export function functionsIn(
  section: SourceValue | undefined,
  variables: Variables,
  draft: Draft,
): readonly ServiceFunction[] {
  const map = asMap(section, 'Functions', variables, draft);
  return [...(map?.entries ?? [])].flatMap(([name, { place, value }]) => {
    // A function whose value is empty does not exist.
    if (value.kind === 'scalar' && value.value === null) return [];
    const definition = asMap(value, `Function ${quote(name)}`, variables, draft);
    return definition ? [{ name, place, definition, events: eventsIn(name, definition, variables, draft) }] : [];
  });
}

/** A section that is a map, or a list of maps that are merged. */
export function asMap(
  value: SourceValue | undefined,
  what: string,
  variables: Variables,
  draft: Draft,
): SourceMap | undefined {
  if (!value || (value.kind === 'scalar' && value.value === null)) return undefined;
  const unresolved = variables.unresolved.at(value);
  if (unresolved) {
    draft.leaveOut(
      what,
      unresolved.place,
      `${quote(unresolved.variable)} has no known value. ${unresolved.reason}`,
      `${packagedTemplate}.`,
    );
    return undefined;
  }
  if (value.kind === 'map') return value;
  if (value.kind === 'list') {
    const maps = value.items.flatMap((item) => asMap(item, what, variables, draft) ?? []);
    return maps.length === 0 ? undefined : maps.reduce((all, map) => merged(all, map));
  }
  draft.leaveOut(what, value.place, 'It is no map.', 'Correct it in the service, and import it again.');
  return undefined;
}

function eventsIn(name: string, definition: SourceMap, variables: Variables, draft: Draft): readonly FunctionEvent[] {
  const list = valueAt(definition, 'events');
  if (!list || (list.kind === 'scalar' && list.value === null)) return [];
  if (list.kind !== 'list') {
    asMap(list, `Events of function ${quote(name)}`, variables, draft);
    if (list.kind === 'map' && !variables.unresolved.at(list)) {
      draft.leaveOut(
        `Events of function ${quote(name)}`,
        list.place,
        'They are no list.',
        'Correct them in the service, and import it again.',
      );
    }
    return [];
  }
  return list.items.flatMap((item, index) => {
    const map = asMap(item, `An event of function ${quote(name)}`, variables, draft);
    const [first, ...others] = map?.entries ?? [];
    if (!map || !first) return [];
    const [type, { place, value }] = first;
    // `- websocket:` with its properties beside it instead of below it.
    if (value.kind === 'scalar' && value.value === null && others.length > 0) {
      return [{ type, place, value: { ...map, entries: new Map(others) }, number: index + 1 }];
    }
    return [...map.entries].map(([key, entry]) => ({ type: key, ...entry, number: index + 1 }));
  });
}

/** Puts an event in the report. */
export function leaveOutEvent({ type, place }: FunctionEvent, fn: ServiceFunction, draft: Draft, why?: string): void {
  draft.leaveOut(
    `Event ${quote(type)} of function ${quote(fn.name)}`,
    place,
    why ??
      (type.startsWith('http')
        ? 'It is a route of an HTTP API, which a project file does not have.'
        : 'A project file has no such trigger.'),
    'Deploy it with another stack, or copy its resources to `cloudformation` from the template that `serverless package` writes.',
  );
}
