// Hovers of routes.
import { findProperty } from '../../language/index.ts';
import { gatewayRoutes } from '../../language/routes.ts';
import { endpointObject } from '../../language/web-socket-api.ts';
import type { Endpoint, LambdaFunction, Located, Project, WebSocketApi } from '../../model/project.ts';
import { functionAt, handlerOf } from '../../model/usage.ts';
import { card, code } from '../markdown.ts';
import { t, translated } from '../../locale.ts';

export function routeCard(project: Project, api: WebSocketApi, endpoint: Endpoint, route: Located<string>): string {
  const known = gatewayRoutes.find((candidate) => candidate.route === route.value);
  const link = findProperty(endpointObject, 'route')?.link;
  if (!known && route.value.startsWith('$')) {
    const names = gatewayRoutes.map((candidate) => code(candidate.route)).join(', ');
    const paragraphs = [t`API Gateway rejects it. The only routes that start with ${code('$')} are ${names}.`];
    return card({ title: route.value, kind: [t`invalid route`], paragraphs, link });
  }
  const selector = api.routeSelectorProperty?.value;
  const ids = project.logicalIds.ofApi(api);
  const isMessage = route.value !== '$connect' && route.value !== '$disconnect';
  return card({
    title: route.value,
    kind: [known ? t`predefined route` : t`route`, ...(endpoint.operationMode ? [endpoint.operationMode.value] : [])],
    paragraphs: [
      known
        ? translated(known.docs)
        : selector === undefined
          ? undefined
          : t`Receives messages such as ${code(messageWith(selector, route.value))}.`,
    ],
    facts: [
      selector !== undefined && isMessage ? t`Selected by ${code(`$request.body.${selector}`)}` : undefined,
      handlerFact(handlerOf(project, endpoint)),
      isMessage ? answerFact(endpoint) : undefined,
      route.value === '$connect' ? authorizerFact(project, api) : undefined,
      ids && t`Logical ID: ${code(ids.route(route.value))}`,
    ],
    link: known && link,
  });
}

function handlerFact(lambda: LambdaFunction | undefined): string {
  if (!lambda) return t`No handler, so its requests end in an error`;
  const where = lambda.entryPoint ?? lambda.arn;
  const handler = t`Handled by ${code(lambda.id.value)}`;
  return where ? `${handler}: ${code(where.value)}` : handler;
}

function answerFact({ operationMode }: Endpoint): string | undefined {
  if (!operationMode) return undefined;
  return operationMode.value === '2-way'
    ? t`The client gets the \`body\` that the function returns`
    : t`The client gets nothing, except messages that the function sends using the \`connectionId\``;
}

function authorizerFact(project: Project, api: WebSocketApi): string | undefined {
  const authorizer = functionAt(project, api.connections[0]);
  if (!authorizer) return undefined;
  const needed = api.identitySource.map(({ value }) => code(value));
  const id = code(authorizer.id.value);
  return needed.length > 0
    ? t`${id} authorizes the client first, if the client sends ${needed.join(t` and `)}`
    : t`${id} authorizes the client first`;
}

/** The API ID and region are known only after deployment. */
export function urlOf(stage: string): string {
  return `wss://API-ID.execute-api.REGION.amazonaws.com/${stage}`;
}

/** The JSON of a message in which the property, or the nested property at that path, has the value. */
export function messageWith(path: string, value: string): string {
  const names = path.split('.').slice(0, maximumDepth);
  const opening = names.map((name, index) => `${index > 0 ? '{' : ''}${JSON.stringify(name)}: `).join('');
  return `{${opening}${JSON.stringify(value)}${'}'.repeat(names.length - 1)}, …}`;
}

/** Deeper paths are unrealistic, and too long for a sentence. */
const maximumDepth = 10;
