// What a function would not be allowed on AWS. Its rights are those of the template, with what the overlay adds to them; a
// right that cannot be decided here is never missing.
import { actionsFor } from '../language/data-resources.ts';
import type { AccessLevel } from '../language/connections.ts';
import type { Plain } from '../language/index.ts';
import { t } from '../locale.ts';
import {
  oncePerProject,
  type DataResource,
  type LambdaFunction,
  type Project,
  type WebSocketApi,
} from '../model/project.ts';
import { dataAccess, isDataResource } from '../model/usage.ts';
import { connectionsArn, dataArn } from '../template/addresses.ts';
import { stageValue } from '../template/parameters.ts';
import { matches } from '../simulation/policy.ts';
import type { Value } from '../template/value.ts';
import { quote } from '../wording.ts';
import { localStack, plainAt, plainItems, plainText } from './local-stack.ts';

/** An action of IAM that a call needs. */
export interface NeededRight {
  /** `dynamodb:PutItem` */
  readonly action: string;
  /** An ARN. Its region and account do not count, since everything is on one machine. */
  readonly resource: string;
}

/**
 * What IAM would refuse, and the connection to add, in a sentence. Undefined if the function has all the rights, or if that
 * cannot be decided.
 * @param id the resource ID of the function
 */
export function missingRight(project: Project, id: string, needed: readonly NeededRight[]): string | undefined {
  const lambda = project.find(id);
  if (lambda?.type !== 'lambda-function') return undefined;
  const grants = grantsOf(project).get(lambda);
  const missing = grants && needed.find((right) => !grants.some((grant) => allows(grant, right)));
  return missing && refusal(project, lambda, missing);
}

/** The ARN of the connections of the API, as its callers need the right on them. */
export function connectionsOf(project: Project, api: WebSocketApi): string {
  const apiId = project.logicalIds.of(api) ?? '';
  return resolved(project, connectionsArn({ apiId, stage: stageValue(api) }));
}

interface Grant {
  /** Undefined for all but some, which is not compared. */
  readonly actions: readonly string[] | undefined;
  readonly resources: readonly string[] | undefined;
}

/** Managed policies that grant nothing but what every function needs. */
const basicPolicies = /:policy\/service-role\/AWSLambda(?:BasicExecution|VPCAccessExecution)Role$/;

/** Without functions whose rights are not known. */
const grantsOf = oncePerProject((project): ReadonlyMap<LambdaFunction, readonly Grant[]> => {
  const { resources } = localStack(project, '');
  const others = [...resources.values()].filter(({ type }) => type !== 'AWS::IAM::Role');
  // A policy that the overlay adds may be attached to any function.
  const added = others.flatMap(({ properties }) => [
    ...statementsOf(plainAt(properties, 'PolicyDocument')),
    ...statementsOf(plainAt(properties, 'ResourcePolicy', 'PolicyDocument')),
  ]);
  const all = new Map<LambdaFunction, readonly Grant[]>();
  for (const lambda of project.resources) {
    if (lambda.type !== 'lambda-function' || lambda.arn) continue;
    const ids = project.logicalIds.ofFunction(lambda);
    const arn = ids && plainAt(resources.get(ids.lambda)?.properties, 'Role');
    const role = [...resources.values()].find((one) => one.type === 'AWS::IAM::Role' && one.arn === arn);
    const managed = plainItems(plainAt(role?.properties, 'ManagedPolicyArns')).map(plainText);
    if (!role || !managed.every((policy) => basicPolicies.test(policy))) continue;
    const policies = plainItems(plainAt(role.properties, 'Policies'));
    all.set(lambda, [...policies.flatMap((one) => statementsOf(plainAt(one, 'PolicyDocument'))), ...added]);
  }
  return all;
});

function statementsOf(policy: Plain | undefined): readonly Grant[] {
  return plainItems(plainAt(policy, 'Statement')).flatMap((statement) => {
    if (plainAt(statement, 'Effect') !== 'Allow') return [];
    const [actions, resources] = ['Action', 'Resource'].map((key) => plainAt(statement, key));
    return {
      actions: actions === undefined ? undefined : plainItems(actions).map(patternOf),
      resources: resources === undefined ? undefined : plainItems(resources).map(patternOf),
    };
  });
}

/** A variable of IAM can have any value. */
function patternOf(value: Plain): string {
  return plainText(value).replaceAll(/\$\{[^{}]*\}/g, '*');
}

function allows({ actions, resources }: Grant, { action, resource }: NeededRight): boolean {
  return (
    (actions?.some((one) => matches(one.toLowerCase(), action.toLowerCase())) ?? true) &&
    (resources?.some((one) => matches(withoutHome(one), withoutHome(resource))) ?? true)
  );
}

/** The ARN without region and account. */
function withoutHome(arn: string): string {
  const [, service, path] = /^arn:[^:]*:([^:]*):[^:]*:[^:]*:(.*)$/s.exec(arn) ?? [];
  return service === undefined ? arn : `${service}:${path}`;
}

function refusal(project: Project, lambda: LambdaFunction, { action, resource }: NeededRight): string {
  const id = quote(lambda.id.value);
  for (const target of project.resources) {
    if (target.type === 'websocket-api' && action.startsWith('execute-api:')) {
      if (!matches(withoutHome(connectionsOf(project, target)), withoutHome(resource))) continue;
      return t`AWS would refuse this call: the role of ${id} does not allow \`${action}\` on the clients of ${quote(target.id.value)}. Add \`${target.id.value}\` to its connections.`;
    }
    if (!isDataResource(target)) continue;
    const level = levelFor(project, lambda, target, action, resource);
    if (level === undefined) continue;
    const connection = `{ to: ${target.id.value}, access: ${level} }`;
    const isConnected = dataAccess(project, lambda).some((access) => access.resource === target);
    return isConnected
      ? t`AWS would refuse this call: the role of ${id} does not allow \`${action}\` on ${quote(target.id.value)}. Change its connection to \`${connection}\`.`
      : t`AWS would refuse this call: the role of ${id} does not allow \`${action}\` on ${quote(target.id.value)}. Add \`${connection}\` to its connections.`;
  }
  return t`AWS would refuse this call: the role of ${id} does not allow \`${action}\` on \`${resource}\`. If it has to be allowed, add it to the \`permissions\` of ${id}.`;
}

/** The access by which the function would have the right, in addition to what it has; undefined if there is none. */
function levelFor(
  project: Project,
  lambda: LambdaFunction,
  target: DataResource,
  action: string,
  resource: string,
): AccessLevel | undefined {
  const has = dataAccess(project, lambda).find((access) => access.resource === target);
  const grants = (level: AccessLevel): boolean =>
    actionsFor(target.type, level).some(({ actions, path }) => {
      const arn = dataArn(project, target, path);
      return (
        actions.includes(action) &&
        arn !== undefined &&
        matches(withoutHome(resolved(project, arn)), withoutHome(resource))
      );
    });
  const levels: readonly AccessLevel[] = has ? ['read-write'] : ['read-only', 'write-only', 'read-write'];
  return levels.find(grants);
}

function resolved(project: Project, value: Value): string {
  return plainText(localStack(project, '').resolve(value));
}
