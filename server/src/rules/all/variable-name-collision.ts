import { numbered } from '../../model/new-names.ts';
import type { DataResource, WebSocketApi } from '../../model/project.ts';
import { connectionVariables, environmentOf, type ConnectionVariable } from '../function-variables.ts';
import { rename } from '../../changes/rename.ts';
import { resourceName } from '../../model/references.ts';
import { fixBy, rule } from '../rule.ts';
import { quote } from '../../wording.ts';

interface Collision {
  readonly name: string;
  readonly resource: WebSocketApi | DataResource;
  readonly earlier: WebSocketApi | DataResource;
}

export const variableNameCollision = rule({
  id: 'variable-name-collision',
  severity: 'warning',
  summary: 'two connections of a function that share an environment variable',
  why: 'The name of the variable is the resource ID in upper case, with `_` in place of characters that environment variables cannot have. The IDs `chat-log` and `chat_log` give the same name, and the function finds only the first of the two.',
  looksAt: 'function',
  *check(lambda, project) {
    const own = new Set(environmentOf(lambda).map(({ entry }) => entry.key.text));
    const first = new Map<string, ConnectionVariable>();
    for (const variable of connectionVariables(project, lambda)) {
      const { name, resource, via } = variable;
      const earlier = first.get(name);
      if (!earlier) first.set(name, variable);
      if (!earlier || own.has(name)) continue;
      const related = [{ span: earlier.via.target.node.span, message: `${quote(name)} refers to this resource.` }];
      const data: Collision = { name, resource, earlier: earlier.resource };
      yield { span: via.target.node.span, data, related };
    }
  },
  message: ({ name, resource, earlier }) =>
    `${quote(name)} already refers to ${quote(earlier.id.value)}, so the function cannot find ${quote(resource.id.value)}. Change one of the two IDs.`,
  *fixes({ resource }, project) {
    const taken = project.resources.map((other) => variableForm(other.id.value));
    const id = numbered(resource.id.value, (candidate) => !taken.includes(variableForm(candidate)));
    const title = `Change the ID ${quote(resource.id.value)} to ${quote(id)}`;
    yield* fixBy(title, rename(project, resourceName(project, resource), id));
  },
});

function variableForm(id: string): string {
  return id.toUpperCase().replaceAll('-', '_');
}
