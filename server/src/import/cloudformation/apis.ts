// WebSocket APIs with their routes and authorizers. References lead from a route to its function, never names.
import { maximumNameLength } from '../../language/common-properties.ts';
import { identitySource, matchesFormat, routeSelector } from '../../language/formats.ts';
import { isAllowedRoute } from '../../language/routes.ts';
import type { EndpointFact } from '../facts.ts';
import { isLogicalId } from '../../model/logical-ids.ts';
import { routeWords, type ReportEntry } from '../report.ts';
import { valueAt, type SourceValue } from '../source.ts';
import { becomes, consume, resourceOf, set, type Draft, type DraftResource } from './draft.ts';
import { addExistingFunction, nameInIntegration } from './existing-functions.ts';
import { isSame, plainText, soleReference, wordsOf } from './references.ts';
import { membersOf, readStage } from './stages.ts';
import { functionIn, property, referredTo, textOf, type Member } from './stack.ts';
import type { Planned } from './plan.ts';

export function readApis(draft: Draft): void {
  for (const planned of draft.plan.all) if (planned.type === 'websocket-api') readApi(draft, planned);
}

function readApi(draft: Draft, planned: Planned): void {
  const { member } = planned;
  const resource = resourceOf(draft, planned);
  set(resource, 'description', textOf(member, 'Description'), property(member, 'Description')?.place ?? member.place);
  const selector = readSelector(draft, planned, resource);
  readStage(draft, member, resource);
  readRoutes(draft, planned, resource);
  const named = readName(draft, planned, resource);
  becomes(draft, member, { kind: 'resource', id: resource.id }, ['ProtocolType', ...selector, ...named]);
}

/**
 * A name that nobody has chosen is not kept: `dev-chat-websockets`, as the Serverless Framework calls every API.
 * @returns the property, if it is changed on purpose
 */
function readName({ entries }: Draft, { member }: Planned, { id, name, properties }: DraftResource): readonly string[] {
  const value = property(member, 'Name');
  const before = plainText(value) ?? '';
  const stage = properties.find((one) => one.name === 'stage')?.value;
  const isMade = member.logicalId === 'WebsocketsApi' && typeof stage === 'string' && before.startsWith(`${stage}-`);
  if (!value || !isMade || !before.endsWith('-websockets')) return [];
  const why = 'API Gateway shows the name in its console. The Serverless Framework makes the former one.';
  const todo = `To keep it, set Name of ${name} under cloudformation.`;
  entries.push({
    kind: 'changed',
    what: `Name of ${id}`,
    place: value.place,
    before,
    after: name,
    why,
    todo,
    resource: id,
  });
  return ['Name'];
}

/** @returns the property of the template, if the descriptor says the same */
function readSelector({ entries }: Draft, { member }: Planned, resource: DraftResource): readonly string[] {
  const expression = property(member, 'RouteSelectionExpression');
  const place = expression?.place ?? member.place;
  const text = plainText(expression) ?? '';
  const [, selector] = /^\$(?:request\.body\.(.+)|\{request\.body\.(.+)\})$/.exec(text)?.filter(isText) ?? [];
  if (selector !== undefined && matchesFormat(selector, routeSelector)) {
    set(resource, 'routeSelectorProperty', selector, place);
    return ['RouteSelectionExpression'];
  }
  set(resource, 'routeSelectorProperty', 'action', place);
  entries.push({
    kind: 'changed',
    what: `Route selection of ${resource.id}`,
    place,
    before: expression ? wordsOf(expression) : 'none',
    after: expression ? 'action, and the expression under cloudformation' : 'action',
    why: 'A route selector property is a path in the body of a message.',
    todo: 'Check by what messages are routed.',
    resource: resource.id,
  });
  return [];
}

function isText(text: string | undefined): text is string {
  return text !== undefined;
}

