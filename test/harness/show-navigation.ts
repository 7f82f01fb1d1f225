// Shows navigation, outlines, and the hints and lenses in a file's text, as cases expect them. Lines are counted from 1,
// as in editors.
import { analyze, type Analysis } from '../../server/src/analysis.ts';
import type { Companions } from '../../server/src/changes/companions.ts';
import type { Call } from '../../server/src/features/call-hierarchy.ts';
import type { Definition } from '../../server/src/features/navigation.ts';
import type { DocumentSymbol } from '../../server/src/features/symbols.ts';
import { applyEdits } from '../../server/src/syntax/edits.ts';
import type { Span } from '../../server/src/syntax/tree.ts';
import { markerPlace } from './case-file.ts';

type Marked = readonly [span: Span, words?: string];

/** Each place's line, with carets under the place. */
function places(text: string, marked: readonly Marked[]): string {
  const lines = text.split('\n');
  const shown = marked.map(([span, words = '']) => {
    const { line, start, end } = markerPlace(text, span);
    const number = `${line + 1}: `;
    const indent = ' '.repeat(number.length + start);
    return `${number}${lines[line] ?? ''}\n${indent}${'^'.repeat(end - start)} ${words}`.trimEnd() + '\n';
  });
  return shown.join('') || '(nothing)\n';
}

function lineOf(text: string, { start, end }: Span): string {
  const line = (offset: number): number => text.slice(0, offset).split('\n').length;
  return line(start) === line(end) ? String(line(start)) : `${line(start)}-${line(end)}`;
}

function written({ text }: Analysis, { start, end }: Span): string {
  const shown = text.slice(start, end);
  return JSON.stringify(shown.length > 70 ? `${shown.slice(0, 33)} … ${shown.slice(-33)}` : shown);
}

export function showDefinition({ text }: Analysis, definition: Definition | undefined): string {
  return places(text, definition?.targets.map(({ selection }) => [selection]) ?? []);
}

export function showReferences(analysis: Analysis, offset: number, includeDeclaration: boolean): string {
  return places(
    analysis.text,
    analysis.references(offset, includeDeclaration).map((span) => [span]),
  );
}

export function showHighlights(analysis: Analysis, offset: number): string {
  return places(
    analysis.text,
    analysis.highlights(offset).map(({ span, kind }) => [span, kind]),
  );
}

export function showLinkedEditing(analysis: Analysis, offset: number): string {
  const linked = analysis.linkedEditing(offset);
  const pattern = linked ? `while it matches ${linked.wordPattern}\n` : '';
  return places(analysis.text, linked?.spans.map((span) => [span]) ?? []) + pattern;
}

export function showSymbols(analysis: Analysis): string {
  const outline = (symbols: readonly DocumentSymbol[], indent: string): string =>
    symbols
      .map(({ name, detail, kind = '?', span, children }) => {
        const words = [name, detail, kind].filter((word) => word !== '').join(' · ');
        return `${indent}${words} (${lineOf(analysis.text, span)})\n${outline(children, `${indent}  `)}`;
      })
      .join('');
  return outline(analysis.documentSymbols(), '') || '(nothing)\n';
}

export function showWorkspaceSymbols(analysis: Analysis, query: string): string {
  const shown = analysis.workspaceSymbols(query).map(({ name, kind, container, span }) => {
    const within = container === undefined ? '' : ` in ${container}`;
    return `${name} · ${kind ?? '?'}${within} (${lineOf(analysis.text, span)})\n`;
  });
  return shown.join('') || '(nothing)\n';
}

/** The lines that stay and that are hidden; then the text that is hidden by an editor that can fold within lines. */
export function showFolding(analysis: Analysis): string {
  const shown = analysis.folding().map(({ span, firstLine, lastLine, kind = '' }) => {
    return `${firstLine + 1}-${lastLine + 1} ${kind} ${written(analysis, span)}`.replaceAll(/ +/g, ' ') + '\n';
  });
  return shown.join('') || '(nothing)\n';
}

export function showSelection(analysis: Analysis, offset: number): string {
  return analysis
    .selectionRanges(offset)
    .map((span) => `${written(analysis, span)}\n`)
    .join('');
}

export function showRenamable(analysis: Analysis, offset: number): string {
  const found = analysis.prepareRename(offset);
  if (found.refused !== undefined) return `${found.refused}\n`;
  return places(analysis.text, [[found.span, found.placeholder]]);
}

