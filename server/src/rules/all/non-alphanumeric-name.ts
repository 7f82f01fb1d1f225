import { isLogicalId } from '../../model/logical-ids.ts';
import { forbiddenCharacterOf } from '../../model/project.ts';
import { alphanumeric, newName } from '../../model/new-names.ts';
import { isDataResource } from '../../model/usage.ts';
import { replaceScalar } from '../../syntax/edits.ts';
import { rule } from '../rule.ts';
import { quote } from '../../wording.ts';
import { t } from '../../locale.ts';

export const nonAlphanumericName = rule({
  id: 'non-alphanumeric-name',
  severity: 'warning',
  summary: 'a `name` with characters other than letters and digits',
  why: "A name that consists of letters and digits is used as the resource's logical ID in CloudFormation. Any other name cannot be an ID, so one is generated and numbered by the order of the file. When resources are reordered, added or removed, that number changes and CloudFormation replaces the resource. A replaced API gets a new URL; a replaced table is empty.",
  looksAt: 'resource',
  *check(resource, project) {
    const { name } = resource;
    const logicalId = project.logicalIds.of(resource);
    if (!name || logicalId === undefined || isLogicalId(name.value)) return;
    // An existing resource that invokes nothing has no part in the template.
    if (isDataResource(resource) && resource.arn && resource.connections.length === 0) return;
    // Another rule reports those, and a name without them may be an ID.
    if (forbiddenCharacterOf(name.value) !== undefined) return;
    yield { span: name.node.span, data: { resource, name, logicalId } };
  },
  message: ({ name, logicalId }) =>
    t`${quote(name.value)} cannot be a logical ID, because it contains characters other than letters and digits. ${quote(logicalId)} is used instead, numbered by the order of the file: reordering would make CloudFormation replace the resource. Use only letters and digits.`,
  *fixes({ resource, name }, project) {
    const valid = newName(project, alphanumeric(name.value), resource.type, resource);
    if (valid === undefined) return;
    const edits = [replaceScalar(project.tree, name.node, valid)];
    yield { title: t`Change to \`${valid}\``, edits, preferred: true };
  },
});
