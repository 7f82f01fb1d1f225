// Navigation: where the name at the cursor is defined and used, for going there, highlighting, and linked editing.
import { entryPointOf, filesOf } from '../model/entry-point.ts';
import { logicalName, nameAt, resourceName, type Name } from '../model/references.ts';
import type { Endpoint, Project, Resource } from '../model/project.ts';
import { inOrder, siteAt, sitesOf, type Site } from '../model/sites.ts';
import type { GeneratedName } from '../model/template-names.ts';
import { handlerOf, handlersOf } from '../model/usage.ts';
import { contains, findEntry, type Entry, type MapNode, type Span, innerSpan } from '../syntax/tree.ts';
import type { StringFormat } from '../language/definition.ts';
import * as formats from '../language/formats.ts';
import { generatedResource } from '../template/generate.ts';

export interface Definition {
  /** The span of the name at the cursor. */
  readonly origin: Span;
  readonly targets: readonly Target[];
}

export interface Target {
  /** The whole target. */
  readonly span: Span;
  /** The part of the target to select. */
  readonly selection: Span;
}

/**
 * From a resource ID or a variable for it to the resource, from the use of a parameter to the parameter, from an alias to
 * its anchor, from a route to its handler. From a name of the template to what it comes from, and to what the overlay has
 * under it.
 */
export function definition(project: Project, offset: number): Definition | undefined {
  return lead(project, offset, (name) => {
    switch (name.kind) {
      case 'resource':
        return name.resource ? [resourceTarget(project, name.resource)] : [];
      case 'name':
        return [resourceTarget(project, name.resource), ...overlaid(project, project.logicalIds.of(name.resource))];
      case 'parameter':
        return [
          ...(name.parameter ? [entryTarget(project, name.parameter.entry)] : []),
          ...overlaid(project, name.value, 'Parameters'),
        ];
      case 'template':
        return [
          ...(name.generated ? originTargets(project, name.generated) : []),
          ...(name.entry ? [entryTarget(project, name.entry.entry)] : []),
        ];
      case 'route':
        return handlers(project, name.endpoints);
      case 'variable': {
        const resource = name.connection && project.find(name.connection.target.value);
        return resource ? [resourceTarget(project, resource)] : [];
      }
      case 'anchor':
        return name.declaration ? [{ span: name.declaration.node.span, selection: name.declaration.span }] : [];
    }
  });
}

function overlaid(project: Project, name = '', section: 'Resources' | 'Parameters' = 'Resources'): Target[] {
  const entry = project.overlay.find(section, name);
  return entry ? [entryTarget(project, entry.entry)] : [];
}

/** What a part of the template comes from. */
function originTargets(project: Project, { resource, name, namespace }: GeneratedName): Target[] {
  const source = namespace === 'Resources' ? generatedResource(project, name)?.source : undefined;
  const isWhole = !source || source.start === resource.entry.span.start;
  return [isWhole ? resourceTarget(project, resource) : { span: source, selection: source }];
}

/** From a resource ID or a logical ID to the `type` of its resource. */
export function typeDefinition(project: Project, offset: number): Definition | undefined {
  return lead(project, offset, (name) => propertyTarget(project, resourceOf(name)?.map, 'type'));
}

/** From an API or a route to its handlers, from a function to its entry point. */
export function implementation(project: Project, offset: number): Definition | undefined {
  return lead(project, offset, (name) => {
    if (name.kind === 'route') return handlers(project, name.endpoints);
    const resource = resourceOf(name);
    if (resource?.type === 'websocket-api') {
      return handlersOf(project, resource).map(({ lambda }) => resourceTarget(project, lambda));
    }
    if (resource?.type !== 'lambda-function') return [];
    return propertyTarget(project, resource.map, resource.entryPoint ? 'entryPoint' : 'arn');
  });
}

/** The resource that the name means, in the descriptor or in the template. */
function resourceOf(name: Name): Resource | undefined {
  return name.kind === 'resource' || name.kind === 'name' ? name.resource : undefined;
}

function lead(project: Project, offset: number, targetsOf: (name: Name) => readonly Target[]): Definition | undefined {
  const name = nameAt(project, offset);
  // The name of a resource leads nowhere unless something refers to it.
  const origin = name && (name.kind !== 'name' || name.uses.length > 0) ? siteAt(name, offset) : undefined;
  if (!name || !origin) return undefined;
  const isTemplate = name.kind === 'name' || name.kind === 'template';
  const targets = targetsOf(name).filter(({ selection }) => !isTemplate || !contains(selection, offset));
  return targets.length > 0 ? { origin: origin.span, targets } : undefined;
}

