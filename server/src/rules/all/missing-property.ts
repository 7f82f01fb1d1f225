import { moveUnderResources } from '../../changes/resources.ts';
import {
  documentObject,
  findResourceDefinition,
  isRequired,
  resourceTypeEnum,
  type Plain,
} from '../../language/index.ts';
import type { Project } from '../../model/project.ts';
import type { Fault } from '../../model/fault.ts';
import { addEntries, fillEntry, setValue, type Edit } from '../../syntax/edits.ts';
import { findEntry, isEmpty, type MapNode } from '../../syntax/tree.ts';
import { writeFlow } from '../../syntax/write-value.ts';
import { faultsOf, fixBy, rule, type Fix } from '../rule.ts';
import { suggestedValue, suggestedValues } from '../missing-values.ts';
import { capitalize, quote, withinSentence } from '../../wording.ts';
import { t, translated } from '../../locale.ts';

type MissingProperty = Extract<Fault, { kind: 'missing-property' }>;

export const missingProperty = rule({
  id: 'missing-property',
  severity: 'error',
  summary: 'a required property that is missing or has no value',
  why: 'CloudFormation requires these properties itself, or messages could not be routed without them. None of them has a sensible default.',
  looksAt: 'fault',
  ofAbsence: true,
  check: (fault) => faultsOf(fault, 'missing-property'),
  message(fault) {
    const { property, object } = fault;
    const [first = ''] = translated(property.docs).split('. ');
    const meaning = withinSentence(first).replace(/\.$/, '');
    const owner = capitalize(translated(object.noun));
    const name = quote(property.name);
    if (isThere(fault)) return t`${name} has no value. ${owner} requires one: ${meaning}. Add it.`;
    return property.requiredUnless === undefined
      ? t`${name} is missing. ${owner} requires it: ${meaning}. Add it.`
      : t`${name} is missing. ${owner} requires it: ${meaning}. Add it, or use ${quote(property.requiredUnless)} instead.`;
  },
  *fixes(fault, project) {
    const { object, property, map, entry } = fault;
    if (object === documentObject) yield* fixBy(t`Move them under \`resources\``, moveUnderResources(project), true);
    const values = suggestedValues(property, map, entry, project);
    for (const value of values) {
      const edit = give(fault, value, project);
      const what = values.length === 1 ? property.name : `${property.name}: ${writeFlow(value, 'yaml')}`;
      const title = isThere(fault) ? t`Set \`${what}\`` : t`Add \`${what}\``;
      const preferred = values.length === 1 && (property.type !== resourceTypeEnum || isWhole(map, value));
      if (edit) yield { title, edits: [edit], preferred };
    }
    if (map && !isThere(fault)) yield* addAll(map, project);
  },
});

/** Whether the map has everything else that a resource of that type requires. */
function isWhole(map: MapNode | undefined, type: Plain): boolean {
  const has = (name: string): boolean => map !== undefined && !isEmpty(findEntry(map, name)?.value);
  const properties = (typeof type === 'string' ? findResourceDefinition(type)?.properties : undefined) ?? [];
  return properties.every(
    (property) => property.type === resourceTypeEnum || has(property.name) || !isRequired(property, has),
  );
}

/** Whether the key exists and only its value is missing. */
function isThere({ entry, property }: MissingProperty): boolean {
  return entry?.key.text === property.name;
}

function give(fault: MissingProperty, value: Plain, project: Project): Edit | undefined {
  const { property, map, entry } = fault;
  if (entry && isThere(fault)) return setValue(entry, value);
  if (map) return add(fault, map, [[property.name, value]], project);
  return entry && fillEntry(project.tree, entry, property.name, value);
}

/** One fix for everything that is missing from the same map, if that is more than one property. */
function* addAll(map: MapNode, project: Project): Iterable<Fix> {
  const absent = project.shape.faults.filter(
    (fault): fault is MissingProperty =>
      fault.kind === 'missing-property' && fault.map === map && fault.entry === undefined,
  );
  const additions = absent.flatMap((fault): [string, Plain][] => {
    const value = suggestedValue(fault.property, fault.map, project);
    return value === undefined ? [] : [[fault.property.name, value]];
  });
  const [first] = absent;
  if (!first || additions.length < 2) return;
  yield { title: t`Add all ${additions.length} missing properties`, edits: [add(first, map, additions, project)] };
}

/** After the closest existing property that precedes it in the definition, or else at the end. */
function add({ object, property }: MissingProperty, map: MapNode, entries: [string, Plain][], { tree }: Project): Edit {
  const names = object.properties.map(({ name }) => name);
  const before = names.slice(0, names.indexOf(property.name));
  const after = before.flatMap((name) => findEntry(map, name) ?? []).at(-1);
  return addEntries(tree, map, entries, after);
}
