// The section `cloudformation` of the descriptor: what the language cannot say, with the logical IDs of the generated
// template.
import type { OverlaySection } from '../facts.ts';
import {
  made,
  madeMap,
  valueAt,
  type SourceEntry,
  type SourceMap,
  type SourceValue,
  type Unreadable,
} from '../source.ts';
import { isProtected } from './apis.ts';
import { conditionsOf } from './conditions.ts';
import { difference } from './difference.ts';
import type { Draft, Fate } from './draft.ts';
import { Names, type Generated } from './names.ts';
import { isConsumed, parameterFacts } from './parameters.ts';
import { callIn, wordsOf } from './references.ts';
import { addRights } from './role-policies.ts';
import type { RoleRest } from './rights.ts';
import { dataTypes, type Member } from './stack.ts';

/**
 * @param rests what the generated role of a function lacks, by the resource ID of the function
 * @returns a refusal if an API would become more open than it was
 */
export function overlayOf(
  draft: Draft,
  generated: Generated,
  rests: ReadonlyMap<string, RoleRest>,
): ReadonlyMap<OverlaySection, SourceMap> | Unreadable {
  const names = new Names(draft, generated);
  const { stack, plan, fates } = draft;
  const opened = stack
    .ofType('AWS::ApiGatewayV2::Route')
    .find((route) => !fates.has(route.logicalId) && !names.kept.has(route.logicalId) && isProtected(route.properties));
  if (opened) {
    const what = `the route ${opened.logicalId}, which not everyone can use, refers to something that is not in the imported files or is left out`;
    return { unreadable: `${what}. Without the route, the API could be open to everyone`, place: opened.place };
  }
  const resources: Entries = new Map();
  const add = (name: string, body: SourceMap): void => {
    const known = resources.get(name)?.value;
    resources.set(name, { place: body.place, value: known?.kind === 'map' ? merged(known, body) : body });
  };
  for (const member of stack.members) {
    const fate = fates.get(member.logicalId);
    if (!fate) addKept(member, names, add);
    else if (fate.kind === 'part') addDifference(member, fate, stack.isOwn, names, add);
  }
  addRights(rests, names, plan, add);
  const { parameters, mappings, conditions, outputs } = stack.template;
  const byCondition = conditionsOf(draft, names);
  for (const [name, body] of byCondition.resources) add(name, body);
  const sections: readonly (readonly [OverlaySection, Entries])[] = [
    ['Parameters', parametersOf(draft, names, parameters)],
    ['Mappings', new Map(mappings?.entries)],
    ['Conditions', sectionOf('Conditions', conditions, names)],
    ['Resources', resources],
    ['Outputs', new Map([...sectionOf('Outputs', outputs, names), ...newOutputs(byCondition.outputs, outputs)])],
  ];
  const found = sections.flatMap(([name, entries]) => {
    const [first] = entries.values();
    return first ? [[name, { kind: 'map', place: first.place, entries } satisfies SourceMap] as const] : [];
  });
  return new Map(found);
}

/** Without those of the source, which says itself whether they have a condition. */
function newOutputs(found: ReadonlyMap<string, SourceEntry>, outputs: SourceMap | undefined): Entries {
  return new Map([...found].filter(([name]) => outputs?.entries.has(name) !== true));
}

type Entries = Map<string, SourceEntry>;
type Add = (name: string, body: SourceMap) => void;

/** A resource that the language does not have, as it is. */
function addKept(member: Member, names: Names, add: Add): void {
  const name = names.kept.get(member.logicalId);
  if (name === undefined) return;
  const { place, properties, type, attributes } = member;
  const kept = [...attributes].flatMap(([key, value]) => {
    if (key === 'Metadata') return isOfTool(value) ? [] : [[key, value] as const];
    if (key !== 'DependsOn') return [[key, value] as const];
    const dependencies = names.dependencies(value);
    return dependencies.length > 0 ? [[key, made(place, dependencies)] as const] : [];
  });
  const isUpstream = names.isUpstream(member.logicalId);
  const whole = properties && (isUpstream ? names.renamed(properties) : names.renamedWithStage(properties));
  add(name, madeMap(place, { Type: type, ...Object.fromEntries(kept), Properties: whole }));
}

/** What a resource has besides what the descriptor says of it. */
function addDifference(member: Member, fate: Fate & { kind: 'part' }, isExact: boolean, names: Names, add: Add): void {
  const name = names.ofPart(fate.part);
  // What a permission has besides is made for its service.
  if (name === undefined || /permission$/i.test(fate.part.kind)) return;
  const { place, properties, type, logicalId } = member;
  const attributes = differingAttributes(member, names, name, fate.part.kind === 'resource');
  const source = properties && names.renamed(properties);
  const generated = valueAt(names.resource(name), 'Properties');
  const differing = difference(type, asMap(source), asMap(generated), fate.settled, isExact);
  const kept = [...differing].flatMap(([key, entry]) => {
    // Without it, everyone could connect: what it refers to that is missing is an error, and the file is refused.
    const isKept = key === 'AuthorizationType';
    const value = isKept ? entry.value : completeParts(`${key} of ${logicalId}`, entry.value, names);
    return value ? [[key, { ...entry, value }] as const] : [];
  });
  const changed: SourceMap | undefined = kept.length > 0 ? { kind: 'map', place, entries: new Map(kept) } : undefined;
  if (changed || Object.keys(attributes).length > 0) add(name, madeMap(place, { ...attributes, Properties: changed }));
}

