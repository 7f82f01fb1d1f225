// Hovers: what a key, a value, a route or a resource is, and what it becomes in the template.
import { ownConnections, type Project } from '../../model/project.ts';
import { locate, type Entry, type ScalarNode, type Span, type AliasNode, type SyntaxTree } from '../../syntax/tree.ts';
import { propertyMarkdown, card, code } from '../markdown.ts';
import { functionHover, overlayEntryCard, overlayReferenceHover } from './overlay-card.ts';
import { parameterCard } from './parameter-card.ts';
import { connectionCard, resourceCard } from './resource-card.ts';
import { routeCard } from './route-card.ts';
import { valueCard } from './value-card.ts';
import { findParameter, usesIn } from '../../model/parameters.ts';
import { endpointsAround, nameAt, resourcesAround } from '../../model/references.ts';
import { siteAt } from '../../model/sites.ts';
import { columnOf } from '../../syntax/edits.ts';
import { t } from '../../locale.ts';

export interface Hover {
  readonly span: Span;
  readonly markdown: string;
}

export function hover(project: Project, offset: number): Hover | undefined {
  const { key, scalar, steps } = locate(project.tree, offset);
  const overlaid = (scalar && overlayReferenceHover(project, offset)) ?? functionHover(project, offset);
  if (overlaid) return overlaid;
  const holder = steps.at(-1)?.part;
  const property = holder && 'key' in holder ? project.shape.propertyOf(holder) : undefined;
  const markdown = key
    ? keyMarkdown(project, key)
    : scalar && (namedMarkdown(project, scalar) ?? valueCard(project, scalar, property));
  const at = key?.key.span ?? scalar?.span;
  return markdown !== undefined && at ? { span: at, markdown } : anchorHover(project, offset);
}

function keyMarkdown(project: Project, key: Entry): string | undefined {
  const property = project.shape.propertyOf(key);
  if (property) return propertyMarkdown(property);
  const resource = resourcesAround(project, key).find(({ entry }) => entry === key);
  if (resource) return resourceCard(project, resource);
  const parameter = project.parameters.find(({ entry }) => entry === key);
  return parameter ? parameterCard(project, parameter) : overlayEntryCard(project, key);
}

/** The hover of the name of a resource, the target of a connection, or the route of an endpoint. */
function namedMarkdown(project: Project, scalar: ScalarNode): string | undefined {
  const around = resourcesAround(project, scalar);
  for (const resource of around) {
    const endpoints = endpointsAround(project, resource, scalar);
    const connections = [...ownConnections(resource), ...endpoints.flatMap((endpoint) => endpoint.connections)];
    const connection = connections.find(({ target }) => target.node === scalar);
    if (connection) return connectionCard(project, connection);
    if (resource.name?.node === scalar) return resourceCard(project, resource);
  }
  const use = around.flatMap(usesIn).find(({ name }) => name.node === scalar);
  const parameter = use && findParameter(project, use.name.value);
  if (parameter) return parameterCard(project, parameter);
  for (const api of around) {
    const endpoint = endpointsAround(project, api, scalar).find(({ route }) => route?.node === scalar);
    if (api.type === 'websocket-api' && endpoint?.route) return routeCard(project, api, endpoint, endpoint.route);
  }
  return undefined;
}

/** The hover of an alias shows its target; that of an anchor, the number of its aliases. */
function anchorHover(project: Project, offset: number): Hover | undefined {
  const name = nameAt(project, offset);
  const site = name?.kind === 'anchor' ? siteAt(name, offset) : undefined;
  if (name?.kind !== 'anchor' || !site || site.node.kind === 'scalar') return undefined;
  const { span } = site.node;
  if (site.node.kind === 'alias') return { span, markdown: aliasCard(project.tree, site.node, name.declaration?.span) };
  const count = name.uses.length;
  const alias = code(`*${name.value}`);
  const used =
    count === 0
      ? t`No alias refers to this value: ${alias}.`
      : count === 1
        ? t`One alias refers to this value: ${alias}.`
        : t`${count} aliases refer to this value: ${alias}.`;
  return { span, markdown: card({ title: `&${name.value}`, kind: [t`anchor`], paragraphs: [used] }) };
}

/** Only the first lines of a long value are shown. */
const shownLines = 15;

function aliasCard(tree: SyntaxTree, { name, target }: AliasNode, anchor: Span | undefined): string {
  const kind = [t`alias`];
  if (!target || !anchor)
    return card({ title: `*${name}`, kind, paragraphs: [t`There is no anchor with this name above.`] });
  const line = tree.lines.positionAt(anchor.start).line + 1;
  return card({
    title: `*${name}`,
    kind,
    paragraphs: [t`Refers to the value of ${code(`&${name}`)} on line ${line}:`, block(tree, target.span)],
  });
}

function block(tree: SyntaxTree, { start, end }: Span): string {
  const column = columnOf(tree.text, start);
  const lines = tree.text
    .slice(start, end)
    .trimEnd()
    .split(/\r\n|\n|\r/)
    .map((line, index) => (index === 0 ? line : line.slice(Math.min(column, line.search(/\S|$/)))).slice(0, 200));
  const shown = lines.length > shownLines ? [...lines.slice(0, shownLines), '…'] : lines;
  // Longer than any run of backticks in it.
  const fence = '`'.repeat(Math.max(3, ...[...shown.join('\n').matchAll(/`+/g)].map(([run]) => run.length + 1)));
  return `${fence}yaml\n${shown.join('\n')}\n${fence}`;
}
