import { maximumParameters } from '../../language/limits.ts';
import { codeParameters } from '../../model/logical-ids.ts';
import { resourcesOfType } from '../../model/project.ts';
import { rule } from '../rule.ts';
import { t } from '../../locale.ts';

/** Two of them are those for the code. */
const maximum = maximumParameters - Object.keys(codeParameters).length;

export const tooManyParameters = rule({
  id: 'too-many-parameters',
  severity: 'error',
  summary: `a project with more than ${maximum} parameters`,
  why: `CloudFormation allows ${maximumParameters} parameters in a template, and the location of the code takes two, and one more for each function with \`code\`.`,
  looksAt: 'project',
  *check(project) {
    const { parameters, overlay } = project;
    const withCode = resourcesOfType(project, 'lambda-function').filter(({ code, arn }) => code && !arn).length;
    const room = maximum - withCode;
    const names = new Set(parameters.map(({ name }) => name.value));
    const added = overlay.entries.filter(({ section, name }) => section === 'Parameters' && !names.has(name));
    const keys = [...parameters.map(({ name }) => name.node), ...added.map(({ entry }) => entry.key)];
    const surplus = keys[Math.max(room, 0)];
    if (surplus) yield { span: surplus.span, data: { count: keys.length, room } };
  },
  message: ({ count, room }) =>
    t`The project has ${count} parameters, but a template has room for ${room}. Combine some of them, or split the project.`,
});
