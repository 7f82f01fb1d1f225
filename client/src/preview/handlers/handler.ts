// How the page's messages are answered: by their types, one file per concern, put together in index.ts.
import type { LogOutputChannel, Uri, WebviewPanel } from 'vscode';
import type { PreviewOptions } from '../../../../server/src/protocol.ts';
import type { PageMessage, PageMessageOf, PanelMessage, PreviewState } from '../preview-messages.ts';
import type { LanguageServer } from '../../language-server.ts';
import type { Samples } from '../samples.ts';

/** What a handler knows of the preview, and can do to it. */
export interface Shown {
  readonly server: LanguageServer;
  readonly log: LogOutputChannel;
  readonly samples: Samples;
  readonly webviewPanel: WebviewPanel;
  /** The document that is shown. */
  readonly uri: () => Uri | undefined;
  /** What the page shows of it; undefined before the first answer of the server. */
  readonly state: () => PreviewState | undefined;
  readonly post: (message: PanelMessage) => void;
  /** Posts again what the page is to show: it is made afresh. */
  readonly repost: () => void;
  /** Asks the server again, soon. */
  readonly refresh: () => void;
  /** Changes what the server is asked for, and asks it. */
  readonly choose: (options: Partial<PreviewOptions>) => void;
}

export type Handlers<Types extends PageMessage['type'] = PageMessage['type']> = {
  readonly [Type in Types]: (message: PageMessageOf<Type>, shown: Shown) => void | Promise<void>;
};
