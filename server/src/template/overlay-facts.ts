// What rules need to know of a template and the overlay over it: what is generated, which references go in a circle, and what
// the overlay makes less safe.
import { groupBy } from '../model/group-by.ts';
import type { Circle, OverlayFacts, OverlayReference } from '../model/overlay.ts';
import type { Project } from '../model/project.ts';
import { deployedOf } from './deployed.ts';
import { conditionalsOf } from './overlay-conditionals.ts';
import { openingsOf } from './overlay-openings.ts';
import type { Template } from './template.ts';

export function overlayFacts(project: Project, template: Template): OverlayFacts {
  const names = (parts: readonly { readonly logicalId: string }[]): ReadonlySet<string> =>
    new Set(parts.map(({ logicalId }) => logicalId));
  const resources = new Map(template.resources.map((resource) => [resource.logicalId, resource]));
  return {
    types: new Map(template.resources.map(({ logicalId, type }) => [logicalId, type])),
    propertiesOf: (logicalId) => resources.get(logicalId)?.properties.entries.map(({ key }) => key) ?? [],
    generated: {
      Parameters: names(template.parameters),
      Mappings: new Set(),
      Conditions: names(template.conditions),
      Outputs: names(template.outputs),
    },
    circles: () => circlesOf(project, template),
    openings: () => openingsOf(project, template),
    conditionals: () => conditionalsOf(project, template),
  };
}

/** One circle for each group of resources or conditions that depend on each other. */
function circlesOf({ overlay }: Project, template: Template): readonly Circle[] {
  const needs = circular(dependencies(overlay.entries, template));
  if (needs.size === 0) return [];
  const reported = new Set<string>();
  return overlay.entries.flatMap(({ section, name, references }): Circle[] => {
    const kind = section === 'Resources' ? 'resource' : section === 'Conditions' ? 'condition' : undefined;
    if (!kind) return [];
    for (const reference of references) {
      const from = keyOf(kind, name);
      const target = keyOfTarget(reference, kind);
      const path = reported.has(from) || !needs.has(target) ? undefined : pathBetween(target, from, needs);
      if (!path) continue;
      for (const key of path) reported.add(key);
      return [{ reference, path: [name, ...path.map(nameOf)] }];
    }
    return [];
  });
}

/** What cannot be referred to by the resource or condition with that name, because it needs that, and the name itself. */
export function needing(users: Users, kind: 'resource' | 'condition', name: string): ReadonlySet<string> {
  const found = new Set([keyOf(kind, name)]);
  for (const key of found) for (const { user } of users.get(key) ?? []) found.add(user);
  return new Set([...found].map(nameOf));
}

/** Resources and conditions by their keys, with what needs each of them. */
export type Users = ReadonlyMap<string, readonly { readonly user: string }[]>;

export function usersIn({ overlay }: Project, template: Template): Users {
  return usersBy(dependencies(overlay.entries, template));
}

function usersBy(all: Dependencies): Users {
  const uses = [...all].flatMap(([user, needs]) => [...needs].map((need) => ({ user, need })));
  return groupBy(uses, ({ need }) => need);
}

/** Resources and conditions by their keys, with the keys of what each of them needs. */
type Dependencies = ReadonlyMap<string, ReadonlySet<string>>;

function dependencies(entries: Project['overlay']['entries'], template: Template): Dependencies {
  const needs = new Map<string, Set<string>>();
  for (const [name, { properties, attributes }] of deployedOf(template).resources) {
    const values = [...properties.values(), ...attributes.values()];
    const used = values.flatMap(({ references }) => [...references].map((id) => keyOf('resource', id)));
    needs.set(keyOf('resource', name), new Set(used));
  }
  for (const { section, name, references } of entries) {
    if (section !== 'Conditions') continue;
    const used = references.filter(({ to }) => to === 'condition').map((one) => keyOf('condition', one.name));
    needs.set(keyOf('condition', name), new Set(used));
  }
  return needs;
}

/** Without those that depend on nothing that is left, one after another. */
function circular(all: Dependencies): Dependencies {
  const users = usersBy(all);
  const left = new Map(
    [...all].map(([key, needs]) => [key, new Set([...needs].filter((need) => all.has(need)))] as const),
  );
  const free = [...left].flatMap(([key, needs]) => (needs.size === 0 ? [key] : []));
  for (let key = free.pop(); key !== undefined; key = free.pop()) {
    left.delete(key);
    for (const { user } of users.get(key) ?? []) {
      const needs = left.get(user);
      if (needs?.delete(key) && needs.size === 0) free.push(user);
    }
  }
  return left;
}

function keyOf(kind: 'resource' | 'condition', name: string): string {
  return `${kind} ${name}`;
}

function keyOfTarget({ name, to }: OverlayReference, from: 'resource' | 'condition'): string {
  const kind = to === 'condition' ? 'condition' : 'resource';
  return kind === from ? keyOf(kind, name) : '';
}

function nameOf(key: string): string {
  return key.replace(/^\w+ /, '');
}

/** The shortest way from one to the other, with both; undefined if there is none. */
function pathBetween(from: string, to: string, needs: Dependencies): readonly string[] | undefined {
  const before = new Map<string, string | undefined>([[from, undefined]]);
  for (const key of before.keys()) {
    if (key === to) return wayTo(key, before);
    for (const next of needs.get(key) ?? []) if (!before.has(next)) before.set(next, key);
  }
  return undefined;
}

function wayTo(key: string, before: ReadonlyMap<string, string | undefined>): readonly string[] {
  const way: string[] = [];
  for (let at: string | undefined = key; at !== undefined; at = before.get(at)) way.unshift(at);
  return way;
}
