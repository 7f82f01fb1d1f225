// Writes the template of a project file to the file in which it belongs, for the command and the task alike. The caller decides
// whether a different file there is overwritten.
import { FileType, Uri, workspace } from 'vscode';
import {
  templateFileRequest,
  templateRequest,
  type TemplateFormat,
  type TemplateResult,
} from '../../../server/src/protocol.ts';
import { t } from '../../../server/src/locale.ts';
import { requireWritable, requireWritableFolder, statOf, writeFile } from '../commands/write-file.ts';
import { fileName, findOpen, notKnown } from '../documents.ts';
import type { LanguageServer } from '../language-server.ts';
import { UserFacingError } from '../messages.ts';
import { generatedUri } from './template-editor.ts';

/** A file that a template would overwrite. */
export interface Existing {
  readonly descriptor: Uri;
  readonly target: Uri;
  readonly format: TemplateFormat;
  readonly text: string;
}

export interface Outcome {
  readonly target: Uri;
  /** Kept is a file that is there. */
  readonly done: 'written' | 'upToDate' | 'kept';
  /** Why the file was kept; undefined if the caller wanted that. */
  readonly reason?: string;
}

/** @throws {UserFacingError} if the template cannot be written there */
export async function writeTemplate(
  server: LanguageServer,
  descriptor: Uri,
  mayOverwrite: (existing: Existing) => Promise<boolean>,
): Promise<Outcome> {
  const { uri: target, format } = await targetOf(server, descriptor);
  const { template } = await templateOf(server, descriptor, format);
  if (template === undefined) throw notKnown(descriptor);
  const text = await textAt(target);
  if (text !== undefined && sameText(text, template)) {
    await findOpen(target)?.save();
    return { target, done: 'upToDate' };
  }
  requireWritableFolder(target, t`The command “WebSocket: Show CloudFormation Template” shows the template instead.`);
  await requireWritable(target);
  if (findOpen(target)?.isDirty) return unsaved(target);
  if (text !== undefined) {
    if (!(await mayOverwrite({ descriptor, target, format, text }))) return { target, done: 'kept' };
    // The file may have changed while the question was open.
    if (findOpen(target)?.isDirty) return unsaved(target);
    const now = await textAt(target);
    if (now !== undefined && now !== text) {
      const reason = t`${fileName(target)} changed while you were asked, so it was not overwritten. Generate the template again to see the difference.`;
      return { target, done: 'kept', reason };
    }
  }
  await writeFile(target, new TextEncoder().encode(template));
  return { target, done: 'written' };
}

export async function templateOf(server: LanguageServer, uri: Uri, format: TemplateFormat): Promise<TemplateResult> {
  const result = await server.request(templateRequest, { textDocument: { uri: uri.toString() }, format });
  if (!result) throw notKnown(uri);
  return result;
}

/** Where the template belongs: what the settings say, or else next to the project file. */
async function targetOf(server: LanguageServer, descriptor: Uri): Promise<{ uri: Uri; format: TemplateFormat }> {
  const file = await server.request(templateFileRequest, { textDocument: { uri: descriptor.toString() } });
  if (!file) throw notKnown(descriptor);
  if (file.refused !== undefined) throw new UserFacingError(`${file.refused}.`);
  const { uri, format } = file;
  return { uri: uri === null ? generatedUri(descriptor, format) : Uri.parse(uri), format };
}

function unsaved(target: Uri): Outcome {
  const reason = t`${fileName(target)} has unsaved changes, so it was not overwritten. Save or revert it, then generate the template again.`;
  return { target, done: 'kept', reason };
}

/** The text of the file in its editor, or else on disk; undefined if there is no such file, or a folder. */
async function textAt(uri: Uri): Promise<string | undefined> {
  const document = findOpen(uri);
  if (document?.isDirty) return document.getText();
  const { type = FileType.Unknown } = (await statOf(uri)) ?? {};
  if (!(type & FileType.File)) return undefined;
  return new TextDecoder().decode(await workspace.fs.readFile(uri));
}

/** Ignores line endings, which version control may have changed. */
function sameText(one: string, other: string): boolean {
  return one.replaceAll('\r\n', '\n') === other.replaceAll('\r\n', '\n');
}
