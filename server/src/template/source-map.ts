// From a place in the template's text to the place in the descriptor that it comes from, and back.
import { locate, contains, type Span, type SyntaxTree } from '../syntax/tree.ts';
import type { WrittenPart } from '../syntax/write-yaml.ts';
import { write } from './stringify.ts';
import { templateDocument, type Template, type TemplateFormat } from './template.ts';
import { bare, type Value } from './value.ts';

export interface MappedText {
  readonly text: string;
  /** In the text's order, outer parts before inner ones. */
  readonly parts: readonly MappedPart[];
}

/** A resource, output, property or list item of the template. */
export interface MappedPart extends WrittenPart {
  /** The text of the descriptor that says it, or because of which it is there. */
  readonly source: Span | undefined;
}

export function mapText(template: Template, format: TemplateFormat): MappedText {
  const written = write(template, format);
  let parts: readonly MappedPart[] | undefined;
  return {
    text: written.text,
    // Most callers want the text alone.
    get parts() {
      return (parts ??= withSources(written.parts, templateDocument(template, format)));
    },
  };
}

function withSources(parts: readonly WrittenPart[], document: Value): readonly MappedPart[] {
  // Both go through the document in its order.
  const sources = sourcesOf(document);
  return parts.map((part) => ({ ...part, source: sources.next().value ?? undefined }));
}

function* sourcesOf(value: Value): Generator<Span | undefined, undefined> {
  const content = bare(value);
  if (typeof content !== 'object' || (content.kind !== 'map' && content.kind !== 'list')) return;
  const members = content.kind === 'map' ? content.entries.map((entry) => entry.value) : content.items;
  for (const member of members) {
    yield typeof member === 'object' && member.kind === 'sourced' ? member.source : undefined;
    yield* sourcesOf(member);
  }
}

/** Where what stands there comes from: the source of the innermost part that has one. Comments belong to their parts. */
export function originAt({ parts }: MappedText, offset: number): Span | undefined {
  return parts
    .filter(({ source, span, comment }) => source && (contains(span, offset) || (comment && contains(comment, offset))))
    .at(-1)?.source;
}

/**
 * What comes of the innermost thing at that place of the descriptor of which anything comes: a property, a connection,
 * an endpoint, a resource. No span is within another.
 */
export function partsFrom({ parts }: MappedText, tree: SyntaxTree, offset: number): readonly Span[] {
  const sourced = parts.flatMap(({ source, span }) => (source ? [{ source, span }] : []));
  const here = sourced.filter(({ source }) => contains(source, offset));
  for (const thing of thingsAt(tree, offset)) {
    const found = sourced.filter(({ source }) => isWithin(source, thing));
    // A connection's target is within the connection, and is not all that it says.
    if (found.length > 0 && here.every(({ source }) => isWithin(source, thing))) return outermost(found);
  }
  return [];
}

/** The entries and items that enclose the offset, the innermost first, without the one that holds all resources. */
function* thingsAt(tree: SyntaxTree, offset: number): Iterable<Span> {
  const { steps } = locate(tree, offset);
  for (let depth = steps.length - 1; depth >= 0; depth--) {
    const part = steps[depth]?.part;
    const holdsResources = depth === 0 && part && 'key' in part && part.key.text === 'resources';
    if (part && !holdsResources) yield part.span;
  }
}

function isWithin(inner: Span, outer: Span): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

function outermost(parts: readonly { readonly span: Span }[]): readonly Span[] {
  const spans: Span[] = [];
  for (const { span } of parts) {
    const last = spans.at(-1);
    if (!last || !isWithin(span, last)) spans.push(span);
  }
  return spans;
}

/** Where the descriptor says that the resource or output with that logical ID be there. */
export function originOf({ resources, outputs }: Template, logicalId: string): Span | undefined {
  return [...resources, ...outputs].find((part) => part.logicalId === logicalId)?.source;
}