function handlers(project: Project, endpoints: readonly Endpoint[]): Target[] {
  const functions = new Set(endpoints.flatMap((endpoint) => handlerOf(project, endpoint) ?? []));
  return [...functions].map((lambda) => resourceTarget(project, lambda));
}

function resourceTarget(project: Project, { entry }: Resource): Target {
  return entryTarget(project, entry);
}

function entryTarget({ tree }: Project, entry: Entry): Target {
  return { span: entry.span, selection: innerSpan(tree, entry.key) };
}

function propertyTarget({ tree }: Project, map: MapNode | undefined, key: string): Target[] {
  const entry = map && findEntry(map, key);
  return entry?.value ? [{ span: entry.span, selection: innerSpan(tree, entry.value) }] : [];
}

export function references(project: Project, offset: number, includeDeclaration: boolean): Span[] {
  const { declarations, uses } = occurrencesAt(project, offset);
  return (includeDeclaration ? [...declarations, ...uses] : uses).map(({ span }) => span);
}

interface Occurrences {
  readonly declarations: readonly Site[];
  readonly uses: readonly Site[];
}

/** All places of what the name at the offset means: a resource can have both an ID and a logical ID. */
function occurrencesAt(project: Project, offset: number): Occurrences {
  const name = nameAt(project, offset);
  if (!name) return { declarations: [], uses: [] };
  const resource = resourceOf(name);
  const logical = resource && logicalName(project, resource);
  // Otherwise nothing in the file depends on the logical ID.
  const isUsed = logical !== undefined && logical.uses.length > 0;
  if (name.kind === 'name' && !isUsed) return { declarations: [], uses: [] };
  const names: Name[] = isUsed ? [resourceName(project, logical.resource), logical] : [name];
  return {
    declarations: names.flatMap(({ declaration }) => declaration ?? []),
    uses: inOrder(names.flatMap(({ uses }) => uses)),
  };
}

/** The source file of a function, and a variable that it may read. */
export interface ReadVariable {
  /** Relative to the descriptor's folder. */
  readonly path: string;
  readonly name: string;
}

/** The variable at the offset, in the file that has the handler of its function. */
export function readVariable(project: Project, offset: number): ReadVariable | undefined {
  const name = nameAt(project, offset);
  const entryPoint = name?.kind === 'variable' ? entryPointOf(name.lambda) : undefined;
  const path = entryPoint && filesOf(entryPoint).find((file) => project.files?.files.has(file));
  return name && path !== undefined ? { path, name: name.value } : undefined;
}

export interface Highlight {
  readonly span: Span;
  /** A declaration writes the name, a use reads it. */
  readonly kind: 'write' | 'read';
}

export function highlights(project: Project, offset: number): Highlight[] {
  const { declarations, uses } = occurrencesAt(project, offset);
  return [
    ...declarations.map(({ span }): Highlight => ({ span, kind: 'write' })),
    ...uses.map(({ span }): Highlight => ({ span, kind: 'read' })),
  ];
}

export interface LinkedEditing {
  /** Spans with the same text. */
  readonly spans: readonly Span[];
  /** A regular expression that the text must match for the spans to stay linked. */
  readonly wordPattern: string;
}

/**
 * Only from the declaration of an ID: editing it in a connection means connecting to another resource. And only if all
 * uses can change too: in a file without syntax errors, without aliases or escapes.
 */
export function linkedEditing(project: Project, offset: number): LinkedEditing | undefined {
  if (project.tree.problems.length > 0) return undefined;
  const name = nameAt(project, offset);
  const format = name && linkedFormat(name);
  if (!name || !format || name.uses.length === 0 || siteAt(name, offset) !== name.declaration) return undefined;
  const spans = sitesOf(name).map(({ span }) => span);
  const isSame = spans.every(({ start, end }) => project.tree.text.slice(start, end) === name.value);
  return isSame ? { spans, wordPattern: format.pattern.replaceAll(/^\^|\$$/g, '') } : undefined;
}

/** What the text must match. Not for logical IDs, from which those of the parts follow, in another spelling. */
function linkedFormat({ kind }: Name): StringFormat | undefined {
  if (kind === 'resource') return formats.resourceId;
  if (kind === 'parameter') return formats.parameterName;
  return kind === 'template' ? formats.templateLogicalId : undefined;
}
