import type { SymbolInformation } from 'vscode-languageserver';
import { toRange } from '../../answers.ts';
import type { ServerFeature } from '../feature.ts';
import { toSymbolKind } from '../symbol-kinds.ts';
import type { AnalyzedFile } from '../workspace.ts';

export const workspaceSymbols: ServerFeature = {
  capabilities: { workspaceSymbolProvider: { workDoneProgress: true } },
  register({ connection, workspace, contain }) {
    connection.onWorkspaceSymbol(async (params, token, progress, partialResult) => {
      const found = await contain('Workspace symbols', params, async () => {
        const { query } = params;
        // The request is at fault then, not one of the files.
        if (typeof query !== 'string') throw new TypeError('Expected a query.');
        const symbols: SymbolInformation[] = [];
        progress.begin('Looking through websocket project files', undefined, undefined, true);
        try {
          await workspace.forEach(token, (file) => {
            const ofFile = toSymbols(file, query);
            if (!partialResult) symbols.push(...ofFile);
            else if (ofFile.length > 0) partialResult.report(ofFile);
          });
        } finally {
          progress.done();
        }
        return symbols;
      });
      return found ?? null;
    });
  },
};

function toSymbols({ uri, analysis }: AnalyzedFile, query: string): SymbolInformation[] {
  return analysis.workspaceSymbols(query).map(({ name, kind, container, span }) => ({
    name,
    kind: toSymbolKind(kind),
    location: { uri, range: toRange(span, analysis) },
    ...(container === undefined ? {} : { containerName: container }),
  }));
}
