// What the references of a source lead to in the generated template: what stays as it is keeps its logical ID if it can,
// and what becomes a part of the descriptor has that of the part.
import type { Project } from '../../model/project.ts';
import { isDataResource } from '../../model/usage.ts';
import { shownName } from '../report.ts';
import { valueAt, type SourceMap, type SourceValue } from '../source.ts';
import { logicalIdOf } from './counterparts.ts';
import type { Draft, Part } from './draft.ts';
import { plainText, referencesIn, renamed, type Reference, type Replacement } from './references.ts';
import type { Member } from './stack.ts';

/** What is generated from the descriptor without an overlay. */
export interface Generated {
  readonly project: Project;
  readonly template: SourceMap | undefined;
}

/** Before the name of what a value refers to in vain. No logical ID has it. */
const lostMark = '\u0000';

export class Names {
  /** The logical IDs of the resources that stay as they are, by those that they have in the source. */
  readonly kept = new Map<string, string>();
  /** The resources on which functions and their roles may depend, by their logical IDs in the source. */
  private readonly upstream = new Set<string>();

  constructor(
    private readonly draft: Draft,
    readonly generated: Generated,
  ) {
    for (const member of draft.stack.members) if (!draft.fates.has(member.logicalId)) this.keep(member);
    this.leaveOutTheLost();
    this.findUpstream();
  }

  private findUpstream(): void {
    const { stack, plan } = this.draft;
    const roots = stack.members.filter(
      ({ logicalId, type }) => type.startsWith('AWS::IAM::') || plan.find(logicalId)?.type === 'lambda-function',
    );
    for (let next = roots.pop(); next; next = roots.pop()) {
      for (const { id } of referencesIn(next.properties)) {
        const member = this.upstream.has(id) ? undefined : stack.find(id);
        this.upstream.add(id);
        if (member && this.kept.has(id)) roots.push(member);
      }
    }
  }

  /** One that has the ID of a generated resource gets another one. */
  private keep(member: Member): void {
    const { entries, plan } = this.draft;
    const { logicalId, place } = member;
    const name = this.resource(logicalId) ? plan.newName(`${logicalId}Own`) : logicalId;
    this.kept.set(logicalId, name);
    if (name === logicalId) return;
    const why =
      'A part of the project file has that logical ID. In a deployed stack, CloudFormation replaces the resource.';
    entries.push({ kind: 'changed', what: `Logical ID of ${logicalId}`, place, before: logicalId, after: name, why });
  }

  /** A resource that refers to something that is not there any more is not there either. */
  private leaveOutTheLost(): void {
    const { stack } = this.draft;
    const users = new Map<string, Member[]>();
    const waiting: { readonly member: Member; readonly lost: string }[] = [];
    for (const logicalId of this.kept.keys()) {
      const member = stack.find(logicalId);
      for (const reference of referencesIn(member?.properties)) {
        if (!member) continue;
        users.set(reference.id, [...(users.get(reference.id) ?? []), member]);
        if (this.idOf(reference) === undefined) waiting.push({ member, lost: reference.id });
      }
    }
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      const { member, lost } = next;
      if (!this.kept.delete(member.logicalId)) continue;
      this.reportLost(`${member.logicalId} (${member.type})`, member, lost);
      for (const user of users.get(member.logicalId) ?? []) waiting.push({ member: user, lost: member.logicalId });
    }
  }

  /** The logical ID in the generated template; undefined if it is not there. */
  private idOf({ id }: Reference): string | undefined {
    if (id.startsWith('AWS::')) return id;
    const { stack, fates } = this.draft;
    if (valueAt(stack.template.parameters, id)) return id === 'BootstrapVersion' ? undefined : id;
    const fate = fates.get(id);
    if (!fate) return this.kept.get(id);
    return fate.kind === 'part' ? this.ofPart(fate.part) : undefined;
  }

  /** The logical ID of a part, if the template has it. */
  ofPart(part: Part): string | undefined {
    const id = logicalIdOf(this.generated.project, part);
    return id !== undefined && this.resource(id) ? id : undefined;
  }

  /** The generated resource. */
  resource(logicalId: string): SourceValue | undefined {
    return valueAt(this.generated.template, 'Resources', logicalId);
  }

  /** The value with the logical IDs of the generated template. */
  renamed(value: SourceValue): SourceValue {
    return renamed(value, (reference) => this.replacementOf(reference));
  }

  /** The same for what no function depends on, so that it can depend on the stage itself. */
  renamedWithStage(value: SourceValue): SourceValue {
    return renamed(value, (reference) => ({ id: this.idOf(reference) ?? `${lostMark}${reference.id}` }));
  }

  /** The logical IDs of the data resources of the descriptor. */
  dataResources(): readonly string[] {
    const { project } = this.generated;
    return project.resources.filter(isDataResource).flatMap((resource) => project.logicalIds.of(resource) ?? []);
  }

  isUpstream(logicalId: string): boolean {
    return this.upstream.has(logicalId);
  }

  private replacementOf(reference: Reference): Replacement {
    const { fates, resources } = this.draft;
    const fate = reference.attribute === undefined ? fates.get(reference.id) : undefined;
    if (fate?.kind === 'part' && fate.part.kind === 'stage') {
      // Our stage depends on the routes, and these on the functions, so that a reference to it could be circular.
      const stage = resources.get(fate.part.id)?.properties.find(({ name }) => name === 'stage')?.value ?? 'prod';
      if (typeof stage === 'string') return { text: stage };
      if (stage instanceof Map) return { id: String(stage.get('parameter')) };
    }
    return { id: this.idOf(reference) ?? `${lostMark}${reference.id}` };
  }

  /** The names in a value of `DependsOn`, without what is not there. */
  dependencies(value: SourceValue): readonly string[] {
    const ids = value.kind === 'list' ? value.items.map(plainText) : [plainText(value)];
    const names = ids.flatMap((id) => (id === undefined ? [] : (this.idOf({ id, attribute: undefined }) ?? [])));
    return [...new Set(names)];
  }

  /** Whether the renamed value refers to nothing that is lost. If it does, that is reported. */
  isComplete(what: string, value: SourceValue): boolean {
    const lost = [...referencesIn(value)].find(({ id }) => id.startsWith(lostMark));
    if (lost) this.reportLost(what, value, lost.id.slice(lostMark.length));
    return !lost;
  }

  private reportLost(what: string, { place }: Pick<SourceValue, 'place'>, lost: string): void {
    this.draft.entries.push({
      kind: 'left out',
      what,
      place,
      why: `It refers to ${shownName(lost)}, which ${this.draft.stack.find(lost) ? 'is left out' : 'is not in the imported files'}.`,
      todo: 'Add it to the project file in another way if you need it.',
    });
  }
}
