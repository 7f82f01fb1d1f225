// Edits of texts as edits of the workspace, with the files to create, and the unit in which columns are counted.
import { stat } from 'node:fs/promises';
import {
  AnnotatedTextEdit,
  CreateFile,
  ResourceOperationKind,
  TextEdit,
  type ChangeAnnotation,
  type ClientCapabilities,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import { toRange, type WithLines } from '../answers.ts';
import type { NewFile } from '../changes/change.ts';
import type { Edit } from '../syntax/edits.ts';
import type { PositionEncoding } from '../syntax/positions.ts';
import { folderOf, pathOf, uriBelow } from './paths.ts';
import type { Sources } from './sources.ts';

/** What columns are counted in: as texts are kept here, or else as the client would like best. */
export function positionEncodingOf(client: ClientCapabilities): PositionEncoding {
  const offered = client.general?.positionEncodings ?? [];
  const known = ['utf-16', 'utf-8', 'utf-32'] as const;
  const liked = offered.flatMap((encoding) => known.find((one) => one === encoding) ?? []);
  return liked.includes('utf-16') ? 'utf-16' : (liked[0] ?? 'utf-16');
}

/** What is to be changed in one document. */
export interface DocumentChange {
  readonly uri: string;
  /** The version that the edits were made for; undefined for a document that is not open. */
  readonly version: number | undefined;
  readonly analysis: WithLines;
  readonly edits: readonly Edit[];
  /** What a person is told of the edits, and whether they are to be confirmed. */
  readonly annotation?: ChangeAnnotation;
}

/** A file that is to be there as well, and is not yet. */
export interface CreatedFile {
  readonly uri: string;
  readonly text: string;
}

/** By versions and annotated, as far as the client knows of such things; one that creates no files gets the rest. */
export function toWorkspaceEdit(
  changes: readonly DocumentChange[],
  client: ClientCapabilities,
  created: readonly CreatedFile[] = [],
): WorkspaceEdit {
  const supported = client.workspace?.workspaceEdit;
  const textEdits = ({ edits, analysis }: DocumentChange): TextEdit[] =>
    edits.map(({ span, newText }) => TextEdit.replace(toRange(span, analysis), newText));
  if (!supported?.documentChanges) {
    return { changes: Object.fromEntries(changes.map((change) => [change.uri, textEdits(change)])) };
  }
  const annotations = new Map<string, ChangeAnnotation>();
  const files = supported.resourceOperations?.includes(ResourceOperationKind.Create) ? created : [];
  const creations = files.flatMap(({ uri, text }) => [
    CreateFile.create(uri, { overwrite: false, ignoreIfExists: false }),
    { textDocument: { uri, version: null }, edits: [TextEdit.insert({ line: 0, character: 0 }, text)] },
  ]);
  const edited = changes.map((change) => {
    const { uri, version = null, annotation } = change;
    if (!annotation || !supported.changeAnnotationSupport) {
      return { textDocument: { uri, version }, edits: textEdits(change) };
    }
    annotations.set(annotation.label, annotation);
    const edits = textEdits(change).map(({ range, newText }) =>
      AnnotatedTextEdit.replace(range, newText, annotation.label),
    );
    return { textDocument: { uri, version }, edits };
  });
  const documentChanges = [...creations, ...edited];
  if (annotations.size === 0) return { documentChanges };
  return { documentChanges, changeAnnotations: Object.fromEntries(annotations) };
}

/** None where there is such a file already, or where nobody can look. */
export async function createdFile(
  descriptor: string,
  { path, content }: NewFile,
  sources: Sources,
): Promise<CreatedFile[]> {
  const uri = uriBelow(folderOf(descriptor), path);
  const place = pathOf(uri);
  if (place === undefined) return [];
  try {
    await stat(place);
    return [];
  } catch (error) {
    const isAbsent = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    if (!isAbsent) return [];
    sources.expect(descriptor, uri);
    return [{ uri, text: content }];
  }
}
