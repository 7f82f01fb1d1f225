// Who can connect to an API of a template, overlay included. API Gateway decides it on the route `$connect` alone.
import type { DeployedResource, DeployedTemplate } from './deployed.ts';
import type { DeployedValue } from './deployed-value.ts';

/**
 * - `open`: anyone can connect.
 * - `unknown`: a condition, a parameter or another reference decides it at deployment.
 * - `key`: an API key is required, and nothing else.
 * - `authorized`: an authorizer or IAM decides.
 */
export type Access = 'open' | 'unknown' | 'key' | 'authorized';

/** The access to the APIs of the template, by logical ID. */
export function accessByApi(template: DeployedTemplate): ReadonlyMap<string, Access> {
  const { resources } = template;
  return new Map([...routesByApi(template)].map(([api, routes]) => [api, accessThrough(routes, resources.get(api))]));
}

/** The routes of each API of the template, by the API's logical ID. */
export function routesByApi({ resources }: DeployedTemplate): ReadonlyMap<string, readonly DeployedResource[]> {
  const byApi = new Map<string, DeployedResource[]>();
  for (const [logicalId, { type }] of resources) if (type === 'AWS::ApiGatewayV2::Api') byApi.set(logicalId, []);
  for (const route of resources.values()) {
    if (route.type !== 'AWS::ApiGatewayV2::Route') continue;
    for (const api of route.properties.get('ApiId')?.references ?? []) byApi.get(api)?.push(route);
  }
  return byApi;
}

function accessThrough(routes: readonly DeployedResource[], api: DeployedResource | undefined): Access {
  const keyOf = ({ properties }: DeployedResource): string | undefined => properties.get('RouteKey')?.text;
  const [first, ...others] = routes.filter((route) => keyOf(route) === '$connect');
  if (!first) return routes.some((route) => keyOf(route) === undefined) ? 'unknown' : 'open';
  const access = accessBy(first, api);
  return others.every((route) => accessBy(route, api) === access) ? access : 'unknown';
}

function accessBy(route: DeployedResource, api: DeployedResource | undefined): Access {
  const access = accessOf(route.properties);
  const condition = route.attributes.get('Condition')?.canonical;
  const isAlwaysThere = condition === undefined || condition === api?.attributes.get('Condition')?.canonical;
  // Without the route, anyone can connect.
  return isAlwaysThere || access === 'open' ? access : 'unknown';
}

function accessOf(properties: DeployedResource['properties']): Access {
  const [authorization, key] = ['AuthorizationType', 'ApiKeyRequired'].map((name) => settled(properties.get(name)));
  if (authorization !== undefined && authorization !== 'unknown' && authorization !== 'NONE') return 'authorized';
  if (key === 'true') return authorization === 'unknown' ? 'unknown' : 'key';
  return authorization === 'unknown' || key === 'unknown' ? 'unknown' : 'open';
}

/** The text of the property; undefined if it is not set. */
function settled(value: DeployedValue | undefined): string | undefined {
  if (!value || value.canonical === noValue) return undefined;
  return value.text ?? 'unknown';
}

const noValue = JSON.stringify({ Ref: 'AWS::NoValue' });
