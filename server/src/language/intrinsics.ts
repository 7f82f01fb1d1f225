// CloudFormation's intrinsic functions and pseudo parameters, with their meaning.
import type { EnumValue } from './definition.ts';

const reference = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference';

export interface IntrinsicFunction {
  /** The long name. */
  readonly name: string;
  /** Markdown. */
  readonly docs: string;
  readonly link: string;
}

function intrinsic(name: string, page: string, docs: string): IntrinsicFunction {
  return { name, docs, link: `${reference}/${page}.html` };
}

const conditions = 'intrinsic-function-reference-conditions';

/** In the order in which they are usually needed. */
export const intrinsicFunctions: readonly IntrinsicFunction[] = [
  intrinsic(
    'Ref',
    'intrinsic-function-reference-ref',
    'The value of a parameter, or what identifies a resource: its name, ID, ARN or URL, depending on its type.',
  ),
  intrinsic('Fn::GetAtt', 'intrinsic-function-reference-getatt', 'An attribute of a resource, such as its ARN.'),
  intrinsic(
    'Fn::Sub',
    'intrinsic-function-reference-sub',
    'A text in which `${Name}` and `${Name.Attribute}` are replaced with their values. `${!Name}` stays as `${Name}`.',
  ),
  intrinsic(
    'Fn::Join',
    'intrinsic-function-reference-join',
    'The values of a list as one text, with a delimiter between them.',
  ),
  intrinsic(
    'Fn::If',
    conditions,
    'One of two values, depending on a condition. `AWS::NoValue` leaves the property out.',
  ),
  intrinsic('Fn::FindInMap', 'intrinsic-function-reference-findinmap', 'A value of a mapping, by its two keys.'),
  intrinsic(
    'Fn::Select',
    'intrinsic-function-reference-select',
    'The item of a list at an index, which counts from 0.',
  ),
  intrinsic(
    'Fn::Split',
    'intrinsic-function-reference-split',
    'The parts of a text between the delimiters, as a list.',
  ),
  intrinsic('Fn::Equals', conditions, 'Whether two values are equal.'),
  intrinsic('Fn::Not', conditions, 'Whether a condition is false.'),
  intrinsic('Fn::And', conditions, 'Whether all of 2 to 10 conditions are true.'),
  intrinsic('Fn::Or', conditions, 'Whether any of 2 to 10 conditions is true.'),
  intrinsic('Condition', conditions, 'Another condition, by its name.'),
  intrinsic('Fn::Base64', 'intrinsic-function-reference-base64', 'A text encoded in Base64.'),
  intrinsic('Fn::ImportValue', 'intrinsic-function-reference-importvalue', 'A value that another stack exports.'),
  intrinsic('Fn::GetAZs', 'intrinsic-function-reference-getavailabilityzones', 'The Availability Zones of a region.'),
  intrinsic('Fn::Cidr', 'intrinsic-function-reference-cidr', 'A list of CIDR address blocks within another one.'),
];

/** AWS's own parameters, to which every template can refer. */
export const pseudoParameters: readonly EnumValue[] = [
  { value: 'AWS::Region', docs: 'The region of the stack, such as `eu-west-1`.' },
  { value: 'AWS::AccountId', docs: 'The ID of the account of the stack.' },
  { value: 'AWS::StackName', docs: 'The name of the stack.' },
  { value: 'AWS::Partition', docs: 'The partition of the region, with which ARNs start: `aws`, or `aws-cn` in China.' },
  { value: 'AWS::URLSuffix', docs: 'The suffix of domains in the region, usually `amazonaws.com`.' },
  { value: 'AWS::NoValue', docs: 'No value: as a result of `Fn::If`, it leaves the property out.' },
  { value: 'AWS::StackId', docs: 'The ARN of the stack.' },
  { value: 'AWS::NotificationARNs', docs: 'The topics to which the events of the stack are sent, as a list of ARNs.' },
];