/** What a route of the template is, with all that belongs to it. */
interface Route {
  readonly member: Member;
  readonly key: string;
  readonly integration: Member | undefined;
  /** The resource ID of the function that handles it. */
  readonly handler: string | undefined;
}

function readRoutes(draft: Draft, planned: Planned, resource: DraftResource): void {
  const { entries } = draft;
  const known = new Map<string, Member>();
  const integrations = new Map<string, Member>();
  for (const member of membersOf(draft, planned.member, 'AWS::ApiGatewayV2::Route')) {
    const key = plainText(property(member, 'RouteKey'));
    const first = key === undefined ? undefined : known.get(key);
    if (key === undefined || (first && isVariant(first, member))) {
      entries.push(keptRoute(planned, member, key));
      continue;
    }
    if (first || !isAllowedRoute(key)) {
      consume(draft, member);
      entries.push({
        kind: 'left out',
        what: routeWords(key),
        place: member.place,
        why: first
          ? 'The API has another route with the same key, and AWS rejects a second one.'
          : key === ''
            ? 'Its key is empty, and AWS rejects such a route.'
            : 'AWS has no such route: only its own start with $.',
        todo: first ? 'Decide which function handles the route.' : 'Choose another key.',
      });
      continue;
    }
    known.set(key, member);
    const integration = referredTo(draft.stack, property(member, 'Target'), 'AWS::ApiGatewayV2::Integration');
    const handler = integration && handlerOf(draft, planned, integration);
    const route = {
      member,
      key,
      integration,
      handler: settleIntegration(draft, resource, integrations, integration, handler),
    };
    resource.endpoints.push(endpointOf(draft, resource, route));
    if (key === '$connect') readAuthorization(draft, resource, member);
  }
  readResponses(draft, planned, resource);
}

/**
 * Whether the second route with a key has to stay: the two do not exist at the same time, or one of them lets in only
 * those whom the other does not ask.
 */
function isVariant(first: Member, second: Member): boolean {
  const [one, other] = [first.attributes.get('Condition'), second.attributes.get('Condition')];
  const hasOtherAccess = ['AuthorizationType', 'AuthorizerId'].some(
    (name) => accessWords(first, name) !== accessWords(second, name),
  );
  return wordsOf(one) !== wordsOf(other) || hasOtherAccess;
}

function accessWords(route: Member, name: string): string {
  return wordsOf(property(route, name)) || 'NONE';
}

/** Whether a client needs more than the address of the API for a route with those properties. */
export function isProtected(route: SourceValue | undefined): boolean {
  const type = valueAt(route, 'AuthorizationType');
  const needsKey = valueAt(route, 'ApiKeyRequired');
  return (
    (type !== undefined && plainText(type) !== 'NONE') || (needsKey !== undefined && plainText(needsKey) !== 'false')
  );
}

/** A route that stays in the overlay as it is. */
function keptRoute({ id }: Planned, { logicalId, place, properties }: Member, key: string | undefined): ReportEntry {
  return {
    kind: 'changed',
    what: `${routeWords(key ?? logicalId)} of ${id}`,
    place,
    before: key ?? wordsOf(valueAt(properties, 'RouteKey')),
    after: 'the same, under cloudformation',
    why:
      key === undefined
        ? 'The key of a route in a project file is a text without references.'
        : 'A project file has one route with each key, and the template has several.',
    todo:
      key === undefined
        ? 'To have it among the endpoints, write the key out.'
        : 'Keep it under cloudformation, and check which of them there are when the project is deployed.',
    resource: id,
  };
}

/** The resource ID of the function that the integration calls; undefined for any other integration. */
function handlerOf(draft: Draft, { name }: Planned, integration: Member): string | undefined {
  if (textOf(integration, 'IntegrationType') !== 'AWS_PROXY') return undefined;
  return functionId(draft, property(integration, 'IntegrationUri'), nameInIntegration(name, integration.logicalId));
}

