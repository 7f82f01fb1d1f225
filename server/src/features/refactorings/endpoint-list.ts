// What the refactorings of endpoints share.
import { resourcesOfType, type Project, type WebSocketApi } from '../../model/project.ts';
import { aliasesOf } from '../../model/references.ts';
import { contains, findEntry, type ListNode, type Span, type SyntaxTree } from '../../syntax/tree.ts';

/** The API that the span is in. */
export function apiAt(project: Project, { start, end }: Span): WebSocketApi | undefined {
  return resourcesOfType(project, 'websocket-api').find(
    ({ entry }) => contains(entry.span, start) && contains(entry.span, end),
  );
}

/** The API's endpoints as they stand there; undefined for a list that is written elsewhere. */
export function endpointListOf({ map }: WebSocketApi): ListNode | undefined {
  const value = map && findEntry(map, 'endpoints')?.value;
  return value?.kind === 'list' ? value : undefined;
}

/** Whether there are anchors or aliases, which may depend on what stands before what. */
export function hasAnchors(tree: SyntaxTree, within: Span): boolean {
  return [...tree.anchors, ...aliasesOf(tree)].some(({ span }) => contains(within, span.start));
}
