// Another id or name for a resource, or another route or anchor, wherever the old one is written.
import { maximumNameLength } from '../language/common-properties.ts';
import { gatewayRoutes, isGatewayRoute } from '../language/routes.ts';
import { isLogicalId } from '../model/logical-ids.ts';
import { newName as freeName } from '../model/new-names.ts';
import { resourcesOfType, type Project, type Resource } from '../model/project.ts';
import { aliasesOf, siteOf, sitesOf, type Name, type RouteName, type Site } from '../model/references.ts';
import { environmentName, handlersOf } from '../model/usage.ts';
import { isInFlow, replaceScalar, type Edit } from '../syntax/edits.ts';
import type { AliasNode, SyntaxNode, SyntaxTree } from '../syntax/tree.ts';
import { writeScalar } from '../syntax/write-value.ts';
import { allOf, firstOf, quote } from '../wording.ts';
import { refuse, whyUnreadable, type Change, type Consequence, type Refusal } from './change.ts';
import { whyNotRoute } from './endpoints.ts';
import { whyNotResourceId } from './resources.ts';

/** A resource's `name`. Nothing in the file refers to it, but as the logical ID it is what the resource is deployed under. */
export interface LogicalName {
  readonly kind: 'name';
  readonly value: string;
  readonly resource: Resource;
  readonly declaration: Site;
  readonly uses: readonly [];
}

export type Renamable = Name | LogicalName;

export function logicalNameOf({ tree }: Project, resource: Resource): LogicalName | undefined {
  const { name } = resource;
  return name && { kind: 'name', value: name.value, resource, declaration: siteOf(tree, name.node), uses: [] };
}

/** Why it can have no other name, whatever that is; undefined where it can. */
export function whyNotRenamable(project: Project, name: Renamable): string | undefined {
  const unreadable = whyUnreadable(project, 'a place where the name is used might be missed');
  if (unreadable !== undefined) return unreadable;
  if (name.kind === 'resource' && !name.resource) {
    return `There is no resource ${quote(name.value)} in this file that could be renamed.`;
  }
  if (name.kind === 'route' && isGatewayRoute(name.value)) {
    return `${quote(name.value)} is a route of API Gateway's own: under another name the endpoint takes other requests. If that is meant, edit it where it stands.`;
  }
  return undefined;
}

/** No edits where it has that name already. */
export function rename(project: Project, name: Renamable, newName: string): Change | Refusal {
  if (newName === name.value) return { edits: [] };
  const objection = whyNotName(project, name, newName);
  if (objection !== undefined) return refuse(objection);
  return { edits: renameEdits(project.tree, name, newName), consequence: consequenceOf(project, name, newName) };
}

/** A name keeps its quotes where they can hold the new one, and gets some where it needs them. */
function renameEdits(tree: SyntaxTree, name: Renamable, newName: string): Edit[] {
  if (name.kind === 'anchor') return sitesOf(name).map(({ span }) => ({ span, newText: newName }));
  const nodes = new Set(sitesOf(name).flatMap(({ node }) => (node.kind === 'anchor' ? [] : node)));
  const texts = new Set<SyntaxNode>([...nodes].filter(({ kind }) => kind === 'scalar'));
  const edits = [...nodes].flatMap((node) => (node.kind === 'scalar' ? replaceScalar(tree, node, newName) : []));
  for (const alias of aliasesOf(tree)) {
    const changes = alias.target !== undefined && texts.has(alias.target);
    // What follows though it should not, such as the `name` of a resource that repeats its id, or does not though it
    // should, says from now on itself what the alias said for it.
    if (nodes.has(alias) && !changes) edits.push(writtenOut(tree, alias, newName));
    if (!nodes.has(alias) && changes) edits.push(writtenOut(tree, alias, name.value));
  }
  return edits;
}

function writtenOut(tree: SyntaxTree, { span }: AliasNode, text: string): Edit {
  return { span, newText: writeScalar(text, { flow: isInFlow(tree, span.start), quote: 'none' }) };
}

function whyNotName(project: Project, name: Renamable, newName: string): string | undefined {
  switch (name.kind) {
    case 'resource':
      return whyNotResourceId(project, newName);
    case 'route':
      return whyNotOtherRoute(project, name, newName);
    case 'name':
      return whyNotLogicalName(project, name, newName);
    case 'anchor':
      return whyNotAnchor(project, newName);
  }
}

function whyNotOtherRoute(project: Project, { endpoints }: RouteName, newName: string): string | undefined {
  if (newName.startsWith('$')) {
    const own = allOf(gatewayRoutes.map(({ route }) => route));
    return `Routes that start with \`$\` are API Gateway's own: ${own}. They take other requests than this endpoint does now. If that is meant, edit the route where it stands.`;
  }
  const apis = resourcesOfType(project, 'websocket-api').filter((api) =>
    api.endpoints.some((endpoint) => endpoints.includes(endpoint)),
  );
  return apis.map((api) => whyNotRoute(api, newName)).find((objection) => objection !== undefined);
}

function whyNotLogicalName(project: Project, { resource }: LogicalName, newName: string): string | undefined {
  if (!isLogicalId(newName) || newName.length > maximumNameLength) {
    return `${quote(newName)} cannot be a logical ID. Write 1 to ${maximumNameLength} letters and digits, so that the name is what the resource is deployed under. If another name is meant, edit it where it stands.`;
  }
  const free = freeName(project, newName, resource.type, resource);
  if (free === newName) return undefined;
  return `The template has the logical ID ${quote(newName)}, or one that the resource's parts would get from it, already. ${quote(free ?? '')} is free.`;
}

function whyNotAnchor({ tree }: Project, newName: string): string | undefined {
  if (!/^[^\s,[\]{}]+$/.test(newName)) {
    return `${quote(newName)} cannot be an anchor: spaces, commas, brackets and braces end its name.`;
  }
  const isTaken = tree.anchors.some((anchor) => anchor.name === newName);
  return isTaken ? `The file has an anchor ${quote(`&${newName}`)} already.` : undefined;
}

function consequenceOf(project: Project, name: Renamable, newName: string): Consequence | undefined {
  if (name.kind === 'route') {
    return {
      label: `Rename the route ${name.value}`,
      description: `CloudFormation replaces the route, and clients must send “${newName}” to reach the endpoint.`,
      needsConfirmation: false,
    };
  }
  return name.kind === 'resource' && name.resource ? otherEnvironment(project, name.resource, newName) : undefined;
}

/** A resource's id does not reach the template, but for the variables by which functions find the resource. */
function otherEnvironment(project: Project, resource: Resource, newId: string): Consequence | undefined {
  if (resource.type === undefined || resource.type === 'lambda-function') return undefined;
  const before = environmentName(resource);
  const after = environmentName({ ...resource, id: { ...resource.id, value: newId } });
  const handlers = new Set(
    resource.type === 'websocket-api' ? handlersOf(project, resource).map(({ lambda }) => lambda) : [],
  );
  const finders = resourcesOfType(project, 'lambda-function').filter(
    (lambda) =>
      lambda.arn === undefined &&
      (handlers.has(lambda) || lambda.connections.some(({ target }) => project.find(target.value) === resource)) &&
      lambda.environment.every(({ name }) => name.value !== before),
  );
  if (before === after || finders.length === 0) return undefined;
  const names = finders.map(({ id }) => id.value);
  return {
    label: `Rename the resource id ${resource.id.value}`,
    description: `The environment variable ${before} becomes ${after}. Change the code that reads it: ${firstOf(names, 5)}.`,
    needsConfirmation: true,
  };
}
