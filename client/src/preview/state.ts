// The next state of a pane, derived from its last state and the server's response. While the file has errors, the last
// good graph and template stay, marked as stale. While the server withholds problems of what is being typed, what the pane
// says of errors stays as it was, so that nothing appears and disappears with each key.
import type { Preview, PreviewOptions, PreviewPane } from '../../../server/src/protocol.ts';
import type { PreviewState } from './preview-messages.ts';

export interface ShownFile {
  readonly uri: string;
  readonly name: string;
}

/** @param last what the pane showed of the same file before */
export function nextState(
  last: PreviewState | undefined,
  file: ShownFile,
  preview: Preview,
  pane: PreviewPane,
): PreviewState {
  const { version, isEmpty, offered, parts, hasWithheldProblems } = preview;
  const kept = hasWithheldProblems ? last : undefined;
  const stale = last && !isEmpty && hasContent(last) && !hasContent(preview) ? last : undefined;
  const { graph, tables, template, templateFormat, templateSize } = stale ?? preview;
  return {
    uri: file.uri,
    file: file.name,
    version,
    isEmpty,
    errors: kept?.errors ?? preview.errors,
    pane,
    isStale: stale !== undefined,
    looksStale: stale !== undefined && (kept?.looksStale ?? true),
    graph,
    offered,
    tables,
    template,
    templateSize,
    templateFormat,
    cursor: { graph: parts?.graph ?? [], template: parts?.template ?? [] },
  };
}

/** The options of the next request: the graph keeps its arrangement while its text changes. */
export function withArrangement<Options extends PreviewOptions>(
  options: Options,
  { graph, isEmpty }: Preview,
): Options {
  return { ...options, arrangement: isEmpty ? undefined : (graph?.frame.arrangement ?? options.arrangement) };
}

function hasContent({ graph, tables, template }: Pick<Preview, 'graph' | 'tables' | 'template'>): boolean {
  return graph !== undefined || tables !== undefined || template !== undefined;
}
