// Which endpoint of an API takes a message, and why: API Gateway's route selection by `$request.body.<property>`.
import { didYouMean } from '../language/similar.ts';
import { isGatewayRoute } from '../language/routes.ts';
import type { Endpoint, WebSocketApi } from '../model/project.ts';
import { findEndpoint } from '../model/usage.ts';
import { findInJson, type Found } from './json.ts';
import { allOf, quote } from '../wording.ts';
import { step, type SimulationStep } from './state.ts';

export interface Selection {
  /** Undefined where nothing takes the message. */
  readonly endpoint: Endpoint | undefined;
  readonly steps: readonly SimulationStep[];
}

export function selectEndpoint(api: WebSocketApi, message: string): Selection {
  const selector = api.routeSelectorProperty;
  if (!selector) {
    const text = `${quote(api.id.value)} has no \`routeSelectorProperty\`, so that AWS refuses it: no message selects anything.`;
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
        steps: [...steps, step(`The endpoint ${quote(value)} has exactly this route.`, endpoint.route)],
      };
    }
    steps.push(noSuchRoute(api, value));
  }
  const fallback = findEndpoint(api, '$default');
  steps.push(
    fallback
      ? step('The endpoint `$default` takes what no other takes.', fallback.route)
      : step('There is no endpoint `$default` to take it instead.', api.id),
  );
  return { endpoint: fallback, steps };
}

/** The endpoint with that route; where a route stands twice, the first. */
/** What is compared with the routes; undefined for what selects none. */
function valueOf(found: Found): string | undefined {
  const isScalar = found.kind === 'value' && found.type !== 'null' && found.type !== 'object' && found.type !== 'array';
  return isScalar ? found.text : undefined;
}

function describe(found: Found, path: readonly string[]): string {
  const selector = quote(path.join('.'));
  switch (found.kind) {
    case 'not-json':
      return 'The message is not JSON, so that it has no property to select by.';
    case 'not-object':
      return `The message is JSON, but ${withArticle(found.type)} and no object: it has no property to select by.`;
    case 'missing': {
      const reached = quote(path.slice(0, found.depth).join('.'));
      const next = quote(path[found.depth] ?? '');
      const near =
        found.near === undefined ? '' : ` There is ${quote(found.near)}, and names are compared letter by letter.`;
      if (found.depth === 0) return `The message is a JSON object without the property ${next}.${near}`;
      if (found.type === 'object') return `In the message, ${reached} has no property ${next}.${near}`;
      return `In the message, ${reached} is ${withArticle(found.type)}, which has no property ${next}.`;
    }
    case 'value':
      switch (found.type) {
        case 'string':
          return `In the message, ${selector} is ${found.text === '' ? 'an empty text' : quote(found.text)}.`;
        case 'number':
        case 'boolean':
          return `In the message, ${selector} is the ${found.type} ${quote(found.text)}, which is compared as that text.`;
        case 'object':
        case 'array':
        case 'null':
          return `In the message, ${selector} is ${withArticle(found.type)}, which selects no route.`;
      }
  }
}

function withArticle(type: Found extends { type: infer T } ? T : string): string {
  if (type === 'null') return '`null`';
  return `${type === 'object' || type === 'array' ? 'an' : 'a'} ${type}`;
}

function noSuchRoute(api: WebSocketApi, value: string): SimulationStep {
  if (value === '$default') return step('`$default` is no value to send: it stands for what no endpoint takes.');
  if (isGatewayRoute(value)) {
    const what = value === '$connect' ? 'connections' : 'disconnections';
    return step(`${quote(value)} takes ${what}, never messages.`, findEndpoint(api, value)?.route);
  }
  const routes = api.endpoints.flatMap(({ route }) => (route && !isGatewayRoute(route.value) ? [route] : []));
  const [near] = value === '' ? [] : didYouMean(value.slice(0, 200), new Set(routes.map((route) => route.value)));
  const meant = routes.find((route) => route.value === near);
  const nothing = `No endpoint has the route ${value === '' ? 'of an empty text' : quote(value)}`;
  if (meant) {
    const isSame = meant.value.trim().toLowerCase() === value.trim().toLowerCase();
    const reason = isSame ? ', and routes are compared letter by letter' : '';
    return step(`${nothing}${reason}. There is ${quote(meant.value)}.`, meant);
  }
  const shown = routes.slice(0, maximumNamed).map((route) => route.value);
  const more = routes.length - shown.length;
  if (shown.length === 0) return step(`${nothing}: the API has none for messages.`, api.id);
  return step(
    `${nothing}: there ${routes.length === 1 ? 'is' : 'are'} ${more > 0 ? `${shown.map(quote).join(', ')} and ${more} more` : allOf(shown)}.`,
  );
}

const maximumNamed = 5;

/** Deeper paths are nobody's. */
const maximumDepth = 10;

/** A message that the endpoint of that route takes; undefined for what no message selects. */
export function sampleMessage({ routeSelectorProperty }: WebSocketApi, route: string): string | undefined {
  const names = routeSelectorProperty?.value.split('.') ?? [];
  if (route === '$default') return 'Hello';
  if (isGatewayRoute(route) || names.length === 0 || names.length > maximumDepth) return undefined;
  return names.reduceRight((value, name) => `{${JSON.stringify(name)}: ${value}}`, JSON.stringify(route));
}
