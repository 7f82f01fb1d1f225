// What the preview follows, as the user's setting says: the active editor, and the cursor in the shown document. Reports the
// position of the cursor soon after it moved, and only the latest one.
import {
  CancellationTokenSource,
  Disposable,
  window,
  workspace,
  type CancellationToken,
  type Position,
  type Uri,
} from 'vscode';

const setting = 'websocketProject.preview.follow';

/** Whether the preview shows the project file of the active editor, and what is at the cursor. */
export function follows(what: 'editor' | 'cursor'): boolean {
  const chosen = workspace.getConfiguration().get<string>(setting, 'cursor');
  return chosen === 'cursor' || chosen === what;
}

export interface CursorFollower extends Disposable {
  /** Reports the position soon. */
  readonly request: () => void;
  /** Reports nothing more until the cursor moves again. */
  readonly cancel: () => void;
}

/** In milliseconds: too short to notice, longer than the interval of a repeating key. */
const settleDelay = 60;

/**
 * Calls `moved` with the position of the cursor, and cancels a call for an earlier position.
 * @param moved receives undefined if no visible editor shows the document
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
    timer = setTimeout(() => void run(), settleDelay);
  };
  const subscriptions = Disposable.from(
    window.onDidChangeTextEditorSelection(({ textEditor }) => {
      if (textEditor.document.uri.toString() === shown()?.toString()) request();
    }),
    window.onDidChangeActiveTextEditor(request),
    workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(setting)) request();
    }),
  );
  return {
    request,
    cancel: stop,
    dispose() {
      stop();
      subscriptions.dispose();
    },
  };
}

/** The cursor in the active editor, or else in another visible one. Undefined if the preview does not follow it. */
export function cursorIn(uri: Uri | undefined): Position | undefined {
  if (!follows('cursor')) return undefined;
  const editors = [window.activeTextEditor, ...window.visibleTextEditors];
  return editors.find((editor) => editor?.document.uri.toString() === uri?.toString())?.selection.active;
}
