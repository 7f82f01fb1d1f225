// What the overlay makes less safe: it opens something to more people than the language does, or gives up what is kept.
import { callOf } from '../model/intrinsics.ts';
import type { Opening, OverlayEntry } from '../model/overlay.ts';
import type { Project } from '../model/project.ts';
import { findEntry, type MapNode, type ScalarNode, type Span, type SyntaxNode } from '../syntax/tree.ts';
import type { Template, TemplateResource } from './template.ts';
import { bare, type Value } from './value.ts';

/** In the order of the file. */
export function openingsOf({ overlay }: Project, { resources }: Template): readonly Opening[] {
  const generated = new Map(resources.map((resource) => [resource.logicalId, resource]));
  return overlay.entries.flatMap((entry) =>
    entry.section === 'Resources' && entry.map ? openingsIn(entry, entry.map, generated.get(entry.name)) : [],
  );
}

function openingsIn({ name }: OverlayEntry, map: MapNode, generated: TemplateResource | undefined): Opening[] {
  const type = generated?.type ?? textAt(map, 'Type');
  const properties = mapAt(map, 'Properties');
  const found = (kind: Opening['kind'], nodes: readonly (SyntaxNode | undefined)[]): Opening[] =>
    nodes.flatMap((node) => (node ? [{ kind, name, span: node.span }] : []));
  const at = (key: string, ...texts: readonly string[]): SyntaxNode | undefined =>
    properties && valueAt(properties, key, texts);
  return [
    ...(generated?.retain
      ? found('deletion', [valueAt(map, 'DeletionPolicy', ['Delete']), valueAt(map, 'UpdateReplacePolicy', ['Delete'])])
      : []),
    ...(isAuthorized(generated) ? found('authorization', unauthorized(map, properties)) : []),
    ...(type === 'AWS::SQS::Queue' && generated ? found('encryption', [at('SqsManagedSseEnabled', 'false')]) : []),
    ...(type === 'AWS::Lambda::Url' ? found('url', [at('AuthType', 'NONE')]) : []),
    ...(type === 'AWS::Lambda::Permission' ? found('principal', [at('Principal', '*')]) : []),
    ...found('administrator', administratorPolicies(properties)),
    ...(type === 'AWS::S3::Bucket' ? found('bucket', openBucket(properties)) : []),
    ...[...statementsIn(properties)].flatMap(({ kind, span }) => [{ kind, name, span }]),
  ].sort((a, b) => a.span.start - b.span.start);
}

/** Whether a route of ours calls an authorizer, or requires a signature. */
function isAuthorized(route: TemplateResource | undefined): boolean {
  const value: Value | undefined = route?.properties.entries.find(({ key }) => key === 'AuthorizationType')?.value;
  return value !== undefined && bare(value) !== 'NONE';
}

/** What lets everyone connect: another type, or another route or none at all, since only `$connect` is authorized. */
function unauthorized(route: MapNode, properties: MapNode | undefined): (SyntaxNode | undefined)[] {
  const at = (key: string): SyntaxNode | undefined => properties && findEntry(properties, key)?.value;
  const [type, key] = [at('AuthorizationType'), at('RouteKey')];
  const isNone = type?.kind === 'scalar' && ['NONE', 'AWS::NoValue'].includes(type.text);
  const isOther = key?.kind === 'scalar' && key.text !== '$connect';
  return [isNone ? type : undefined, isOther ? key : undefined, findEntry(route, 'Condition')?.value];
}

/** In the list of a role, a user or a group; the text of `Fn::Sub` has the partition as a variable. */
function administratorPolicies(properties: MapNode | undefined): SyntaxNode[] {
  const list = properties && findEntry(properties, 'ManagedPolicyArns')?.value;
  const items = list?.kind === 'list' ? list.items.map(({ value }) => value) : [];
  return items.flatMap((node) => {
    const call = node && callOf<ScalarNode>(node);
    const arn = call?.name === 'Fn::Sub' ? call.argument : node;
    return node && arn?.kind === 'scalar' && arn.text.endsWith(':iam::aws:policy/AdministratorAccess') ? [node] : [];
  });
}

function openBucket(properties: MapNode | undefined): (SyntaxNode | undefined)[] {
  if (!properties) return [];
  const block = mapAt(properties, 'PublicAccessBlockConfiguration');
  return [
    valueAt(properties, 'AccessControl', ['PublicRead', 'PublicReadWrite', 'AuthenticatedRead']),
    ...(block ? block.entries.map(({ key }) => valueAt(block, key.text, ['false'])) : []),
  ];
}

interface OpenStatement {
  readonly kind: 'actions' | 'principal';
  readonly span: Span;
}

/** The statements of policies that allow everything, or everyone, without a condition. */
function* statementsIn(node: SyntaxNode | undefined): Iterable<OpenStatement> {
  if (node?.kind === 'list') for (const { value } of node.items) yield* statementsIn(value);
  if (node?.kind !== 'map') return;
  if (textAt(node, 'Effect') === 'Allow' && !findEntry(node, 'Condition')) {
    const action = anyOf(findEntry(node, 'Action')?.value);
    const principal = anyOf(findEntry(node, 'Principal')?.value);
    if (action) yield { kind: 'actions', span: action.span };
    if (principal) yield { kind: 'principal', span: principal.span };
  }
  for (const { value } of node.entries) yield* statementsIn(value);
}

/** The `*` or `*:*` in a value: alone, in a list, or under a key such as `AWS`. */
function anyOf(node: SyntaxNode | undefined): SyntaxNode | undefined {
  if (node?.kind === 'scalar') return ['*', '*:*'].includes(node.text) && node.tag === undefined ? node : undefined;
  if (node?.kind === 'list') return node.items.map(({ value }) => anyOf(value)).find((one) => one !== undefined);
  if (node?.kind !== 'map' || callOf<ScalarNode>(node)) return undefined;
  return node.entries.map(({ value }) => anyOf(value)).find((one) => one !== undefined);
}

function valueAt(map: MapNode, key: string, texts: readonly string[]): SyntaxNode | undefined {
  const node = findEntry(map, key)?.value;
  return node?.kind === 'scalar' && node.tag === undefined && texts.includes(node.text) ? node : undefined;
}

function textAt(map: MapNode, key: string): string | undefined {
  const node = findEntry(map, key)?.value;
  return node?.kind === 'scalar' && node.tag === undefined ? node.text : undefined;
}

function mapAt(map: MapNode, key: string): MapNode | undefined {
  const node = findEntry(map, key)?.value;
  return node?.kind === 'map' ? node : undefined;
}
