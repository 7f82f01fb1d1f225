import { codeParameters } from '../../model/logical-ids.ts';
import { rename } from '../../changes/rename.ts';
import type { Located, Resource } from '../../model/project.ts';
import { parameterName } from '../../model/references.ts';
import { newName } from '../../model/new-names.ts';
import { replaceScalar } from '../../syntax/edits.ts';
import { fixBy, rule } from '../rule.ts';
import { quote } from '../../wording.ts';
import { t } from '../../locale.ts';

interface Named {
  readonly name: Located<string> | undefined;
  /** Undefined for a parameter. */
  readonly resource: Resource | undefined;
}

export const reservedLogicalId = rule({
  id: 'reserved-logical-id',
  severity: 'error',
  summary: 'a name that is reserved for a parameter of the template',
  why: "The location of the functions' code is passed in two parameters of the template, and the parameters and resources of a template share one namespace.",
  looksAt: 'project',
  *check({ resources, parameters }) {
    const reserved: readonly string[] = Object.values(codeParameters);
    const named: Named[] = [
      ...parameters.map(({ name }) => ({ name, resource: undefined })),
      ...resources.map((resource) => ({ name: resource.name, resource })),
    ];
    for (const { name, resource } of named) {
      if (name && reserved.includes(name.value)) yield { span: name.node.span, data: { resource, name } };
    }
  },
  message: ({ name: { value } }) =>
    t`${quote(value)} is a parameter of every template, so nothing else can have that name. Choose another name.`,
  *fixes({ resource, name: { value, node } }, project) {
    const other = newName(project, value, resource?.type, resource);
    if (other === undefined) return;
    if (!resource) {
      yield* fixBy(t`Change to \`${other}\``, rename(project, parameterName(project, value), other), true);
      return;
    }
    yield { title: t`Change to \`${other}\``, edits: [replaceScalar(project.tree, node, other)], preferred: true };
  },
});
