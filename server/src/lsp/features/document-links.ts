import type { DocumentLink } from 'vscode-languageserver';
import { toRange } from '../../answers.ts';
import type { ServerFeature } from '../feature.ts';
import { folderOf, uriBelow } from '../paths.ts';

export const documentLinks: ServerFeature = {
  capabilities: { documentLinkProvider: {} },
  register({ connection, answerWhenReady, client }) {
    connection.onDocumentLinks(
      answerWhenReady('Document links', (analysis, { textDocument }): DocumentLink[] => {
        const hasTooltips = client().textDocument?.documentLink?.tooltipSupport === true;
        const code = analysis.entryPointLinks().map(({ origin, path }) => ({
          span: origin,
          target: uriBelow(folderOf(textDocument.uri), path),
          tooltip: `Open ${path}`,
        }));
        return [...analysis.documentLinks(), ...code].map(({ span, target, tooltip }) => ({
          range: toRange(span, analysis),
          target,
          ...(hasTooltips ? { tooltip } : {}),
        }));
      }),
    );
  },
};
