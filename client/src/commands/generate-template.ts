// Writes the CloudFormation template to its file. If a different file is there, a diff editor shows both, and a
// question lists what deploying the new template would replace or delete.
import { FileType, Range, TabInputTextDiff, Uri, commands, window, workspace, type TextDocument } from 'vscode';
import { generateTemplateCommand } from '../../../server/src/client-support.ts';
import {
  impactRequest,
  templateFileRequest,
  templateRequest,
  type Impact,
  type Problem,
  type TemplateFormat,
  type TemplateResult,
} from '../../../server/src/protocol.ts';
import { fileName, findDescriptor, findOpen, notKnown, type DescriptorOfView } from '../documents.ts';
import type { LanguageServer } from '../language-server.ts';
import { UserFacingError, confirm, notify, type Command, type Question } from '../messages.ts';
import { generatedUri, templateUri } from '../template/template-editor.ts';
import { requireWritable, statOf, writeFile } from './write-file.ts';
import { t } from '../../../server/src/locale.ts';

/** *WebSocket: Generate CloudFormation Template*. Returns the template's URI, or undefined if none was written. */
export function generateTemplate(server: LanguageServer, descriptorOf: DescriptorOfView): Command {
  return {
    id: generateTemplateCommand,
    async run(resource) {
      const descriptor = await findDescriptor(resource, descriptorOf);
      const result = await templateOf(server, descriptor.uri, 'yaml');
      if (result.template === undefined) {
        await showErrors(descriptor, result.errors);
        return undefined;
      }
      const saved = await savedUri(descriptor);
      return saved && (await write(server, saved, result.template));
    },
  };
}

export async function templateOf(server: LanguageServer, uri: Uri, format: TemplateFormat): Promise<TemplateResult> {
  const result = await server.request(templateRequest, { textDocument: { uri: uri.toString() }, format });
  if (!result) throw notKnown(uri);
  return result;
}

/** Where the template belongs: what the settings say, or else next to the project file. */
export async function targetOf(server: LanguageServer, descriptor: Uri): Promise<{ uri: Uri; format: TemplateFormat }> {
  const file = await server.request(templateFileRequest, { textDocument: { uri: descriptor.toString() } });
  if (!file) throw notKnown(descriptor);
  if (file.refused !== undefined) throw new UserFacingError(`${file.refused}.`);
  const { uri, format } = file;
  return { uri: uri === null ? generatedUri(descriptor, format) : Uri.parse(uri), format };
}

async function showErrors(descriptor: TextDocument, errors: readonly Problem[]): Promise<void> {
  const [first] = errors;
  if (!first) throw new UserFacingError(t`No template could be generated from ${fileName(descriptor.uri)}.`);
  await commands.executeCommand('workbench.actions.view.problems');
  const { line, character } = first.range.start;
  const name = fileName(descriptor.uri);
  const failure =
    errors.length === 1
      ? t`${name} has an error, so no template was generated.`
      : t`${name} has ${errors.length} errors, so no template was generated.`;
  notify('error', `${failure} ${t`Line ${line + 1}: ${first.message}`}`, {
    title: t`Go to Error`,
    run: () => {
      const { end } = first.range;
      return window.showTextDocument(descriptor, { selection: new Range(line, character, end.line, end.character) });
    },
  });
}

/** The descriptor's URI. One that was never saved is saved first, if the user agrees. */
async function savedUri(descriptor: TextDocument): Promise<Uri | undefined> {
  if (!descriptor.isUntitled) return descriptor.uri;
  const message = t`Save the project file first. The template is written next to it.`;
  return (await confirm('information', { message, yes: t`Save…`, no: undefined }))
    ? workspace.save(descriptor.uri)
    : undefined;
}

/** @param asYaml the template, if it is written as YAML */
async function write(server: LanguageServer, descriptor: Uri, asYaml: string): Promise<Uri | undefined> {
  const { uri: target, format } = await targetOf(server, descriptor);
  const template = format === 'yaml' ? asYaml : (await templateOf(server, descriptor, format)).template;
  if (template === undefined) throw notKnown(descriptor);
  const name = fileName(target);
  const open = { title: t`Open`, run: () => window.showTextDocument(target) };
  const existing = await textAt(target);
  if (existing !== undefined && sameText(existing, template)) {
    await findOpen(target)?.save();
    notify('information', t`${name} is up to date.`, open);
    return target;
  }
  await requireWritable(target);
  requireWritableFolder(target);
  if (isUnsaved(target)) return undefined;
  if (existing !== undefined) {
    if (!(await confirmOverwrite(server, { descriptor, target, format, existing }))) return undefined;
    // The file may have changed while the question was open.
    if (isUnsaved(target)) return undefined;
    const now = await textAt(target);
    if (now !== undefined && now !== existing) {
      const message = t`${name} changed while you were asked, so it was not overwritten. Generate the template again to see the difference.`;
      notify('warning', message, { title: t`Show File`, run: open.run });
      return undefined;
    }
  }
  await writeFile(target, new TextEncoder().encode(template));
  notify('information', t`Generated ${name}.`, open);
  return target;
}

