// What becomes open to more people when a template replaces another one: APIs that lose their authorizer, functions that
// get more rights, and new routes without an authorizer.
import { t } from '../locale.ts';
import { firstOf } from '../wording.ts';
import { accessByApi, routesByApi } from './api-access.ts';
import { counterpartOf, type DeployedResource, type DeployedTemplate } from './deployed.ts';
import type { DeployedValue } from './deployed-value.ts';
import type { Effect } from './impact-words.ts';
import { mention } from './texts.ts';

/** The most important first. */
export function exposureOf(before: DeployedTemplate, after: DeployedTemplate): readonly Effect[] {
  const apis = exposedApis(before, after);
  return [
    ...apis.filter(({ kind }) => kind === 'opened'),
    ...widenedFunctions(before, after),
    ...apis.filter(({ kind }) => kind === 'published'),
  ];
}

/** The routes of an API by their route key in canonical form. */
type Routes = ReadonlyMap<string, DeployedResource>;

function exposedApis(before: DeployedTemplate, after: DeployedTemplate): Effect[] {
  const [routesBefore, routesAfter] = [routesByApi(before), routesByApi(after)];
  const [accessBefore, accessAfter] = [accessByApi(before), accessByApi(after)];
  return resourcesOfType(after, 'AWS::ApiGatewayV2::Api').flatMap(([logicalId, api]): Effect[] => {
    const access = accessAfter.get(logicalId);
    if (access === undefined || access === 'authorized') return [];
    const name = mention(logicalId);
    const old = counterpartOf(logicalId, api, before);
    const routes = byKey(routesAfter.get(logicalId));
    if (old === undefined) return access === 'key' ? [] : [{ kind: 'published', message: newApi(name, access) }];
    const oldAccess = accessBefore.get(old) ?? 'open';
    if (rank[access] < rank[oldAccess]) {
      const message = {
        open: routes.has(connect)
          ? t`Anyone can connect to API ${name}: its route $connect no longer has an authorizer.`
          : t`Anyone can connect to API ${name}: its route $connect is deleted, and API Gateway calls the authorizer only there.`,
        unknown: t`Anyone may be able to connect to API ${name}: whether its route $connect has an authorizer is decided only at deployment.`,
        key: t`Everyone with an API key can connect to API ${name}: its route $connect no longer has an authorizer.`,
      }[access];
      return [{ kind: 'opened', message }];
    }
    if (access !== 'open') return [];
    const added = newRoutes(byKey(routesBefore.get(old)), routes).map(([key, { properties }]) =>
      mention(properties.get('RouteKey')?.text ?? key),
    );
    if (added.length === 0) return [];
    const routeNames = firstOf(added);
    const message =
      added.length === 1
        ? t`Anyone can use the new route ${routeNames} of API ${name}: it has no authorizer.`
        : t`Anyone can use the new routes ${routeNames} of API ${name}: it has no authorizer.`;
    return [{ kind: 'published', message }];
  });
}

/** The access to fewer people has a higher rank. */
const rank = { open: 0, unknown: 1, key: 2, authorized: 3 } as const;

function newApi(name: string, access: 'open' | 'unknown'): string {
  return access === 'open'
    ? t`Anyone can connect to API ${name}, which is new: it has no authorizer.`
    : t`Anyone may be able to connect to API ${name}, which is new: whether its route $connect has an authorizer is decided only at deployment.`;
}

/** Excludes renamed routes: each has the target of one that is gone. */
function newRoutes(before: Routes, after: Routes): (readonly [string, DeployedResource])[] {
  const targetOf = ({ properties }: DeployedResource): string | undefined => properties.get('Target')?.canonical;
  const left = [...before].flatMap(([key, route]) => (after.has(key) ? [] : [targetOf(route)]));
  return [...after].filter(([key, route]) => {
    if (before.has(key)) return false;
    const index = left.indexOf(targetOf(route));
    if (index >= 0) left.splice(index, 1);
    return index < 0;
  });
}

function resourcesOfType({ resources }: DeployedTemplate, type: string): (readonly [string, DeployedResource])[] {
  return [...resources].filter(([, resource]) => resource.type === type);
}

/** @param routes of one API */
function byKey(routes: readonly DeployedResource[] = []): Routes {
  return new Map(
    routes.flatMap((route) => {
      const key = route.properties.get('RouteKey')?.canonical;
      return key === undefined ? [] : [[key, route]];
    }),
  );
}

const connect = JSON.stringify('$connect');

