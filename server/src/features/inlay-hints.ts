// Inlay hints: what is in the template but not in the file. Nothing that is obvious from the text.
import { findAllowed } from '../language/connections.ts';
import { findResourceDefinition, type Property } from '../language/index.ts';
import { allConnections, type Connection, type KnownResource, type Project, type Resource } from '../model/project.ts';
import { addEntries, type Edit } from '../syntax/edits.ts';
import { contains, findEntry, type Span, type SyntaxTree } from '../syntax/tree.ts';
import { amount, card } from './markdown.ts';
import { t, translated } from '../locale.ts';

export interface InlayHint {
  readonly offset: number;
  readonly label: string;
  /** Markdown. */
  readonly tooltip: string;
  /** Its position relative to the text that it is about. */
  readonly side: 'before' | 'after';
  /** Edits that write it into the file; empty if that is not possible. */
  readonly edits: readonly Edit[];
}

/** The hints within the span, in the order of the file. */
export function inlayHints(project: Project, within: Span): InlayHint[] {
  return project.resources
    .flatMap((resource) => [
      ...logicalIdHint(project, resource),
      ...(resource.type === undefined ? [] : defaultsHint(project, resource)),
      ...allConnections(resource).flatMap((connection) => roleHint(project, connection)),
    ])
    .filter(({ offset }) => contains(within, offset))
    .sort((a, b) => a.offset - b.offset);
}

/** The logical ID of a resource whose name cannot be one. */
function logicalIdHint(project: Project, resource: Resource): InlayHint[] {
  const logicalId = project.logicalIds.of(resource);
  const { name } = resource;
  if (!name || logicalId === undefined || logicalId === name.value) return [];
  const tooltip = t`The logical ID in the template, numbered by the order of the file.`;
  return [{ offset: name.node.span.end, label: logicalId, tooltip, side: 'after', edits: [] }];
}

/**
 * The defaults of omitted properties: after the type that determines them, if that ends its line, or else after the
 * resource's closing brace.
 */
function defaultsHint({ tree }: Project, { type, map }: KnownResource): InlayHint[] {
  const entry = map && findEntry(map, 'type');
  const definition = findResourceDefinition(type);
  if (!map || entry?.value?.kind !== 'scalar' || !definition) return [];
  const offset = lastOnLine(tree, entry.value.span) ?? (map.flow ? lastOnLine(tree, map.span) : undefined);
  if (offset === undefined) return [];
  const isPresent = (name: string): boolean => findEntry(map, name) !== undefined;
  // An existing function is not deployed, so it has no defaults.
  if (definition.properties.some(({ requiredUnless }) => requiredUnless !== undefined && isPresent(requiredUnless)))
    return [];
  const left = definition.properties.filter((property) => property.default !== undefined && !isPresent(property.name));
  if (left.length === 0) return [];
  return [
    {
      offset,
      label: left.map(short).join(', '),
      tooltip: left.map(defaultMarkdown).join('\n\n'),
      side: 'after',
      edits: [
        addEntries(
          tree,
          map,
          left.map((property) => [property.name, property.default ?? '']),
        ),
      ],
    },
  ];
}

/** The end of the node, including its comma, if only a comment follows on the line. */
function lastOnLine({ text }: SyntaxTree, { end }: Span): number | undefined {
  // Not the rest of the line, which may be long and have many nodes.
  const last = /,?(?=[ \t]*(?:[#\r\n]|$))/y;
  last.lastIndex = end;
  return last.test(text) ? last.lastIndex : undefined;
}

/** "512 MB" is clear without the property's name; other values are not. */
function short({ name, type, default: value = '' }: Property): string {
  return type.kind === 'integer' ? amount(type, value) : `${name} ${value}`;
}

function defaultMarkdown({ name, type, docs, default: value = '' }: Property): string {
  return card({ title: name, kind: [t`default ${amount(type, value)}`], paragraphs: [translated(docs)] });
}

/** The role of a connection, unless it is obvious from its position, as for a handler below its route. */
function roleHint(project: Project, { source, target }: Connection): InlayHint[] {
  const type = project.find(target.value)?.type;
  const allowed = source && type && findAllowed(source, type);
  const words =
    allowed &&
    {
      authorizer: t`authorizer:`,
      send: t`sends to:`,
      trigger: t`invokes:`,
      handler: undefined,
      access: undefined,
      'dead-letter': undefined,
    }[allowed.role];
  if (words === undefined || !allowed) return [];
  return [
    { offset: target.node.span.start, label: words, tooltip: translated(allowed.docs), side: 'before', edits: [] },
  ];
}
