// The code next to the descriptor of a case, a line for each file: `functions/send.mjs: handler, other`. A `?` among the
// names means that there may be others, `class Send` is an export that cannot be called, and `sending handler` one that sends
// to its own connection.
import type { Analysis } from '../../server/src/analysis.ts';
import type { EntryPointLink } from '../../server/src/features/links.ts';
import type { SourceExport, SourceFile, SourceFiles } from '../../server/src/model/project.ts';
import type { Case } from './case-file.ts';

/** Undefined for a case without a `files` block. */
export function sourceFilesOf({ expectations }: Case): SourceFiles | undefined {
  const block = expectations.find(({ verb }) => verb === 'files');
  if (!block) return undefined;
  const lines = block.text.split('\n').filter((line) => line !== '' && line !== '…');
  return { files: new Map(lines.map(parseLine).map((file) => [file.path, file])), complete: !block.text.includes('…') };
}

function parseLine(line: string): SourceFile {
  const [path = '', listed = ''] = line.split(/: ?/);
  const names = listed.split(', ').filter((name) => name !== '');
  return {
    path,
    exports: names.filter((name) => name !== '?').map(parseExport),
    allExportsKnown: !names.includes('?'),
  };
}

function parseExport(listed: string): SourceExport {
  const name = listed.replace(/^(?:class|sending) /, '');
  const span = { start: 0, end: name.length };
  const sendsToOwnConnection = listed.startsWith('sending ');
  return { name, span, callable: !listed.startsWith('class '), sendsToOwnConnection };
}

/** The target of the entry point at the offset. */
export function showEntryPoint(analysis: Analysis, offset: number): string {
  const target = analysis.entryPointTarget(offset);
  return target ? showLink(analysis, target) : '(nothing)\n';
}

export function showEntryPoints(analysis: Analysis): string {
  return (
    analysis
      .entryPointLinks()
      .map((link) => showLink(analysis, link))
      .join('') || '(nothing)\n'
  );
}

function showLink({ text }: Analysis, { origin, path, exportName }: EntryPointLink): string {
  return `${text.slice(origin.start, origin.end)} → ${exportName} of ${path}\n`;
}

/** The lenses of the source file at the path: `handler: Handles $connect of Chat → $connect`. */
export function showSourceLenses(analysis: Analysis, path: string): string {
  const lenses = analysis.sourceLenses(path).map(({ exportName, title, targets }) => {
    const texts = targets.map(({ start, end }) => analysis.text.slice(start, end));
    return `${exportName}: ${title} → ${texts.join(', ')}\n`;
  });
  return lenses.join('') || '(nothing)\n';
}
