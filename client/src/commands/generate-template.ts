// Writes the CloudFormation template beside the descriptor, by VS Code's file systems: it works on any of them.
import { FileSystemError, Range, commands, window, workspace, type TextDocument, type Uri } from 'vscode';
import type { Problem } from '../../../server/src/protocol.ts';
import { fileName, findDescriptor } from '../documents.ts';
import type { LanguageServer } from '../language-server.ts';
import { Refusal, tell } from '../messages.ts';
import type { Command } from './command.ts';

/** *WebSocket: Generate CloudFormation Template*. Returns the template's URI, or undefined where none was written. */
export function generateTemplate(server: LanguageServer, previewed: () => Uri | undefined): Command {
  return {
    id: 'websocketProject.generateTemplate',
    async run(resource) {
      const descriptor = await findDescriptor(resource, previewed());
      const textDocument = { uri: descriptor.uri.toString() };
      const result = await server.template({ textDocument, format: 'yaml' });
      if (!result)
        throw new Refusal(`The language server does not know ${fileName(descriptor.uri)}. Open it in an editor.`);
      if (result.template === undefined) {
        await refuse(descriptor, result.errors);
        return undefined;
      }
      const place = await placeOf(descriptor);
      return place && (await write(templateUri(place), result.template));
    },
  };
}

/** `websocket.yaml` gives `websocket.template.yaml`, `chat.websocket.json` gives `chat.websocket.template.yaml`. */
export function templateUri(descriptor: Uri): Uri {
  return descriptor.with({ path: `${descriptor.path.replace(/\.(?:ya?ml|json)$/i, '')}.template.yaml` });
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

async function write(target: Uri, template: string): Promise<Uri | undefined> {
  const name = fileName(target);
  const open = { title: 'Open', run: () => window.showTextDocument(target) };
  const existing = await textAt(target);
  if (existing !== undefined && sameText(existing, template)) {
    await openDocument(target)?.save();
    tell('information', `${name} is up to date.`, open);
    return target;
  }
  if (existing !== undefined && !(await mayOverwrite(target))) return undefined;
  // Asked last: the question before takes its time, and an editor's changes exist nowhere else.
  if (openDocument(target)?.isDirty) {
    const message = `${name} has changes that are not saved, so it was left alone. Save or revert them, then generate again.`;
    tell('warning', message, { title: 'Show File', run: open.run });
    return undefined;
  }
  await workspace.fs.writeFile(target, new TextEncoder().encode(template));
  tell('information', `Generated ${name}.`, open);
  return target;
}

async function mayOverwrite(target: Uri): Promise<boolean> {
  const overwrite = 'Overwrite';
  const answer = await window.showWarningMessage(
    `${fileName(target)} exists already. Overwrite it?`,
    { modal: true, detail: 'It differs from the template that has been generated. What it says now will be lost.' },
    overwrite,
  );
  return answer === overwrite;
}

function openDocument(uri: Uri): TextDocument | undefined {
  return workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
}

/** What the file says, in its editor or else on disk; undefined where there is no such file. */
async function textAt(uri: Uri): Promise<string | undefined> {
  const document = openDocument(uri);
  if (document?.isDirty) return document.getText();
  try {
    return new TextDecoder().decode(await workspace.fs.readFile(uri));
  } catch (error) {
    if (error instanceof FileSystemError && error.code === 'FileNotFound') return undefined;
    throw error;
  }
}

/** Line ends aside: version control may have changed them. */
function sameText(one: string, other: string): boolean {
  return one.replaceAll('\r\n', '\n') === other.replaceAll('\r\n', '\n');
}
