// The section `cloudformation` of the descriptor: what the language cannot say, with the logical IDs of the generated
// template.
import type { Project } from '../../model/project.ts';
import type { OverlaySection } from '../facts.ts';
import { made, madeMap, valueAt, type SourceEntry, type SourceMap, type SourceValue } from '../source.ts';
import { logicalIdOf } from './counterparts.ts';
import { difference } from './difference.ts';
import type { Draft, Part } from './draft.ts';
import { isConsumed, parameterFacts } from './parameters.ts';
import { plainText, referencesIn, renamed, wordsOf, type Reference } from './references.ts';
import { roleProperties, type RestPolicy, type RoleRest } from './rights.ts';
import type { Member } from './stack.ts';

/** What is generated from the descriptor without an overlay. */
export interface Generated {
  readonly project: Project;
  readonly template: SourceMap | undefined;
}

/** @param rests what the generated role of a function lacks, by the resource ID of the function */
export function overlayOf(
  draft: Draft,
  generated: Generated,
  rests: ReadonlyMap<string, RoleRest>,
): ReadonlyMap<OverlaySection, SourceMap> {
  return new Overlay(draft, generated).sections(rests);
}

type Entries = Map<string, SourceEntry>;

class Overlay {
  /** The names of the resources that stay as they are. */
  private readonly kept = new Map<string, string>();
  private readonly resources: Entries = new Map();

  constructor(
    private readonly draft: Draft,
    private readonly generated: Generated,
  ) {
    for (const member of draft.stack.members) if (!draft.fates.has(member.logicalId)) this.keep(member);
    this.leaveOutTheLost();
  }

  sections(rests: ReadonlyMap<string, RoleRest>): ReadonlyMap<OverlaySection, SourceMap> {
    const { stack } = this.draft;
    for (const member of stack.members) this.addResource(member);
    this.addRights(rests);
    const { parameters, mappings, conditions, outputs } = stack.template;
    const sections: readonly (readonly [OverlaySection, Entries])[] = [
      ['Parameters', this.parameters(parameters)],
      ['Mappings', new Map(mappings?.entries)],
      ['Conditions', this.section('Conditions', conditions)],
      ['Resources', this.resources],
      ['Outputs', this.section('Outputs', outputs)],
    ];
    const found = sections.flatMap(([name, entries]) => {
      const [first] = entries.values();
      return first ? [[name, { kind: 'map', place: first.place, entries } satisfies SourceMap] as const] : [];
    });
    return new Map(found);
  }

  /** One that has the ID of a generated resource gets another one. */
  private keep(member: Member): void {
    const { entries, plan } = this.draft;
    const { logicalId, place } = member;
    const isTaken = valueAt(this.generated.template, 'Resources', logicalId) !== undefined;
    const name = isTaken ? plan.newName(`${logicalId}Own`) : logicalId;
    this.kept.set(logicalId, name);
    if (name === logicalId) return;
    const why =
      'A part of the descriptor has that logical ID. In a deployed stack, CloudFormation replaces the resource.';
    entries.push({ kind: 'changed', what: `Logical ID of ${logicalId}`, place, before: logicalId, after: name, why });
  }

  /** A resource that refers to something that is not there any more is not there either. */
  private leaveOutTheLost(): void {
    const { stack, entries } = this.draft;
    for (let isChanged = true; isChanged;) {
      isChanged = false;
      for (const logicalId of this.kept.keys()) {
        const member = stack.find(logicalId);
        const lost = [...referencesIn(member?.properties)].find((reference) => this.nameOf(reference) === undefined);
        if (!member || !lost) continue;
        this.kept.delete(logicalId);
        isChanged = true;
        entries.push({
          kind: 'left out',
          what: `${logicalId} (${member.type})`,
          place: member.place,
          why: `It refers to ${lost.id}, which the descriptor does not have.`,
          todo: 'Add it under cloudformation in another way if you need it.',
        });
      }
    }
  }

  /** The name in the generated template; undefined if it is not there. */
  private nameOf({ id }: Reference): string | undefined {
    if (id.startsWith('AWS::')) return id;
    const { stack, fates } = this.draft;
    if (valueAt(stack.template.parameters, id)) return id === 'BootstrapVersion' ? undefined : id;
    const fate = fates.get(id);
    if (!fate) return this.kept.get(id);
    return fate.kind === 'part' ? this.idOf(fate.part) : undefined;
  }

  /** The logical ID of a part, if the template has it. */
  private idOf(part: Part): string | undefined {
    const id = logicalIdOf(this.generated.project, part);
    return id !== undefined && valueAt(this.generated.template, 'Resources', id) ? id : undefined;
  }

