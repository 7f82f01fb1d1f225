// A descriptor as data, which tests change and write as text.
import { stringify } from 'yaml';

export interface DescriptorConnection {
  readonly to: string;
  readonly access?: string | undefined;
  readonly as?: string | undefined;
  readonly batchSize?: number | undefined;
  readonly on?: string | undefined;
}

export interface DescriptorEndpoint {
  readonly route: string;
  readonly operationMode: string;
  readonly connections?: readonly string[] | undefined;
}

/** A resource of any type, with the properties of its type. */
export interface DescriptorResource {
  readonly type: string;
  readonly name: string;
  readonly description?: string | undefined;
  readonly connections?: readonly (string | DescriptorConnection)[] | undefined;
  readonly endpoints?: readonly DescriptorEndpoint[] | undefined;
  readonly identitySource?: readonly string[] | undefined;
  readonly routeSelectorProperty?: string | undefined;
  readonly stage?: DescriptorText | undefined;
  readonly runtime?: string | undefined;
  readonly entryPoint?: string | undefined;
  readonly arn?: string | undefined;
  readonly memory?: number | undefined;
  readonly timeout?: number | undefined;
  readonly environment?: Readonly<Record<string, DescriptorText>> | undefined;
  readonly key?: DescriptorKey | undefined;
  readonly indexes?: readonly DescriptorIndex[] | undefined;
  readonly timeToLive?: string | undefined;
  readonly pointInTimeRecovery?: boolean | undefined;
  readonly fifo?: boolean | undefined;
  readonly visibilityTimeout?: number | undefined;
  readonly deadLetter?: { readonly to: string; readonly after: number } | undefined;
  readonly expression?: string | undefined;
  readonly architecture?: string | undefined;
  readonly layers?: readonly string[] | undefined;
  readonly code?: string | undefined;
  readonly reservedConcurrency?: number | undefined;
  readonly tracing?: boolean | undefined;
  readonly permissions?: readonly DescriptorPermission[] | undefined;
  readonly throttling?: { readonly rate: number; readonly burst: number } | undefined;
  readonly logging?: string | undefined;
  readonly accessLogs?: boolean | undefined;
  readonly authorization?: string | undefined;
  readonly domain?:
    { readonly name: string; readonly certificate: string; readonly path?: string | undefined } | undefined;
}

export interface DescriptorIndex {
  readonly name: string;
  readonly key: DescriptorKey;
  readonly projection?: string | readonly string[] | undefined;
}

export interface DescriptorKey {
  readonly hash: DescriptorAttribute;
  readonly range?: DescriptorAttribute | undefined;
}

export interface DescriptorAttribute {
  readonly name: string;
  readonly type: string;
}

export interface DescriptorPermission {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
}

/** A string, or a map such as `{ parameter: Stage }`. */
export type DescriptorText = string | Readonly<Record<string, string>>;

export interface DescriptorParameter {
  readonly default?: string | undefined;
  readonly description?: string | undefined;
  readonly allowed?: readonly string[] | undefined;
  readonly secret?: boolean | undefined;
}

export interface Descriptor {
  readonly description?: string | undefined;
  readonly parameters?: Readonly<Record<string, DescriptorParameter>> | undefined;
  readonly resources: Readonly<Record<string, DescriptorResource>>;
}

// The library does not preserve block scalars that contain only spaces.
const yamlOptions = { aliasDuplicateObjects: false, blockQuote: false };

/** The text of a descriptor, in YAML or JSON, without undefined properties. */
export function descriptorText(descriptor: Descriptor, format: 'yaml' | 'json' = 'yaml'): string {
  return format === 'json' ? JSON.stringify(descriptor, null, 2) : stringify(descriptor, yamlOptions);
}
