// A template as it is deployed, either read from any file or generated here, and how its resources are found in another
// one.
import { t } from '../locale.ts';
import { parse } from '../syntax/parse.ts';
import type { Written, WrittenMap } from '../model/intrinsics.ts';
import type { SyntaxNode } from '../syntax/tree.ts';
import { deployedDependencies, deployedValue, writtenValue, type DeployedValue } from './deployed-value.ts';
import { templateDocument, type Template } from './template.ts';
import { mention, tagKey } from './texts.ts';

export interface DeployedTemplate {
  /** By logical ID, in the file's order. */
  readonly resources: ReadonlyMap<string, DeployedResource>;
  /** The defaults of the parameters; undefined for one that is not a plain text. */
  readonly parameters: ReadonlyMap<string, string | undefined>;
}

export interface DeployedResource {
  /** `AWS::ApiGatewayV2::Api`. */
  readonly type: string;
  readonly properties: ReadonlyMap<string, DeployedValue>;
  /** Everything except `Type` and `Properties`: `DependsOn`, `DeletionPolicy` … */
  readonly attributes: ReadonlyMap<string, DeployedValue>;
  /** The resource of a descriptor that it comes from, according to its tag. */
  readonly origin: string | undefined;
}

export interface Unreadable {
  /** Why the text cannot be compared, to follow "because". */
  readonly unreadable: string;
}

/** A template in YAML with short or long intrinsic functions, or in JSON, or the answer of `GetTemplate` with one. */
export function readDeployed(text: string): DeployedTemplate | Unreadable {
  const root = read(text);
  if (root && 'unreadable' in root) return root;
  const answered = root?.kind === 'map' && !valueAt(root, 'Resources') ? valueAt(root, 'TemplateBody') : undefined;
  if (answered?.kind !== 'scalar') return deployedFrom(answered ?? root);
  const body = read(answered.text);
  return body && 'unreadable' in body ? body : deployedFrom(body);
}

/** Whether the template was generated from a descriptor: a generated resource has a tag that says so. */
export function isGenerated({ resources }: DeployedTemplate): boolean {
  return [...resources.values()].some(({ origin }) => origin !== undefined);
}

function read(text: string): SyntaxNode | Unreadable | undefined {
  if (text.trim() === '') return { unreadable: t`it is empty` };
  const { root, problems, anchors, lines } = parse(text, { content: 'template' });
  const [problem] = problems;
  if (problem) {
    const { line } = lines.positionAt(problem.span.start);
    return { unreadable: t`it cannot be parsed (line ${line + 1})` };
  }
  // An alias can contain itself, and nested aliases can expand without limit.
  if (anchors.length > 0) return { unreadable: t`it has YAML anchors, which CloudFormation does not support` };
  return root;
}

/**
 * The same as reading a generated template from its text, without writing or parsing it. A resource without a type, which
 * only an overlay with errors can add, is left out.
 */
export function deployedOf(template: Template): DeployedTemplate {
  const root = writtenValue(templateDocument(template, 'json'));
  const read = (mapAt(root, 'Resources')?.entries ?? []).map(
    ({ key, value }) => [key.text, readResource(value)] as const,
  );
  return {
    resources: new Map(read.flatMap(([key, resource]) => (resource ? [[key, resource]] : []))),
    parameters: parametersOf(root),
  };
}

function deployedFrom(root: Written | undefined): DeployedTemplate | Unreadable {
  const resources = mapAt(root, 'Resources');
  if (!resources) return { unreadable: t`it is not a CloudFormation template: it has no Resources` };
  if (root?.kind === 'map' && valueAt(root, 'Transform')) return { unreadable: needsProcessing(t`it has a Transform`) };
  const read = new Map<string, DeployedResource>();
  for (const {
    key: { text: key },
    value,
  } of resources.entries) {
    const resource = readResource(value);
    // Other kinds of files may also have `Resources`.
    if (!resource)
      return { unreadable: t`it is not a CloudFormation template: ${mention(key)} in its Resources has no Type` };
    if (resource.type.startsWith('AWS::Serverless::')) {
      return { unreadable: needsProcessing(t`${mention(key)} has the type ${mention(resource.type)}`) };
    }
    read.set(key, resource);
  }
  return { resources: read, parameters: parametersOf(root) };
}

/** A text or number. The default of another type of parameter is a list, or the name of what has the value. */
function parametersOf(root: Written | undefined): ReadonlyMap<string, string | undefined> {
  return new Map(
    mapAt(root, 'Parameters')?.entries.map(({ key, value }) => {
      const textOf = (name: string): string | undefined => {
        const found = value?.kind === 'map' ? valueAt(value, name) : undefined;
        return found?.kind === 'scalar' && found.value !== null ? found.text : undefined;
      };
      return [key.text, ['String', 'Number'].includes(textOf('Type') ?? '') ? textOf('Default') : undefined];
    }),
  );
}

