// Maps offsets in the template's text to the spans of the descriptor that they come from, and back.
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
  /** The text of the descriptor that it comes from. */
  readonly source: Span | undefined;
}

export function mapText(template: Template, format: TemplateFormat): MappedText {
  const written = write(template, format);
  let parts: readonly MappedPart[] | undefined;
  return {
    text: written.text,
    // Most callers only need the text.
    get parts() {
      return (parts ??= withSources(written.parts, templateDocument(template, format)));
    },
  };
}

function withSources(parts: readonly WrittenPart[], document: Value): readonly MappedPart[] {
  // Both follow the order of the document.
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

/** The source of the innermost part at the offset that has one. Comments belong to their parts. */
export function originAt({ parts }: MappedText, offset: number): Span | undefined {
  return parts
    .filter(({ source, span, comment }) => source && (contains(span, offset) || (comment && contains(comment, offset))))
    .at(-1)?.source;
}

/**
 * The spans of the template that come from the innermost entry or item at that offset of the descriptor: a property, a
 * connection, an endpoint or a resource. Entries from which nothing comes are skipped. No span is inside another.
 */
export function partsFrom({ parts }: MappedText, tree: SyntaxTree, offset: number): readonly Span[] {
  const sourced = parts.flatMap(({ source, span }) => (source ? [{ source, span }] : []));
  const here = sourced.filter(({ source }) => contains(source, offset));
  for (const enclosing of enclosingSpans(tree, offset)) {
    const found = sourced.filter(({ source }) => isWithin(source, enclosing));
    // A connection's target is only a part of the connection.
    if (found.length > 0 && here.every(({ source }) => isWithin(source, enclosing))) return outermost(found);
  }
  return [];
}

/** The entries and items that contain the offset, the innermost first, except the `resources` entry. */
function* enclosingSpans(tree: SyntaxTree, offset: number): Iterable<Span> {
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

/** The span of the descriptor that the resource or output with that logical ID comes from. */
export function originOf({ resources, outputs, overlay }: Template, logicalId: string): Span | undefined {
  const generated = [...resources, ...outputs].find((part) => part.logicalId === logicalId);
  return (generated ?? overlay.find(({ name }) => name === logicalId))?.source;
}
