// What the page shows next, from what it showed before and the server's answer. While the file has errors, the last good
// graph and template stay, marked as stale.
import type { Preview, TemplateFormat } from '../../../server/src/protocol.ts';
import type { PreviewState } from './preview-messages.ts';

export interface ShownFile {
  readonly uri: string;
  readonly name: string;
}

/**
 * @param last what the page showed of the same file before
 * @param format the requested format of the template
 */
export function nextState(
  last: PreviewState | undefined,
  file: ShownFile,
  preview: Preview,
  format: TemplateFormat,
): PreviewState {
  const { version, isEmpty, errors } = preview;
  const templateIsStale = preview.template === undefined && !isEmpty && last?.template !== undefined;
  const graph = preview.graph ?? (isEmpty ? undefined : last?.graph);
  const template = preview.template ?? (isEmpty ? undefined : last?.template);
  const templateSize = preview.templateSize ?? (isEmpty ? undefined : last?.templateSize);
  return {
    uri: file.uri,
    file: file.name,
    version,
    isEmpty,
    errors,
    graph,
    tables: preview.graph === undefined && !isEmpty ? (last?.tables ?? []) : preview.tables,
    graphIsStale: graph !== undefined && preview.graph === undefined,
    template,
    templateSize,
    templateFormat: templateIsStale ? last.templateFormat : format,
    templateIsStale,
  };
}
