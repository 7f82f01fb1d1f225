// The report of an import: a read-only document in Markdown, with links to the lines of the imported file. It is made when it is
// opened, so it survives a restart, and its links lead to the file as it is then.
import { Uri, commands, window, workspace, type Disposable } from 'vscode';
import { importRequest, type ImportResult } from '../../../server/src/protocol.ts';
import { t } from '../../../server/src/locale.ts';
import { property } from '../checks.ts';
import { fileName, findOpen } from '../documents.ts';
import type { LanguageServer } from '../language-server.ts';
import { UserFacingError } from '../messages.ts';

/** What was imported. */
export interface Imported {
  readonly source: Uri;
  readonly stage: string | undefined;
  /** Where the project file is going to be, if that is known. */
  readonly descriptor?: Uri;
}

export async function requestImport(
  server: LanguageServer,
  { source, stage, descriptor }: Imported,
): Promise<ImportResult> {
  const open = findOpen(source);
  const result = await server.request(importRequest, {
    uri: source.toString(),
    text: open?.isDirty ? open.getText() : undefined,
    stage,
    descriptor: descriptor?.toString(),
    // VS Code follows a link of the preview of a document only within its file system, or from the first folder.
    linksFrom: workspace.workspaceFolders?.[0]?.uri.toString(),
  });
  if (!result) throw new UserFacingError(t`${fileName(source)} could not be imported. The log of the server says why.`);
  return result;
}

const scheme = 'websocket-project-import';

/** The path is beside the imported file, and its end gives the language. */
function reportUri({ source, stage, descriptor }: Imported): Uri {
  const { path } = Uri.joinPath(source, '..', t`Import of ${fileName(source)}`);
  const query = JSON.stringify({ source: source.toString(), stage, descriptor: descriptor?.toString() });
  return Uri.from({ scheme, path: `${path}.md`.replace(/^\/?/, '/'), query });
}

function importedOf({ query }: Uri): Imported | undefined {
  const read: unknown = JSON.parse(query);
  const [source, stage, descriptor] = ['source', 'stage', 'descriptor'].map((name) => {
    const value = property(read, name);
    return typeof value === 'string' ? value : undefined;
  });
  if (source === undefined) return undefined;
  return {
    source: Uri.parse(source),
    stage,
    ...(descriptor === undefined ? {} : { descriptor: Uri.parse(descriptor) }),
  };
}

export function reportDocuments(server: LanguageServer): Disposable {
  return workspace.registerTextDocumentContentProvider(scheme, {
    async provideTextDocumentContent(uri) {
      const imported = importedOf(uri);
      if (!imported) return undefined;
      const result = await requestImport(server, imported);
      return result.refused ?? result.report;
    },
  });
}

/** Shows the report beside the active editor: its preview, since it is there to be read. */
export async function showReport(imported: Imported): Promise<void> {
  const uri = reportUri(imported);
  try {
    await commands.executeCommand('markdown.showPreviewToSide', uri);
  } catch {
    // The extension for Markdown is disabled. The links work in an editor as well.
    await window.showTextDocument(uri, { preview: false });
  }
}