/** The resource ID of the function with that invocation URI. An existing one becomes a resource. */
function functionId(draft: Draft, uri: SourceValue | undefined, name: string | undefined): string | undefined {
  const lead = functionIn(draft.stack, uri);
  return lead ? draft.plan.find(lead.member.logicalId)?.id : addExistingFunction(draft, uri, name);
}

/**
 * The handler, if the integration becomes the one that the API has for it. The first of several that call a function does,
 * and those that are like it; the others stay in the overlay as they are, and so does the target of their routes.
 */
function settleIntegration(
  draft: Draft,
  { id }: DraftResource,
  settled: Map<string, Member>,
  integration: Member | undefined,
  handler: string | undefined,
): string | undefined {
  if (!integration || handler === undefined) return undefined;
  const first = settled.get(handler);
  if (first && !isLike(first, integration)) return undefined;
  settled.set(handler, first ?? integration);
  const { isQualified } = functionIn(draft.stack, property(integration, 'IntegrationUri')) ?? {};
  const uri = isQualified ? [] : ['IntegrationUri'];
  becomes(draft, integration, { kind: 'integration', id, handler }, [...integrationSettled, ...uri]);
  for (const response of draft.stack.ofType('AWS::ApiGatewayV2::IntegrationResponse')) {
    // A proxy has none, so it has no effect.
    if (soleReference(property(response, 'IntegrationId'))?.id === integration.logicalId) consume(draft, response);
  }
  return handler;
}

const integrationSettled = ['ApiId', 'IntegrationMethod', 'Description'];

function isLike(one: Member, other: Member): boolean {
  const names = [...(one.properties?.entries.keys() ?? []), ...(other.properties?.entries.keys() ?? [])];
  return names.every((name) => integrationSettled.includes(name) || isSame(property(one, name), property(other, name)));
}

function endpointOf(draft: Draft, { id }: DraftResource, { member, key, handler }: Route): EndpointFact {
  const { stack, entries } = draft;
  const { logicalId, place } = member;
  const responds = property(member, 'RouteResponseSelectionExpression') !== undefined;
  const response = stack
    .ofType('AWS::ApiGatewayV2::RouteResponse')
    .find((one) => soleReference(property(one, 'RouteId'))?.id === logicalId);
  if (responds && !response) {
    entries.push({
      kind: 'changed',
      what: routeWords(key),
      place: property(member, 'RouteResponseSelectionExpression')?.place ?? place,
      before: 'selects a response, but has none, so that it never answers',
      after: '2-way: the body that its function returns is sent to the client',
      why: 'A route with a response selection expression is meant to answer.',
      todo: 'Make it 1-way if clients do not expect an answer.',
      resource: id,
    });
  }
  becomes(draft, member, { kind: 'route', id, route: key }, ['ApiId', 'RouteKey']);
  const comment = responds && !response ? 'Did not answer before, since it had no route response.' : undefined;
  return { route: key, operationMode: responds ? '2-way' : '1-way', handler, place, comment };
}

/** The responses of 2-way routes. */
function readResponses(draft: Draft, { member: api }: Planned, resource: DraftResource): void {
  const modes = new Map(resource.endpoints.map(({ route, operationMode }) => [route, operationMode]));
  for (const response of membersOf(draft, api, 'AWS::ApiGatewayV2::RouteResponse')) {
    const route = referredTo(draft.stack, property(response, 'RouteId'), 'AWS::ApiGatewayV2::Route');
    const key = plainText(property(route, 'RouteKey'));
    const mode = key === undefined ? undefined : modes.get(key);
    const fate = route && draft.fates.get(route.logicalId);
    if (fate?.kind === 'consumed') consume(draft, response);
    // Without a fate, the route stays as it is, and so does its response.
    if (key === undefined || mode === undefined || fate?.kind !== 'part') continue;
    // Without a selection expression, it stays as it is in the overlay.
    if (mode === '2-way')
      becomes(draft, response, { kind: 'routeResponse', id: resource.id, route: key }, ['ApiId', 'RouteId']);
  }
}

