// The overlay: what a descriptor adds to its template under `cloudformation`, in CloudFormation's own words.
import type { AnyType, EnumType, MapType, ObjectType, StringType } from './definition.ts';
import * as formats from './formats.ts';
import { commonTypes, parameterTypes } from './template-types.ts';

const anything = { kind: 'any' } as const satisfies AnyType;

const anyMap = { kind: 'map', keys: formats.templateProperty, values: anything } as const satisfies MapType;

/** The name of a condition: completion and navigation recognize it by its type. */
export const conditionName = { kind: 'string' } as const satisfies StringType;

const deletionPolicies = {
  kind: 'enum',
  noun: 'a deletion policy',
  values: [
    { value: 'Delete', docs: 'CloudFormation deletes the resource together with its stack.' },
    { value: 'Retain', docs: 'The resource is kept when its stack is deleted.' },
    {
      value: 'RetainExceptOnCreate',
      docs: 'The same, but it is deleted if its first deployment fails, so that the next one can create it.',
    },
    { value: 'Snapshot', docs: 'CloudFormation takes a snapshot before it deletes the resource, if its type has any.' },
  ],
} as const satisfies EnumType;

const replacePolicies = {
  kind: 'enum',
  noun: 'an update replace policy',
  values: [
    { value: 'Delete', docs: 'CloudFormation deletes the old resource when an update replaces it.' },
    { value: 'Retain', docs: 'The old resource is kept when an update replaces it.' },
    { value: 'Snapshot', docs: 'CloudFormation takes a snapshot before it deletes the old resource.' },
  ],
} as const satisfies EnumType;

const guide = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide';

const overlayResource = {
  kind: 'object',
  noun: 'a resource of the template',
  docs: 'A resource in the words of CloudFormation. Under a logical ID that the template has already, what it has is laid over the generated resource: maps are merged, `DependsOn`, `Tags` and `Policies` are added, and everything else is replaced. Under any other ID, it is added.',
  properties: [
    {
      name: 'Type',
      type: { kind: 'string', format: formats.cloudFormationType, suggestions: commonTypes },
      docs: 'The CloudFormation type of the resource. Required unless it is laid over a generated one, whose type cannot change.',
      example: 'AWS::CloudWatch::Alarm',
      link: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html',
    },
    {
      name: 'Properties',
      type: anyMap,
      docs: 'The properties of the resource, as its type defines them. They are not checked before the deployment.',
      example: { DisableExecuteApiEndpoint: true },
    },
    {
      name: 'DependsOn',
      type: anything,
      docs: 'The logical ID of a resource that has to exist before this one, or a list of them. Added to those that are generated.',
      example: 'Topic',
      link: `${guide}/aws-attribute-dependson.html`,
    },
    {
      name: 'Condition',
      type: conditionName,
      docs: 'The name of a condition. The resource exists only if it is true.',
      example: 'IsProd',
      link: `${guide}/aws-attribute-condition.html`,
    },
    {
      name: 'DeletionPolicy',
      type: deletionPolicies,
      docs: 'What happens to the resource when it is removed from the template or its stack is deleted. Generated data resources are kept.',
      link: `${guide}/aws-attribute-deletionpolicy.html`,
    },
    {
      name: 'UpdateReplacePolicy',
      type: replacePolicies,
      docs: 'What happens to the old resource when an update replaces it. Generated data resources are kept.',
      link: `${guide}/aws-attribute-updatereplacepolicy.html`,
    },
    {
      name: 'Metadata',
      type: anything,
      docs: 'Data about the resource for other tools.',
      link: `${guide}/aws-attribute-metadata.html`,
    },
    {
      name: 'CreationPolicy',
      type: anything,
      isExtra: true,
      docs: 'What CloudFormation waits for when it creates the resource.',
      link: `${guide}/aws-attribute-creationpolicy.html`,
    },
    {
      name: 'UpdatePolicy',
      type: anything,
      isExtra: true,
      docs: 'How CloudFormation updates the resource.',
      link: `${guide}/aws-attribute-updatepolicy.html`,
    },
  ],
} as const satisfies ObjectType;

