import { numbered } from '../../model/new-names.ts';
import { connectionVariables, environmentOf } from '../function-variables.ts';
import { environmentName, type ConnectionVariable } from '../../model/usage.ts';
import { startOfConnection } from '../../model/can-connect.ts';
import { setOnConnection } from '../../changes/connections.ts';
import { rename } from '../../changes/rename.ts';
import { resourceName } from '../../model/references.ts';
import { fixBy, rule } from '../rule.ts';
import { quote } from '../../wording.ts';
import { t } from '../../locale.ts';

interface Collision {
  readonly later: ConnectionVariable;
  readonly earlier: ConnectionVariable;
}

export const variableNameCollision = rule({
  id: 'variable-name-collision',
  severity: 'warning',
  summary: 'two connections of a function that share an environment variable',
  why: 'Unless `as` names it, the name of the variable is the resource ID in upper case, with `_` in place of characters that environment variables cannot have. The IDs `chat-log` and `chat_log` give the same name, and the function finds only the first of the two.',
  looksAt: 'function',
  *check(lambda, project) {
    const variables = connectionVariables(project, lambda);
    if (variables.length < 2) return;
    const own = new Set(environmentOf(lambda).map(({ entry }) => entry.key.text));
    const first = new Map<string, ConnectionVariable>();
    for (const variable of variables) {
      const { name, via } = variable;
      const earlier = first.get(name);
      if (!earlier) first.set(name, variable);
      if (!earlier || own.has(name)) continue;
      const related = [{ span: earlier.via.target.node.span, message: t`${quote(name)} refers to this resource.` }];
      const data: Collision = { later: variable, earlier };
      yield { span: (via.as ?? via.target).node.span, data, related };
    }
  },
  message({ later: { name, resource, via }, earlier }) {
    const isChosen = via.as ?? earlier.via.as;
    const advice = isChosen ? t`Choose another name with \`as\`.` : t`Change one of the two IDs.`;
    return t`${quote(name)} already refers to ${quote(earlier.resource.id.value)}, so the function cannot find ${quote(resource.id.value)}. ${advice}`;
  },
  *fixes({ later, earlier }, project) {
    const { resource, via } = later;
    if (!via.as && !earlier.via.as) {
      // One of two resources with the same ID would get a new one, and its logical ID would be found to be taken.
      if (project.resources.filter(({ id }) => id.value === resource.id.value).length > 1) return;
      const taken = project.resources.map((other) => variableForm(other.id.value));
      const id = numbered(resource.id.value, (candidate) => !taken.includes(variableForm(candidate)));
      const title = t`Change the ID ${quote(resource.id.value)} to ${quote(id)}`;
      yield* fixBy(title, rename(project, resourceName(project, resource), id));
      return;
    }
    const lambda = startOfConnection(project, via)?.resource;
    if (lambda?.type !== 'lambda-function') return;
    const taken = new Set([
      ...environmentOf(lambda).map(({ entry }) => entry.key.text),
      ...connectionVariables(project, lambda).map(({ name }) => name),
    ]);
    const own = environmentName(resource);
    const name = taken.has(own) ? numbered(later.name, (candidate) => !taken.has(candidate)) : own;
    const title = via.as ? t`Change to ${quote(name)}` : t`Add \`as: ${name}\``;
    yield* fixBy(title, setOnConnection(project, via, 'as', name), true);
  },
});

function variableForm(id: string): string {
  return id.toUpperCase().replaceAll('-', '_');
}
