// Conversions to the protocol's types: workspace edits with the files to create, markup, messages, and the unit of columns.
import {
  AnnotatedTextEdit,
  CreateFile,
  MarkupKind,
  MessageType,
  RenameFile,
  ResourceOperationKind,
  ShowMessageNotification,
  ShowMessageRequest,
  TextEdit,
  type ChangeAnnotation,
  type ClientCapabilities,
  type Connection,
  type MarkupContent,
  type MessageActionItem,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import { toRange, type WithLines } from '../answers.ts';
import type { NewFile } from '../changes/change.ts';
import type { Files } from '../files/files.ts';
import { folderOf, pathOf, uriBelow } from '../files/paths.ts';
import type { Edit } from '../syntax/edits.ts';
import type { PositionEncoding } from '../syntax/positions.ts';
import { inert } from '../wording.ts';
import type { Sources } from './sources.ts';

/** The unit of columns: UTF-16, as strings have it here, if the client supports it, or else what the client prefers. */
export function positionEncodingOf(client: ClientCapabilities): PositionEncoding {
  const offered = client.general?.positionEncodings ?? [];
  const known = ['utf-16', 'utf-8', 'utf-32'] as const;
  const supported = offered.flatMap((encoding) => known.find((one) => one === encoding) ?? []);
  return supported.includes('utf-16') ? 'utf-16' : (supported[0] ?? 'utf-16');
}

/** Edits of one document. */
export interface DocumentChange {
  readonly uri: string;
  /** The version that the edits were made for; undefined for a document that is not open. */
  readonly version: number | undefined;
  readonly analysis: WithLines;
  readonly edits: readonly Edit[];
  /** The description of the edits for the user, and whether they need confirmation. */
  readonly annotation?: ChangeAnnotation;
}

/** A file to create with the edits. */
export interface CreatedFile {
  readonly uri: string;
  readonly text: string;
}

/** A file to rename after the edits. */
export interface MovedFile {
  readonly from: string;
  readonly to: string;
}

export function createsFiles({ workspace }: ClientCapabilities): boolean {
  const { documentChanges, resourceOperations } = workspace?.workspaceEdit ?? {};
  return documentChanges === true && resourceOperations?.includes(ResourceOperationKind.Create) === true;
}

export function renamesFiles({ workspace }: ClientCapabilities): boolean {
  const { documentChanges, resourceOperations } = workspace?.workspaceEdit ?? {};
  return documentChanges === true && resourceOperations?.includes(ResourceOperationKind.Rename) === true;
}

/** Uses versions, annotations, and operations on files only if the client supports them. */
export function toWorkspaceEdit(
  { uri, version, annotation, edits, analysis }: DocumentChange,
  client: ClientCapabilities,
  {
    created = [],
    moved = [],
  }: { readonly created?: readonly CreatedFile[]; readonly moved?: readonly MovedFile[] } = {},
): WorkspaceEdit {
  const supported = client.workspace?.workspaceEdit;
  const textEdits = edits.map(({ span, newText }) => TextEdit.replace(toRange(span, analysis), newText));
  if (!supported?.documentChanges) return { changes: { [uri]: textEdits } };
  const creations = (createsFiles(client) ? created : []).flatMap((file) => [
    CreateFile.create(file.uri, { overwrite: false, ignoreIfExists: false }),
    { textDocument: { uri: file.uri, version: null }, edits: [TextEdit.insert({ line: 0, character: 0 }, file.text)] },
  ]);
  const moves = (renamesFiles(client) ? moved : []).map(({ from, to }) =>
    RenameFile.create(from, to, { overwrite: false, ignoreIfExists: false }),
  );
  const isAnnotated = annotation !== undefined && supported.changeAnnotationSupport !== undefined && edits.length > 0;
  const annotated = isAnnotated
    ? textEdits.map(({ range, newText }) => AnnotatedTextEdit.replace(range, newText, annotation.label))
    : textEdits;
  const edited = edits.length > 0 ? [{ textDocument: { uri, version: version ?? null }, edits: annotated }] : [];
  const documentChanges = [...creations, ...edited, ...moves];
  return isAnnotated ? { documentChanges, changeAnnotations: { [annotation.label]: annotation } } : { documentChanges };
}

/** Empty if the file already exists, or if that cannot be determined. */
export async function createdFile(
  descriptor: string,
  { path, content }: NewFile,
  { files, sources }: { readonly files: Files; readonly sources: Sources },
): Promise<CreatedFile[]> {
  const uri = uriBelow(folderOf(descriptor), path);
  const [place, folder] = [pathOf(uri), pathOf(folderOf(descriptor))];
  if (place === undefined || folder === undefined || !(await files.leadsInto(folder, place))) return [];
  // A link without a target would lead the new file there.
  if (!(await files.isAbsent(place))) return [];
  sources.expect(descriptor, uri);
  return [{ uri, text: content }];
}

/** Has the client show a message. No text of the workspace becomes a link in it. */
export function showMessage(connection: Connection, type: MessageType, text: string): Promise<void> {
  return connection.sendNotification(ShowMessageNotification.type, { type, message: inert(text) });
}

/** Has the client show a question with one button. Whether the user presses it; false if the client cannot ask. */
export async function askUser(
  connection: Connection,
  client: ClientCapabilities,
  question: string,
  yes: string,
): Promise<boolean> {
  if (!client.window?.showMessage) return false;
  const params = { type: MessageType.Info, message: inert(question), actions: [{ title: yes }] };
  const answer = await connection.sendRequest<MessageActionItem | null>(ShowMessageRequest.method, params);
  return answer?.title === yes;
}

/**
 * Markdown for clients that render it, and plain text for others.
 * @param formats those that the client supports, in its order of preference; undefined if it does not say
 */
export function toMarkup(markdown: string, formats: readonly MarkupKind[] | undefined): MarkupContent {
  const isPlain = formats !== undefined && !formats.includes(MarkupKind.Markdown);
  return isPlain
    ? { kind: MarkupKind.PlainText, value: withoutMarkup(markdown) }
    : { kind: MarkupKind.Markdown, value: markdown };
}

function withoutMarkup(markdown: string): string {
  return (
    markdown
      .replaceAll(/^```\w*\n?/gm, '')
      .replaceAll(/\*\*((?:\\.|[^*\\])*)\*\*/g, '$1')
      // An escaped bracket starts no link.
      .replaceAll(/\\.|\[((?:\\.|[^[\]\\])*)\]\(([^\s()]*)\)/g, (text, label?: string, target?: string) =>
        label === undefined || target === undefined ? text : `${label}: ${target}`,
      )
      .replaceAll(/(?<!\\)`/g, '')
      .replaceAll(/\\([^\w\s])/g, '$1')
      .trimEnd()
  );
}
