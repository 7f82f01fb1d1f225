// What the page is to show, from what it showed and what the server says now. Where the file is broken, the last good
// graph and template stay, marked as such.
import type { Preview, PreviewState } from '../../../server/src/protocol.ts';

export interface ShownFile {
  readonly uri: string;
  readonly name: string;
}

/** @param last what the page showed of the same file before */
export function nextState(last: PreviewState | undefined, file: ShownFile, preview: Preview): PreviewState {
  const { isEmpty, errors } = preview;
  const graph = preview.graph ?? (isEmpty ? undefined : last?.graph);
  const template = preview.template ?? (isEmpty ? undefined : last?.template);
  return {
    uri: file.uri,
    file: file.name,
    isEmpty,
    errors,
    graph,
    graphIsStale: graph !== undefined && preview.graph === undefined,
    template,
    templateIsStale: template !== undefined && preview.template === undefined,
  };
}
