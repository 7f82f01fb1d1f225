// Where an API's clients connect, where functions send to them, and what that takes.
import { account, partition, ref, region, sub, urlSuffix, type Sub } from './value.ts';

/** An API of the template and the name of its stage. */
export interface ApiAddress {
  readonly apiId: string;
  /** The name rather than a reference: the stage waits for its routes, which wait for the functions that need it. */
  readonly stage: string;
}

/** What clients connect to. */
export function webSocketUrl({ apiId, stage }: ApiAddress): Sub {
  return sub`wss://${host(apiId)}/${stage}`;
}

/** What functions send to clients through. */
export function callbackUrl({ apiId, stage }: ApiAddress): Sub {
  return sub`https://${host(apiId)}/${stage}`;
}

/** The connections of all clients of the stage. */
export function connectionsArn({ apiId, stage }: ApiAddress): Sub {
  return executionArn(apiId, sub`${stage}/*/@connections/*`);
}

/** The ARN of what calls: a stage and a route, or an authorizer, of the API. */
export function executionArn(apiId: string, path: Sub): Sub {
  return sub`arn:${partition}:execute-api:${region}:${account}:${ref(apiId)}/${path}`;
}

function host(apiId: string): Sub {
  return sub`${ref(apiId)}.execute-api.${region}.${urlSuffix}`;
}
