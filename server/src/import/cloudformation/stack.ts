// The resources of a template, and what leads from one to another: a reference, or a name that one of them has.
import { tagKey } from '../../template/texts.ts';
import { textAt, valueAt, type SourceValue } from '../source.ts';
import type { SourceResource, SourceTemplate } from '../source-template.ts';
import { isReference, isSame, piecesOf, plainText, referencesIn, wordsOf } from './references.ts';

/** A resource of the template, with its logical ID. */
export interface Member extends SourceResource {
  readonly logicalId: string;
  /** Of a data resource outside of the template. */
  readonly existingArn?: string;
}

export interface Stack {
  readonly template: SourceTemplate;
  /** In the order of the source. */
  readonly members: readonly Member[];
  /** Data resources outside of it. */
  readonly existing: readonly Member[];
  /** Whether the template was generated from a descriptor, which says all that it needs and nothing else. */
  readonly isOwn: boolean;
  find(logicalId: string): Member | undefined;
  ofType(...types: readonly string[]): readonly Member[];
}

export function stackOf(template: SourceTemplate): Stack {
  const members = [...template.resources].map(([logicalId, resource]): Member => ({ ...resource, logicalId }));
  const byId = new Map(members.map((member) => [member.logicalId, member]));
  return {
    template,
    members,
    existing: [],
    isOwn: members.some((member) => tagOf(member, tagKey) !== undefined),
    find: (logicalId) => byId.get(logicalId),
    ofType: (...types) => members.filter(({ type }) => types.includes(type)),
  };
}

export function property(member: Member | undefined, ...path: readonly string[]): SourceValue | undefined {
  return valueAt(member?.properties, ...path);
}

/** The value of a tag, whether the tags are a list or a map. */
export function tagOf(member: Member, key: string): string | undefined {
  const tags = property(member, 'Tags');
  if (tags?.kind === 'map') return textAt(tags, key);
  const items = tags?.kind === 'list' ? tags.items : [];
  const found = items.find((item) => textAt(item, 'Key') === key);
  return textAt(found, 'Value');
}

/** The text of a property without references. */
export function textOf(member: Member | undefined, ...path: readonly string[]): string | undefined {
  return plainText(property(member, ...path));
}

/** The first of those that the value refers to, anywhere in it. */
export function referredTo(
  stack: Stack,
  value: SourceValue | undefined,
  ...types: readonly string[]
): Member | undefined {
  for (const { id } of referencesIn(value)) {
    const member = stack.find(id);
    if (member && types.includes(member.type)) return member;
  }
  return undefined;
}

/** The value of a default, of a parameter that has one. */
export function defaultOfParameter({ template }: Stack, name: string): string | undefined {
  return textAt(template.parameters, name, 'Default');
}

/** The text with the defaults of parameters in place of their names; undefined if it has other references. */
export function textByDefault(stack: Stack, value: SourceValue | undefined): string | undefined {
  const texts = piecesOf(value).map((piece) => {
    if (typeof piece === 'string') return piece;
    return isReference(piece) && piece.attribute === undefined ? defaultOfParameter(stack, piece.id) : undefined;
  });
  return texts.length > 0 && !texts.includes(undefined) ? texts.join('') : undefined;
}

/** How a value leads to a function. */
export interface FunctionLead {
  readonly member: Member;
  /** Whether it leads to a version or an alias of it. */
  readonly isQualified: boolean;
}

/** The function of the template to which an ARN, a name or an invocation URI leads. */
export function functionIn(stack: Stack, value: SourceValue | undefined, depth = 0): FunctionLead | undefined {
  for (const { id } of referencesIn(value)) {
    const member = stack.find(id);
    if (member?.type === 'AWS::Lambda::Function') return { member, isQualified: isQualified(value) };
    const isOther = member?.type === 'AWS::Lambda::Alias' || member?.type === 'AWS::Lambda::Version';
    const inner = isOther && depth < 3 ? functionIn(stack, property(member, 'FunctionName'), depth + 1) : undefined;
    if (inner) return { member: inner.member, isQualified: true };
  }
  const words = wordsOf(value);
  const [, rest = ''] = words.split(':function:', 2);
  const [, name = words, qualifier] = /^(\$\{[^}]+\}|[^/:]+)(?::([^/]+))?(?:\/|$)/.exec(rest) ?? [];
  const named = stack
    .ofType('AWS::Lambda::Function')
    .find((member) => name !== '' && wordsOf(property(member, 'FunctionName')) === name);
  return named && { member: named, isQualified: qualifier !== undefined };
}

