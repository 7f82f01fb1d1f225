// The parameters of a project, and the maps that stand for a text that is known only when the stack is deployed.
import type { ObjectType, StringSources, StringType } from './definition.ts';
import * as formats from './formats.ts';

/** The value of `parameter` in a map: completion, navigation and rename recognize it by its type. */
export const parameterName = { kind: 'string', format: formats.parameterName } as const satisfies StringType;

export const parameterObject = {
  kind: 'object',
  noun: 'a parameter',
  docs: 'A value that is set when the stack is deployed, so that one project file serves several stages.',
  properties: [
    {
      name: 'default',
      type: { kind: 'string' },
      docs: 'The value if the deployment sets none. Without it, the first deployment must set one.',
      example: 'prod',
    },
    {
      name: 'description',
      type: { kind: 'string' },
      docs: 'What the parameter is for. Shown where the stack is deployed.',
      example: 'The stage of the deployment',
    },
    {
      name: 'allowed',
      otherNames: ['allowedValues', 'enum', 'values'],
      type: { kind: 'list', items: { kind: 'string' }, minimum: 1 },
      docs: 'The values that are allowed. CloudFormation rejects a deployment with any other.',
      example: ['dev', 'prod'],
    },
    {
      name: 'secret',
      otherNames: ['noEcho'],
      type: { kind: 'boolean' },
      docs: 'Whether CloudFormation hides the value (`NoEcho`). A function that gets it in its environment still shows it to everyone who can see its configuration.',
      example: true,
    },
  ],
} as const satisfies ObjectType;

const parameterReference = {
  kind: 'object',
  noun: 'a reference to a parameter',
  docs: 'The value of a parameter of the project.',
  properties: [
    {
      name: 'parameter',
      otherNames: ['param', 'ref'],
      type: parameterName,
      required: true,
      docs: 'The name of a parameter, whose value is used.',
      example: 'Stage',
      link: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html',
    },
  ],
} as const satisfies ObjectType;

const ssmReference = {
  kind: 'object',
  noun: 'a reference to Parameter Store',
  docs: 'The value that a parameter of Systems Manager has when the stack is deployed.',
  properties: [
    {
      name: 'ssm',
      type: { kind: 'string', format: formats.ssmName },
      required: true,
      docs: 'The name of a parameter in Systems Manager Parameter Store, optionally with a version (`/chat/level:3`). CloudFormation reads it whenever it updates the function. It must not be a `SecureString`.',
      example: '/chat/level',
      link: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references-ssm.html',
    },
  ],
} as const satisfies ObjectType;

const secretReference = {
  kind: 'object',
  noun: 'a reference to a secret',
  docs: 'The value that a secret of Secrets Manager has when the stack is deployed.',
  properties: [
    {
      name: 'secret',
      type: { kind: 'string', format: formats.secretName },
      required: true,
      docs: 'The name or ARN of a secret in Secrets Manager. CloudFormation reads it whenever it updates the function, and everyone who can see the configuration of the function then sees it.',
      example: 'chat/api',
      link: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references-secretsmanager.html',
    },
    {
      name: 'key',
      type: { kind: 'string', format: formats.secretKey },
      docs: 'The key of the value within the secret. Without it, the whole secret is used.',
      example: 'token',
    },
  ],
} as const satisfies ObjectType;

/** While it is not decided which kind a map is, it may still have the first property of each. */
const withFirst = (noun: string, docs: string, kinds: readonly ObjectType[]): StringSources => ({
  kinds,
  undecided: {
    kind: 'object',
    noun,
    docs,
    properties: kinds.flatMap(({ properties: [first] }) => (first ? [{ ...first, required: false }] : [])),
  },
});

/** The parameters of the project. */
export const parameterSource = withFirst(parameterReference.noun, parameterReference.docs, [parameterReference]);

/** Everything that can stand for the value of an environment variable. */
export const valueSources = withFirst(
  'a reference',
  'Where a value comes from when the stack is deployed: a parameter of the project, Parameter Store, or Secrets Manager.',
  [parameterReference, ssmReference, secretReference],
);
