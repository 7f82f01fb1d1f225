// Where a name is in the text.
import {
  contains,
  innerSpan,
  type AliasNode,
  type Anchor,
  type ScalarNode,
  type Span,
  type SyntaxTree,
} from '../syntax/tree.ts';

/** An occurrence of a name: a scalar or a part of one, or an alias of a scalar. */
export interface Site {
  /** The name alone, without quotes and without the `&` or `*` of an anchor or alias. */
  readonly span: Span;
  readonly node: ScalarNode | AliasNode | Anchor;
  /** Where the name starts in the text of the scalar, if it is only a part of it: `Chat` in `${Chat.ApiId}`. */
  readonly offset?: number;
}

/** Where a name is declared, if it is, and where it is used. */
export interface Sites {
  readonly declaration: Site | undefined;
  readonly uses: readonly Site[];
}

/** Where the name is declared, followed by where it is used. */
export function sitesOf({ declaration, uses }: Sites): readonly Site[] {
  return declaration ? [declaration, ...uses] : uses;
}

/** The site at the offset. */
export function siteAt(name: Sites, offset: number): Site | undefined {
  return sitesOf(name).find((site) => contains(site.offset === undefined ? site.node.span : site.span, offset));
}

export function siteOf(tree: SyntaxTree, written: ScalarNode | AliasNode): Site {
  const node = written.kind === 'scalar' ? (written.alias ?? written) : written;
  return { span: node.kind === 'scalar' ? innerSpan(tree, node) : node.span, node };
}

/** In the order of the text, each place once. */
export function inOrder(sites: readonly Site[]): readonly Site[] {
  const byStart = new Map(sites.map((site) => [site.span.start, site]));
  return [...byStart.values()].sort((a, b) => a.span.start - b.span.start);
}
