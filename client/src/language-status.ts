// The language status of a file, below the braces in the status bar: whether it is a websocket project file, and why.
import { Disposable, languages, window, workspace } from 'vscode';
import { languageId } from '../../server/src/protocol.ts';
import { fileName, isDescriptor } from './documents.ts';
import { recognisedNames, recognition, type RecognisedFiles } from './recognition.ts';

export function languageStatus(files: RecognisedFiles): Disposable {
  // Of a plain YAML or JSON file it says why it is none: where the name was mistyped, this is the place to look.
  const selector = [{ language: languageId }, { language: 'yaml' }, { language: 'json' }];
  // VS Code lists the two in the order of their ids.
  const names = languages.createLanguageStatusItem('websocketProject.fileNames', selector);
  names.name = 'Websocket Project: names of its files';
  names.text = recognisedNames(files);
  const item = languages.createLanguageStatusItem('websocketProject.file', selector);
  item.name = 'Websocket Project';
  item.command = { title: 'Change Language Mode', command: 'workbench.action.editor.changeLanguageMode' };
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
    // A document whose language mode is changed is opened anew, in the same editor.
    workspace.onDidOpenTextDocument(show),
  );
}
