// What of a file can be found from anywhere in the workspace: its resources and their routes.
import type { ResourceType } from '../language/index.ts';
import { routeSite } from '../model/references.ts';
import type { Project } from '../model/project.ts';
import { type Span, innerSpan } from '../syntax/tree.ts';

export interface WorkspaceSymbol {
  readonly name: string;
  readonly kind: ResourceType | 'endpoint' | undefined;
  /** The API that a route belongs to. */
  readonly container: string | undefined;
  readonly span: Span;
}

/** Those whose names have the query's characters in its order, in whatever case; all for an empty query. */
export function workspaceSymbols(project: Project, query: string): WorkspaceSymbol[] {
  const symbols = project.resources.flatMap((resource): WorkspaceSymbol[] => {
    const { id, type, entry } = resource;
    const endpoints = resource.type === 'websocket-api' ? resource.endpoints : [];
    return [
      { name: id.value, kind: type, container: undefined, span: innerSpan(project.tree, entry.key) },
      ...endpoints.flatMap((endpoint): WorkspaceSymbol[] => {
        const site = routeSite(project, endpoint);
        if (!site || !endpoint.route) return [];
        return [{ name: endpoint.route.value, kind: 'endpoint', container: id.value, span: site.span }];
      }),
    ];
  });
  const wanted = query.toLowerCase().replaceAll(/\s/g, '').split('');
  return symbols.filter(({ name }) => name.trim() !== '' && hasInOrder(name.toLowerCase(), wanted));
}

function hasInOrder(text: string, characters: readonly string[]): boolean {
  let at = 0;
  for (const character of characters) {
    const found = text.indexOf(character, at);
    if (found < 0) return false;
    at = found + character.length;
  }
  return true;
}
