// Writes the CloudFormation template beside the descriptor, by VS Code's file systems: it works on any of them.
import { FilePermission, FileSystemError, FileType, Range, commands, window, workspace } from 'vscode';
import type { FileStat, TextDocument, Uri } from 'vscode';
import { templateRequest, type Problem } from '../../../server/src/protocol.ts';
import { fileName, findDescriptor, findOpen } from '../documents.ts';
import type { LanguageServer } from '../language-server.ts';
import { Refusal, reasonOf, tell } from '../messages.ts';
import { mayReplace } from '../template/overwrite.ts';
import { generatedUri } from '../template/template-uri.ts';
import type { Command } from './command.ts';

/** *WebSocket: Generate CloudFormation Template*. Returns the template's URI, or undefined where none was written. */
export function generateTemplate(server: LanguageServer, previewed: () => Uri | undefined): Command {
  return {
    id: 'websocketProject.generateTemplate',
    async run(resource) {
      const descriptor = await findDescriptor(resource, previewed());
      const textDocument = { uri: descriptor.uri.toString() };
      const result = await server.ask(templateRequest, { textDocument, format: 'yaml' });
      if (!result)
        throw new Refusal(`The language server does not know ${fileName(descriptor.uri)}. Open it in an editor.`);
      if (result.template === undefined) {
        await refuse(descriptor, result.errors);
        return undefined;
      }
      const place = await placeOf(descriptor);
      return place && (await write(server, place, result.template));
    },
  };
}

async function refuse(descriptor: TextDocument, errors: readonly Problem[]): Promise<void> {
  const [first] = errors;
  if (!first) throw new Refusal(`No template could be generated from ${fileName(descriptor.uri)}.`);
  await commands.executeCommand('workbench.actions.view.problems');
  const { line, character } = first.range.start;
  const count = errors.length === 1 ? 'an error' : `${errors.length} errors`;
  tell(
    'error',
    `${fileName(descriptor.uri)} has ${count}, so no template was generated. Line ${line + 1}: ${first.message}`,
    {
      title: 'Go to Error',
      run: () => {
        const { end } = first.range;
        return window.showTextDocument(descriptor, { selection: new Range(line, character, end.line, end.character) });
      },
    },
  );
}

/** Where the descriptor is saved; one that never was is saved first, if the person wants to. */
async function placeOf(descriptor: TextDocument): Promise<Uri | undefined> {
  if (!descriptor.isUntitled) return descriptor.uri;
  const save = 'Save…';
  const message = 'The template is written beside the project file, which has not been saved yet.';
  const answer = await window.showInformationMessage(message, { modal: true }, save);
  return answer === save ? workspace.save(descriptor.uri) : undefined;
}

async function write(server: LanguageServer, descriptor: Uri, template: string): Promise<Uri | undefined> {
  const target = generatedUri(descriptor);
  const name = fileName(target);
  const open = { title: 'Open', run: () => window.showTextDocument(target) };
  const existing = await textAt(target);
  if (existing !== undefined && sameText(existing, template)) {
    await findOpen(target)?.save();
    tell('information', `${name} is up to date.`, open);
    return target;
  }
  await refuseReadOnly(target);
  if (isUnsaved(target)) return undefined;
  if (existing !== undefined) {
    if (!(await mayReplace(server, { descriptor, target, existing }))) return undefined;
    // The question took its time.
    if (isUnsaved(target)) return undefined;
    const now = await textAt(target);
    if (now !== undefined && now !== existing) {
      const message = `${name} has been changed by something else meanwhile, so it was left alone. Generate again to see how it differs now.`;
      tell('warning', message, { title: 'Show File', run: open.run });
      return undefined;
    }
  }
  try {
    await workspace.fs.writeFile(target, new TextEncoder().encode(template));
  } catch (error) {
    throw new Refusal(`${name} could not be written: ${reasonOf(error)}`, { cause: error });
  }
  tell('information', `Generated ${name}.`, open);
  return target;
}

/** An editor's changes exist nowhere else. */
function isUnsaved(target: Uri): boolean {
  if (!findOpen(target)?.isDirty) return false;
  const message = `${fileName(target)} has changes that are not saved, so it was left alone. Save or revert them, then generate again.`;
  tell('warning', message, { title: 'Show File', run: () => window.showTextDocument(target) });
  return true;
}

async function refuseReadOnly(target: Uri): Promise<void> {
  const name = fileName(target);
  const isReadOnly = ((await statOf(target))?.permissions ?? 0) & FilePermission.Readonly;
  if (isReadOnly)
    throw new Refusal(`${name} is read-only, so it was left alone. Make it writable, then generate again.`);
  if (workspace.fs.isWritableFileSystem(target.scheme) === false) {
    throw new Refusal(
      `${name} cannot be written: its folder is read-only. “WebSocket: Show Template” shows what it would say.`,
    );
  }
}

/** Undefined where there is nothing. */
async function statOf(uri: Uri): Promise<FileStat | undefined> {
  try {
    return await workspace.fs.stat(uri);
  } catch (error) {
    if (error instanceof FileSystemError && error.code === 'FileNotFound') return undefined;
    throw error;
  }
}

/** What the file says, in its editor or else on disk; undefined where there is no such file. */
async function textAt(uri: Uri): Promise<string | undefined> {
  const document = findOpen(uri);
  if (document?.isDirty) return document.getText();
  const found = await statOf(uri);
  if (!found) return undefined;
  if (found.type & FileType.Directory) {
    throw new Refusal(
      `${fileName(uri)} is a folder, and the template would be a file of that name. Rename the folder first.`,
    );
  }
  return new TextDecoder().decode(await workspace.fs.readFile(uri));
}

/** Line ends aside: version control may have changed them. */
function sameText(one: string, other: string): boolean {
  return one.replaceAll('\r\n', '\n') === other.replaceAll('\r\n', '\n');
}
