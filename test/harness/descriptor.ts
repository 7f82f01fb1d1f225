// A descriptor as data, which tests change and write as text.
import { Document, isNode, isScalar, stringify, visit } from 'yaml';

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
  readonly physicalName?: DescriptorText | undefined;
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
  /** The overlay, with the functions of CloudFormation in their long form. */
  readonly cloudformation?: object | undefined;
}

// The library does not preserve block scalars that contain only spaces.
const yamlOptions = { aliasDuplicateObjects: false, blockQuote: false };

/** The text of a descriptor, in YAML or JSON, without undefined properties. In YAML, functions are short where they can be. */
export function descriptorText(descriptor: Descriptor, format: 'yaml' | 'json' = 'yaml'): string {
  if (format === 'json') return JSON.stringify(descriptor, null, 2);
  if (!descriptor.cloudformation) return stringify(descriptor, yamlOptions);
  const document = new Document(descriptor, yamlOptions);
  let calls = 0;
  const overlay = document.get('cloudformation');
  if (!isNode(overlay)) throw new Error('The overlay is not written.');
  visit(overlay, {
    Map(_, map) {
      const [pair, other] = map.items;
      const name = isScalar(pair?.key) ? String(pair.key.value) : '';
      const isCall = !other && map.tag === undefined && (name === 'Ref' || name.startsWith('Fn::'));
      // Every third stays long.
      if (!isCall || !isNode(pair?.value) || ++calls % 3 === 0) return undefined;
      pair.value.tag = `!${name.replace('Fn::', '')}`;
      return pair.value;
    },
  });
  return document.toString(yamlOptions);
}
