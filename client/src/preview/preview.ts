// The preview: one panel next to the editor, which follows the active descriptor as the Markdown preview does, unless a
// setting says otherwise, and is restored with the window.
import { Disposable, Uri, ViewColumn, window, type LogOutputChannel, type Memento, type WebviewPanel } from 'vscode';
import type { AskRequest } from '../../../server/src/protocol.ts';
import { isDescriptor, isReadOnly, isWebview, type DescriptorOfView } from '../documents.ts';
import type { LanguageServer } from '../language-server.ts';
import type { Runs } from '../local-run/runs.ts';
import { follows } from './cursor.ts';
import { samplesIn } from './handlers.ts';
import { pageOptions, previewIn, type Panel } from './panel.ts';
import { keptState } from './preview-messages.ts';
import { t } from '../../../server/src/locale.ts';

export interface Preview extends Disposable {
  readonly show: (uri: Uri) => void;
  /** Opens the Simulate pane for the document, and runs the request if there is one. */
  readonly simulate: (uri: Uri, request?: AskRequest) => void;
  /** Opens the Run pane for the document. */
  readonly showRun: (uri: Uri) => void;
  /**
   * Draws the SVG as a PNG in the page of the preview, which is opened with the document unless it is visible.
   * @throws {UserFacingError} if that fails
   */
  readonly drawPng: (uri: Uri, svg: string) => Promise<Uint8Array>;
  /** The document in the preview. */
  readonly descriptorOf: DescriptorOfView;
}

const viewType = 'websocketProject.preview';

export function createPreview(
  extension: Uri,
  server: LanguageServer,
  log: LogOutputChannel,
  workspaceState: Memento,
  runs: Runs,
): Preview {
  const samples = samplesIn(workspaceState);
  let panel: Panel | undefined;

  const adopt = (webviewPanel: WebviewPanel): Panel => {
    const adopted = previewIn(webviewPanel, extension, server, log, samples, runs);
    webviewPanel.iconPath = {
      light: Uri.joinPath(extension, 'syntaxes', 'icon-light.svg'),
      dark: Uri.joinPath(extension, 'syntaxes', 'icon-dark.svg'),
    };
    webviewPanel.onDidDispose(() => {
      if (panel === adopted) panel = undefined;
    });
    return adopted;
  };

  const opened = (preserveFocus: boolean): Panel => {
    if (panel) {
      panel.webviewPanel.reveal(undefined, preserveFocus);
      return panel;
    }
    const column = { viewColumn: ViewColumn.Beside, preserveFocus };
    return (panel = adopt(window.createWebviewPanel(viewType, t`Preview`, column, pageOptions(extension))));
  };

  const subscriptions = Disposable.from(
    window.onDidChangeActiveTextEditor((editor) => {
      // A read-only descriptor is an earlier version of a file in a diff editor.
      if (!editor || !isDescriptor(editor.document) || isReadOnly(editor.document.uri)) return;
      if (follows('editor')) panel?.show(editor.document.uri);
    }),
    window.registerWebviewPanelSerializer(viewType, {
      async deserializeWebviewPanel(webviewPanel: WebviewPanel, kept: unknown) {
        if (panel) {
          webviewPanel.dispose();
          return;
        }
        panel = adopt(webviewPanel);
        if (keptState(kept)) panel.show(Uri.parse(kept.uri, true));
      },
    }),
  );
  return {
    show: (uri) => opened(true).show(uri),
    // The focus moves to the pane, for typing.
    simulate: (uri, request) => opened(false).simulate(uri, request),
    showRun: (uri) => opened(true).showRun(uri),
    async drawPng(uri, svg) {
      if (panel?.webviewPanel.visible) return panel.drawPng(svg);
      const shown = opened(true);
      shown.show(uri);
      return shown.drawPng(svg);
    },
    // There is one preview, and no other webview has our commands.
    descriptorOf: (view) => (view === undefined || isWebview(view) ? panel?.uri() : undefined),
    // The panel itself stays open, so that VS Code restores it with the window.
    dispose: () => void subscriptions.dispose(),
  };
}
