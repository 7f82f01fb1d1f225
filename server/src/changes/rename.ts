// Renames a resource ID, a resource's name, a parameter, an entry of the overlay, a route, an environment variable or an anchor
// everywhere in the file.
import { maximumNameLength } from '../language/common-properties.ts';
import * as formats from '../language/formats.ts';
import { gatewayRoutes, isGatewayRoute } from '../language/routes.ts';
import { codeParameters, isLogicalId } from '../model/logical-ids.ts';
import { isTakenName, newName as freeName } from '../model/new-names.ts';
import { pseudoParameters } from '../model/overlay.ts';
import { resourcesOfType, type Project, type Resource } from '../model/project.ts';
import type { LogicalName, Name, RouteName, TemplateName } from '../model/references.ts';
import { sitesOf } from '../model/sites.ts';
import { findGenerated } from '../model/template-names.ts';
import { allVariables, environmentName, hasVariable, variablesOf } from '../model/usage.ts';
import type { Edit } from '../syntax/edits.ts';
import { allOf, firstOf, quote } from '../wording.ts';
import { replaceNames, whyNotOverlaid, withReferences } from './carry-references.ts';
import { changed, refuse, whyUnreadable, type Change, type Consequence, type Refusal } from './change.ts';
import { otherVariable, whyNotVariable } from './connections.ts';
import { whyNotRoute } from './endpoints.ts';
import { whyNotResourceId } from './resources.ts';
import { t, translated } from '../locale.ts';

/** Why it cannot be renamed at all; undefined if it can. */
export function whyNotRenamable(project: Project, name: Name): string | undefined {
  const unreadable = whyUnreadable(project, t`some uses of the name might be missed`);
  if (unreadable !== undefined) return unreadable;
  if (name.kind === 'parameter' && !name.parameter) {
    return t`There is no parameter ${quote(name.value)} in this file.`;
  }
  if (name.kind === 'resource' && !name.resource) {
    return t`There is no resource ${quote(name.value)} in this file.`;
  }
  if (name.kind === 'template' && !name.declaration) return whyNotDeclared(name);
  if (name.kind === 'route' && isGatewayRoute(name.value)) {
    return t`${quote(name.value)} is predefined by API Gateway. With another route, the endpoint would receive different requests. If you want that, edit the text.`;
  }
  return undefined;
}

function whyNotDeclared({ value, generated }: TemplateName): string {
  if (generated) {
    return t`${quote(value)} is generated from the resource ${quote(generated.resource.id.value)}, and follows from its \`name\`. Rename that instead.`;
  }
  if (pseudoParameters.includes(value)) return t`${quote(value)} is a parameter of AWS and cannot be renamed.`;
  return Object.values<string>(codeParameters).includes(value)
    ? t`${quote(value)} is a parameter of every template and cannot be renamed.`
    : t`Nothing in this file declares ${quote(value)}.`;
}

/** No edits if it already has that name. */
export function rename(project: Project, name: Name, newName: string): Change | Refusal {
  if (newName === name.value) return { edits: [] };
  const objection = whyNotName(project, name, newName);
  if (objection !== undefined) return refuse(objection);
  const edits = withReferences(project, renameEdits(project, name, newName));
  const clash = project.overlay.entry && whyNotOverlaid(project, changed(project, { edits }));
  return clash === undefined ? { edits, consequence: consequenceOf(project, name, newName) } : refuse(clash);
}

/** Without those of the references that follow from it. */
function renameEdits({ tree }: Project, name: Name, newName: string): Edit[] {
  if (name.kind === 'anchor') return sitesOf(name).map(({ span }) => ({ span, newText: newName }));
  const sites = name.kind === 'name' ? [name.declaration] : sitesOf(name);
  return replaceNames(
    tree,
    sites.map((site) => ({ site, before: name.value, after: newName })),
  );
}

