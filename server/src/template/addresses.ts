// The URLs and ARNs of an API: where clients connect, where functions send messages, and what permissions refer to.
import { account, partition, ref, region, sub, urlSuffix, type Ref, type Sub } from './value.ts';

/** An API of the template, and its stage. */
export interface ApiAddress {
  readonly apiId: string;
  /** Its name or a parameter, not the resource, which would be circular: stage, routes, functions, and back to it. */
  readonly stage: string | Ref;
}

/** The URL that clients connect to. */
export function webSocketUrl({ apiId, stage }: ApiAddress): Sub {
  return sub`wss://${host(apiId)}/${stage}`;
}

/** The URL that functions send messages to clients with. */
export function callbackUrl({ apiId, stage }: ApiAddress): Sub {
  return sub`https://${host(apiId)}/${stage}`;
}

/** The ARN of the connections of all clients of the stage. */
export function connectionsArn({ apiId, stage }: ApiAddress): Sub {
  return executionArn(apiId, sub`${stage}/*/@connections/*`);
}

/** The ARN of the caller of a function: a stage and a route, or an authorizer, of the API. */
export function executionArn(apiId: string, path: Sub): Sub {
  return sub`arn:${partition}:execute-api:${region}:${account}:${ref(apiId)}/${path}`;
}

function host(apiId: string): Sub {
  return sub`${ref(apiId)}.execute-api.${region}.${urlSuffix}`;
}
