// Completion of connection targets: the resources that can be connected to.
import { levelsByUse } from '../../changes/connections.ts';
import { canConnect, type Connecting } from '../../model/can-connect.ts';
import type { AllowedConnection } from '../../language/connections.ts';
import { findResourceDefinition } from '../../language/index.ts';
import type { LambdaFunction, Project, Resource } from '../../model/project.ts';
import { functionsFor, functionsToInvoke } from '../../model/usage.ts';
import { findEntry } from '../../syntax/tree.ts';
import { plain } from '../markdown.ts';
import { choice, inline, list, map, numberHole, word, type Draft } from './draft.ts';
import {
  written,
  type Offer,
  type SnippetBuilder,
  separator,
  writeEntries,
  writeItem,
  writeValue,
} from './write-draft.ts';
import type { PlaceOf } from './place.ts';
import { t, translated } from '../../locale.ts';

type TargetPlace = PlaceOf<'connection-target'>;

export function targetOffers(place: TargetPlace): Offer[] {
  const targets = targetsFor(place);
  const offers = targets.map(({ resource, allowed }) => targetOffer(place, resource, allowed));
  if (place.within !== 'list') return offers;
  const idsOf = (some: readonly Target[]): string[] => some.map(({ resource }) => resource.id.value);
  const withAccess = idsOf(targets.filter(({ allowed }) => allowed.access));
  if (withAccess.length > 0) return [...offers, mapOffer(place, withAccess)];
  const invoked = idsOf(targets.filter(({ allowed }) => allowed.role === 'trigger'));
  return invoked.length > 0 ? [...offers, ...triggerOffer(place, invoked)] : offers;
}

/** The connection with how many messages or records invoke the function, which comes with every queue and table. */
function triggerOffer({ style, from }: TargetPlace, ids: readonly string[]): Offer[] {
  const size = defaultBatchSize(from.source);
  if (size === undefined) return [];
  return [
    {
      label: 'to',
      kind: 'draft',
      detail: t`connection with a batch size`,
      markdown: () => t`A function that is invoked, with how many messages or records it gets at once, at most.`,
      insert: writeItem(map(['to', choice(ids)], ['batchSize', numberHole(size)]), style, style.indent),
    },
  ];
}

function defaultBatchSize(source: TargetPlace['from']['source']): number | undefined {
  if (source === 'sqs-queue') return 10;
  return source === 'dynamodb-table' ? 100 : undefined;
}

interface Target {
  readonly resource: Resource;
  readonly allowed: AllowedConnection;
}

/** The resources to which another connection can be added exactly there. */
export function possibleTargets(project: Project, from: Connecting): Target[] {
  return project.resources.flatMap((resource): Target[] => {
    const answer = canConnect(project, from, resource);
    const isPossible = answer.kind === 'allowed' && answer.allowed.from === from.source;
    return isPossible ? [{ resource, allowed: answer.allowed }] : [];
  });
}

function targetsFor({ project, from, map: within }: TargetPlace): Target[] {
  const hasAccess = within !== undefined && findEntry(within, 'access') !== undefined;
  const targets = possibleTargets(project, from).filter(({ allowed }) => allowed.access || !hasAccess);
  const order = new Map(likelyFunctions(project, from).map((lambda, index) => [lambda.id.value, index]));
  const rank = ({ resource: { type, id } }: Target): number => (type === 'lambda-function' && order.get(id.value)) || 0;
  return targets.sort((a, b) => rank(a) - rank(b));
}

/** The functions for an endpoint's route, for an API's authorizer or for what invokes them, the most likely first. */
function likelyFunctions(project: Project, { resource, endpoint }: TargetPlace['from']): readonly LambdaFunction[] {
  if (resource.type !== 'websocket-api') return functionsToInvoke(project);
  return endpoint
    ? functionsFor(project, resource, endpoint.route?.value ?? '')
    : functionsFor(project, undefined, 'authorize');
}

function targetOffer(place: TargetPlace, resource: Resource, allowed: AllowedConnection): Offer {
  const definition = resource.type && findResourceDefinition(resource.type);
  const id = resource.id.value;
  const description = resource.description?.value;
  const label = definition ? translated(definition.label) : t`resource`;
  return {
    label: id,
    kind: 'resource',
    detail: allowed.role === 'authorizer' ? t`${label}, as authorizer` : label,
    markdown: () =>
      [translated(allowed.docs), description && plain(description), definition && translated(definition.docs)]
        .filter(Boolean)
        .join('\n\n'),
    insert: insertTarget(place, id, allowed),
  };
}

function insertTarget(place: TargetPlace, id: string, allowed: AllowedConnection): SnippetBuilder {
  const { style, within, map: entries } = place;
  const target = written(id, place);
  if (within === 'map') {
    if (!allowed.access || (entries && findEntry(entries, 'access'))) return target;
    const access = writeEntries([[word('access'), accessChoice]], style, style.indent);
    return target.text(separator(style, style.indent)).append(access);
  }
  const draft: Draft = allowed.access ? inline(map(['to', word(id)], ['access', accessChoice])) : word(id);
  if (within === 'nothing') return writeValue(inline(list(draft)), style, style.indent);
  return allowed.access ? writeItem(draft, style, style.indent) : target;
}

/** The connection as a map, for users who start typing its first key. */
function mapOffer({ style }: TargetPlace, ids: readonly string[]): Offer {
  return {
    label: 'to',
    kind: 'draft',
    detail: t`connection with access`,
    markdown: () => t`A connection to a data resource, with the access that it grants.`,
    insert: writeItem(map(['to', choice(ids)], ['access', accessChoice]), style, style.indent),
  };
}

const accessChoice = choice(levelsByUse);
