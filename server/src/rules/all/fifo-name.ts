import { isFifoName } from '../../language/formats.ts';
import { isFifo } from '../../model/dead-letters.ts';
import { physicalNameOf } from '../../model/project.ts';
import { replaceScalar } from '../../syntax/edits.ts';
import { rule } from '../rule.ts';
import { quote } from '../../wording.ts';
import { t } from '../../locale.ts';

export const fifoName = rule({
  id: 'fifo-name',
  severity: 'error',
  summary: 'a `physicalName` of a queue that does not say whether it is a FIFO queue',
  why: 'The name of a FIFO queue ends with `.fifo`, and that of no other queue does. SQS rejects anything else.',
  looksAt: 'resource',
  local: true,
  *check(resource) {
    if (resource.type !== 'sqs-queue') return;
    const name = physicalNameOf(resource);
    if (name?.value === undefined || isFifoName(name.value) === isFifo(resource)) return;
    yield { span: name.node.span, data: { name, fifo: isFifo(resource) } };
  },
  message: ({ name, fifo }) =>
    fifo
      ? t`${quote(name.value)} does not end with \`.fifo\`, as the name of a FIFO queue must. Add it.`
      : t`${quote(name.value)} ends with \`.fifo\`, which only the name of a FIFO queue does. Remove it, or add \`fifo: true\`.`,
  *fixes({ name, fifo }, { tree }) {
    const other = fifo ? `${name.value}.fifo` : name.value.slice(0, -'.fifo'.length);
    yield { title: t`Change to ${quote(other)}`, edits: [replaceScalar(tree, name.node, other)], preferred: true };
  },
});