function whyNotName(project: Project, name: Name, newName: string): string | undefined {
  switch (name.kind) {
    case 'resource':
      return whyNotResourceId(project, newName);
    case 'parameter':
      return whyNotParameterName(project, newName);
    case 'route':
      return whyNotOtherRoute(project, name, newName);
    case 'name':
      return whyNotLogicalName(project, name, newName);
    case 'template':
      return whyNotTemplateName(project, name, newName);
    case 'variable':
      return whyNotVariable(newName, name.lambda, allVariables(project, name.lambda));
    case 'anchor':
      return whyNotAnchor(project, newName);
  }
}

function whyNotParameterName(project: Project, newName: string): string | undefined {
  if (!formats.matchesFormat(newName, formats.parameterName)) {
    return t`${quote(newName)} cannot be the name of a parameter. Expected ${translated(formats.parameterName.words)}.`;
  }
  return isTakenName(project, newName)
    ? t`The template already uses the logical ID ${quote(newName)}, and parameters share one namespace with resources. ${quote(freeName(project, newName, undefined) ?? '')} is available.`
    : undefined;
}

function whyNotOtherRoute(project: Project, { endpoints }: RouteName, newName: string): string | undefined {
  if (newName.startsWith('$')) {
    const own = allOf(gatewayRoutes.map(({ route }) => route));
    return t`Routes that start with \`$\` are predefined by API Gateway: ${own}. They receive different requests. If you want that, edit the text.`;
  }
  const apis = resourcesOfType(project, 'websocket-api').filter((api) =>
    api.endpoints.some((endpoint) => endpoints.includes(endpoint)),
  );
  return apis.map((api) => whyNotRoute(api, newName)).find((objection) => objection !== undefined);
}

function whyNotLogicalName(project: Project, { resource }: LogicalName, newName: string): string | undefined {
  if (!isLogicalId(newName) || newName.length > maximumNameLength) {
    return t`${quote(newName)} cannot be a logical ID. Enter 1 to ${maximumNameLength} letters and digits, so that the resource is deployed under its name. If you want another name, edit the text.`;
  }
  if (!isTakenName(project, newName, resource)) return undefined;
  const free = freeName(project, newName, resource.type, resource);
  return t`The template already uses the logical ID ${quote(newName)}. ${quote(free ?? '')} is available.`;
}

function whyNotTemplateName(project: Project, { namespace }: TemplateName, newName: string): string | undefined {
  const { noun, words } = formats.templateLogicalId;
  if (!formats.matchesFormat(newName, formats.templateLogicalId)) {
    return t`${quote(newName)} is not ${translated(noun)}. Expected ${translated(words)}.`;
  }
  const isTaken =
    findGenerated(project, namespace, newName) !== undefined ||
    (namespace === 'Resources'
      ? isTakenName(project, newName)
      : project.overlay.find(namespace, newName) !== undefined);
  return isTaken ? t`The template already uses the name ${quote(newName)}. Choose another one.` : undefined;
}

function whyNotAnchor({ tree }: Project, newName: string): string | undefined {
  if (!/^[^\s,[\]{}]+$/.test(newName)) {
    return t`${quote(newName)} cannot be an anchor. An anchor has no spaces, commas, brackets or braces.`;
  }
  const isTaken = tree.anchors.some((anchor) => anchor.name === newName);
  return isTaken ? t`The file already has an anchor ${quote(`&${newName}`)}.` : undefined;
}

function consequenceOf(project: Project, name: Name, newName: string): Consequence | undefined {
  if (name.kind === 'parameter' || (name.kind === 'template' && name.entry?.section === 'Parameters')) {
    return {
      label: t`Rename the parameter ${name.value}`,
      description: t`A deployment that sets ${name.value} must set ${newName} instead.`,
      needsConfirmation: false,
    };
  }
  if (name.kind === 'route') {
    return {
      label: t`Rename the route ${name.value}`,
      description: t`CloudFormation replaces the route, and clients must send “${newName}” to reach the endpoint.`,
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
    label: t`Rename the resource ID ${resource.id.value}`,
    description: t`The environment variable ${before} becomes ${after}. Update the code that reads it: ${firstOf(names)}.`,
    needsConfirmation: true,
  };
}
