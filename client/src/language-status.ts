// The language status, under the braces in the status bar: whether and why a file is a WebSocket project file, and what does not
// work in this window.
import { Disposable, languages, window, workspace, type Command } from 'vscode';
import { languageId } from '../../server/src/protocol.ts';
import { fileName, isDescriptor, isReadOnly } from './documents.ts';
import { recognizedNames, recognition, type RecognizedFiles } from './recognition.ts';
import { t } from '../../server/src/locale.ts';

export function languageStatus(files: RecognizedFiles, hasNode: boolean): Disposable {
  // For other YAML and JSON files it says why they are not recognized, which helps if a name is misspelled.
  const selector = [{ language: languageId }, { language: 'yaml' }, { language: 'json' }];
  // VS Code lists the items in the order of their IDs.
  const names = languages.createLanguageStatusItem('websocketProject.fileNames', selector);
  names.name = 'WebSocket Project: File Names';
  names.text = recognizedNames(files);
  const item = languages.createLanguageStatusItem('websocketProject.file', selector);
  item.name = 'WebSocket Project';
  item.command = { title: t`Change Language Mode`, command: 'workbench.action.editor.changeLanguageMode' };
  const show = (): void => {
    const document = window.activeTextEditor?.document;
    if (!document) return;
    const file = { name: fileName(document.uri), language: document.languageId, isDescriptor: isDescriptor(document) };
    const { text, detail } = recognition(file, files);
    item.text = text;
    item.detail = detail;
  };
  show();
  return Disposable.from(
    item,
    names,
    limitStatus(hasNode),
    window.onDidChangeActiveTextEditor(show),
    // Changing the language mode opens the document again, in the same editor.
    workspace.onDidOpenTextDocument(show),
  );
}

interface Limit {
  readonly text: string;
  readonly detail: string;
  /** What lifts it. */
  readonly command?: Command;
}

/** What does not work in this window, and why. */
function limits(hasNode: boolean): readonly Limit[] {
  const isVirtual = workspace.workspaceFolders?.some(({ uri }) => uri.scheme !== 'file') === true;
  const found: Limit[] = [];
  if (!workspace.isTrusted) {
    const command = { title: t`Manage Trust`, command: 'workbench.trust.manage' };
    found.push({
      text: t`No tasks and no local runs in Restricted Mode`,
      detail: t`They run once you trust the folder`,
      command,
    });
  }
  if (workspace.workspaceFolders?.some(({ uri }) => isReadOnly(uri)) === true) {
    found.push({
      text: t`No new files in a read-only workspace`,
      detail: t`“Show CloudFormation Template” shows what would be written`,
    });
  }
  if (isVirtual) {
    found.push({
      text: t`Links are not followed in a virtual workspace`,
      detail: t`Entry points below a link are not checked`,
    });
  }
  if (isVirtual && hasNode) {
    found.push({ text: t`No local runs in a virtual workspace`, detail: t`Functions run from files on a disk` });
  }
  if (!hasNode) {
    found.push({
      text: t`No command line and no local runs in a browser`,
      detail: t`Open the folder on a computer to use them`,
    });
  }
  return found;
}

/** An item for each limit. */
function limitStatus(hasNode: boolean): Disposable {
  let items: readonly Disposable[] = [];
  const hide = (): void => items.forEach((item) => void item.dispose());
  const show = (): void => {
    hide();
    items = limits(hasNode).map(({ text, detail, command }, index) => {
      const item = languages.createLanguageStatusItem(`websocketProject.limit${index}`, { language: languageId });
      item.name = 'WebSocket Project: Limits';
      Object.assign(item, { text, detail, command });
      return item;
    });
  };
  show();
  return Disposable.from(
    workspace.onDidGrantWorkspaceTrust(show),
    workspace.onDidChangeWorkspaceFolders(show),
    new Disposable(hide),
  );
}
