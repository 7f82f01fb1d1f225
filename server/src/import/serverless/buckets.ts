// The buckets whose events invoke the functions of a service. A service creates them.
import { capitalize } from '../../wording.ts';
import { textAt, valueAt, type Made, type SourceValue } from '../source.ts';
import { alphanumericName, functionArn, normalName } from './naming.ts';
import type { Draft } from './draft.ts';
import { leaveOutEvent, type FunctionEvent, type Service, type ServiceFunction } from './service.ts';
import { given, isFalse, scalarText } from './values.ts';

/** A bucket for all the events that name it. */
export function addBuckets({ functions, provider }: Service, draft: Draft): void {
  const buckets = new Map<string, { readonly event: FunctionEvent; readonly fn: ServiceFunction }[]>();
  for (const fn of functions) {
    for (const event of fn.events) {
      if (event.type !== 's3') continue;
      const { value } = event;
      const bucket = scalarText(value) ?? textAt(value, 'bucket');
      const existing = valueAt(value, 'existing');
      if (bucket === undefined || (existing && !isFalse(existing))) {
        leaveOutEvent(
          event,
          fn,
          draft,
          'The bucket exists already, and its notifications belong to the stack that creates it.',
        );
        continue;
      }
      const known = buckets.get(bucket);
      if (known) known.push({ event, fn });
      else buckets.set(bucket, [{ event, fn }]);
    }
  }
  for (const [bucket, events] of buckets) {
    const settings = valueAt(provider, 's3', bucket);
    const own = settings?.kind === 'map' ? [...settings.entries].filter(([key]) => key !== 'name') : [];
    const name = valueAt(settings, 'name') ?? bucket;
    const [first] = events;
    if (!first) continue;
    draft.add(
      `S3Bucket${alphanumericName(bucket)}`,
      'AWS::S3::Bucket',
      first.event.place,
      {
        BucketName: name,
        NotificationConfiguration: {
          LambdaConfigurations: events.map(({ event: { value }, fn }) => ({
            Event: given(valueAt(value, 'event')) ?? 's3:ObjectCreated:*',
            Function: functionArn(fn.name),
            Filter: filterOf(valueAt(value, 'rules')),
          })),
        },
        ...Object.fromEntries(own.map(([key, { value }]) => [capitalize(key), value])),
      },
      { givenName: bucket },
    );
    for (const { event, fn } of events) {
      const id = `${normalName(fn.name)}LambdaPermission${alphanumericName(bucket)}S3`;
      const source = { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':s3:::', name]] };
      draft.allow(id, 's3', functionArn(fn.name), event.place, source);
    }
  }
}

/** `rules: [{prefix: uploads/}]` */
function filterOf(rules: SourceValue | undefined): Made | undefined {
  if (rules?.kind !== 'list') return undefined;
  const all = rules.items.flatMap((rule) =>
    rule.kind === 'map' ? [...rule.entries].map(([Name, { value }]) => ({ Name, Value: value })) : [],
  );
  return { S3Key: { Rules: all } };
}
