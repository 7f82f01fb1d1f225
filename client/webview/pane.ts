// The interface of the page's panes. Each pane has its own file or folder; page.ts puts them into tabs.
import type { PreviewPane } from '../../server/src/protocol.ts';
import type { Way } from './graph-way.ts';
import type { PageMessage, PanelMessage, PreviewState } from '../src/preview/preview-messages.ts';

export interface Pane {
  readonly id: PreviewPane;
  /** The title of its tab. */
  readonly title: string;
  readonly content: HTMLElement;
  /** Called after the file has changed or another one is shown, or the pane has become visible; not for a hidden pane. */
  readonly show: (state: PreviewState) => void;
  /** The page shows that file from now on, or again. Called for hidden panes too, before `show`. */
  readonly turnTo?: (uri: string) => void;
  /** Handles other messages of the panel. Each pane picks its own. */
  readonly receive?: (message: PanelMessage) => void;
  /** Marks those parts of the graph until others are marked. */
  readonly mark?: (parts: readonly string[]) => void;
  /** Marks the parts of the graph that a message passes, until others are marked. */
  readonly trace?: (way: Way) => void;
  /** Opens the pane's search. */
  readonly find?: () => void;
}

/** The page's services for its panes. */
export interface Page {
  readonly post: (message: PageMessage) => void;
  /** Marks parts of the graph, in the pane that shows it. */
  readonly mark: (parts: readonly string[]) => void;
  /** Marks the parts that a message passes, in the pane that shows the graph. */
  readonly trace: (way: Way) => void;
  /** Shows the pane with that ID. */
  readonly select: (pane: PreviewPane) => void;
  /** The value that was stored under the name before the page was reloaded. It is unchecked. */
  readonly kept: (name: string) => unknown;
  /** Stores a JSON value that survives a reload of the page. */
  readonly keep: (name: string, value: unknown) => void;
}
