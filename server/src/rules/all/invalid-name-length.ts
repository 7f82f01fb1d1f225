import { maximumNameLength } from '../../language/resource.ts';
import { rule } from '../rule.ts';

export const invalidNameLength = rule({
  id: 'invalid-name-length',
  severity: 'error',
  summary: `a \`name\` that is empty or longer than ${maximumNameLength} characters`,
  why: `A name has 1 to ${maximumNameLength} characters, so that it can be a logical ID, and still one when the IDs of its parts (routes, stage, permissions) are made from it.`,
  looksAt: 'resource',
  *check({ name }) {
    if (!name || (name.value.length > 0 && name.value.length <= maximumNameLength)) return;
    yield { span: name.node.span, data: name.value.length };
  },
  message: (length) =>
    length === 0
      ? 'The name is empty, and no logical ID can be made from it. Write a name of letters and digits.'
      : `The name has ${length} characters, and ${maximumNameLength} is the most that a name can have. Shorten it.`,
});