/** Whether a qualifier follows the ARN of the function: `${Send.Arn}:live`. */
function isQualified(value: SourceValue | undefined): boolean {
  return /\.Arn\}:[^/]/.test(wordsOf(value));
}

/** A data resource to which an ARN leads, and what of it the ARN means: `/index/*`. */
export interface DataLead {
  readonly member: Member;
  readonly path: string;
}

/** What an ARN of a data resource has before its name. Its region and account can be references: `${AWS::Region}`. */
const arnStarts: ReadonlyMap<string, { readonly start: RegExp; readonly name: string; readonly attribute: string }> =
  new Map([
    [
      'AWS::DynamoDB::Table',
      {
        start: /^arn:aws:dynamodb:(?:\$\{[^}]*\}|[^:$])*:(?:\$\{[^}]*\}|[^:$])*:table\//,
        name: 'TableName',
        attribute: 'Arn',
      },
    ],
    [
      'AWS::SQS::Queue',
      { start: /^arn:aws:sqs:(?:\$\{[^}]*\}|[^:$])*:(?:\$\{[^}]*\}|[^:$])*:/, name: 'QueueName', attribute: 'Arn' },
    ],
    [
      'AWS::SNS::Topic',
      {
        start: /^arn:aws:sns:(?:\$\{[^}]*\}|[^:$])*:(?:\$\{[^}]*\}|[^:$])*:/,
        name: 'TopicName',
        attribute: 'TopicArn',
      },
    ],
    ['AWS::S3::Bucket', { start: /^arn:aws:s3:::/, name: 'BucketName', attribute: 'Arn' }],
  ]);

export const dataTypes: readonly string[] = [...arnStarts.keys()];

/** The data resource of the template to which the ARN leads: by a reference, or by the name that it has there. */
export function dataIn(stack: Stack, value: SourceValue | undefined): DataLead | undefined {
  const words = wordsOf(value);
  for (const member of stack.existing) {
    const arn = member.existingArn ?? '';
    if (words === arn || words.startsWith(`${arn}/`)) return { member, path: words.slice(arn.length) };
  }
  for (const [type, { start, name, attribute }] of arnStarts) {
    for (const member of stack.ofType(type)) {
      const { logicalId } = member;
      const arns = [`\${${logicalId}.${attribute}}`, ...(type === 'AWS::SNS::Topic' ? [`\${${logicalId}}`] : [])];
      const direct = arns.find((arn) => words === arn || words.startsWith(`${arn}/`));
      if (direct !== undefined) return { member, path: words.slice(direct.length) };
      const [before] = start.exec(words) ?? [];
      if (before === undefined) continue;
      const rest = words.slice(before.length);
      const physical = wordsOf(property(member, name));
      const names = [`\${${logicalId}}`, `\${${logicalId}.${name}}`, ...(physical === '' ? [] : [physical])];
      const known = names.find((one) => rest === one || rest.startsWith(`${one}/`));
      if (known !== undefined) return { member, path: rest.slice(known.length) };
    }
  }
  return undefined;
}

/** Whether the value is what functions find the data resource by: its name, URL or ARN, as `Ref` gives it. */
export function isNameOf(value: SourceValue | undefined, member: Member, nameProperty: string): boolean {
  const words = wordsOf(value);
  if (words === '') return false;
  const { logicalId, type } = member;
  if (words === `\${${logicalId}}` || isPlainName(value, member, nameProperty)) return true;
  return type === 'AWS::SNS::Topic' && words === `\${${logicalId}.TopicArn}`;
}

/** The name of a table or bucket is also the value of the property that sets it. */
function isPlainName(value: SourceValue | undefined, member: Member, nameProperty: string): boolean {
  const isNamed = member.type === 'AWS::DynamoDB::Table' || member.type === 'AWS::S3::Bucket';
  return isNamed && property(member, nameProperty) !== undefined && isSame(value, property(member, nameProperty));
}
