// Asks whether the generated template may take the place of an existing one, beside what differs, and says what
// CloudFormation would make of it.
import { TabInputTextDiff, commands, window, type Uri } from 'vscode';
import { impactRequest, type Impact } from '../../../server/src/protocol.ts';
import { fileName } from '../documents.ts';
import type { LanguageServer } from '../language-server.ts';
import { templateUri } from './template-uri.ts';

export interface Overwriting {
  readonly descriptor: Uri;
  readonly target: Uri;
  /** What the file says. */
  readonly existing: string;
}

/** As many sentences as a dialog has room for. */
const maximumWarnings = 8;

/** True for yes. The comparison stays open otherwise, so that it can be read. */
export async function mayReplace(server: LanguageServer, overwriting: Overwriting): Promise<boolean> {
  const { descriptor, target, existing } = overwriting;
  const textDocument = { uri: descriptor.toString() };
  const result = await server.ask(impactRequest, { textDocument, format: 'yaml', existing });
  const name = fileName(target);
  const generated = templateUri({ descriptor, format: 'yaml' });
  // No preview: that would take the tab of a project file which is one itself.
  await commands.executeCommand('vscode.diff', target, generated, `${name} ↔ generated`, { preview: false });
  const yes = result?.impact
    ? await askOf(result.impact, name)
    : await askBlindly(name, result?.unreadable ?? 'the language server does not know its project file');
  if (yes) await closeComparison(target, generated);
  return yes;
}

async function askOf({ changes, warnings, summary }: Impact, name: string): Promise<boolean> {
  const write = 'Write';
  const loses = warnings.length > 0;
  const others = warnings.length - maximumWarnings;
  const lines = [
    ...warnings.slice(0, maximumWarnings).map((warning) => `• ${warning}`),
    ...(others > 0 ? [`• And ${others} more.`] : []),
    ...(changes.length > 0
      ? [summary]
      : [`${summary} What differs are comments, descriptions, parameters, outputs or the layout.`]),
  ];
  const message = loses
    ? `Write ${name}? Once it is deployed, CloudFormation does this to what is there now:`
    : `Write ${name}? It differs from what is there, and nothing that is deployed is replaced or deleted.`;
  const answer = await window.showWarningMessage(message, { modal: true, detail: lines.join('\n') }, write);
  return answer === write;
}

async function askBlindly(name: string, reason: string): Promise<boolean> {
  const overwrite = 'Overwrite';
  const detail = `What CloudFormation would replace cannot be told, since ${reason}. What the file says now will be lost.`;
  const message = `${name} exists already. Overwrite it?`;
  return (await window.showWarningMessage(message, { modal: true, detail }, overwrite)) === overwrite;
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
