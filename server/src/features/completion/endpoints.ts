// Completion of whole endpoints, with the functions that handle them.
import { gatewayRoutes, isMessageRoute } from '../../language/routes.ts';
import { endpointObject, operationModes, type OperationMode } from '../../language/web-socket-api.ts';
import { functionIdFor } from '../../model/conventions.ts';
import { newId, newRoute } from '../../model/new-names.ts';
import { newFunction, type NewFunction } from '../../changes/functions.ts';
import { resourcesEntry, type LambdaFunction, type Project, type Resource } from '../../model/project.ts';
import { functionsFor, usualMode } from '../../model/usage.ts';
import { endOfLine, type Edit } from '../../syntax/edits.ts';
import { addMapEntry } from '../../syntax/insertions.ts';
import { firstUnreadable, resolveAlias, type Span } from '../../syntax/tree.ts';
import { endpointDraft, functionChoice } from './bodies.ts';
import { choice, hole, inline, word, type Collection, type Text } from './draft.ts';
import { firstKeyOffers } from './keys.ts';
import { type Offer, writePart } from './write-draft.ts';
import type { PlaceOf } from './place.ts';
import { t, translated } from '../../locale.ts';

type EndpointPlace = PlaceOf<'endpoint'>;

export function endpointOffers(original: Project, place: EndpointPlace): Offer[] {
  const { api, project, style, within } = place;
  const taken = api.endpoints.map(({ route }) => route?.value);
  const free = gatewayRoutes.filter(({ route }) => !taken.includes(route));
  const kinds: EndpointKind[] = [
    { label: 'endpoint', docs: translated(endpointObject.docs), route: hole(newRoute(api)) },
    ...free.map(({ route, docs }) => ({ label: route, docs: translated(docs), route: word(route) })),
  ];
  const connected = kinds.map((kind) => {
    const functions = functionsFor(project, api, kind.route.text);
    return endpointOffer(place, kind, functionChoice(functions), functions[0]);
  });
  const complete = kinds.flatMap((kind) => withFunction(original, place, kind));
  return [...connected, ...complete, ...(style.flow || within === 'nothing' ? [] : firstKeyOffers(place))];
}

interface EndpointKind {
  readonly label: string;
  readonly docs: string;
  readonly route: Text;
}

/** @param lambda the function of the handler, if it exists */
function endpointOffer(
  place: EndpointPlace,
  kind: EndpointKind,
  handler: Text | undefined,
  lambda?: LambdaFunction,
): Offer {
  const { api, project } = place;
  const draft = endpointDraft(kind.route, handler, modeText(kind, usualMode(project, api, kind.route.text, lambda)));
  return {
    label: kind.label,
    kind: 'draft',
    detail: t`new endpoint`,
    markdown: () => kind.docs,
    insert: writePart(likeOthers(draft, api.endpoints.at(-1)?.map.flow === true), place),
  };
}

/** The modes that a route of API Gateway can have, the usual one first. */
function modeText({ route }: EndpointKind, usual: OperationMode): Text | undefined {
  if (route.hole) return undefined;
  if (!isMessageRoute(route.text)) return word(usual);
  return choice([...new Set([usual, ...operationModes.values.map(({ value }) => value)])]);
}

function likeOthers(draft: Collection, areInBraces: boolean): Collection {
  return areInBraces ? inline(draft) : draft;
}

/** The endpoint with a new function, which is added to the resources. */
function withFunction(original: Project, place: EndpointPlace, kind: EndpointKind): Offer[] {
  const id = newId(place.project, functionIdFor(kind.route.text), 'lambda-function');
  const routes = [kind.route.text];
  const added = newFunction(place.project, id, { kind: 'handler', routes, responds: kind.route.text === '$default' });
  const edit = added && functionEdit(original, place.api, place.replaced, id, added);
  if (!edit) return [];
  const offer = endpointOffer(place, kind, word(id));
  const markdown = (): string => `${kind.docs}\n\n${t`A new function \`${id}\` handles it.`}`;
  return [
    {
      ...offer,
      label: `${kind.label} with its function`,
      detail: t`new ${id}`,
      markdown,
      edits: [edit],
      ...(kind.route.hole ? { follower: id } : {}),
    },
  ];
}

/**
 * Adds a function at the end of the resources, or before the resource at the cursor if that is the last one. Not if the
 * file has a syntax error, because the end is then unknown.
 */
export function functionEdit(
  { tree, resources }: Project,
  { id: apiId }: Resource,
  replaced: Span,
  id: string,
  { properties }: NewFunction,
): Edit | undefined {
  if (firstUnreadable(tree)) return undefined;
  const holder = resourcesEntry({ tree });
  const map = resolveAlias(holder?.value);
  if (!holder || map?.kind !== 'map') return undefined;
  const edit = addMapEntry(tree, map, id, properties);
  if (edit.span.start > replaced.end) return edit;
  const api = resources.find((resource) => resource.id.value === apiId.value);
  const previous = map.entries[map.entries.findIndex((entry) => entry === api?.entry) - 1];
  const end = tree.text.slice(0, previous?.span.end ?? holder.key.span.end + 1).trimEnd().length;
  const at = endOfLine(tree.text, end);
  return at < replaced.start && !map.flow ? { span: { start: at, end: at }, newText: edit.newText } : undefined;
}
