// Resources to which the overlay gives a condition, though something always refers to them.
import { callOf, referencesOf, type Written } from '../model/intrinsics.ts';
import type { Conditional } from '../model/overlay.ts';
import type { Project } from '../model/project.ts';
import { findEntry } from '../syntax/tree.ts';
import { writtenValue } from './deployed-value.ts';
import { templateDocument, type Template } from './template.ts';

/** In the order of the file. What refers to such a resource under any condition may be right. */
export function conditionalsOf({ overlay }: Project, template: Template): readonly Conditional[] {
  const found = overlay.entries.flatMap(({ section, name, map }) => {
    const condition = section === 'Resources' && map ? findEntry(map, 'Condition')?.value : undefined;
    return condition?.kind === 'scalar' && condition.tag === undefined ? [{ name, condition }] : [];
  });
  if (found.length === 0) return [];
  const users = usersIn(writtenValue(templateDocument(template, 'json')));
  return found.flatMap((one) => {
    const user = users.get(one.name);
    return user ? [{ ...one, user }] : [];
  });
}

/** The first resource or output that refers to each resource without a condition. */
function usersIn(document: Written): ReadonlyMap<string, Conditional['user']> {
  const users = new Map<string, Conditional['user']>();
  for (const [section, content] of [['Resources', 'Properties'] as const, ['Outputs', 'Value'] as const]) {
    const all = valueAt(document, section);
    for (const { key, value } of all?.kind === 'map' ? all.entries : []) {
      if (valueAt(value, 'Condition')) continue;
      for (const name of always(valueAt(value, content))) {
        if (!users.has(name)) users.set(name, { section, name: key.text });
      }
    }
  }
  return users;
}

/** The names to which the value refers outside of `Fn::If`. */
function* always(node: Written | undefined, ignoresTag = false): Iterable<string> {
  if (!node || node.kind === 'alias') return;
  const call = callOf(node, ignoresTag);
  if (call?.name === 'Fn::If') return;
  for (const { to, name } of call ? referencesOf(call) : []) if (to === 'value' || to === 'resource') yield name;
  if (call?.isShort) yield* always(node, true);
  else if (node.kind === 'list') for (const { value } of node.items) yield* always(value);
  else if (node.kind === 'map') for (const { value } of node.entries) yield* always(value);
}

function valueAt(node: Written | undefined, name: string): Written | undefined {
  return node?.kind === 'map' ? node.entries.find(({ key }) => key.text === name)?.value : undefined;
}