/** The template as it is deployed with these values of parameters. A parameter without a value stays a reference. */
export function withParameters(
  template: DeployedTemplate,
  values: ReadonlyMap<string, string | undefined>,
): DeployedTemplate {
  if ([...values.values()].every((value) => value === undefined)) return template;
  const filled = (canonical: string): string =>
    canonical
      .replaceAll(/\{"Ref":"(\w+)"\}/g, (ref, name: string) => {
        const value = values.get(name);
        return value === undefined ? ref : JSON.stringify(value);
      })
      .replaceAll(/\{"Fn::Sub":("(?:[^"\\]|\\.)*")\}/g, (_, text: string) => filledSub(text, values));
  return withCanonical(template, filled);
}

/** @param written the argument of `Fn::Sub` in JSON */
function filledSub(written: string, values: ReadonlyMap<string, string | undefined>): string {
  const text: unknown = JSON.parse(written);
  const filled = String(text).replaceAll(/\$\{(\w+)\}/g, (variable, name: string) => {
    const value = values.get(name);
    return value === undefined || value.includes('${') ? variable : value;
  });
  return filled.includes('${') ? `{"Fn::Sub":${JSON.stringify(filled)}}` : JSON.stringify(filled);
}

function needsProcessing(fact: string): string {
  return t`${fact}, so it is the source of what is deployed. Compare with the processed template: aws cloudformation get-template --stack-name STACK --template-stage Processed`;
}

/** Undefined without a type, which every resource of a template has. */
function readResource(node: Written | undefined): DeployedResource | undefined {
  if (node?.kind !== 'map') return undefined;
  const type = valueAt(node, 'Type');
  if (type?.kind !== 'scalar' || typeof type.value !== 'string' || type.text === '') return undefined;
  const properties = mapAt(node, 'Properties');
  const attributes = node.entries.filter(({ key }) => key.text !== 'Type' && key.text !== 'Properties');
  return {
    type: type.text,
    properties: new Map(properties?.entries.map(({ key, value }) => [key.text, deployedValue(value)])),
    attributes: new Map(
      attributes.map(({ key, value }) => [
        key.text,
        key.text === 'DependsOn' ? deployedDependencies(value) : deployedValue(value),
      ]),
    ),
    origin: properties && originOf(valueAt(properties, 'Tags')),
  };
}

function mapAt(node: Written | undefined, key: string): WrittenMap | undefined {
  const value = node?.kind === 'map' ? valueAt(node, key) : undefined;
  return value?.kind === 'map' ? value : undefined;
}

function valueAt({ entries }: WrittenMap, name: string): Written | undefined {
  return entries.find(({ key }) => key.text === name)?.value;
}

/** Tags are a map or a list of `Key` and `Value`. */
function originOf(tags: Written | undefined): string | undefined {
  const textAt = (map: WrittenMap, key: string): string | undefined => {
    const value = valueAt(map, key);
    return value?.kind === 'scalar' ? value.text : undefined;
  };
  if (tags?.kind === 'map') return textAt(tags, tagKey);
  const items = tags?.kind === 'list' ? tags.items : [];
  const own = items.map(({ value }) => value).find((item) => item?.kind === 'map' && textAt(item, 'Key') === tagKey);
  return own?.kind === 'map' ? textAt(own, 'Value') : undefined;
}

/**
 * The logical ID of the same resource in another template: the resource of the same type with the same tag, or else
 * with the same logical ID.
 */
export function counterpartOf(
  logicalId: string,
  { type, origin }: DeployedResource,
  { resources }: DeployedTemplate,
): string | undefined {
  const same = resources.get(logicalId);
  const isSameType = same?.type === type;
  if (origin === undefined || (isSameType && same.origin === origin)) return isSameType ? logicalId : undefined;
  return idOfOrigin({ type, origin }, resources) ?? (isSameType ? logicalId : undefined);
}

/** The logical ID of the resource of that type with that tag; the first one if there are several. */
export function idOfOrigin(
  { type, origin }: Pick<DeployedResource, 'type' | 'origin'>,
  resources: DeployedTemplate['resources'],
): string | undefined {
  let ids = knownOrigins.get(resources);
  if (!ids) {
    ids = new Map();
    for (const [id, one] of resources) {
      const key = `${one.type} ${one.origin}`;
      if (one.origin !== undefined && !ids.has(key)) ids.set(key, id);
    }
    knownOrigins.set(resources, ids);
  }
  return ids.get(`${type} ${origin}`);
}

/** Cached, because each resource is looked up. */
const knownOrigins = new WeakMap<DeployedTemplate['resources'], Map<string, string>>();

/** The template as `GetTemplate` returns it, with `?` for characters that are not ASCII, however many. */
export function inAscii(template: DeployedTemplate): DeployedTemplate {
  return withCanonical(template, (text) => text.replaceAll(/[?\u{80}-\u{10ffff}]+/gu, '?'));
}

/** The template with all values, keys and origins changed. */
function withCanonical(
  { resources, parameters }: DeployedTemplate,
  changed: (canonical: string) => string,
): DeployedTemplate {
  const value = (one: DeployedValue): DeployedValue => {
    const canonical = changed(one.canonical);
    return {
      ...one,
      canonical,
      // What was a reference can be a text.
      text: one.text ?? textIn(canonical),
      items: one.items?.map(value),
      members: one.members && values(one.members),
    };
  };
  const values = (all: ReadonlyMap<string, DeployedValue>): Map<string, DeployedValue> =>
    new Map([...all].map(([key, one]) => [changed(key), value(one)]));
  return {
    parameters,
    resources: new Map(
      [...resources].map(([logicalId, { type, properties, attributes, origin }]) => [
        logicalId,
        { type, properties: values(properties), attributes: values(attributes), origin: origin && changed(origin) },
      ]),
    ),
  };
}

function textIn(canonical: string): string | undefined {
  const value: unknown = canonical.startsWith('"') ? JSON.parse(canonical) : undefined;
  return typeof value === 'string' ? value : undefined;
}

export function isAscii({ resources }: DeployedTemplate): boolean {
  return [...resources.values()].every(({ properties, attributes }) =>
    [...properties.values(), ...attributes.values()].every(({ canonical }) => !/[\u{80}-\u{10ffff}]/u.test(canonical)),
  );
}
