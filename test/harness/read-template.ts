// Reads the text of a template, YAML or JSON, without any knowledge of the generator.
import { parseDocument, type Tags, type YAMLMap, type YAMLSeq } from 'yaml';

type CollectionNode = YAMLMap | YAMLSeq;

export interface ReadResource {
  readonly type: string;
  readonly dependsOn: readonly string[];
  readonly properties: unknown;
  readonly whole: unknown;
}

/** The template's text as plain values, with every intrinsic function in its long form. */
export function readTemplate(text: string, format: 'yaml' | 'json', version: '1.1' | '1.2' = '1.2'): unknown {
  if (format === 'json') {
    const parsed: unknown = JSON.parse(text);
    return parsed;
  }
  const document = parseDocument(text, { version, customTags: (tags) => [...tags, ...shortForms], logLevel: 'silent' });
  const problems = [...document.errors, ...document.warnings].map(({ message }) => message);
  if (problems.length > 0) throw new Error(problems.join('\n'));
  const parsed: unknown = document.toJS();
  return parsed;
}

/** `!Ref` and `!Condition` keep their names. All others are short for `Fn::` and the name. */
const shortForms: Tags = [
  'And',
  'Base64',
  'Cidr',
  'Condition',
  'Equals',
  'FindInMap',
  'GetAtt',
  'GetAZs',
  'If',
  'ImportValue',
  'Join',
  'Not',
  'Or',
  'Ref',
  'Select',
  'Split',
  'Sub',
].flatMap((name) => {
  const tag = `!${name}`;
  const key = name === 'Ref' || name === 'Condition' ? name : `Fn::${name}`;
  return [
    { tag, resolve: (text: string) => ({ [key]: name === 'GetAtt' ? text.split(/\.(.*)/s).slice(0, 2) : text }) },
    { tag, collection: 'seq', resolve: (list: CollectionNode) => ({ [key]: plain(list) }) },
  ] as const;
});

function plain(node: CollectionNode): unknown {
  const value: unknown = node.toJSON();
  return value;
}

export function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

/** The value at those keys, or undefined if there is none. */
export function get(value: unknown, ...path: readonly (string | number)[]): unknown {
  let current = value;
  for (const key of path) {
    if (!isMap(current) && !isList(current)) return undefined;
    current = Object.entries(current).find(([name]) => name === String(key))?.[1];
  }
  return current;
}

export function texts(value: unknown): readonly string[] {
  return isList(value) ? value.filter((item) => typeof item === 'string') : [];
}

/** The template's resources by their logical IDs. */
export function resourcesOf(template: unknown): ReadonlyMap<string, ReadResource> {
  const resources = get(template, 'Resources');
  if (!isMap(resources)) return new Map();
  return new Map(
    Object.entries(resources).map(([logicalId, whole]) => [
      logicalId,
      {
        type: String(get(whole, 'Type')),
        dependsOn: texts(get(whole, 'DependsOn')),
        properties: get(whole, 'Properties'),
        whole,
      },
    ]),
  );
}

/** Every value inside the value, itself included, with the path to it. */
export function* walk(value: unknown, path: readonly string[] = []): Iterable<readonly [readonly string[], unknown]> {
  yield [path, value];
  if (isMap(value) || isList(value)) for (const [key, item] of Object.entries(value)) yield* walk(item, [...path, key]);
}

/** A reference in an intrinsic function: to a logical ID and optionally an attribute. */
export interface Reference {
  readonly logicalId: string;
  readonly attribute: string | undefined;
}

/** Everything that the value refers to by `Ref`, `Fn::GetAtt` or `Fn::Sub`. */
export function referencesIn(value: unknown): readonly Reference[] {
  return [...walk(value)].flatMap(([, item]) => {
    if (!isMap(item)) return [];
    const { Ref: logicalId, 'Fn::GetAtt': attribute, 'Fn::Sub': text } = item;
    const [id, name] = texts(attribute);
    return [
      ...(typeof logicalId === 'string' ? [{ logicalId, attribute: undefined }] : []),
      ...(id === undefined ? [] : [{ logicalId: id, attribute: name }]),
      ...(typeof text === 'string' ? referencesInSub(text) : []),
    ];
  });
}

/** In `Fn::Sub`, `${!` is an escaped `${`. */
function referencesInSub(text: string): readonly Reference[] {
  return [...text.matchAll(/\$\{([^!}][^}]*)\}/g)].map(([, name = '']) => {
    const [logicalId = '', attribute] = name.split('.', 2);
    return { logicalId, attribute };
  });
}
