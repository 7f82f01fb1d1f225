// Navigation: where the name at the cursor is defined and used, for going there, highlighting, and linked editing.
import { entryPointOf, filesOf } from '../model/entry-point.ts';
import { nameAt, siteAt, type Name, sitesOf } from '../model/references.ts';
import type { Endpoint, Project, Resource } from '../model/project.ts';
import { handlerOf, handlersOf } from '../model/usage.ts';
import { findEntry, type Entry, type MapNode, type Span, innerSpan } from '../syntax/tree.ts';
import * as formats from '../language/formats.ts';

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
 * its anchor, from a route to its handler.
 */
export function definition(project: Project, offset: number): Definition | undefined {
  return lead(project, offset, (name) => {
    switch (name.kind) {
      case 'resource':
        return name.resource ? [resourceTarget(project, name.resource)] : [];
      case 'parameter':
        return name.parameter ? [entryTarget(project, name.parameter.entry)] : [];
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

/** From a resource ID to the `type` of its resource. */
export function typeDefinition(project: Project, offset: number): Definition | undefined {
  return lead(project, offset, (name) =>
    name.kind === 'resource' ? propertyTarget(project, name.resource?.map, 'type') : [],
  );
}

/** From an API or a route to its handlers, from a function to its entry point. */
export function implementation(project: Project, offset: number): Definition | undefined {
  return lead(project, offset, (name) => {
    if (name.kind === 'route') return handlers(project, name.endpoints);
    const resource = name.kind === 'resource' ? name.resource : undefined;
    if (resource?.type === 'websocket-api') {
      return handlersOf(project, resource).map(({ lambda }) => resourceTarget(project, lambda));
    }
    if (resource?.type !== 'lambda-function') return [];
    return propertyTarget(project, resource.map, resource.entryPoint ? 'entryPoint' : 'arn');
  });
}

function lead(project: Project, offset: number, targetsOf: (name: Name) => readonly Target[]): Definition | undefined {
  const name = nameAt(project, offset);
  const origin = name && siteAt(name, offset);
  const targets = name ? targetsOf(name) : [];
  return origin && targets.length > 0 ? { origin: origin.span, targets } : undefined;
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
  const name = nameAt(project, offset);
  if (!name) return [];
  return (includeDeclaration ? sitesOf(name) : name.uses).map(({ span }) => span);
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
  const name = nameAt(project, offset);
  if (!name) return [];
  const uses = name.uses.map(({ span }): Highlight => ({ span, kind: 'read' }));
  return name.declaration ? [{ span: name.declaration.span, kind: 'write' }, ...uses] : uses;
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
  const format = name?.kind === 'resource' ? formats.resourceId : formats.parameterName;
  if (
    (name?.kind !== 'resource' && name?.kind !== 'parameter') ||
    name.uses.length === 0 ||
    siteAt(name, offset) !== name.declaration
  )
    return undefined;
  const spans = sitesOf(name).map(({ span }) => span);
  const isSame = spans.every(({ start, end }) => project.tree.text.slice(start, end) === name.value);
  return isSame ? { spans, wordPattern: format.pattern.replaceAll(/^\^|\$$/g, '') } : undefined;
}
