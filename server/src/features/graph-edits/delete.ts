// An endpoint goes, or a resource with every connection to it.
import { firstOf, quotePlain } from '../../wording.ts';
import type { Consequence } from '../../model/change.ts';
import type { Project, Resource } from '../../model/project.ts';
import { isDataResource } from '../../model/usage.ts';
import { removeEndpoint } from '../../rules/endpoints.ts';
import { contentEnd, endOfLine, removeEntry, startOfLine, type Edit } from '../../syntax/edits.ts';
import { findEntry, resolveAlias, type MapNode, type SyntaxTree } from '../../syntax/tree.ts';
import { disconnecting } from './disconnect.ts';
import { idAt, ownerAt, type Address, type Owner } from './part.ts';
import type { Plan, Refusal, Step } from './plan.ts';
import { notThere, type Wanted } from './planner.ts';

export function deletePart({ project, part }: Wanted): Plan | Refusal {
  if (part?.kind !== 'owner') return notThere;
  const { owner } = part;
  if (owner.endpoint) {
    const api = { resource: owner.address.resource, endpoint: undefined };
    return { steps: [withoutEndpoint(owner.address)], select: (after) => idAt(after, api) };
  }
  const uses = usesOf(project, owner.resource);
  const steps = [withoutResource(owner.address)];
  // The last first, so that what is still to go stays where it is.
  for (const use of uses) steps.unshift(...disconnecting(use));
  return {
    steps,
    select: () => undefined,
    consequence: consequenceOf(owner.resource, uses),
  };
}

interface Use {
  readonly owner: Owner;
  readonly index: number;
}

/** The connections to the resource, but for its own. */
function usesOf(project: Project, resource: Resource): Use[] {
  if (project.find(resource.id.value) !== resource) return [];
  const addresses = project.resources.flatMap((one, index): Address[] => {
    if (one === resource) return [];
    const own = { resource: index, endpoint: undefined };
    return one.type === 'websocket-api'
      ? [own, ...one.endpoints.map((_, endpoint) => ({ resource: index, endpoint }))]
      : [own];
  });
  return addresses.flatMap((address) => {
    const owner = ownerAt(project, address);
    return (owner?.connections ?? []).flatMap(({ target }, index): Use[] =>
      owner && target.value === resource.id.value ? [{ owner, index }] : [],
    );
  });
}

function withoutEndpoint(address: Address): Step {
  return (project) => {
    const owner = ownerAt(project, address);
    if (owner?.resource.type !== 'websocket-api' || !owner.endpoint) return notThere;
    const [fix] = removeEndpoint(project, owner.resource, owner.endpoint);
    return { edits: (fix?.edits ?? []).map((edit) => withEmptyLine(project.tree, edit)) };
  };
}

function withoutResource({ resource }: Address): Step {
  return (project) => {
    const { tree } = project;
    const root = resolveAlias(tree.root);
    const holder = root?.kind === 'map' ? findEntry(root, 'resources')?.value : undefined;
    const entry = project.resources[resource]?.entry;
    if (holder?.kind !== 'map' || !entry) return { edits: [] };
    // A key without a value is an error.
    if (holder.entries.length === 1) return { edits: [emptied(tree, holder)] };
    return { edits: [withEmptyLine(tree, removeEntry(tree, holder, entry))] };
  };
}

function emptied({ text }: SyntaxTree, { span, flow }: MapNode): Edit {
  const key = text.slice(0, span.start).trimEnd();
  return !flow && key.endsWith(':')
    ? { span: { start: key.length, end: contentEnd(text, span.end) }, newText: ' {}' }
    : { span: { start: span.start, end: contentEnd(text, span.end) }, newText: '{}' };
}

/** Of the empty lines above and below what goes, one goes with it. */
function withEmptyLine({ text }: SyntaxTree, edit: Edit): Edit {
  const { start, end } = edit.span;
  const isWhole = startOfLine(text, start) === start && startOfLine(text, end) === end;
  if (!isWhole || edit.newText !== '') return edit;
  const isEmptyAbove = start > 0 && text.slice(startOfLine(text, lineBreakBefore(text, start)), start).trim() === '';
  if (!isEmptyAbove) return edit;
  if (end === text.length)
    return { span: { start: startOfLine(text, lineBreakBefore(text, start)), end }, newText: '' };
  const below = endOfLine(text, end);
  if (text.slice(end, below).trim() !== '') return edit;
  return {
    span: { start, end: below + (text.startsWith('\r\n', below) ? 2 : below < text.length ? 1 : 0) },
    newText: '',
  };
}

/** Where the line ends above the one that starts at the offset. */
function lineBreakBefore(text: string, lineStart: number): number {
  return lineStart - (text.slice(0, lineStart).endsWith('\r\n') ? 2 : 1);
}

function consequenceOf(resource: Resource, uses: readonly Use[]): Consequence | undefined {
  const users = [...new Set(uses.map(({ owner }) => nameOf(owner)))];
  const connections =
    users.length === 0 ? '' : `The connections of ${firstOf(users.map(quotePlain), 5)} to it go as well. `;
  const open = uses.filter(({ owner }) => owner.source === 'websocket-api').map(({ owner }) => owner.resource.id.value);
  const unauthorized =
    open.length === 0 ? '' : `Every client may connect to ${firstOf(open.map(quotePlain), 5)} then. `;
  const deployed = isDataResource(resource)
    ? 'Where it is deployed, it stays with its data, and belongs to no stack any more.'
    : resource.type === 'websocket-api'
      ? 'Where it is deployed, CloudFormation deletes it, and its URL is gone for good.'
      : 'Where it is deployed, CloudFormation deletes it.';
  const isLost = users.length > 0 || resource.type === 'websocket-api';
  return {
    label: `Delete ${resource.id.value}`,
    description: connections + unauthorized + deployed,
    needsConfirmation: isLost,
  };
}

function nameOf({ endpoint, resource }: Owner): string {
  return endpoint?.route?.value ?? resource.id.value;
}
