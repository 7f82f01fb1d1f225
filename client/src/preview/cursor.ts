// The cursor in the text of the shown document: asked about soon after it moved, and only where it is now.
import { CancellationTokenSource, Disposable, window, type CancellationToken, type Position, type Uri } from 'vscode';

export interface CursorFollower extends Disposable {
  /** Looks again: the text or the document has changed. */
  readonly request: () => void;
}

/** In milliseconds: less than a person notices, more than between the steps of a key that is held. */
const settling = 60;

/**
 * Tells where the cursor is. What is still going on for an earlier place is cancelled.
 * @param moved gets undefined where no editor in view shows the document
 */
export function followCursor(
  shown: () => Uri | undefined,
  moved: (position: Position | undefined, token: CancellationToken) => Promise<void>,
): CursorFollower {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running: CancellationTokenSource | undefined;

  const run = async (): Promise<void> => {
    timer = undefined;
    const source = new CancellationTokenSource();
    running = source;
    try {
      await moved(cursorIn(shown()), source.token);
    } finally {
      source.dispose();
      if (running === source) running = undefined;
    }
  };
  const stop = (): void => {
    clearTimeout(timer);
    running?.cancel();
  };
  const request = (): void => {
    stop();
    timer = setTimeout(() => void run(), settling);
  };
  const subscriptions = Disposable.from(
    window.onDidChangeTextEditorSelection(({ textEditor }) => {
      if (textEditor.document.uri.toString() === shown()?.toString()) request();
    }),
    window.onDidChangeActiveTextEditor(request),
  );
  return {
    request,
    dispose() {
      stop();
      subscriptions.dispose();
    },
  };
}

/** In the active editor, or else in another one in view. */
function cursorIn(uri: Uri | undefined): Position | undefined {
  const editors = [window.activeTextEditor, ...window.visibleTextEditors];
  return editors.find((editor) => editor?.document.uri.toString() === uri?.toString())?.selection.active;
}
