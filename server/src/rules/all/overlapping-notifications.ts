import { disconnect, setOnConnection } from '../../changes/connections.ts';
import { bucketEvents } from '../../language/common-properties.ts';
import type { BucketEvent } from '../../language/connections.ts';
import type { Connection, ResourceOf } from '../../model/project.ts';
import { eventOf, functionAt } from '../../model/usage.ts';
import { fixBy, rule } from '../rule.ts';
import { quote } from '../../wording.ts';
import { t } from '../../locale.ts';

interface Overlap {
  readonly bucket: ResourceOf<'s3-bucket'>;
  readonly connection: Connection;
  readonly earlier: Connection;
}

export const overlappingNotifications = rule({
  id: 'overlapping-notifications',
  severity: 'error',
  summary: 'a bucket that invokes two functions for the same event',
  why: 'S3 rejects a bucket with two notifications of the same event. One function can do the work of both, or publish the event to an SNS topic, which can invoke any number of functions.',
  looksAt: 'resource',
  *check(resource, project) {
    // `connection-not-allowed` reports that an existing bucket cannot invoke functions.
    if (resource.type !== 's3-bucket' || resource.arn) return;
    const first = new Map<BucketEvent, Connection>();
    for (const connection of resource.connections) {
      if (!functionAt(project, connection)) continue;
      const earlier = first.get(eventOf(connection));
      if (!earlier) first.set(eventOf(connection), connection);
      // `duplicate-connection` reports a second connection to the same function.
      if (!earlier || earlier.target.value === connection.target.value) continue;
      const related = [{ span: earlier.target.node.span, message: t`${quote(earlier.target.value)} is invoked here.` }];
      yield { span: connection.target.node.span, data: { bucket: resource, connection, earlier }, related };
    }
  },
  message: ({ bucket, connection, earlier }: Overlap) =>
    t`${quote(bucket.id.value)} already invokes ${quote(earlier.target.value)} when objects are ${eventOf(connection)}, and S3 allows one function for each event. Let one function do the work of both, or publish the event to an SNS topic.`,
  *fixes({ bucket, connection }, project) {
    const taken = new Set(bucket.connections.map(eventOf));
    for (const { value } of bucketEvents.values) {
      if (!taken.has(value)) yield* fixBy(t`Add \`on: ${value}\``, setOnConnection(project, connection, 'on', value));
    }
    yield* fixBy(t`Remove this connection`, disconnect(project, connection));
  },
});