/** Without the members that refer to something that is not there. */
function completeParts(what: string, value: SourceValue, names: Names): SourceValue | undefined {
  if (value.kind !== 'map' || callIn(value)) return names.isComplete(what, value) ? value : undefined;
  const entries = [...value.entries].flatMap(([key, entry]) => {
    const inner = completeParts(`${key} in ${what}`, entry.value, names);
    return inner ? [[key, { ...entry, value: inner }] as const] : [];
  });
  return entries.length > 0 ? { ...value, entries: new Map(entries) } : undefined;
}

function asMap(value: SourceValue | undefined): SourceMap | undefined {
  return value?.kind === 'map' ? value : undefined;
}

/** Parts of a resource have no attributes of their own, except what they depend on. */
function differingAttributes(
  { attributes, place, type }: Member,
  names: Names,
  name: string,
  isWhole: boolean,
): Record<string, SourceValue> {
  const generated = names.resource(name);
  const kept = new Set([...names.kept.values(), ...(dataTypes.includes(type) ? names.dataResources() : [])]);
  const found = [...attributes].flatMap(([key, value]) => {
    if (key === 'Condition' || (!isWhole && key !== 'DependsOn')) return [];
    if (key === 'Metadata') return isOfTool(value) ? [] : [[key, value] as const];
    if (key === 'DependsOn') {
      const others = names.dependencies(value).filter((one) => kept.has(one));
      return others.length > 0 ? [[key, made(place, others)] as const] : [];
    }
    return isSameAttribute(value, valueAt(generated, key)) ? [] : [[key, value] as const];
  });
  return Object.fromEntries(found);
}

function isSameAttribute(source: SourceValue, generated: SourceValue | undefined): boolean {
  const [one, other] = [wordsOf(source), generated ? wordsOf(generated) : 'Delete'];
  // Both keep what is deployed.
  return one === other || (one.startsWith('Retain') && other.startsWith('Retain'));
}

function parametersOf(draft: Draft, { generated }: Names, parameters: SourceMap | undefined): Entries {
  const own = new Set(parameterFacts(draft).map(({ name }) => name));
  const found: Entries = new Map();
  for (const [name, entry] of parameters?.entries ?? []) {
    const ours = valueAt(generated.template, 'Parameters', name);
    if (entry.value.kind !== 'map' || (isConsumed(name) && !ours)) continue;
    if (!own.has(name) && !isConsumed(name)) {
      if (!ours) found.set(name, entry);
      continue;
    }
    const entries = difference('', entry.value, asMap(ours), new Set());
    if (entries.size > 0) found.set(name, { ...entry, value: { ...entry.value, entries } });
  }
  return found;
}

function sectionOf(section: 'Conditions' | 'Outputs', source: SourceMap | undefined, names: Names): Entries {
  const found: Entries = new Map();
  for (const [key, entry] of source?.entries ?? []) {
    if (key === 'CDKMetadataAvailable') continue;
    const value = names.renamedWithStage(entry.value);
    const what = `${section === 'Outputs' ? 'Output' : 'Condition'} ${key}`;
    const generated = valueAt(names.generated.template, section, key);
    const isOurs = wordsOf(withoutDescription(value)) === wordsOf(generated && withoutDescription(generated));
    if (!isOurs && names.isComplete(what, value)) found.set(key, { ...entry, value });
  }
  return found;
}

/** That of an output of ours follows from the resource. */
function withoutDescription(value: SourceValue): SourceValue {
  if (value.kind !== 'map') return value;
  return { ...value, entries: new Map([...value.entries].filter(([key]) => key !== 'Description')) };
}

function isOfTool(metadata: SourceValue): boolean {
  const keys = metadata.kind === 'map' ? [...metadata.entries.keys()] : [];
  return keys.every((key) => /^(?:aws:|SamResourceId$|BuildMethod$|Docker)/.test(key));
}

function merged(one: SourceMap, other: SourceMap): SourceMap {
  const entries = new Map(one.entries);
  for (const [key, entry] of other.entries) {
    const known = entries.get(key)?.value;
    const value = known?.kind === 'map' && entry.value.kind === 'map' ? merged(known, entry.value) : entry.value;
    entries.set(key, { ...entry, value });
  }
  return { ...one, entries };
}
