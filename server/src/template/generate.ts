// Generates a CloudFormation template from a model.
import { claimsOf } from '../model/logical-ids.ts';
import { resourcesOfType, type Project, type Resource } from '../model/project.ts';
import { isDataResource } from '../model/usage.ts';
import { dataResource } from './data-resources.ts';
import { functionTarget } from './function-calls.ts';
import { lambdaFunction } from './lambda-function.ts';
import { notesOf } from './notes.ts';
import { outputsOf } from './outputs.ts';
import { codeLocation, ownParameters } from './parameters.ts';
import { overlayParts } from './overlay.ts';
import type { Template, TemplateResource } from './template.ts';
import { plainDescription } from './texts.ts';
import { scheduleRule, triggerResources } from './triggers.ts';
import { sourced } from './value.ts';
import { webSocketApi } from './web-socket-api.ts';

/**
 * The template of a project. It never throws: what is undefined in a project with errors is left out, and the template
 * may then not be deployable.
 * @param localCode the path from the template to the project, for code that is there and not in S3: `` or `../`
 */
export function generate(project: Project, localCode?: string): Template {
  const { description, overlay } = project;
  const lines = project.tree.lines;
  const withLine = (resource: TemplateResource): TemplateResource => ({
    ...resource,
    comment: `${resource.comment} (line ${lines.positionAt(resource.source.start).line + 1})`,
  });
  const resources = eachOnce(project.resources.flatMap((resource) => resourcesOf(project, resource, localCode)));
  const { outputs, leftOut } = outputsOf(project);
  const targets = resourcesOfType(project, 'lambda-function').map((lambda) => functionTarget(project, lambda)?.isHere);
  const used = new Set(resources.map(({ condition }) => condition));
  const conditions = new Map(targets.flatMap((one) => (one && used.has(one.logicalId) ? [[one.logicalId, one]] : [])));
  /** Whether the overlay needs a parameter, which local code itself does not. */
  const isUsed = (parameter: string): boolean =>
    overlay.find('Parameters', parameter) !== undefined || overlay.references.some(({ name }) => name === parameter);
  return {
    notes: notesOf(project, leftOut),
    description:
      description && description.value !== ''
        ? sourced(description.node.span, plainDescription(description.value))
        : undefined,
    parameters: [
      ...ownParameters(project),
      ...eachOnce(codeLocation(project)).filter(({ logicalId }) => localCode === undefined || isUsed(logicalId)),
    ],
    conditions: [...conditions.values()],
    resources: resources.map(withLine),
    outputs: eachOnce(outputs),
    overlay: overlayParts(project),
  };
}

/**
 * A template cannot have a logical ID twice: if the descriptor defines something twice, the first definition counts.
 */
function eachOnce<T extends { readonly logicalId: string }>(parts: readonly T[]): T[] {
  const ids = new Set<string>();
  return parts.filter(({ logicalId }) => ids.size < ids.add(logicalId).size);
}

/** What the resource becomes, except what has the logical ID of something that an earlier resource becomes. */
export function ownResources(project: Project, resource: Resource): readonly TemplateResource[] {
  const { claims } = project.logicalIds;
  const ownedBy = new Map<string, Resource>();
  for (const { logicalId, resource: owner } of claims) if (!ownedBy.has(logicalId)) ownedBy.set(logicalId, owner);
  return eachOnce(resourcesOf(project, resource)).filter(({ logicalId }) => ownedBy.get(logicalId) === resource);
}

/** What is generated with that logical ID. */
export function generatedResource(project: Project, logicalId: string): TemplateResource | undefined {
  const [claim] = claimsOf(project, logicalId);
  return claim && ownResources(project, claim.resource).find((one) => one.logicalId === logicalId);
}

function resourcesOf(project: Project, resource: Resource, localCode?: string): readonly TemplateResource[] {
  const logicalId = project.logicalIds.of(resource);
  if (logicalId === undefined) return [];
  if (isDataResource(resource)) {
    const own = resource.arn ? [] : [dataResource(project, resource, logicalId)];
    return [...own, ...triggerResources(project, resource)];
  }
  switch (resource.type) {
    case 'websocket-api':
      return webSocketApi(project, resource);
    case 'lambda-function':
      return lambdaFunction(project, resource, localCode);
    case 'schedule':
      return [scheduleRule(project, resource, logicalId), ...triggerResources(project, resource)];
    case undefined:
      return [];
  }
}
