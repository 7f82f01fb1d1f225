// Which endpoint of an API receives a message, and why: API Gateway's route selection by `$request.body.<property>`.
import { didYouMean } from '../language/similar.ts';
import { isGatewayRoute } from '../language/routes.ts';
import type { Endpoint, WebSocketApi } from '../model/project.ts';
import { findEndpoint } from '../model/usage.ts';
import { findInJson, type Found, type JsonType } from './json.ts';
import { t } from '../locale.ts';
import { firstOf, quote, sentences } from '../wording.ts';
import { step, type SimulationStep } from './state.ts';

export interface Selection {
  /** Undefined if no endpoint receives the message. */
  readonly endpoint: Endpoint | undefined;
  readonly steps: readonly SimulationStep[];
}

export function selectEndpoint(api: WebSocketApi, message: string): Selection {
  const selector = api.routeSelectorProperty;
  if (!selector) {
    const text = t`${quote(api.id.value)} has no \`routeSelectorProperty\`, so AWS rejects the API, and no message can select a route.`;
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
        steps: [...steps, step(t`The endpoint ${quote(value)} matches.`, endpoint.route)],
      };
    }
    steps.push(noSuchRoute(api, value));
  }
  const fallback = findEndpoint(api, '$default');
  steps.push(
    fallback
      ? step(t`The endpoint \`$default\` receives messages that match no other endpoint.`, fallback.route)
      : step(t`There is no \`$default\` endpoint to receive it instead.`, api.id),
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
      return t`The message is not JSON, so it has no property to select a route.`;
    case 'not-object':
      return t`The message is JSON, but ${withArticle(found.type)} instead of an object, so it has no property to select a route.`;
    case 'missing': {
      const reached = quote(path.slice(0, found.depth).join('.'));
      const next = quote(path[found.depth] ?? '');
      const near = found.near === undefined ? undefined : t`It has ${quote(found.near)}, but names are case-sensitive.`;
      if (found.depth === 0) return sentences(t`The message is a JSON object without the property ${next}.`, near);
      if (found.type === 'object') return sentences(t`In the message, ${reached} has no property ${next}.`, near);
      return t`In the message, ${reached} is ${withArticle(found.type)}, which has no property ${next}.`;
    }
    case 'value':
      switch (found.type) {
        case 'string':
          return found.text === ''
            ? t`In the message, ${selector} is an empty string.`
            : t`In the message, ${selector} is ${quote(found.text)}.`;
        case 'number':
          return t`In the message, ${selector} is the number ${quote(found.text)}, which is compared as a string.`;
        case 'boolean':
          return t`In the message, ${selector} is the boolean ${quote(found.text)}, which is compared as a string.`;
        case 'object':
        case 'array':
        case 'null':
          return t`In the message, ${selector} is ${withArticle(found.type)}, which cannot match a route.`;
      }
  }
}

function withArticle(type: JsonType): string {
  switch (type) {
    case 'object':
      return t`an object`;
    case 'array':
      return t`an array`;
    case 'string':
      return t`a string`;
    case 'number':
      return t`a number`;
    case 'boolean':
      return t`a boolean`;
    case 'null':
      return '`null`';
  }
}

function noSuchRoute(api: WebSocketApi, value: string): SimulationStep {
  if (value === '$default')
    return step(t`\`$default\` cannot be selected by value: it receives messages that match no other endpoint.`);
  if (isGatewayRoute(value)) {
    const text =
      value === '$connect'
        ? t`${quote(value)} receives connections, never messages.`
        : t`${quote(value)} receives disconnections, never messages.`;
    return step(text, findEndpoint(api, value)?.route);
  }
  const routes = api.endpoints.flatMap(({ route }) => (route && !isGatewayRoute(route.value) ? [route] : []));
  const [near] = value === '' ? [] : didYouMean(value.slice(0, 200), new Set(routes.map((route) => route.value)));
  const intended = routes.find((route) => route.value === near);
  if (intended) {
    const isSame = intended.value.trim().toLowerCase() === value.trim().toLowerCase();
    const nothing = isSame
      ? t`No endpoint has the route ${quote(value)}, and routes are case-sensitive.`
      : t`No endpoint has the route ${quote(value)}.`;
    return step(sentences(nothing, t`Did you mean ${quote(intended.value)}?`), intended);
  }
  const nothing = value === '' ? t`No endpoint has an empty route.` : t`No endpoint has the route ${quote(value)}.`;
  if (routes.length === 0) return step(sentences(nothing, t`The API has no routes for messages.`), api.id);
  const names = routes.map((route) => quote(route.value));
  return step(sentences(nothing, t`The API has ${firstOf(names, maximumNamed)}.`));
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
