import { maximumConnections, type ConnectionSource } from '../../language/connections.ts';
import type { Connection, Project } from '../../model/project.ts';
import { rule } from '../rule.ts';

export const tooManyConnections = rule({
  id: 'too-many-connections',
  severity: 'error',
  summary: 'more connections than can start there',
  why: 'An API has one authorizer, and an endpoint one function that handles it.',
  looksAt: 'project',
  *check(project) {
    for (const connections of connectionLists(project)) {
      const [first] = connections;
      const maximum = first?.source && maximumConnections[first.source];
      if (!first?.source || maximum === undefined) continue;
      for (const connection of connections.slice(maximum)) {
        const related = [{ span: first.target.node.span, message: 'This connection stands first.' }];
        yield { span: connection.target.node.span, data: first.source, related };
      }
    }
  },
  message: (source: ConnectionSource) =>
    source === 'endpoint'
      ? 'One function handles an endpoint, and this is a further one. Keep one connection.'
      : 'An API has one authorizer, and this is a further one. Keep one connection; the functions that handle messages are connected to the endpoints.',
});

function connectionLists(project: Project): (readonly Connection[])[] {
  return project.resources.flatMap((resource) => [
    resource.connections,
    ...(resource.type === 'websocket-api' ? resource.endpoints.map(({ connections }) => connections) : []),
  ]);
}
