// Rights that a role gives to a function without an effect, or only because other functions have the same role. The role
// that the descriptor makes for each function does without them, and the report says so.
import { dataResources } from '../../language/data-resources.ts';
import type { DataResourceRecord } from '../../language/index.ts';
import type { Place, SourceValue } from '../source.ts';
import type { Draft } from './draft.ts';
import type { Planned } from './plan.ts';
import { roleOf } from './policies.ts';
import { isSame, wordsOf } from './references.ts';
import { dataIn, functionIn, property, type Member } from './stack.ts';

/** Actions that a function does not need on a resource. */
export interface NeedlessActions {
  readonly reason: 'polling' | 'no effect';
  readonly actions: readonly string[];
  readonly resource: SourceValue;
}

export interface Needless extends NeedlessActions {
  readonly role: Member;
  /** The resource ID of the function. */
  readonly lambda: string;
  readonly place: Place;
}

/** Those of the actions that the function does not need on the resource. */
export function needlessOf(
  draft: Draft,
  lambda: Planned,
  role: Member,
  actions: readonly string[],
  resource: SourceValue,
): NeedlessActions | undefined {
  const pollers = actions.length > 0 ? pollersBy(draft, role, actions, resource) : [];
  if (pollers.length > 0) return pollers.includes(lambda) ? undefined : { reason: 'polling', actions, resource };
  const without = actions.filter((action) => hasNoEffect(draft, action, resource));
  return without.length > 0 ? { reason: 'no effect', actions: without, resource } : undefined;
}

const streamActions: readonly string[] = dataResources['dynamodb-table'].trigger.actions;

/** Whether the action is one of streams, on a table. */
function hasNoEffect({ stack }: Draft, action: string, resource: SourceValue): boolean {
  const lead = dataIn(stack, resource);
  const isTable = lead?.member.type === dataResources['dynamodb-table'].awsType && !lead.path.startsWith('/stream');
  return isTable && streamActions.includes(action);
}

/** The functions with that role for which Lambda polls the resource, if the actions are those that it needs for it. */
export function pollersBy(
  draft: Draft,
  role: Member,
  actions: readonly string[],
  resource: SourceValue,
): readonly Planned[] {
  const isPolling = Object.values(dataResources).some(({ trigger }: DataResourceRecord) =>
    actions.every((action) => trigger.kind === 'polled' && trigger.actions.includes(action)),
  );
  if (!isPolling) return [];
  return draft.stack.ofType('AWS::Lambda::EventSourceMapping').flatMap((mapping) => {
    if (!isSameSource(draft, property(mapping, 'EventSourceArn'), resource)) return [];
    const lambda = functionIn(draft.stack, property(mapping, 'FunctionName'))?.member;
    const planned = draft.plan.find(lambda?.logicalId);
    return lambda && planned && roleOf(draft.stack, lambda) === role ? [planned] : [];
  });
}

function isSameSource({ stack }: Draft, one: SourceValue | undefined, other: SourceValue): boolean {
  if (isSame(one, other)) return true;
  const [first, second] = [dataIn(stack, one), dataIn(stack, other)];
  return first !== undefined && first.member === second?.member && first.path === second.path;
}

/** Reports them: one entry for each role and reason. */
export function reportNeedless({ entries }: Draft, all: readonly Needless[]): void {
  const groups = new Map<string, Needless[]>();
  for (const one of all) {
    const key = `${one.role.logicalId} ${one.reason}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  for (const group of groups.values()) {
    const [first] = group;
    if (!first) continue;
    const rights = new Set(group.map(({ actions, resource }) => `${actions.join(', ')} on ${wordsOf(resource)}`));
    const lambdas = new Set(group.map(({ lambda }) => lambda));
    const isPolling = first.reason === 'polling';
    entries.push({
      kind: 'changed',
      what: `Rights of ${[...lambdas].join(', ')}`,
      place: first.place,
      before: [...rights].join(', '),
      after: 'not allowed',
      why: isPolling
        ? 'Only a function that the queue or stream invokes needs them. The source has one role for several functions.'
        : 'They are rights on streams, which have no effect on a table.',
      todo: isPolling ? 'Add a connection or permissions to a function that polls on its own.' : undefined,
    });
  }
}
