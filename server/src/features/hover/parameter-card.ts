// The hover of a parameter: its values, and where it is used.
import { parameterUses } from '../../model/parameters.ts';
import type { Parameter, Project } from '../../model/project.ts';
import { firstOf } from '../../wording.ts';
import { card, code, plain } from '../markdown.ts';
import { t } from '../../locale.ts';

export function parameterCard(project: Project, { name, ...parameter }: Parameter): string {
  const { description, allowed, secret } = parameter;
  const uses = parameterUses(project).filter((use) => use.name.value === name.value);
  const users = [...new Set(uses.map(({ resource }) => code(resource.id.value)))];
  return card({
    title: name.value,
    kind: [t`parameter`, ...(secret?.value ? [t`secret`] : [])],
    paragraphs: [description && plain(description.value)],
    facts: [
      parameter.default ? t`Default: ${code(parameter.default.value)}` : t`Each first deployment must set it`,
      allowed.length > 0
        ? t`Allowed: ${firstOf(
            allowed.map(({ value }) => code(value)),
            10,
          )}`
        : undefined,
      users.length > 0 ? t`Used by ${firstOf(users, 10)}` : undefined,
    ],
    link: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html',
  });
}