export function showConsequence(analysis: Analysis, offset: number, newName: string): string {
  const renamed = analysis.rename(offset, newName);
  if (renamed.refused !== undefined) return `${renamed.refused}\n`;
  if (!renamed.consequence) return '(nothing)\n';
  const { label, description, needsConfirmation } = renamed.consequence;
  return `${label}${needsConfirmation ? ' (to be confirmed)' : ''}\n${description}\n`;
}

/** What is offered after a rename, with the changed lines and the files that move. */
export function showCompanions(before: Analysis, offset: number, newName: string): string {
  const found = companionsAfter(before, offset, newName);
  if (!found) return '(nothing)\n';
  const { companions, after } = found;
  const lines = companions.edits.map(({ span, newText }) => `  ${lineOf(after.text, span)}: ${newText}\n`);
  const moved = companions.moves.map(({ from, to }) => `  ${from} → ${to}\n`);
  return `${companions.consequence.description}\n${lines.join('')}${moved.join('')}`;
}

/** What is offered after a rename, with the analysis of the renamed text; undefined if nothing is, or it is refused. */
export function companionsAfter(
  before: Analysis,
  offset: number,
  newName: string,
): { readonly after: Analysis; readonly companions: Companions } | undefined {
  const renamed = before.rename(offset, newName);
  if (renamed.refused !== undefined || !renamed.renamed || renamed.edits.length === 0) return undefined;
  const after = analyze(applyEdits(before.text, renamed.edits), {}, { files: before.project.files });
  const companions = after.companions(renamed.renamed, true);
  return companions && { after, companions };
}

export function showLinks(analysis: Analysis): string {
  const shown = analysis
    .documentLinks()
    .map(({ span, target, tooltip }) => `${analysis.text.slice(span.start, span.end)}\n  ${tooltip}: ${target}\n`);
  return shown.join('') || '(nothing)\n';
}

export function showLenses(analysis: Analysis): string {
  const { text } = analysis;
  const shown = analysis.codeLenses().map(({ span, title, action }) => {
    const targets = action.kind === 'go' ? [action.target] : action.kind === 'show' ? action.targets : [];
    const lines = targets.map((target) => lineOf(text, target)).join(', ');
    const asked = action.kind === 'ask' ? (action.request.message ?? action.request.kind) : '';
    return `${lineOf(text, span)}: ${title} → ${action.kind} ${lines}${asked}`.trimEnd() + '\n';
  });
  return shown.join('') || '(nothing)\n';
}

/** The callers or the callees of the items at the offset, with the lines of the calls. */
export function showCalls(analysis: Analysis, offset: number, direction: 'incoming' | 'outgoing'): string {
  const shown = analysis.prepareCallHierarchy(offset).map((caller) => {
    const calls = direction === 'incoming' ? analysis.incomingCalls(caller.id) : analysis.outgoingCalls(caller.id);
    return `${caller.name} · ${caller.detail}\n${calls.map((call) => showCall(analysis, call)).join('')}`;
  });
  return shown.join('') || '(nothing)\n';
}

function showCall({ text }: Analysis, { caller, from }: Call): string {
  return `  ${caller.name} · ${caller.detail} (line ${from.map((span) => lineOf(text, span)).join(', ')})\n`;
}

/** The lines that have hints, each hint in guillemets at its place. */
export function showHints(analysis: Analysis): string {
  const { text } = analysis;
  const hints = analysis.inlayHints({ start: 0, end: text.length });
  let shown = '';
  let from = 0;
  for (const { offset, label, side } of hints) {
    shown += text.slice(from, offset) + (side === 'after' ? ` «${label}»` : `«${label}» `);
    from = offset;
  }
  shown += text.slice(from);
  const lines = shown.split('\n').filter((line) => line.includes('«'));
  return lines.length > 0 ? `${lines.join('\n')}\n` : '(nothing)\n';
}

/** A line for each token: the text, its type and its modifiers. */
export function showTokens(analysis: Analysis): string {
  const { text } = analysis;
  return analysis
    .semanticTokens({ start: 0, end: text.length })
    .map(({ span, type, modifiers }) => `${[text.slice(span.start, span.end), type, ...modifiers].join(' ')}\n`)
    .join('');
}
