import { isLogicalId } from '../../model/logical-ids.ts';
import { alphanumeric, newName } from '../../model/new-names.ts';
import { replaceScalar } from '../../syntax/edits.ts';
import { rule } from '../rule.ts';
import { quote } from '../../wording.ts';

export const nonAlphanumericName = rule({
  id: 'non-alphanumeric-name',
  severity: 'warning',
  summary: 'a `name` with other characters than letters and digits',
  why: "A name of letters and digits alone is the resource's logical ID in CloudFormation. From any other name no ID can be made, so one is numbered by the order in the file; when resources are reordered, added or removed, the number changes and CloudFormation replaces the resource. A replaced API gets a new URL, a replaced table is empty.",
  looksAt: 'resource',
  *check(resource, project) {
    const { name } = resource;
    const logicalId = project.logicalIds.of(resource);
    if (!name || logicalId === undefined || isLogicalId(name.value)) return;
    yield { span: name.node.span, data: { resource, name, logicalId } };
  },
  message: ({ name, logicalId }) =>
    `${quote(name.value)} cannot be a logical ID, since it has other characters than letters and digits. ${quote(logicalId)} stands in for it, by the order in the file: reordering would make CloudFormation replace the resource. Use letters and digits only.`,
  *fixes({ resource, name }, project) {
    const mended = newName(project, alphanumeric(name.value), resource.type, resource);
    if (mended === undefined) return;
    const edits = [replaceScalar(project.tree, name.node, mended)];
    yield { title: `Change to \`${mended}\``, edits, preferred: true };
  },
});