const overlayParameter = {
  kind: 'object',
  noun: 'a parameter of the template',
  docs: 'A parameter in the words of CloudFormation. For a string, `parameters` of the project file is shorter.',
  properties: [
    {
      name: 'Type',
      type: { kind: 'string', format: formats.parameterType, suggestions: parameterTypes },
      docs: 'The type of its values, such as `String`, `Number` or `AWS::SSM::Parameter::Value<String>`.',
      example: 'String',
    },
    { name: 'Default', type: anything, docs: 'The value if the deployment sets none.' },
    { name: 'Description', type: { kind: 'string' }, docs: 'What the parameter is for.' },
    { name: 'AllowedValues', type: { kind: 'list', items: anything }, docs: 'The values that are allowed.' },
    { name: 'AllowedPattern', type: { kind: 'string' }, docs: 'The regular expression that a value must match.' },
    { name: 'NoEcho', type: anything, docs: 'Whether CloudFormation hides the value.' },
    {
      name: 'ConstraintDescription',
      type: { kind: 'string' },
      isExtra: true,
      docs: 'Shown if a value is not allowed.',
    },
    { name: 'MinLength', type: anything, isExtra: true, docs: 'The least number of characters.' },
    { name: 'MaxLength', type: anything, isExtra: true, docs: 'The greatest number of characters.' },
    { name: 'MinValue', type: anything, isExtra: true, docs: 'The least value of a number.' },
    { name: 'MaxValue', type: anything, isExtra: true, docs: 'The greatest value of a number.' },
  ],
} as const satisfies ObjectType;

const overlayOutput = {
  kind: 'object',
  noun: 'an output of the template',
  docs: 'An output in the words of CloudFormation. Under the ID of a generated output, it is laid over that one.',
  properties: [
    { name: 'Value', type: anything, docs: 'The value, in which intrinsic functions are allowed.' },
    { name: 'Description', type: { kind: 'string' }, docs: 'What the value is.' },
    { name: 'Export', type: anything, docs: 'The `Name` under which other stacks can import it.' },
    { name: 'Condition', type: conditionName, docs: 'The name of a condition. The output exists only if it is true.' },
  ],
} as const satisfies ObjectType;

export const overlayObject = {
  kind: 'object',
  noun: 'what is laid over the template',
  docs: 'Sections of a CloudFormation template, which are laid over the generated one. Intrinsic functions can be short (`!Ref`) or long (`Ref:`). There are no aliases, because CloudFormation has none.',
  properties: [
    {
      name: 'Parameters',
      type: { kind: 'map', keys: formats.templateLogicalId, values: overlayParameter },
      docs: 'Parameters of other types than `String`, which `parameters` of the project file declares.',
      link: `${guide}/parameters-section-structure.html`,
    },
    {
      name: 'Mappings',
      type: {
        kind: 'map',
        keys: formats.templateLogicalId,
        values: {
          kind: 'map',
          keys: formats.mappingMember,
          values: { kind: 'map', keys: formats.mappingMember, values: anything },
        },
      },
      docs: 'Tables of values with two keys each, for `Fn::FindInMap`.',
      link: `${guide}/mappings-section-structure.html`,
    },
    {
      name: 'Conditions',
      type: { kind: 'map', keys: formats.templateLogicalId, values: anything },
      docs: 'Conditions under which resources and outputs exist or have another value.',
      link: `${guide}/conditions-section-structure.html`,
    },
    {
      name: 'Resources',
      type: { kind: 'map', keys: formats.templateLogicalId, values: overlayResource },
      docs: 'Resources by logical ID. One that the template has already is extended, and any other is added.',
      link: `${guide}/resources-section-structure.html`,
    },
    {
      name: 'Outputs',
      type: { kind: 'map', keys: formats.templateLogicalId, values: overlayOutput },
      docs: 'Further outputs of the stack.',
      link: `${guide}/outputs-section-structure.html`,
    },
  ],
} as const satisfies ObjectType;
