import { setOnConnection } from '../../changes/connections.ts';
import { maximumFifoBatch } from '../../language/limits.ts';
import { isFifo } from '../../model/dead-letters.ts';
import { fixBy, rule } from '../rule.ts';
import { quote } from '../../wording.ts';
import { t } from '../../locale.ts';

export const fifoBatchSize = rule({
  id: 'fifo-batch-size',
  severity: 'error',
  summary: 'a batch of a FIFO queue that is larger than Lambda accepts',
  why: `Lambda gets at most ${maximumFifoBatch} messages of a FIFO queue at once, and rejects a larger batch size. The functions of other queues can get up to 10,000.`,
  looksAt: 'connection',
  local: true,
  *check({ from: { resource }, connection }) {
    if (resource.type !== 'sqs-queue' || !isFifo(resource)) return;
    const { batchSize } = connection;
    if (!batchSize || batchSize.value <= maximumFifoBatch) return;
    yield { span: batchSize.node.span, data: { id: resource.id.value, connection } };
  },
  message: ({ id }) =>
    t`A function can get at most ${maximumFifoBatch} messages of the FIFO queue ${quote(id)} at once, and Lambda rejects a larger batch size. Change it to ${maximumFifoBatch} or less.`,
  *fixes({ connection }, project) {
    yield* fixBy(
      t`Change to ${maximumFifoBatch}`,
      setOnConnection(project, connection, 'batchSize', maximumFifoBatch),
      true,
    );
  },
});
