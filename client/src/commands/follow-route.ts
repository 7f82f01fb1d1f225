// After *endpoint with its function* is accepted: while the user types the route, the names of the new function follow it.
import { Disposable, window, workspace, type Position, type TextEditor } from 'vscode';
import { followRouteCommand } from '../../../server/src/client-support.ts';
import { followRouteRequest } from '../../../server/src/protocol.ts';
import { string } from '../checks.ts';
import { toRange } from '../documents.ts';
import type { LanguageServer } from '../language-server.ts';
import { UserFacingError, inBackground, type Command } from '../messages.ts';
import { t } from '../../../server/src/locale.ts';

/** The command of the completion item. The endpoint's route is selected, as its first placeholder. */
export function followRoute(server: LanguageServer): Command & Disposable {
  let following: Disposable | undefined;
  return {
    id: followRouteCommand,
    async run(uri, functionId) {
      if (!string(uri) || !string(functionId)) throw new UserFacingError(t`Only a completion can run this command.`);
      following?.dispose();
      const editor = window.activeTextEditor;
      following = editor?.document.uri.toString() === uri ? follow(server, editor, functionId) : undefined;
    },
    dispose() {
      following?.dispose();
    },
  };
}

/** Ends when the cursor leaves the line of the route, another editor becomes active, or something is undone. */
function follow(server: LanguageServer, editor: TextEditor, newFunction: string): Disposable {
  const { document } = editor;
  const { line } = editor.selection.active;
  let functionId = newFunction;
  let typed: Position | undefined;
  let isUpdating = false;

  /** Typing continues meanwhile. An edit for an older version is not made, and the next one includes it. */
  const update = async (): Promise<void> => {
    if (isUpdating) return;
    isUpdating = true;
    try {
      while (typed) {
        const position = typed;
        typed = undefined;
        const followed = await server.request(followRouteRequest, {
          textDocument: { uri: document.uri.toString() },
          position,
          function: functionId,
        });
        if (!followed || followed.version !== document.version) continue;
        // One undo step with what the user types.
        const isMade =
          followed.edits.length === 0 ||
          (await editor.edit(
            (builder) => {
              for (const { range, newText } of followed.edits) builder.replace(toRange(range), newText);
            },
            { undoStopBefore: false, undoStopAfter: false },
          ));
        if (isMade) functionId = followed.function;
      }
    } finally {
      isUpdating = false;
    }
  };

  const following = Disposable.from(
    workspace.onDidChangeTextDocument(({ document: changed, contentChanges, reason }) => {
      if (changed !== document || contentChanges.length === 0) return;
      if (reason !== undefined) following.dispose();
      const [change] = contentChanges;
      // What follows the route is in several places, and typing in one.
      if (!change || contentChanges.length > 1) return;
      typed = document.positionAt(change.rangeOffset + change.text.length);
      inBackground(update());
    }),
    window.onDidChangeTextEditorSelection(({ textEditor, selections }) => {
      if (textEditor === editor && selections.some(({ active }) => active.line !== line)) following.dispose();
    }),
    window.onDidChangeActiveTextEditor(() => void following.dispose()),
  );
  return following;
}
