// What an alias stands for, and what stands for an anchor's value.
import { nameAt, siteAt } from '../../model/references.ts';
import type { Project } from '../../model/project.ts';
import { columnOf } from '../../syntax/edits.ts';
import type { AliasNode, Span, SyntaxTree } from '../../syntax/tree.ts';
import { card, code } from '../markdown.ts';

export function anchorHover(
  project: Project,
  offset: number,
): { readonly span: Span; readonly markdown: string } | undefined {
  const name = nameAt(project, offset);
  const site = name?.kind === 'anchor' ? siteAt(name, offset) : undefined;
  if (name?.kind !== 'anchor' || !site || site.node.kind === 'scalar') return undefined;
  const { span } = site.node;
  if (site.node.kind === 'alias') return { span, markdown: aliasCard(project.tree, site.node, name.declaration?.span) };
  const count = name.uses.length;
  const used = count === 0 ? 'No alias stands' : count === 1 ? 'One alias stands' : `${count} aliases stand`;
  const paragraphs = [`${used} for what follows: ${code(`*${name.value}`)}.`];
  return { span, markdown: card({ title: `&${name.value}`, kind: ['anchor'], paragraphs }) };
}

/** A long value is shown by its first lines. */
const shownLines = 15;

function aliasCard(tree: SyntaxTree, { name, target }: AliasNode, anchor: Span | undefined): string {
  const kind = ['alias'];
  if (!target || !anchor) return card({ title: `*${name}`, kind, paragraphs: ['There is no such anchor above.'] });
  const line = tree.lines.positionAt(anchor.start).line + 1;
  return card({
    title: `*${name}`,
    kind,
    paragraphs: [`Stands for the value marked ${code(`&${name}`)} on line ${line}:`, block(tree, target.span)],
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
