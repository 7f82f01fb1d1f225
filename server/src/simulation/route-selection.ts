// Which endpoint of an API receives a message, and why: API Gateway's route selection by `$request.body.<property>`.
import { didYouMean } from '../language/similar.ts';
import { isGatewayRoute } from '../language/routes.ts';
import type { Endpoint, WebSocketApi } from '../model/project.ts';
import { findEndpoint } from '../model/usage.ts';
import { findInJson, type Found } from './json.ts';
import { allOf, quote } from '../wording.ts';
import { step, type SimulationStep } from './state.ts';

export interface Selection {
  /** Undefined if no endpoint receives the message. */
  readonly endpoint: Endpoint | undefined;
  readonly steps: readonly SimulationStep[];
}

export function selectEndpoint(api: WebSocketApi, message: string): Selection {
  const selector = api.routeSelectorProperty;
  if (!selector) {
    const text = `${quote(api.id.value)} has no \`routeSelectorProperty\`, so AWS rejects the API, and no message can select a route.`;
    return { endpoint: undefined, steps: [step(text, api.id)] };
  }
  const path = selector.value.split('.');
  const found = findInJson(message, path);
  const value = valueOf(found);
  const steps = [
    step(describe(found, path), found.kind === 'not-json' || found.kind === 'not-object' ? undefined : selector),
  ];
  if (value !== undefined) {
    const endpoint = isGatewayRoute(value) ? undefined : findEndpoint(api, value);
    if (endpoint?.route) {
      return {
        endpoint,
        steps: [...steps, step(`The endpoint ${quote(value)} matches.`, endpoint.route)],
      };
    }
    steps.push(noSuchRoute(api, value));
  }
  const fallback = findEndpoint(api, '$default');
  steps.push(
    fallback
      ? step('The endpoint `$default` receives messages that match no other endpoint.', fallback.route)
      : step('There is no `$default` endpoint to receive it instead.', api.id),
  );
  return { endpoint: fallback, steps };
}

/** The value that is compared with the routes; undefined if it cannot match any. */
function valueOf(found: Found): string | undefined {
  const isScalar = found.kind === 'value' && found.type !== 'null' && found.type !== 'object' && found.type !== 'array';
  return isScalar ? found.text : undefined;
}

function describe(found: Found, path: readonly string[]): string {
  const selector = quote(path.join('.'));
  switch (found.kind) {
    case 'not-json':
      return 'The message is not JSON, so it has no property to select a route.';
    case 'not-object':
      return `The message is JSON, but ${withArticle(found.type)} instead of an object, so it has no property to select a route.`;
    case 'missing': {
      const reached = quote(path.slice(0, found.depth).join('.'));
      const next = quote(path[found.depth] ?? '');
      const near = found.near === undefined ? '' : ` It has ${quote(found.near)}, but names are case-sensitive.`;
      if (found.depth === 0) return `The message is a JSON object without the property ${next}.${near}`;
      if (found.type === 'object') return `In the message, ${reached} has no property ${next}.${near}`;
      return `In the message, ${reached} is ${withArticle(found.type)}, which has no property ${next}.`;
    }
    case 'value':
      switch (found.type) {
        case 'string':
          return `In the message, ${selector} is ${found.text === '' ? 'an empty string' : quote(found.text)}.`;
        case 'number':
        case 'boolean':
          return `In the message, ${selector} is the ${found.type} ${quote(found.text)}, which is compared as a string.`;
        case 'object':
        case 'array':
        case 'null':
          return `In the message, ${selector} is ${withArticle(found.type)}, which cannot match a route.`;
      }
  }
}

function withArticle(type: Found extends { type: infer T } ? T : string): string {
  if (type === 'null') return '`null`';
  return `${type === 'object' || type === 'array' ? 'an' : 'a'} ${type}`;
}

function noSuchRoute(api: WebSocketApi, value: string): SimulationStep {
  if (value === '$default')
    return step('`$default` cannot be selected by value: it receives messages that match no other endpoint.');
  if (isGatewayRoute(value)) {
    const what = value === '$connect' ? 'connections' : 'disconnections';
    return step(`${quote(value)} receives ${what}, never messages.`, findEndpoint(api, value)?.route);
  }
  const routes = api.endpoints.flatMap(({ route }) => (route && !isGatewayRoute(route.value) ? [route] : []));
  const [near] = value === '' ? [] : didYouMean(value.slice(0, 200), new Set(routes.map((route) => route.value)));
  const intended = routes.find((route) => route.value === near);
  const nothing = `No endpoint has ${value === '' ? 'an empty route' : `the route ${quote(value)}`}`;
  if (intended) {
    const isSame = intended.value.trim().toLowerCase() === value.trim().toLowerCase();
    const reason = isSame ? ', and routes are case-sensitive' : '';
    return step(`${nothing}${reason}. Did you mean ${quote(intended.value)}?`, intended);
  }
  const shown = routes.slice(0, maximumNamed).map((route) => route.value);
  const more = routes.length - shown.length;
  if (shown.length === 0) return step(`${nothing}. The API has no routes for messages.`, api.id);
  return step(
    `${nothing}. The API has ${more > 0 ? `${shown.map(quote).join(', ')} and ${more} more` : allOf(shown)}.`,
  );
}

const maximumNamed = 5;

/** Deeper paths are unrealistic. */
const maximumDepth = 10;

/** A message that the endpoint with that route receives; undefined if no message can select it. */
export function sampleMessage({ routeSelectorProperty }: WebSocketApi, route: string): string | undefined {
  const names = routeSelectorProperty?.value.split('.') ?? [];
  if (route === '$default') return 'Hello';
  if (isGatewayRoute(route) || names.length === 0 || names.length > maximumDepth) return undefined;
  return names.reduceRight((value, name) => `{${JSON.stringify(name)}: ${value}}`, JSON.stringify(route));
}
