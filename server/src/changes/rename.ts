// Renames a resource ID, a resource's name, a parameter, a route, an environment variable or an anchor everywhere in the
// file.
import { maximumNameLength } from '../language/common-properties.ts';
import * as formats from '../language/formats.ts';
import { gatewayRoutes, isGatewayRoute } from '../language/routes.ts';
import { isLogicalId } from '../model/logical-ids.ts';
import { isTakenName, newName as freeName } from '../model/new-names.ts';
import { resourcesOfType, type Project, type Resource } from '../model/project.ts';
import { aliasesOf, siteOf, sitesOf, type Name, type RouteName, type Site } from '../model/references.ts';
import { allVariables, environmentName, hasVariable, variablesOf } from '../model/usage.ts';
import { isInFlow, replaceScalar, type Edit } from '../syntax/edits.ts';
import type { AliasNode, SyntaxNode, SyntaxTree } from '../syntax/tree.ts';
import { writeScalar } from '../syntax/write-value.ts';
import { allOf, firstOf, quote } from '../wording.ts';
import { refuse, whyUnreadable, type Change, type Consequence, type Refusal } from './change.ts';
import { otherVariable, whyNotVariable } from './connections.ts';
import { whyNotRoute } from './endpoints.ts';
import { whyNotResourceId } from './resources.ts';

/**
 * A resource's `name`. Nothing in the file refers to it, but the resource is deployed under it if it is the logical ID.
 */
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

/** Why it cannot be renamed at all; undefined if it can. */
export function whyNotRenamable(project: Project, name: Renamable): string | undefined {
  const unreadable = whyUnreadable(project, 'some uses of the name might be missed');
  if (unreadable !== undefined) return unreadable;
  if (name.kind === 'parameter' && !name.parameter) {
    return `There is no parameter ${quote(name.value)} in this file.`;
  }
  if (name.kind === 'resource' && !name.resource) {
    return `There is no resource ${quote(name.value)} in this file.`;
  }
  if (name.kind === 'route' && isGatewayRoute(name.value)) {
    return `${quote(name.value)} is predefined by API Gateway. With another route, the endpoint would receive different requests. If you want that, edit the text.`;
  }
  return undefined;
}

/** No edits if it already has that name. */
export function rename(project: Project, name: Renamable, newName: string): Change | Refusal {
  if (newName === name.value) return { edits: [] };
  const objection = whyNotName(project, name, newName);
  if (objection !== undefined) return refuse(objection);
  return { edits: renameEdits(project.tree, name, newName), consequence: consequenceOf(project, name, newName) };
}

/** Keeps the quotes of a name if they suit the new one, and adds quotes if it needs them. */
function renameEdits(tree: SyntaxTree, name: Renamable, newName: string): Edit[] {
  if (name.kind === 'anchor') return sitesOf(name).map(({ span }) => ({ span, newText: newName }));
  const nodes = new Set(sitesOf(name).flatMap(({ node }) => (node.kind === 'anchor' ? [] : node)));
  const texts = new Set<SyntaxNode>([...nodes].filter(({ kind }) => kind === 'scalar'));
  const edits = [...nodes].flatMap((node) => (node.kind === 'scalar' ? replaceScalar(tree, node, newName) : []));
  for (const alias of aliasesOf(tree)) {
    const changes = alias.target !== undefined && texts.has(alias.target);
    // If a use would change although it should not, such as a resource's `name` that is an alias of its ID, or would
    // not change although it should, the alias is replaced with its value.
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
    case 'parameter':
      return whyNotParameterName(project, newName);
    case 'route':
      return whyNotOtherRoute(project, name, newName);
    case 'name':
      return whyNotLogicalName(project, name, newName);
    case 'variable':
      return whyNotVariable(newName, name.lambda, allVariables(project, name.lambda));
    case 'anchor':
      return whyNotAnchor(project, newName);
  }
}

function whyNotParameterName(project: Project, newName: string): string | undefined {
  if (!formats.matchesFormat(newName, formats.parameterName)) {
    return `${quote(newName)} cannot be the name of a parameter. Expected ${formats.parameterName.words}.`;
  }
  return isTakenName(project, newName)
    ? `The template already uses the logical ID ${quote(newName)}, and parameters share one namespace with resources. ${quote(freeName(project, newName, undefined) ?? '')} is available.`
    : undefined;
}

function whyNotOtherRoute(project: Project, { endpoints }: RouteName, newName: string): string | undefined {
  if (newName.startsWith('$')) {
    const own = allOf(gatewayRoutes.map(({ route }) => route));
    return `Routes that start with \`$\` are predefined by API Gateway: ${own}. They receive different requests. If you want that, edit the text.`;
  }
  const apis = resourcesOfType(project, 'websocket-api').filter((api) =>
    api.endpoints.some((endpoint) => endpoints.includes(endpoint)),
  );
  return apis.map((api) => whyNotRoute(api, newName)).find((objection) => objection !== undefined);
}

function whyNotLogicalName(project: Project, { resource }: LogicalName, newName: string): string | undefined {
  if (!isLogicalId(newName) || newName.length > maximumNameLength) {
    return `${quote(newName)} cannot be a logical ID. Enter 1 to ${maximumNameLength} letters and digits, so that the resource is deployed under its name. If you want another name, edit the text.`;
  }
  if (!isTakenName(project, newName, resource)) return undefined;
  const free = freeName(project, newName, resource.type, resource);
  return `The template already uses the logical ID ${quote(newName)}. ${quote(free ?? '')} is available.`;
}

function whyNotAnchor({ tree }: Project, newName: string): string | undefined {
  if (!/^[^\s,[\]{}]+$/.test(newName)) {
    return `${quote(newName)} cannot be an anchor. An anchor has no spaces, commas, brackets or braces.`;
  }
  const isTaken = tree.anchors.some((anchor) => anchor.name === newName);
  return isTaken ? `The file already has an anchor ${quote(`&${newName}`)}.` : undefined;
}

function consequenceOf(project: Project, name: Renamable, newName: string): Consequence | undefined {
  if (name.kind === 'parameter') {
    return {
      label: `Rename the parameter ${name.value}`,
      description: `A deployment that sets ${name.value} must set ${newName} instead.`,
      needsConfirmation: false,
    };
  }
  if (name.kind === 'route') {
    return {
      label: `Rename the route ${name.value}`,
      description: `CloudFormation replaces the route, and clients must send “${newName}” to reach the endpoint.`,
      needsConfirmation: false,
    };
  }
  if (name.kind === 'variable') return otherVariable(name.value, name.lambda);
  return name.kind === 'resource' && name.resource ? otherEnvironment(project, name.resource, newName) : undefined;
}

/** In the template, a resource ID appears only in tags and in the names of environment variables, which code reads. */
function otherEnvironment(project: Project, resource: Resource, newId: string): Consequence | undefined {
  if (!hasVariable(resource)) return undefined;
  const before = environmentName(resource);
  const after = environmentName({ type: resource.type, id: { value: newId } });
  const finders = resourcesOfType(project, 'lambda-function').filter(
    (lambda) =>
      lambda.arn === undefined &&
      variablesOf(project, lambda).some((variable) => variable.resource === resource && variable.name === before) &&
      lambda.environment.every(({ name }) => name.value !== before),
  );
  if (before === after || finders.length === 0) return undefined;
  const names = finders.map(({ id }) => id.value);
  return {
    label: `Rename the resource ID ${resource.id.value}`,
    description: `The environment variable ${before} becomes ${after}. Update the code that reads it: ${firstOf(names, 5)}.`,
    needsConfirmation: true,
  };
}
