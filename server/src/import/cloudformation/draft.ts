// What is made of a template while it is read: the resources of the descriptor, and what becomes of each resource of the
// template.
import type { BucketEvent, AccessLevel } from '../../language/connections.ts';
import type {
  ConnectionFact,
  EndpointFact,
  NewFile,
  ParameterFact,
  PlainValue,
  PropertyFact,
  ResourceFact,
} from '../facts.ts';
import type { ReportEntry } from '../report.ts';
import type { Place } from '../source.ts';
import type { Plan, Planned } from './plan.ts';
import type { Member, Stack } from './stack.ts';

/** A part of the generated template, as the model of the descriptor finds its logical ID. */
export type Part =
  | { readonly kind: 'resource'; readonly id: string }
  | {
      readonly kind: 'stage' | 'authorizer' | 'authorizerPermission' | 'accessLog' | 'domain' | 'mapping';
      readonly id: string;
    }
  | { readonly kind: 'route' | 'routeResponse'; readonly id: string; readonly route: string }
  | { readonly kind: 'integration' | 'permission'; readonly id: string; readonly handler: string }
  | { readonly kind: 'role' | 'logGroup'; readonly id: string }
  | {
      readonly kind: 'eventSource' | 'subscription' | 'triggerPermission';
      readonly id: string;
      readonly handler: string;
    };

/** What becomes of a resource of the template that does not go into the overlay as it is. */
export type Fate =
  /** It is that part. What it has besides goes into the overlay, apart from what is settled: paths of properties. */
  | { readonly kind: 'part'; readonly part: Part; readonly settled: ReadonlySet<string> }
  /** The descriptor needs no such thing. */
  | { readonly kind: 'consumed' };

/** A resource of the descriptor while it is put together. */
export interface DraftResource extends ResourceFact {
  readonly properties: PropertyFact[];
  readonly endpoints: EndpointFact[];
  readonly connections: DraftConnection[];
}

export interface DraftConnection extends ConnectionFact {
  access?: AccessLevel | undefined;
  as?: string | undefined;
  on?: BucketEvent | undefined;
}

export interface Draft {
  readonly stack: Stack;
  readonly plan: Plan;
  /** By resource ID, in the order of the source. */
  readonly resources: Map<string, DraftResource>;
  /** By logical ID of the template. */
  readonly fates: Map<string, Fate>;
  readonly entries: ReportEntry[];
  readonly files: NewFile[];
  /** The parameters that the language refers to. */
  readonly usedParameters: Set<string>;
  /** Those that the template does not have. */
  readonly addedParameters: ParameterFact[];
}

export function draftOf(stack: Stack, plan: Plan): Draft {
  const draft: Draft = {
    stack,
    plan,
    resources: new Map(),
    fates: new Map(),
    entries: [...stack.template.entries, ...plan.entries],
    files: [],
    usedParameters: new Set(),
    addedParameters: [],
  };
  for (const { id, type, name, member } of plan.all) {
    draft.resources.set(id, { id, type, name, place: member.place, properties: [], endpoints: [], connections: [] });
  }
  return draft;
}

export function resourceOf(draft: Draft, { id }: Planned): DraftResource {
  const resource = draft.resources.get(id);
  if (!resource) throw new Error(`no resource ${id}`);
  return resource;
}

/** Sets the property of the resource, if there is a value. */
export function set(
  resource: DraftResource,
  name: string,
  value: PlainValue | undefined,
  place: Place,
  comment?: string,
): void {
  if (value !== undefined) resource.properties.push({ name, value, place, comment });
}

export function becomes(draft: Draft, member: Member, part: Part, settled: readonly string[] = []): void {
  draft.fates.set(member.logicalId, { kind: 'part', part, settled: new Set(settled) });
}

/** Nothing at those paths of a resource that has become a part goes into the overlay. */
export function settle({ fates }: Draft, { logicalId }: Member, ...paths: readonly string[]): void {
  const fate = fates.get(logicalId);
  if (fate?.kind === 'part') fates.set(logicalId, { ...fate, settled: new Set([...fate.settled, ...paths]) });
}

export function consume(draft: Draft, member: Member): void {
  draft.fates.set(member.logicalId, { kind: 'consumed' });
}
