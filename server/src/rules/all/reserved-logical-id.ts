import { codeParameters } from '../../model/logical-ids.ts';
import { newName } from '../../model/new-names.ts';
import { replaceScalar } from '../../syntax/edits.ts';
import { rule } from '../rule.ts';
import { quote } from '../../wording.ts';

export const reservedLogicalId = rule({
  id: 'reserved-logical-id',
  severity: 'error',
  summary: 'a `name` that is reserved for a parameter of the template',
  why: "The location of the functions' code is passed in two parameters of the template, and the parameters and resources of a template share one namespace.",
  looksAt: 'resource',
  local: true,
  *check(resource) {
    const { name } = resource;
    const reserved: readonly string[] = Object.values(codeParameters);
    if (name && reserved.includes(name.value)) yield { span: name.node.span, data: { resource, name } };
  },
  message: ({ name: { value } }) =>
    `${quote(value)} is a parameter of every template, so no resource can have that name. Choose another name.`,
  *fixes({ resource, name: { value, node } }, project) {
    const other = newName(project, value, resource.type, resource);
    if (other === undefined) return;
    yield { title: `Change to \`${other}\``, edits: [replaceScalar(project.tree, node, other)], preferred: true };
  },
});
