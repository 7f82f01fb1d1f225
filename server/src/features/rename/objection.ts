// What speaks against a new name.
import { gatewayRoutes } from '../../language/routes.ts';
import type { Name, RouteName } from '../../model/references.ts';
import { resourcesOfType, type Project } from '../../model/project.ts';
import { objectionToResourceId } from '../../rules/names.ts';
import { allOf, quote } from '../../rules/words.ts';

/** For the person; undefined where nothing does. */
export function objectionTo(newName: string, name: Name, project: Project): string | undefined {
  switch (name.kind) {
    case 'resource':
      return objectionToResourceId(project, newName);
    case 'route':
      return objectionToRoute(newName, name, project);
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
