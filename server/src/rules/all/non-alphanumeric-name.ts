import { maximumNameLength } from '../../language/resource.ts';
import { isLogicalId } from '../../model/logical-ids.ts';
import { replaceScalar } from '../../syntax/edits.ts';
import { rule } from '../rule.ts';
import { quote } from '../words.ts';

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
    yield { span: name.node.span, data: { name, logicalId } };
  },
  message: ({ name, logicalId }) =>
    `${quote(name.value)} cannot be a logical ID, since it has other characters than letters and digits. ${quote(logicalId)} stands in for it, by the order in the file: reordering would make CloudFormation replace the resource. Use letters and digits only.`,
  *fixes({ name }, project) {
    const taken = new Set(project.resources.map((resource) => resource.name?.value));
    const mended = alphanumeric(name.value, taken);
    if (mended === undefined) return;
    const edits = [replaceScalar(project.tree, name.node, mended)];
    yield { title: `Change to \`${mended}\``, edits, preferred: true };
  },
});

/** `chat-api` becomes `chatApi`, or `chatApi2` where that is taken; undefined where no letter or digit is left. */
function alphanumeric(name: string, taken: ReadonlySet<string | undefined>): string | undefined {
  const [first = '', ...others] = name
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== '');
  const mended = first + others.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
  if (mended === '') return undefined;
  let unique = mended.slice(0, maximumNameLength);
  for (let count = 2; taken.has(unique); count++) unique = mended.slice(0, maximumNameLength - 4) + String(count);
  return unique;
}