/** The name of the function, as the authorizers of generated templates have it. */
function nameOf(authorizer: Member): string | undefined {
  const name = textOf(authorizer, 'Name');
  return name !== undefined && isLogicalId(name) && name.length <= maximumNameLength ? name : undefined;
}

/** IAM, or a function. Any other authorization stays in the overlay, so that the API never becomes open. */
function readAuthorization(draft: Draft, resource: DraftResource, route: Member): void {
  const { stack } = draft;
  const kind = textOf(route, 'AuthorizationType');
  const place = property(route, 'AuthorizationType')?.place ?? route.place;
  if (kind === 'AWS_IAM') set(resource, 'authorization', 'iam', place);
  if (kind !== 'CUSTOM') {
    if (kind !== 'AWS_IAM') reportAuthorization(draft, resource, property(route, 'AuthorizationType'));
    return;
  }
  const authorizer = referredTo(stack, property(route, 'AuthorizerId'), 'AWS::ApiGatewayV2::Authorizer');
  const lambda = authorizer && functionId(draft, property(authorizer, 'AuthorizerUri'), nameOf(authorizer));
  if (!authorizer || lambda === undefined) {
    draft.entries.push({
      kind: 'changed',
      what: `Authorizer of ${resource.id}`,
      place,
      before: wordsOf(property(route, 'AuthorizerId')),
      after: 'the same, under cloudformation',
      why: 'The function of the authorizer is not in the template, so the project file cannot connect to it.',
      todo: 'Keep it under cloudformation: without it, everyone could connect.',
      resource: resource.id,
    });
    return;
  }
  reportForeign(draft, resource, route, authorizer);
  resource.connections.push({ to: lambda, place: authorizer.place });
  const sources = property(authorizer, 'IdentitySource');
  const texts = sources?.kind === 'list' ? sources.items.map(plainText) : [plainText(sources)];
  const known = texts.map((text) => text?.replace(/^route\.request\./, '') ?? '');
  if (sources && known.length > 0 && known.every((source) => matchesFormat(source, identitySource))) {
    set(resource, 'identitySource', known, sources.place);
  }
  const { isQualified } = functionIn(stack, property(authorizer, 'AuthorizerUri')) ?? {};
  const settled = isQualified ? ['ApiId'] : ['ApiId', 'AuthorizerUri'];
  becomes(draft, authorizer, { kind: 'authorizer', id: resource.id }, settled);
}

/** An authorizer of another API becomes one of this API as well. */
function reportForeign({ entries }: Draft, { id }: DraftResource, route: Member, authorizer: Member): void {
  const [own, other] = [route, authorizer].map((member) => property(member, 'ApiId'));
  if (isSame(own, other)) return;
  entries.push({
    kind: 'changed',
    what: `Authorizer of ${id}`,
    place: authorizer.place,
    before: `an authorizer of another API: ${wordsOf(other)}`,
    after: `an authorizer of ${id}, with the same function`,
    why: 'AWS rejects a route whose authorizer belongs to another API.',
    todo: 'Check that the function is meant to authorize the clients of both APIs.',
    resource: id,
  });
}

/** A type of which it is not known here whether it lets everyone connect, or which WebSocket APIs do not have. */
function reportAuthorization({ entries }: Draft, { id }: DraftResource, type: SourceValue | undefined): void {
  if (!type || plainText(type) === 'NONE') return;
  entries.push({
    kind: 'changed',
    what: `Authorization of ${id}`,
    place: type.place,
    before: wordsOf(type),
    after: 'the same, under cloudformation',
    why:
      plainText(type) === undefined
        ? 'Only the deployment decides it, so it is not known here whether everyone can connect.'
        : 'A project file has authorizers and IAM only.',
    todo: 'Keep it under cloudformation, and check who can connect when it is deployed.',
    resource: id,
  });
}
