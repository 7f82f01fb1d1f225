import { maximumNameLength } from '../../language/common-properties.ts';
import { alphanumeric, newName } from '../../model/new-names.ts';
import { replaceScalar } from '../../syntax/edits.ts';
import { rule } from '../rule.ts';
import { t } from '../../locale.ts';

export const invalidNameLength = rule({
  id: 'invalid-name-length',
  severity: 'error',
  summary: `a \`name\` that is empty or longer than ${maximumNameLength} characters`,
  why: `A name has 1 to ${maximumNameLength} characters, so that it can be a logical ID, and so that the IDs derived from it for its parts (routes, stage, permissions) are valid as well.`,
  looksAt: 'resource',
  local: true,
  *check(resource) {
    const { name } = resource;
    if (!name || (name.value.length > 0 && name.value.length <= maximumNameLength)) return;
    yield { span: name.node.span, data: { resource, name } };
  },
  message: ({ name: { value } }) =>
    value === ''
      ? t`The name is empty, so no logical ID can be derived from it. Use a name of letters and digits.`
      : t`The name is ${value.length} characters long, over the limit of ${maximumNameLength}. Shorten it.`,
  *fixes({ resource, name }, project) {
    const like = alphanumeric(name.value) || alphanumeric(resource.id.value);
    const short = newName(project, like, resource.type, resource);
    if (short === undefined) return;
    yield { title: t`Change to \`${short}\``, edits: [replaceScalar(project.tree, name.node, short)], preferred: true };
  },
});
