// What a pane of the page is. Each is a file or folder of its own, with its style; page.ts puts them side by side.
import type { PageMessage, PanelMessage, PreviewState } from '../src/preview/preview-messages.ts';

export interface Pane {
  readonly id: string;
  /** On its tab. */
  readonly title: string;
  readonly content: HTMLElement;
  /** The file has changed, or is another one. Called for a pane that is not in front as well. */
  readonly show: (state: PreviewState) => void;
  /** Anything else that the panel says: a pane takes what is its own. */
  readonly receive?: (message: PanelMessage) => void;
  /** Marks those parts of the graph, for as long as nothing else is marked. */
  readonly mark?: (parts: readonly string[]) => void;
  /** Somebody wants to find something in it. */
  readonly find?: () => void;
  /** It has come to the front: from now on it has a size. */
  readonly onFront?: () => void;
}

/** What a pane can ask of the page around it. */
export interface Page {
  readonly post: (message: PageMessage) => void;
  /** Marks parts of the graph, in the pane that shows it. */
  readonly mark: (parts: readonly string[]) => void;
  /** Brings the pane with that id to the front. */
  readonly select: (pane: string) => void;
  /** What was kept by that name when the page was made afresh: anything, as it comes from outside. */
  readonly kept: (name: string) => unknown;
  /** Remembers something that can be written as JSON, for when the page is made afresh. */
  readonly keep: (name: string, value: unknown) => void;
}
