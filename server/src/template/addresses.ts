// Where an API's clients connect, where functions send to them, and what that takes.
import { executionArn } from './permission.ts';
import { region, urlSuffix } from './pseudo-parameters.ts';
import { ref, sub, type Sub } from './value.ts';

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

function host(apiId: string): Sub {
  return sub`${ref(apiId)}.execute-api.${region}.${urlSuffix}`;
}
