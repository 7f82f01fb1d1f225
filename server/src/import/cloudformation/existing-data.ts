// Data resources that exist outside of the template, and that its functions use by their ARNs.
import { accessLevels } from '../../language/connections.ts';
import { actionsFor, dataResources, type DataResourceType } from '../../language/data-resources.ts';
import { bucketArn, homeOf, matchesFormat, nameIn, queueArn, tableArn, topicArn } from '../../language/formats.ts';
import type { StringFormat } from '../../language/index.ts';
import type { SourceValue } from '../source.ts';
import { includesAction, policiesOf } from './policies.ts';
import { wordsOf } from './references.ts';
import { dataIn, property, type Member, type Stack } from './stack.ts';

/** The template with members for them, whose logical IDs are their ARNs. They are not among its resources. */
export function withExistingData(stack: Stack): Stack {
  const found = new Map<string, Member>();
  const add = (value: SourceValue, type: DataResourceType, arn: string): void => {
    const { awsType } = dataResources[type];
    const isNew = !found.has(arn) && !dataIn(stack, value);
    if (isNew)
      found.set(arn, {
        logicalId: arn,
        existingArn: arn,
        type: awsType,
        place: value.place,
        properties: undefined,
        attributes: new Map(),
      });
  };
  for (const role of stack.ofType('AWS::IAM::Role')) {
    for (const { allowed } of policiesOf(stack, role).flatMap(({ statements }) => statements)) {
      for (const value of allowed?.resources ?? []) {
        const known = existingIn(value);
        if (known && allowed && areOfAccess(stack, known.type, allowed.actions)) add(value, known.type, known.arn);
      }
    }
  }
  for (const value of stack.ofType('AWS::Lambda::EventSourceMapping').map((one) => property(one, 'EventSourceArn'))) {
    const known = existingIn(value);
    if (value && known?.type === 'sqs-queue') add(value, known.type, known.arn);
  }
  for (const value of stack.ofType('AWS::SNS::Subscription').map((one) => property(one, 'TopicArn'))) {
    const known = existingIn(value);
    if (value && known?.type === 'sns-topic') add(value, known.type, known.arn);
  }
  const existing = [...found.values()];
  return { ...stack, existing };
}

const formats: readonly (readonly [DataResourceType, StringFormat])[] = [
  ['dynamodb-table', tableArn],
  ['sqs-queue', queueArn],
  ['sns-topic', topicArn],
  ['s3-bucket', bucketArn],
];

/** The ARN that is written out, without what is in the resource: its indexes or objects. */
function existingIn(
  value: SourceValue | undefined,
): { readonly type: DataResourceType; readonly arn: string } | undefined {
  const words = wordsOf(value);
  const arn = words.replace(/\/(?:index\/)?\*$/, '');
  const [type] = formats.find(([, format]) => matchesFormat(arn, format)) ?? [];
  return type && { type, arn };
}

/** Whether the rights are those of a connection. A template of ours has permissions for all others. */
function areOfAccess({ isOwn }: Stack, type: DataResourceType, patterns: readonly string[]): boolean {
  if (isOwn) {
    const wanted = [...patterns].sort().join();
    return accessLevels.values.some(({ value }) =>
      actionsFor(type, value).some(({ actions }) => actions.join() === wanted),
    );
  }
  const known = actionsFor(type, 'read-write').flatMap(({ actions }) => actions);
  return patterns.every((pattern) => known.some((action) => includesAction(pattern, action)));
}

/** What functions find an existing resource by: its name, URL or ARN. */
export function existingName(arn: string, type: string): string {
  const { region, account } = homeOf(arn);
  switch (type) {
    case 'AWS::SQS::Queue':
      return `https://sqs.${region}.amazonaws.com/${account}/${nameIn(arn)}`;
    case 'AWS::SNS::Topic':
      return arn;
    default:
      return nameIn(arn);
  }
}