  private addResource(member: Member): void {
    const fate = this.draft.fates.get(member.logicalId);
    const name = fate?.kind === 'part' ? this.idOf(fate.part) : this.kept.get(member.logicalId);
    if (name === undefined) return;
    const { place, properties, type } = member;
    if (fate?.kind !== 'part') {
      const whole =
        properties &&
        renamed(
          properties,
          (one) => this.nameOf(one),
          () => undefined,
        );
      const body = madeMap(place, { Type: type, ...this.attributesOf(member), Properties: whole });
      this.add(name, body);
      return;
    }
    const attributes = fate.part.kind === 'resource' ? this.ownAttributes(member, name) : {};
    if (fate.part.kind === 'permission' || fate.part.kind === 'authorizerPermission') return;
    const differing = difference(
      type,
      properties && this.renamedMap(properties),
      this.generatedProperties(name),
      fate.settled,
    );
    const kept = new Map([...differing].filter(([key, { value }]) => this.isThere(member, key, value)));
    const changed: SourceMap | undefined = kept.size > 0 ? { kind: 'map', place, entries: kept } : undefined;
    if (changed || Object.keys(attributes).length > 0)
      this.add(name, madeMap(place, { ...attributes, Properties: changed }));
  }

  private generatedProperties(name: string): SourceMap | undefined {
    const value = valueAt(this.generated.template, 'Resources', name, 'Properties');
    return value?.kind === 'map' ? value : undefined;
  }

  private renamedMap(map: SourceMap): SourceMap {
    const entries = [...map.entries].map(
      ([key, entry]) => [key, { ...entry, value: this.renamed(entry.value) }] as const,
    );
    return { ...map, entries: new Map(entries) };
  }

  private renamed(value: SourceValue): SourceValue {
    return renamed(
      value,
      (one) => this.nameOf(one) ?? `${lostMark}${one.id}`,
      () => undefined,
    );
  }

  /** Whether the value refers to nothing that is lost, which would be an error. */
  private isThere(member: Member, key: string, value: SourceValue): boolean {
    const lost = [...referencesIn(value)].find(({ id }) => id.startsWith(lostMark));
    if (!lost) return true;
    this.draft.entries.push({
      kind: 'left out',
      what: `${key} of ${member.logicalId}`,
      place: value.place,
      why: `It refers to ${lost.id.slice(lostMark.length)}, which the descriptor does not have.`,
      todo: 'Set it under cloudformation in another way if you need it.',
    });
    return false;
  }

  /** Of a resource that stays as it is. */
  private attributesOf({ attributes, place }: Member): Record<string, SourceValue> {
    const found: Record<string, SourceValue> = {};
    for (const [key, value] of attributes) {
      if (key === 'DependsOn') {
        const names = this.dependencies(value);
        if (names.length > 0) found[key] = made(place, names);
      } else if (key !== 'Metadata' || !isOfTool(value)) found[key] = value;
    }
    return found;
  }

  private dependencies(value: SourceValue): readonly string[] {
    const ids = value.kind === 'list' ? value.items.map(plainText) : [plainText(value)];
    const names = ids.flatMap((id) => (id === undefined ? [] : (this.nameOf({ id, attribute: undefined }) ?? [])));
    return [...new Set(names)];
  }

  /** Of a resource that the descriptor has: those that are not the same there. */
  private ownAttributes({ attributes, place }: Member, name: string): Record<string, SourceValue> {
    const found: Record<string, SourceValue> = {};
    const generated = valueAt(this.generated.template, 'Resources', name);
    for (const [key, value] of attributes) {
      const ours = valueAt(generated, key);
      if (key === 'DependsOn') {
        const kept = new Set(this.kept.values());
        const names = this.dependencies(value).filter((one) => kept.has(one));
        if (names.length > 0) found[key] = made(place, names);
      } else if (key === 'Metadata') {
        if (!isOfTool(value)) found[key] = value;
      } else if (
        wordsOf(value) !== wordsOf(ours) &&
        !isAlsoKept(value, ours) &&
        !(ours === undefined && plainText(value) === 'Delete')
      ) {
        found[key] = value;
      }
    }
    return found;
  }

  private add(name: string, body: SourceMap): void {
    const known = this.resources.get(name);
    const value = known?.value.kind === 'map' ? mergedMaps(known.value, body) : body;
    this.resources.set(name, { place: body.place, value });
  }

  private parameters(parameters: SourceMap | undefined): Entries {
    const own = new Set(parameterFacts(this.draft).map(({ name }) => name));
    const found: Entries = new Map();
    for (const [name, entry] of parameters?.entries ?? []) {
      const generated = valueAt(this.generated.template, 'Parameters', name);
      if (isConsumed(name) || entry.value.kind !== 'map') continue;
      if (!own.has(name)) {
        if (!generated) found.set(name, entry);
        continue;
      }
      const ours = generated?.kind === 'map' ? generated : undefined;
      const entries = difference('', entry.value, ours, new Set());
      if (entries.size > 0) found.set(name, { ...entry, value: { ...entry.value, entries } });
    }
    return found;
  }

