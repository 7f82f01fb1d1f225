import type { Analysis } from '../../analysis.ts';
import {
  graphEditRequest,
  graphEditsRequest,
  type GraphEditParams,
  type GraphEditResult,
  type GraphEdits,
  type GraphEditsParams,
} from '../../protocol.ts';
import { lineIndex, type PositionEncoding } from '../../syntax/positions.ts';
import { positionEncodingOf, toRange } from '../convert.ts';
import { createdFile } from '../created-file.ts';
import type { ServerFeature } from '../feature.ts';
import type { Sources } from '../sources.ts';

/** What the preview asks for to edit the text from the graph. The edits are made by the client, as one step. */
export const graphEdits: ServerFeature = {
  capabilities: {},
  register({ connection, documents, sources, answer, client }) {
    connection.onRequest(
      graphEditsRequest,
      answer('Graph edits', (analysis, { textDocument, part }: GraphEditsParams): GraphEdits => ({
        version: documents.version(textDocument.uri) ?? 0,
        ...analysis.graphEdits(part),
      })),
    );
    connection.onRequest<GraphEditResult | null, unknown>(
      graphEditRequest,
      answer(
        'Graph edit',
        async (analysis, { textDocument: { uri }, edit, version }: GraphEditParams): Promise<GraphEditResult> => {
          const current = documents.version(uri) ?? 0;
          if (version !== current) return { refused: movedOn };
          const wanted = { textDocument: { uri }, edit, version };
          return resultOf(analysis, wanted, positionEncodingOf(client()), sources);
        },
      ),
    );
  },
};

const movedOn = 'The text has changed meanwhile. Look at the graph again, and repeat the edit if it is still wanted.';

async function resultOf(
  analysis: Analysis,
  { textDocument: { uri }, edit, version }: GraphEditParams,
  encoding: PositionEncoding,
  sources: Sources,
): Promise<GraphEditResult> {
  const change = analysis.graphEdit(edit);
  if (change.refused !== undefined) return { refused: change.refused };
  const { edits, creates, consequence, select, reveal } = change;
  const [created] = creates ? await createdFile(uri, creates, sources) : [];
  const lines = reveal && lineIndex(reveal.text, encoding);
  return {
    version,
    edits: edits.map(({ span, newText }) => ({ range: toRange(span, analysis), newText })),
    creates: created,
    consequence,
    select,
    reveal: reveal && lines && toRange(reveal.span, { lines }),
  };
}
