// The language status, under the braces in the status bar: whether and why a file is a WebSocket project file.
import { Disposable, languages, window, workspace } from 'vscode';
import { languageId } from '../../server/src/protocol.ts';
import { fileName, isDescriptor } from './documents.ts';
import { recognizedNames, recognition, type RecognizedFiles } from './recognition.ts';
import { t } from '../../server/src/locale.ts';

export function languageStatus(files: RecognizedFiles): Disposable {
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
    window.onDidChangeActiveTextEditor(show),
    // Changing the language mode opens the document again, in the same editor.
    workspace.onDidOpenTextDocument(show),
  );
}
