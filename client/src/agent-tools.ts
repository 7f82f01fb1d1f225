// The tools for language models: VS Code's agents call them as package.json declares them, and the server answers.
import {
  Disposable,
  LanguageModelTextPart,
  LanguageModelToolResult,
  Uri,
  lm,
  workspace,
  type Extension,
  type LanguageModelTool,
} from 'vscode';
import { t } from '../../server/src/locale.ts';
import { toolRequest } from '../../server/src/protocol.ts';
import { property } from './checks.ts';
import { statOf } from './commands/write-file.ts';
import { findDescriptor, notKnown } from './documents.ts';
import type { LanguageServer } from './language-server.ts';
import { UserFacingError } from './messages.ts';

export function agentTools(server: LanguageServer, { packageJSON }: Extension<unknown>): Disposable {
  const declared = property(property(packageJSON, 'contributes'), 'languageModelTools');
  const names = Array.isArray(declared) ? declared.map((each) => String(property(each, 'name'))) : [];
  // VS Code's names have a prefix, because the tools of all extensions are in one list.
  const own = (name: string): string => name.slice(name.indexOf('_') + 1);
  return Disposable.from(...names.map((name) => lm.registerTool(name, toolNamed(own(name), server))));
}

function toolNamed(tool: string, server: LanguageServer): LanguageModelTool<object> {
  return {
    async invoke({ input }, token) {
      const file = property(input, 'file');
      const document = typeof file === 'string' ? await findDescriptor(await find(file), () => undefined) : undefined;
      const textDocument = document && { uri: document.uri.toString() };
      const answer = await server.request(toolRequest, { tool, input, textDocument }, token);
      if (!answer)
        throw document ? notKnown(document.uri) : new UserFacingError(t`The language server did not answer.`);
      // The model gets the message, and can correct what is wrong.
      if (answer.failed !== undefined) throw new UserFacingError(answer.failed);
      return new LanguageModelToolResult([new LanguageModelTextPart(answer.text)]);
    },
  };
}

/** @throws {UserFacingError} if there is no such file */
async function find(file: string): Promise<Uri> {
  for (const uri of candidates(file)) if (await statOf(uri)) return uri;
  throw new UserFacingError(t`There is no file ${file} in the open folders.`);
}

/** What a model may mean: a URI, an absolute path, or one that starts in a folder or with its name. */
function candidates(file: string): Uri[] {
  if (/^[a-z][a-z\d+.-]+:/i.test(file)) return [Uri.parse(file)];
  const folders = workspace.workspaceFolders ?? [];
  if (/^(?:[a-z]:)?[/\\]/i.test(file)) {
    const path = Uri.file(file);
    // In a remote or virtual workspace, paths are those of its file system.
    return [...folders.map(({ uri }) => uri.with({ path: path.path })), path];
  }
  return folders.flatMap(({ name, uri }) => [
    Uri.joinPath(uri, file),
    ...(file.startsWith(`${name}/`) ? [Uri.joinPath(uri, file.slice(name.length + 1))] : []),
  ]);
}