/** Whether an editor has unsaved changes of the file, which writing it would lose. A message says so. */
function isUnsaved(target: Uri): boolean {
  const message = unsaved(target);
  if (message === undefined) return false;
  notify('warning', message, { title: t`Show File`, run: () => window.showTextDocument(target) });
  return true;
}

/** @throws {UserFacingError} if an editor has unsaved changes of the file */
export function requireSaved(target: Uri): void {
  const message = unsaved(target);
  if (message !== undefined) throw new UserFacingError(message);
}

function unsaved(target: Uri): string | undefined {
  if (!findOpen(target)?.isDirty) return undefined;
  return t`${fileName(target)} has unsaved changes, so it was not overwritten. Save or revert it, then generate the template again.`;
}

export function requireWritableFolder(target: Uri): void {
  if (workspace.fs.isWritableFileSystem(target.scheme) !== false) return;
  throw new UserFacingError(
    t`${fileName(target)} cannot be written because its folder is read-only. The command “WebSocket: Show CloudFormation Template” shows the template instead.`,
  );
}

/** The text of the file in its editor, or else on disk; undefined if there is no such file, or a folder. */
export async function textAt(uri: Uri): Promise<string | undefined> {
  const document = findOpen(uri);
  if (document?.isDirty) return document.getText();
  const { type = FileType.Unknown } = (await statOf(uri)) ?? {};
  if (!(type & FileType.File)) return undefined;
  return new TextDecoder().decode(await workspace.fs.readFile(uri));
}

/** Ignores line endings, which version control may have changed. */
export function sameText(one: string, other: string): boolean {
  return one.replaceAll('\r\n', '\n') === other.replaceAll('\r\n', '\n');
}

interface Overwriting {
  readonly descriptor: Uri;
  readonly target: Uri;
  readonly format: TemplateFormat;
  /** The text of the existing file. */
  readonly existing: string;
}

/** The number of sentences that fit in a dialog. */
const maximumEffects = 8;

/** Whether the user agrees. If not, the diff editor stays open for reading. */
async function confirmOverwrite(
  server: LanguageServer,
  { descriptor, target, format, existing }: Overwriting,
): Promise<boolean> {
  const textDocument = { uri: descriptor.toString() };
  const result = await server.request(impactRequest, { textDocument, format, existing });
  const name = fileName(target);
  const generated = templateUri({ descriptor, format });
  // Not as a preview editor, which would replace the project file if that is in one.
  await commands.executeCommand('vscode.diff', target, generated, `${name} ↔ generated`, { preview: false });
  const yes = result?.impact
    ? await confirmImpact(result.impact, name)
    : await confirmUnknown(name, result?.unreadable);
  if (yes) await closeComparison(target, generated);
  return yes;
}

async function confirmImpact({ changes, effects, summary }: Impact, name: string): Promise<boolean> {
  const others = effects.length - maximumEffects;
  const lines = [
    ...effects.slice(0, maximumEffects).map(({ message }) => `• ${message}`),
    ...(others > 0 ? [t`• And ${others} more.`] : []),
    ...(changes.length > 0
      ? [summary]
      : [`${summary} ${t`Only comments, descriptions, parameters, outputs or the layout differ.`}`]),
  ];
  const message =
    effects.length > 0
      ? t`Overwrite ${name}? Deploying this template will have these effects:`
      : t`Overwrite ${name}? The file differs, but deploying this template replaces or deletes nothing.`;
  return confirm('warning', { message, detail: lines.join('\n'), ...overwriting() });
}

/** @param reason completes "because …"; undefined if the project file is not open */
async function confirmUnknown(name: string, reason: string | undefined): Promise<boolean> {
  const effect =
    reason === undefined
      ? t`The effect on deployed resources is unknown because its project file is not open.`
      : t`The effect on deployed resources is unknown because ${reason}.`;
  const detail = `${effect} ${t`The file's current content will be lost.`}`;
  const message = t`${name} already exists. Overwrite it?`;
  return confirm('warning', { message, detail, ...overwriting() });
}

/** The buttons of the question. */
export function overwriting(): Pick<Question, 'yes' | 'no'> {
  return { yes: t`Overwrite`, no: t`Don't Overwrite` };
}

async function closeComparison(original: Uri, modified: Uri): Promise<void> {
  const shows = (uri: Uri, other: Uri): boolean => uri.toString() === other.toString();
  const tabs = window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .filter(
      ({ input }) =>
        input instanceof TabInputTextDiff && shows(input.original, original) && shows(input.modified, modified),
    );
  await window.tabGroups.close(tabs);
}
