// What an import has read, in the terms of the descriptor language: the readers make facts, and one writer makes the
// descriptor from them.
import type { AccessLevel, BucketEvent } from '../language/connections.ts';
import type { ResourceType } from '../language/index.ts';
import type { ReportEntry } from './report.ts';
import type { Place, SourceMap } from './source.ts';

export interface Facts {
  readonly description: string | undefined;
  readonly parameters: readonly ParameterFact[];
  /** In the order of the source. */
  readonly resources: readonly ResourceFact[];
  /** For the section `cloudformation`, as it is in the source but for the logical IDs to which it refers. */
  readonly cloudformation: ReadonlyMap<OverlaySection, SourceMap>;
  readonly entries: readonly ReportEntry[];
  /** To be created beside the descriptor: inline code. */
  readonly files: readonly NewFile[];
}

export type OverlaySection = 'Parameters' | 'Mappings' | 'Conditions' | 'Resources' | 'Outputs';

export interface ParameterFact {
  readonly name: string;
  readonly properties: readonly PropertyFact[];
  readonly place: Place;
}

export interface ResourceFact {
  /** The resource ID. */
  readonly id: string;
  readonly type: ResourceType;
  /** The logical ID. */
  readonly name: string;
  readonly place: Place;
  /** Everything but `type`, `name`, `endpoints` and `connections`, by the names of the language, in any order. */
  readonly properties: readonly PropertyFact[];
  /** Of a WebSocket API. */
  readonly endpoints: readonly EndpointFact[];
  readonly connections: readonly ConnectionFact[];
  /** Written above the resource. */
  readonly comment?: string | undefined;
}

export interface PropertyFact {
  readonly name: string;
  readonly value: PlainValue;
  readonly place: Place;
  /** Written above the property. */
  readonly comment?: string | undefined;
}

/** A map keeps the order of its entries. */
export type PlainValue = string | number | boolean | readonly PlainValue[] | ReadonlyMap<string, PlainValue>;

export function isPlainList(value: PlainValue): value is readonly PlainValue[] {
  return Array.isArray(value);
}

export function isPlainMap(value: PlainValue): value is ReadonlyMap<string, PlainValue> {
  return value instanceof Map;
}

export interface EndpointFact {
  readonly route: string;
  readonly operationMode: '1-way' | '2-way';
  /** The resource ID of a function. */
  readonly handler: string | undefined;
  readonly place: Place;
  readonly comment?: string | undefined;
}

export interface ConnectionFact {
  /** A resource ID. */
  readonly to: string;
  readonly access?: AccessLevel | undefined;
  readonly as?: string | undefined;
  readonly batchSize?: number | undefined;
  readonly on?: BucketEvent | undefined;
  readonly place: Place;
  readonly comment?: string | undefined;
}

export interface NewFile {
  /** Relative to the folder of the descriptor, with slashes. */
  readonly path: string;
  readonly text: string;
}
