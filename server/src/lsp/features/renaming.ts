// Renaming: the rename request, and linked editing while typing.
import { LSPErrorCodes, ResponseError, type ChangeAnnotation } from 'vscode-languageserver';
import { toRange } from '../../answers.ts';
import type { Consequence } from '../../changes/change.ts';
import { toWorkspaceEdit } from '../convert.ts';
import type { ServerFeature } from '../feature.ts';

export const rename: ServerFeature = {
  capabilities: ({ capabilities }) => ({
    renameProvider: capabilities.textDocument?.rename?.prepareSupport ? { prepareProvider: true } : true,
  }),
  register({ connection, documents, answer, client }) {
    connection.onPrepareRename(
      answer('Prepare rename', (analysis, { position }) => {
        const found = analysis.prepareRename(analysis.lines.offsetAt(position));
        if (found.refused !== undefined) throw refusal(found.refused);
        return { range: toRange(found.span, analysis), placeholder: found.placeholder };
      }),
    );
    connection.onRenameRequest(
      answer('Rename', (analysis, { textDocument: { uri }, position, newName }) => {
        const found = analysis.rename(analysis.lines.offsetAt(position), newName);
        if (found.refused !== undefined) throw refusal(found.refused);
        const { edits, consequence } = found;
        if (edits.length === 0) return null;
        const annotation = consequence ? { annotation: toAnnotation(consequence) } : {};
        return toWorkspaceEdit([{ uri, version: documents.version(uri), analysis, edits, ...annotation }], client());
      }),
    );
  },
};

/** Editors show this error at the name. */
function refusal(reason: string): ResponseError {
  return new ResponseError(LSPErrorCodes.RequestFailed, reason);
}

function toAnnotation({ label, description, needsConfirmation }: Consequence): ChangeAnnotation {
  return { label, description, needsConfirmation };
}

export const linkedEditing: ServerFeature = {
  capabilities: { linkedEditingRangeProvider: true },
  register({ connection, answer }) {
    connection.languages.onLinkedEditingRange(
      answer('Linked editing', (analysis, { position }) => {
        const linked = analysis.linkedEditing(analysis.lines.offsetAt(position));
        if (!linked) return null;
        return { ranges: linked.spans.map((span) => toRange(span, analysis)), wordPattern: linked.wordPattern };
      }),
    );
  },
};
