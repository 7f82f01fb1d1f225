// The roles of a service's functions: one for all of them, unless a function or the provider names another.
import { quote } from '../../wording.ts';
import { valueAt, type Made, type Place, type SourceValue } from '../source.ts';
import { normalName, roleId } from './naming.ts';
import type { Draft } from './draft.ts';
import type { Service, ServiceFunction } from './service.ts';
import { given, isFalse, scalarText, tagsOf } from './values.ts';

/** The role of a function: an ARN, or a reference to a role of the template. */
export function roleOf(service: Service, fn: ServiceFunction): Made {
  const role = valueAt(fn.definition, 'role');
  if (role) return referenceTo(role);
  if (ownStatements(service, fn)) return { 'Fn::GetAtt': [ownRoleId(fn), 'Arn'] };
  const shared = existingRole(service);
  return shared ? referenceTo(shared) : { 'Fn::GetAtt': [roleId, 'Arn'] };
}

/** A text that is no ARN is a logical ID. */
function referenceTo(role: SourceValue): Made {
  const text = scalarText(role);
  return text === undefined || text.includes(':') ? role : { 'Fn::GetAtt': [text, 'Arn'] };
}

/** The role that the provider names for all functions. */
function existingRole({ provider }: Service): SourceValue | undefined {
  const role = valueAt(provider, 'iam', 'role');
  const isReference =
    role?.kind === 'scalar'
      ? scalarText(role) !== undefined
      : role?.kind === 'map' && [...role.entries.keys()].some((key) => key === 'Ref' || key.includes('::'));
  return isReference ? role : valueAt(provider, 'role');
}

/** The statements of a function's own role, which the plugin serverless-iam-roles-per-function makes. */
function ownStatements({ plugins }: Service, { definition }: ServiceFunction): SourceValue | undefined {
  const hasPlugin = plugins.some(({ name }) => name === 'serverless-iam-roles-per-function');
  return hasPlugin ? valueAt(definition, 'iamRoleStatements') : valueAt(definition, 'iam', 'role', 'statements');
}

function ownRoleId({ name }: ServiceFunction): string {
  return `${normalName(name)}${roleId}`;
}

/** Adds the role of all functions and those of single functions, once all events have added their rights. */
export function addRoles(service: Service, draft: Draft): void {
  const { provider, functions, place } = service;
  const settings = valueAt(provider, 'iam', 'role');
  const shared = valueAt(settings, 'statements') ?? valueAt(provider, 'iamRoleStatements');
  const statements = itemsOf(service, 'Statements of the role of all functions', shared, draft);
  const isInVpc = ({ definition }: ServiceFunction): boolean =>
    valueAt(provider, 'vpc') !== undefined || definition.entries.has('vpc');
  const managed = [
    ...itemsOf(
      service,
      'Managed policies of the role of all functions',
      valueAt(settings, 'managedPolicies') ?? valueAt(provider, 'iamManagedPolicies'),
      draft,
    ),
    ...(functions.some(isInVpc) ? [vpcPolicy] : []),
  ];
  const boundary =
    valueAt(settings, 'permissionsBoundary') ??
    valueAt(settings, 'permissionBoundary') ??
    valueAt(provider, 'rolePermissionsBoundary');
  if (!existingRole(service) && functions.some(({ definition }) => !definition.entries.has('role'))) {
    addRole(roleId, settings?.place ?? shared?.place ?? place, draft, {
      RoleName: valueAt(settings, 'name'),
      Path: valueAt(settings, 'path') ?? '/',
      PermissionsBoundary: boundary,
      Tags: tagsOf(valueAt(settings, 'tags')),
      ManagedPolicyArns: managed.length > 0 ? managed : undefined,
      Policies: policies(service, [...statements, ...draft.grants.map(({ statement }) => statement)]),
    });
  }
  for (const fn of functions) {
    const own = ownStatements(service, fn);
    const ignored = valueAt(fn.definition, 'iamRoleStatements');
    if (ignored && !own) {
      draft.leaveOut(
        `Statements of the role of function ${quote(fn.name)}`,
        ignored.place,
        'Only the plugin `serverless-iam-roles-per-function` reads them, and the service does not have it.',
        'Add them to the `permissions` of the function if it needs them.',
      );
    }
    if (!own || fn.definition.entries.has('role')) continue;
    const inherits = valueAt(fn.definition, 'iamRoleStatementsInherit');
    addRole(ownRoleId(fn), own.place, draft, {
      RoleName: valueAt(fn.definition, 'iamRoleStatementsName'),
      Path: '/',
      PermissionsBoundary: boundary,
      ManagedPolicyArns: isInVpc(fn) ? [vpcPolicy] : undefined,
      Policies: policies(service, [
        ...(inherits && !isFalse(inherits) ? statements : []),
        ...itemsOf(service, `Statements of the role of function ${quote(fn.name)}`, own, draft),
        ...draft.grants.filter((grant) => grant.function === fn.name).map(({ statement }) => statement),
      ]),
    });
  }
}

function addRole(id: string, place: Place, draft: Draft, properties: Readonly<Record<string, Made | undefined>>): void {
  const assume = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: ['lambda.amazonaws.com'] }, Action: ['sts:AssumeRole'] }],
  };
  draft.addImplied(id, 'AWS::IAM::Role', place, { AssumeRolePolicyDocument: assume, ...properties });
}

/** One policy with the rights to write logs before the statements. */
function policies({ name, stage }: Service, statements: readonly Made[]): Made {
  const logGroups = `arn:\${AWS::Partition}:logs:\${AWS::Region}:\${AWS::AccountId}:log-group:/aws/lambda/${name}-${stage}*`;
  const logs = [
    {
      Effect: 'Allow',
      Action: ['logs:CreateLogStream', 'logs:CreateLogGroup', 'logs:TagResource'],
      Resource: [{ 'Fn::Sub': `${logGroups}:*` }],
    },
    { Effect: 'Allow', Action: ['logs:PutLogEvents'], Resource: [{ 'Fn::Sub': `${logGroups}:*:*` }] },
  ];
  const document = { Version: '2012-10-17', Statement: [...logs, ...statements] };
  return [{ PolicyName: `${name}-${stage}-lambda`, PolicyDocument: document }];
}

const vpcPolicy: Made = {
  'Fn::Join': [
    '',
    ['arn:', { Ref: 'AWS::Partition' }, ':iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole'],
  ],
};

/** The items of a list. What cannot be known is left out. */
function itemsOf(
  { variables }: Service,
  what: string,
  list: SourceValue | undefined,
  draft: Draft,
): readonly SourceValue[] {
  const items = list?.kind === 'list' ? list.items : list && given(list) ? [list] : [];
  return items.filter((item) => {
    const unresolved = variables.unresolved.at(item);
    if (!unresolved) return true;
    draft.leaveOut(
      what,
      unresolved.place,
      `${quote(unresolved.variable)} has no known value. ${unresolved.reason}`,
      'Add the rights to the `permissions` of the functions that need them.',
    );
    return false;
  });
}
