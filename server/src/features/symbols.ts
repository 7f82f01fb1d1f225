// The outline: parameters, resources, the endpoints of APIs, the indexes of tables, what each of them connects to, and what
// is laid over the template.
import { type ResourceType, findResourceDefinition } from '../language/index.ts';
import { routeSite, targetSite } from '../model/references.ts';
import {
  ownConnections,
  type Connection,
  type Endpoint,
  type Parameter,
  type Project,
  type Resource,
} from '../model/project.ts';
import { attributesOf, type TableIndex } from '../model/table-keys.ts';
import { findAllowed } from '../language/connections.ts';
import type { OverlayEntry } from '../model/overlay.ts';
import { type Span, findEntry, innerSpan } from '../syntax/tree.ts';
import { t, translated } from '../locale.ts';

/** Undefined for a resource whose type is missing or unknown. */
export type SymbolKind = ResourceType | 'endpoint' | 'index' | 'parameter' | 'overlay' | 'overlay-entry' | undefined;

export interface DocumentSymbol {
  /** Never blank. */
  readonly name: string;
  readonly detail: string;
  readonly kind: SymbolKind;
  /** The whole symbol, including its children. */
  readonly span: Span;
  /** Its name, within its span. */
  readonly selection: Span;
  readonly children: readonly DocumentSymbol[];
}

export function documentSymbols(project: Project): DocumentSymbol[] {
  const symbols = [
    ...project.parameters.map((parameter) => parameterSymbol(project, parameter)),
    ...project.resources.map((resource) => resourceSymbol(project, resource)),
    ...overlaySymbols(project),
  ];
  return symbols.sort((a, b) => a.span.start - b.span.start);
}

function parameterSymbol({ tree }: Project, { entry, name, ...parameter }: Parameter): DocumentSymbol {
  return symbol({
    name: shown(name.value, t`(no name)`),
    detail: parameter.default?.value ?? 'parameter',
    kind: 'parameter',
    span: entry.span,
    selection: innerSpan(tree, entry.key),
    children: [],
  });
}

/** The overlay with its entries, whatever their sections. */
function overlaySymbols({ tree, overlay: { entry, entries } }: Project): DocumentSymbol[] {
  if (!entry) return [];
  const own = { kind: 'overlay', span: entry.span, selection: innerSpan(tree, entry.key) } as const;
  const children = entries.map((one) =>
    symbol({
      name: shown(one.name, t`(no name)`),
      detail: overlayDetail(one),
      kind: 'overlay-entry',
      span: one.entry.span,
      selection: innerSpan(tree, one.entry.key),
      children: [],
    }),
  );
  return [symbol({ ...own, name: entry.key.text, detail: '', children })];
}

/** The type of a resource or parameter; the section of anything else. */
function overlayDetail({ section, map }: OverlayEntry): string {
  const type = map && findEntry(map, 'Type')?.value;
  return type?.kind === 'scalar' ? type.text : section;
}

function resourceSymbol(project: Project, resource: Resource): DocumentSymbol {
  const { entry, type, id } = resource;
  const endpoints = resource.type === 'websocket-api' ? resource.endpoints : [];
  const indexes = resource.type === 'dynamodb-table' ? resource.indexes : [];
  return symbol({
    name: shown(id.value, t`(no ID)`),
    detail: translated((type && findResourceDefinition(type)?.label) ?? ''),
    kind: type,
    span: entry.span,
    selection: innerSpan(project.tree, entry.key),
    children: [
      ...ownConnections(resource).map((connection) => connectionSymbol(project, connection)),
      ...endpoints.map((endpoint) => endpointSymbol(project, endpoint)),
      ...indexes.map((index) => indexSymbol(project, index)),
    ],
  });
}

function endpointSymbol(project: Project, endpoint: Endpoint): DocumentSymbol {
  const { map, route, operationMode, connections } = endpoint;
  return symbol({
    name: shown(route?.value ?? '', t`(no route)`),
    detail: operationMode?.value ?? '',
    kind: 'endpoint',
    span: map.span,
    selection: routeSite(project, endpoint)?.span ?? { start: map.span.start, end: map.span.start },
    children: connections.map((connection) => connectionSymbol(project, connection)),
  });
}

function indexSymbol({ tree }: Project, { map, name, key }: TableIndex): DocumentSymbol {
  return symbol({
    name: shown(name?.value ?? '', t`(no name)`),
    detail: attributesOf(key)
      .map((one) => one.name.value)
      .join(', '),
    kind: 'index',
    span: map.span,
    selection: name ? innerSpan(tree, name.node) : { start: map.span.start, end: map.span.start },
    children: [],
  });
}

function connectionSymbol(project: Project, connection: Connection): DocumentSymbol {
  const { source, target, access, node } = connection;
  const type = project.find(target.value)?.type;
  return symbol({
    name: shown(target.value, t`(no ID)`),
    detail: access?.value ?? (source && type && findAllowed(source, type)?.role) ?? '',
    kind: type,
    span: node.span,
    selection: targetSite(project, connection).span,
    children: [],
  });
}

/** Skips what aliases repeat: it is elsewhere in the file, and editors require children within their parent. */
function symbol(given: DocumentSymbol): DocumentSymbol {
  const isWithin = ({ start, end }: Span): boolean => given.span.start <= start && end <= given.span.end;
  return {
    ...given,
    selection: isWithin(given.selection) ? given.selection : given.span,
    children: given.children.filter(({ span }) => isWithin(span)),
  };
}

function shown(name: string, otherwise: string): string {
  return name.trim() === '' ? otherwise : name;
}

export interface WorkspaceSymbol {
  readonly name: string;
  readonly kind: SymbolKind;
  /** The API of a route. */
  readonly container: string | undefined;
  readonly span: Span;
}

/** Symbols whose names contain the query's characters in order, ignoring case. All symbols for an empty query. */
export function workspaceSymbols(project: Project, query: string): WorkspaceSymbol[] {
  const parameters = project.parameters.map(({ name, entry }): WorkspaceSymbol => ({
    name: name.value,
    kind: 'parameter',
    container: undefined,
    span: innerSpan(project.tree, entry.key),
  }));
  const resources = project.resources.flatMap((resource): WorkspaceSymbol[] => {
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
  const overlaid = project.overlay.entries.map(({ name, entry }): WorkspaceSymbol => ({
    name,
    kind: 'overlay-entry',
    container: project.overlay.entry?.key.text,
    span: innerSpan(project.tree, entry.key),
  }));
  const wanted = query.toLowerCase().replaceAll(/\s/g, '').split('');
  return [...parameters, ...resources, ...overlaid].filter(
    ({ name }) => name.trim() !== '' && hasInOrder(name.toLowerCase(), wanted),
  );
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
