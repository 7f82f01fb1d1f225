// Completion within the text of the overlay that a word cannot be tried in: the names in `Fn::Sub`, and the tags of functions.
import type { Project } from '../../model/project.ts';
import { contains, locate, type Span, type SyntaxTree } from '../../syntax/tree.ts';
import { endOfLine } from '../../syntax/edits.ts';
import { attributesIn, hasAttribute, namesFor } from './overlay.ts';
import { callAround } from './overlay-place.ts';
import { t } from '../../locale.ts';

export interface NameInText {
  readonly label: string;
  readonly detail: string;
  readonly markdown: () => string;
  /** What is inserted, if it is not the label. */
  readonly text?: string;
}

/** The names for `${}` in the text of `Fn::Sub` at the offset, with the span that they replace. */
export function namesInText(
  project: Project,
  offset: number,
): { readonly span: Span; readonly names: readonly NameInText[] } | undefined {
  const { tree, overlay } = project;
  const entry = overlay.entries.find((one) => contains(one.entry.span, offset));
  const location = entry && locate(tree, offset);
  const scalar = location?.scalar;
  const around = scalar && callAround(location, scalar);
  if (!entry || !scalar || around?.call?.name !== 'Fn::Sub' || (around.index ?? 0) > 0) return undefined;
  const before = tree.text.slice(scalar.span.start, offset);
  const opening = before.lastIndexOf('${');
  const inner = before.slice(opening + 2).trimStart();
  if (opening < 0 || !/^[A-Za-z0-9:.]*$/.test(inner)) return undefined;
  const dot = inner.indexOf('.');
  const [resource, typed] = dot < 0 ? [undefined, inner] : [inner.slice(0, dot), inner.slice(dot + 1)];
  const end = offset + (/^[A-Za-z0-9:]*/.exec(tree.text.slice(offset, endOfLine(tree.text, offset)))?.[0].length ?? 0);
  const rest = tree.text.slice(end, Math.min(scalar.span.end, endOfLine(tree.text, end)));
  const span = { start: offset - typed.length, end };
  const closing = /^[ \t]*[.}]/.test(rest) ? '' : '}';
  const list = (names: readonly NameInText[]): NameInText[] =>
    names.map((one) => ({ ...one, text: one.label + closing }));
  if (resource !== undefined) {
    const found = namesFor(project, entry, 'resource').find(({ name }) => name === resource);
    const attributes = found ? attributesIn(found) : [];
    return {
      span,
      names: list(attributes.map(({ value, docs }) => ({ label: value, detail: t`attribute`, markdown: () => docs }))),
    };
  }
  // The attribute that follows must be one of the resource.
  const [, attribute] = /^\.([A-Za-z0-9.]+)/.exec(rest) ?? [];
  const variables = around.call.argument?.kind === 'list' ? around.call.argument.items[1]?.value : undefined;
  const own = variables?.kind === 'map' && attribute === undefined ? variables.entries.map(({ key }) => key.text) : [];
  const names = namesFor(project, entry, attribute === undefined ? 'value' : 'resource').filter((one) =>
    hasAttribute(one, attribute),
  );
  return {
    span,
    names: list([
      ...own.map((label) => ({ label, detail: t`variable`, markdown: () => t`A variable of this \`Fn::Sub\`.` })),
      ...names.filter(({ name }) => !own.includes(name)).map(({ name, ...one }) => ({ ...one, label: name })),
    ]),
  };
}

/** The start of a tag, such as `!R`, with nothing after it on its line. */
export function tagAt({ text, comments, format }: SyntaxTree, offset: number): Span | undefined {
  if (format === 'json' || comments.some(({ span }) => span.start < offset && offset <= span.end)) return undefined;
  const [, tag] = /(?:^|[\s[{,])(![A-Za-z0-9]*)$/.exec(text.slice(Math.max(0, offset - 100), offset)) ?? [];
  if (tag === undefined) return undefined;
  const end = offset + (/^[A-Za-z0-9]*/.exec(text.slice(offset, endOfLine(text, offset)))?.[0].length ?? 0);
  return /^\s*(?:$|[,\]}#])/.test(text.slice(end, endOfLine(text, end)))
    ? { start: offset - tag.length, end }
    : undefined;
}
