// An endpoint moves to another API of the file.
import { resourcesOfType } from '../../model/project.ts';
import { quote } from '../../wording.ts';
import { endOfLine } from '../../syntax/edits.ts';
import { moveItem } from '../../syntax/list-items.ts';
import { contains, findEntry, type Span } from '../../syntax/tree.ts';
import { apiAt, endpointListOf, hasAnchors } from './endpoint-list.ts';
import type { Place, Refactoring } from './refactoring.ts';

export function* moveEndpoint({ project, span }: Place): Iterable<Refactoring> {
  const { tree } = project;
  const api = apiAt(project, span);
  const entry = api?.map && findEntry(api.map, 'endpoints');
  const list = api && endpointListOf(api);
  const item = list?.items.find((part) => contains(part.span, span.start) && contains(part.span, span.end));
  const endpoint = api?.endpoints.find(({ map }) => map === item?.value);
  if (!api || !entry || !item || !endpoint || hasAnchors(tree, item.span)) return;
  const lines: Span = { start: entry.span.start, end: endOfLine(tree.text, entry.span.end) };
  const route = endpoint.route?.value;
  for (const other of resourcesOfType(project, 'websocket-api')) {
    if (other === api || !other.map || other.map === api.map) continue;
    const title = `Move ${route === undefined ? 'this endpoint' : quote(route.replaceAll(/\s+/g, ' '))} to ${quote(other.id.value)}`;
    if (route !== undefined && other.endpoints.some((one) => one.route?.value === route)) {
      const disabled = `${other.id.value} has the route ${route} already.`;
      yield { title, kind: 'refactor.move', disabled, edits: [] };
      continue;
    }
    const edits = moveItem(tree, entry, item, other.map);
    if (edits) yield { title, kind: 'refactor.move', edits };
    else if (tree.comments.some((comment) => contains(lines, comment.span.start))) {
      const disabled = 'Comments would lose their place, in brackets.';
      yield { title, kind: 'refactor.move', disabled, edits: [] };
    }
  }
}
