// Conditions of resources that the descriptor has: what is generated for such a resource exists under the same condition.
import { made, madeMap, valueAt, type SourceEntry, type SourceMap, type SourceValue } from '../source.ts';
import type { Draft } from './draft.ts';
import type { Names } from './names.ts';
import { isSame, plainText, referencesIn } from './references.ts';

export interface Conditional {
  /** What is laid over the generated resources and outputs, by their logical IDs. */
  readonly resources: ReadonlyMap<string, SourceMap>;
  readonly outputs: ReadonlyMap<string, SourceEntry>;
}

/** The conditions of the generated resources: those of the source, and those of what they refer to. */
export function conditionsOf(draft: Draft, names: Names): Conditional {
  const conditions = new Map<string, SourceValue>();
  /** Those that have a counterpart in the source, which decides whether they have a condition. */
  const decided = new Set<string>();
  for (const { logicalId, attributes } of draft.stack.members) {
    const fate = draft.fates.get(logicalId);
    const name = fate?.kind === 'part' ? names.ofPart(fate.part) : undefined;
    const condition = attributes.get('Condition');
    if (name === undefined) continue;
    decided.add(name);
    if (fate?.kind === 'part' && draft.resources.get(fate.part.id)?.type === 'lambda-function') {
      const { id } = fate.part;
      for (const kind of ['role', 'logGroup'] as const) if (!condition) decided.add(names.ofPart({ kind, id }) ?? name);
    }
    if (condition) conditions.set(name, condition);
  }
  if (conditions.size === 0) return { resources: new Map(), outputs: new Map() };
  spread(conditions, decided, valueAt(names.generated.template, 'Resources'));
  return {
    resources: new Map(
      [...conditions].flatMap(([name, value]) =>
        isSame(value, valueAt(names.resource(name), 'Condition'))
          ? []
          : [[name, madeMap(value.place, { Condition: value })] as const],
      ),
    ),
    outputs: conditionalOutputs(conditions, valueAt(names.generated.template, 'Outputs')),
  };
}

/** What refers to a conditional resource is conditional as well, unless the source decides otherwise. */
function spread(
  conditions: Map<string, SourceValue>,
  decided: ReadonlySet<string>,
  resources: SourceValue | undefined,
): void {
  const users = new Map<string, string[]>();
  for (const [name, { value }] of resources?.kind === 'map' ? resources.entries : []) {
    const ids = new Set([...referencesIn(valueAt(value, 'Properties'))].map(({ id }) => id));
    for (const id of ids) users.set(id, [...(users.get(id) ?? []), name]);
  }
  const waiting = [...conditions.keys()];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const condition = conditions.get(name);
    for (const user of users.get(name) ?? []) {
      if (!condition || decided.has(user) || conditions.has(user)) continue;
      conditions.set(user, condition);
      waiting.push(user);
    }
  }
}

function conditionalOutputs(
  conditions: ReadonlyMap<string, SourceValue>,
  outputs: SourceValue | undefined,
): ReadonlyMap<string, SourceEntry> {
  const found = new Map<string, SourceEntry>();
  for (const [name, { value }] of outputs?.kind === 'map' ? outputs.entries : []) {
    const [condition] = [...referencesIn(value)].flatMap(({ id }) => conditions.get(id) ?? []);
    const text = plainText(condition);
    if (!condition || text === undefined) continue;
    const { place } = condition;
    found.set(name, { place, value: madeMap(place, { Condition: made(place, text) }) });
  }
  return found;
}