function widenedFunctions(before: DeployedTemplate, after: DeployedTemplate): Effect[] {
  const [policies, oldPolicies] = [policiesByRole(after), policiesByRole(before)];
  return resourcesOfType(after, 'AWS::Lambda::Function').flatMap(([logicalId, lambda]): Effect[] => {
    const old = before.resources.get(counterpartOf(logicalId, lambda, before) ?? '');
    const rights = rightsOf(lambda, after, policies);
    const oldRights = old && rightsOf(old, before, oldPolicies);
    if (!rights || !oldRights) return [];
    const gained = [...rights].flatMap(([target, actions]) => {
      const resource = after.resources.get(target);
      // Rights on what is new open nothing that exists.
      const oldTarget = resource && counterpartOf(target, resource, before);
      if (oldTarget === undefined) return [];
      const had = [...(oldRights.get(oldTarget) ?? []), ...(oldRights.get('*') ?? [])];
      const more = [...actions].filter((action) => !had.some((pattern) => allows(pattern, action)));
      return more.length > 0 ? [t`${firstOf(more)} on ${mention(target)}`] : [];
    });
    if (gained.length === 0) return [];
    return [{ kind: 'widened', message: t`Function ${mention(logicalId)} gets more rights: ${gained.join('; ')}.` }];
  });
}

/** The actions that are allowed, by the logical ID of the resource on which they are, or `*` for every resource. */
type Rights = ReadonlyMap<string, ReadonlySet<string>>;

/** Undefined if they cannot be read from the template. */
function rightsOf(
  lambda: DeployedResource,
  { resources }: DeployedTemplate,
  policies: PoliciesByRole,
): Rights | undefined {
  const [roleId = ''] = lambda.properties.get('Role')?.references ?? [];
  const role = resources.get(roleId);
  if (role?.type !== 'AWS::IAM::Role') return undefined;
  const managed = eachOf(role.properties.get('ManagedPolicyArns'));
  if (!managed.every(isLogging)) return undefined;
  const rights = new Map<string, Set<string>>(managed.length > 0 ? [['*', new Set(loggingActions)]] : []);
  const documents = [
    ...(role.properties.get('Policies')?.items ?? []).map((policy) => policy.members?.get('PolicyDocument')),
    ...(policies.get(roleId) ?? []).map(({ properties }) => properties.get('PolicyDocument')),
  ];
  for (const document of documents) {
    const statements = document?.members?.get('Statement');
    for (const { members } of eachOf(statements)) {
      const [actions, targets] = [members?.get('Action'), members?.get('Resource')];
      if (members?.get('Effect')?.text !== 'Allow' || members.has('Condition') || !actions || !targets)
        return undefined;
      for (const target of eachOf(targets)) {
        for (const id of target.references.size > 0 ? target.references : [target.text ?? '']) {
          const allowed = rights.get(id) ?? new Set<string>();
          rights.set(id, allowed);
          for (const { text } of eachOf(actions)) if (text !== undefined) allowed.add(text);
        }
      }
    }
  }
  return rights;
}

const policyTypes: ReadonlySet<string> = new Set([
  'AWS::IAM::Policy',
  'AWS::IAM::RolePolicy',
  'AWS::IAM::ManagedPolicy',
]);

/** The policies that are resources of their own, by the logical ID of the role to which they belong. */
type PoliciesByRole = ReadonlyMap<string, readonly DeployedResource[]>;

function policiesByRole({ resources }: DeployedTemplate): PoliciesByRole {
  const byRole = new Map<string, DeployedResource[]>();
  for (const policy of resources.values()) {
    if (!policyTypes.has(policy.type)) continue;
    const [roles, name] = [policy.properties.get('Roles'), policy.properties.get('RoleName')];
    for (const role of new Set([...(roles?.references ?? []), ...(name?.references ?? [])])) {
      const policies = byRole.get(role) ?? [];
      byRole.set(role, policies);
      policies.push(policy);
    }
  }
  return byRole;
}

/** Whether it is AWS's policy for the logs of a function, which most roles have. */
function isLogging({ canonical }: DeployedValue): boolean {
  return canonical.includes('policy/service-role/AWSLambdaBasicExecutionRole"');
}

const loggingActions: readonly string[] = ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'];

/** The items of a list, or a single value. */
function eachOf(value: DeployedValue | undefined): readonly DeployedValue[] {
  return value?.items ?? (value ? [value] : []);
}

/** Whether the action matches the pattern of a policy, in which `*` at the end stands for any text. */
function allows(pattern: string, action: string): boolean {
  return pattern.endsWith('*') ? action.startsWith(pattern.slice(0, -1)) : pattern === action;
}
