// The language status of a file: whether it is a websocket project file, and why.
import { languages, LanguageStatusSeverity, window, type Disposable, type TextDocument } from 'vscode';
import { fileName, isDescriptor, languageId } from './documents.ts';
import type { RecognisedFiles } from './manifest.ts';

export function languageStatus({ names, endings }: RecognisedFiles): Disposable {
  // Of a plain YAML or JSON file it says why it is none: where the name was mistyped, this is the place to look.
  const selector = [{ language: languageId }, { language: 'yaml' }, { language: 'json' }];
  const item = languages.createLanguageStatusItem('websocketProject.recognised', selector);
  item.name = 'Websocket Project';
  const recognised = [...names, ...endings.map((ending) => `*${ending}`)].join(', ');

  const show = (document: TextDocument | undefined): void => {
    if (!document) return;
    const name = fileName(document.uri);
    const isNamedSo = names.includes(name) || endings.some((ending) => name.endsWith(ending));
    item.severity = LanguageStatusSeverity.Information;
    item.command = { title: 'Change Language Mode', command: 'workbench.action.editor.changeLanguageMode' };
    if (isDescriptor(document)) {
      item.text = 'Websocket project file';
      item.detail = isNamedSo ? `by its name, ${name}` : 'by the language mode that was chosen for it';
    } else {
      item.text = 'No websocket project file';
      item.detail = isNamedSo
        ? `its language mode is ${document.languageId}, although its name is that of one`
        : `those are named ${recognised}`;
    }
  };
  show(window.activeTextEditor?.document);
  const listener = window.onDidChangeActiveTextEditor((editor) => show(editor?.document));
  return {
    dispose() {
      listener.dispose();
      item.dispose();
    },
  };
}
