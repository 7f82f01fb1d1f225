// Semantic tokens: what the grammar cannot know about a word, because it sees only one line and no other resources.
import { attributeTypes } from '../language/dynamodb-table.ts';
import { resourceTypeEnum } from '../language/index.ts';
import { isGatewayRoute } from '../language/routes.ts';
import { isLogicalId } from '../model/logical-ids.ts';
import { findParameter, parameterUses } from '../model/parameters.ts';
import { allConnections, type Project, type Resource } from '../model/project.ts';
import { overlaps, type ScalarNode, type Span, innerSpan } from '../syntax/tree.ts';

/** The standard types that descriptors use. */
export const tokenTypes = [
  'property',
  'type',
  'enumMember',
  'event',
  'namespace',
  'function',
  'class',
  'variable',
  'parameter',
] as const;
export const tokenModifiers = ['declaration', 'defaultLibrary', 'deprecated', 'readonly'] as const;

export type TokenType = (typeof tokenTypes)[number];
export type TokenModifier = (typeof tokenModifiers)[number];

export interface SemanticToken {
  /** On one line. */
  readonly span: Span;
  readonly type: TokenType;
  readonly modifiers: readonly TokenModifier[];
}

/** The tokens that touch the span, in the order of the file. */
export function semanticTokens(project: Project, within: Span): SemanticToken[] {
  const tokens: SemanticToken[] = [];
  const add = (node: ScalarNode, type: TokenType, ...modifiers: TokenModifier[]): void => {
    // An alias keeps the color that the grammar gives it.
    if (!node.alias) addSpan(innerSpan(project.tree, node), type, modifiers);
  };
  const addSpan = (span: Span, type: TokenType, modifiers: readonly TokenModifier[] = []): void => {
    const isOneLine = !/[\r\n]/.test(project.tree.text.slice(span.start, span.end));
    if (isOneLine && span.end > span.start && overlaps(span, within)) tokens.push({ span, type, modifiers });
  };
  for (const { key } of project.shape.everything().properties.keys()) add(key, 'property');
  addValues(project, add);
  for (const { name } of project.parameters) add(name.node, 'parameter', 'declaration');
  for (const { name } of parameterUses(project)) if (findParameter(project, name.value)) add(name.node, 'parameter');
  for (const { entry } of project.overlay.entries) add(entry.key, 'variable', 'declaration');
  for (const { span } of project.overlay.references) addSpan(span, 'variable');
  for (const resource of project.resources) {
    add(resource.entry.key, kindOf(resource), 'declaration');
    // Such a name is also the logical ID in the template; any other is only a label.
    if (resource.name && isLogicalId(resource.name.value)) add(resource.name.node, 'variable', 'readonly');
    if (resource.type === 'lambda-function') {
      for (const { name } of resource.environment) add(name.node, 'variable', 'declaration');
    }
    for (const { target, as } of allConnections(resource)) {
      if (as) add(as.node, 'variable', 'declaration');
      const connected = project.find(target.value);
      if (connected) add(target.node, kindOf(connected));
    }
    if (resource.type !== 'websocket-api') continue;
    for (const { route } of resource.endpoints) {
      if (route) add(route.node, 'event', ...(isGatewayRoute(route.value) ? (['defaultLibrary'] as const) : []));
    }
  }
  return withoutRepeats(tokens);
}

type Add = (node: ScalarNode, type: TokenType, ...modifiers: TokenModifier[]) => void;

/** Valid values of enumerations: modes, access levels, runtimes and the like. */
function addValues(project: Project, add: Add): void {
  for (const [node, type] of project.shape.everything().types) {
    if (node.kind !== 'scalar' || type.kind !== 'enum') continue;
    const value = type.values.find((known) => known.value === node.value);
    if (!value) continue;
    if (type === resourceTypeEnum || type === attributeTypes) add(node, 'type');
    else add(node, 'enumMember', ...(value.deprecated ? (['deprecated'] as const) : []));
  }
}

function kindOf({ type }: Resource): TokenType {
  if (type === undefined) return 'variable';
  if (type === 'websocket-api') return 'namespace';
  return type === 'lambda-function' ? 'function' : 'class';
}

/** Skips values that aliases repeat: they are in the text only once. */
function withoutRepeats(tokens: readonly SemanticToken[]): SemanticToken[] {
  const byStart = new Map(tokens.map((token) => [token.span.start, token]));
  return [...byStart.values()].sort((a, b) => a.span.start - b.span.start);
}
