// What speaks against a new name.
import { maximumNameLength } from '../../language/common-properties.ts';
import { gatewayRoutes } from '../../language/routes.ts';
import type { Name, RouteName } from '../../model/references.ts';
import { isLogicalId } from '../../model/logical-ids.ts';
import { newName as freeName } from '../../model/new-names.ts';
import { resourcesOfType, type Project } from '../../model/project.ts';
import { objectionToResourceId } from '../../rules/names.ts';
import { allOf, quote } from '../../wording.ts';
import type { LogicalName } from './logical-name.ts';

/** For the person; undefined where nothing does. */
export function objectionTo(newName: string, name: Name | LogicalName, project: Project): string | undefined {
  switch (name.kind) {
    case 'resource':
      return objectionToResourceId(project, newName);
    case 'route':
      return objectionToRoute(newName, name, project);
    case 'name':
      return objectionToName(newName, name, project);
    case 'anchor':
      if (!/^[^\s,[\]{}]+$/.test(newName)) {
        return `${quote(newName)} cannot be an anchor: spaces, commas, brackets and braces end its name.`;
      }
      return project.tree.anchors.some((anchor) => anchor.name === newName)
        ? `The file has an anchor ${quote(`&${newName}`)} already.`
        : undefined;
  }
}

function objectionToRoute(newName: string, { endpoints }: RouteName, project: Project): string | undefined {
  if (newName === '') return 'AWS refuses an empty route. Write the value that selects the endpoint.';
  if (newName.startsWith('$')) {
    const own = allOf(gatewayRoutes.map(({ route }) => route));
    return `Routes that start with \`$\` are API Gateway's own: ${own}. They take other requests than this endpoint does now. If that is meant, edit the route where it stands.`;
  }
  const api = resourcesOfType(project, 'websocket-api').find(
    (candidate) =>
      candidate.endpoints.some((endpoint) => endpoints.includes(endpoint)) &&
      candidate.endpoints.some(({ route }) => route?.value === newName),
  );
  return (
    api &&
    `${quote(api.id.value)} has the route ${quote(newName)} already, and only one endpoint can take its messages.`
  );
}

function objectionToName(newName: string, { resource }: LogicalName, project: Project): string | undefined {
  if (!isLogicalId(newName) || newName.length > maximumNameLength) {
    return `${quote(newName)} cannot be a logical ID. Write 1 to ${maximumNameLength} letters and digits, so that the name is what the resource is deployed under. If another name is meant, edit it where it stands.`;
  }
  const free = freeName(project, newName, resource.type, resource);
  if (free === newName) return undefined;
  return `The template has the logical ID ${quote(newName)}, or one that the resource's parts would get from it, already. ${quote(free ?? '')} is free.`;
}