  private section(name: 'Conditions' | 'Outputs', source: SourceMap | undefined): Entries {
    const found: Entries = new Map();
    for (const [key, entry] of source?.entries ?? []) {
      if (key === 'CDKMetadataAvailable') continue;
      const value = this.renamed(entry.value);
      const generated = valueAt(this.generated.template, name, key);
      if (wordsOf(value) === wordsOf(generated)) continue;
      const lost = [...referencesIn(value)].find(({ id }) => id.startsWith(lostMark));
      if (!lost) found.set(key, { ...entry, value });
      else {
        this.draft.entries.push({
          kind: 'left out',
          what: `${name === 'Outputs' ? 'Output' : 'Condition'} ${key}`,
          place: entry.place,
          why: `It refers to ${lost.id.slice(lostMark.length)}, which the descriptor does not have.`,
          todo: 'Add it under cloudformation in another way if you need it.',
        });
      }
    }
    return found;
  }

  /** Rights that several functions have are one policy, those of one function are a part of its role. */
  private addRights(rests: ReadonlyMap<string, RoleRest>): void {
    const shared = new Map<string, { readonly rest: RestPolicy; readonly functions: string[] }>();
    const keyOf = ({ policy, statements }: RestPolicy): string =>
      `${policy.place.span.start} ${policy.name} ${statements.map(wordsOf).join()}`;
    for (const [id, { policies }] of rests) {
      for (const rest of policies) {
        const known = shared.get(keyOf(rest));
        if (known) known.functions.push(id);
        else shared.set(keyOf(rest), { rest, functions: [id] });
      }
    }
    for (const [id, rest] of rests) {
      const role = this.idOf({ kind: 'role', id });
      const policies = rest.policies.filter((one) => shared.get(keyOf(one))?.functions.length === 1);
      const place = rest.policies[0]?.policy.place ?? rest.managed[0]?.place;
      const properties =
        place && roleProperties({ ...rest, policies: policies.map((one) => this.renamedRest(one)) }, place);
      if (role !== undefined && properties && place) this.add(role, madeMap(place, { Properties: properties }));
    }
    for (const { rest, functions } of shared.values()) if (functions.length > 1) this.addPolicy(rest, functions);
  }

  private renamedRest({ policy, statements }: RestPolicy): RestPolicy {
    return { policy, statements: statements.map((statement) => this.renamed(statement)) };
  }

  private addPolicy(rest: RestPolicy, functions: readonly string[]): void {
    const { policy, statements } = this.renamedRest(rest);
    const { place, name, member } = policy;
    const roles = functions.flatMap((id) => this.idOf({ kind: 'role', id }) ?? []);
    const isFree =
      member &&
      !this.resources.has(member.logicalId) &&
      !valueAt(this.generated.template, 'Resources', member.logicalId);
    const logicalId = member && isFree ? member.logicalId : this.draft.plan.newName(`${name}Policy`);
    const properties = {
      PolicyName: name,
      Roles: roles.map((role) => ({ Ref: role })),
      PolicyDocument: { Version: '2012-10-17', Statement: statements },
    };
    this.add(logicalId, madeMap(place, { Type: 'AWS::IAM::Policy', Properties: properties }));
  }
}

/** Before the name of what a value refers to in vain. No logical ID has it. */
const lostMark = '\u0000';

function isOfTool(metadata: SourceValue): boolean {
  return (
    metadata.kind === 'map' &&
    [...metadata.entries.keys()].every((key) =>
      /^(aws:|SamResourceId|BuildMethod|cfn_nag|cdk_nag|Dockerfile|Docker)/.test(key),
    )
  );
}

/** Both keep what is deployed. */
function isAlsoKept(source: SourceValue, generated: SourceValue | undefined): boolean {
  return wordsOf(source).startsWith('Retain') && wordsOf(generated).startsWith('Retain');
}

function mergedMaps(one: SourceMap, other: SourceMap): SourceMap {
  const entries = new Map(one.entries);
  for (const [key, entry] of other.entries) {
    const known = entries.get(key);
    const both = known?.value.kind === 'map' && entry.value.kind === 'map';
    if (known && both && known.value.kind === 'map' && entry.value.kind === 'map') {
      entries.set(key, { ...known, value: mergedMaps(known.value, entry.value) });
    } else entries.set(key, entry);
  }
  return { ...one, entries };
}
