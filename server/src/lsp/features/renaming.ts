// Renaming: the rename request, the offer to rename what has the same name, and linked editing while typing.
import { LSPErrorCodes, ResponseError, type ChangeAnnotation } from 'vscode-languageserver';
import { toRange } from '../../answers.ts';
import type { Consequence } from '../../changes/change.ts';
import type { Companions, Renamed } from '../../changes/companions.ts';
import { applyEdits } from '../../syntax/edits.ts';
import { askUser, renamesFiles, toWorkspaceEdit } from '../convert.ts';
import type { Context, ServerFeature } from '../feature.ts';
import { folderOf, uriBelow } from '../../files/paths.ts';
import { variableLocations } from '../source-code.ts';
import type { ReadVariable } from '../../features/navigation.ts';
import { firstOf, sentences } from '../../wording.ts';
import { t } from '../../locale.ts';

export const rename: ServerFeature = {
  capabilities: ({ capabilities }) => ({
    renameProvider: capabilities.textDocument?.rename?.prepareSupport ? { prepareProvider: true } : true,
  }),
  register(context) {
    const { connection, documents, answer, answerWhenReady, attempt, client } = context;
    const expected = new Map<string, Expected>();
    documents.onDidChange((uri) => {
      const made = expected.get(uri);
      const text = documents.analysis(uri)?.text;
      if (!made || text === made.before) return;
      expected.delete(uri);
      if (text === made.after)
        void attempt('The offer to rename more', made.renamed, () => offerCompanions(context, uri, made.renamed));
    });
    connection.onPrepareRename(
      answer('Prepare rename', (analysis, { position }) => {
        const found = analysis.prepareRename(analysis.lines.offsetAt(position));
        if (found.refused !== undefined) throw refusal(found.refused);
        return { range: toRange(found.span, analysis), placeholder: found.placeholder };
      }),
    );
    connection.onRenameRequest(
      answerWhenReady('Rename', async (analysis, { textDocument: { uri }, position, newName }) => {
        const offset = analysis.lines.offsetAt(position);
        const found = analysis.rename(offset, newName);
        if (found.refused !== undefined) throw refusal(found.refused);
        const { edits, consequence, renamed } = found;
        if (edits.length === 0) return null;
        if (renamed) expected.set(uri, { before: analysis.text, after: applyEdits(analysis.text, edits), renamed });
        const variable = analysis.readVariable(offset);
        const reads = variable ? await readsOf(uri, variable, context) : '';
        const annotation = consequence ? { annotation: toAnnotation(consequence, reads) } : {};
        return toWorkspaceEdit({ uri, version: documents.version(uri), analysis, edits, ...annotation }, client());
      }),
    );
  },
};

/** A rename that the client has received, and the text as it is before and after it. */
interface Expected {
  readonly before: string;
  readonly after: string;
  readonly renamed: Renamed;
}

/** Once the client has made the rename, offers to rename what has the same name. Nothing is renamed unasked. */
async function offerCompanions(
  { connection, documents, client }: Context,
  uri: string,
  renamed: Renamed,
): Promise<void> {
  const find = (): Companions | undefined => documents.analysis(uri)?.companions(renamed, renamesFiles(client()));
  const offered = find();
  if (!offered || client().workspace?.applyEdit !== true) return;
  const question = sentences(t`Rename what has the same name, too?`, offered.consequence.description);
  if (!(await askUser(connection, client(), question, t`Rename`))) return;
  // The document may have changed meanwhile.
  const analysis = documents.analysis(uri);
  const companions = find();
  if (!analysis || !companions) return;
  const uriOf = (path: string): string => uriBelow(folderOf(uri), path);
  const moved = companions.moves.map(({ from, to }) => ({ from: uriOf(from), to: uriOf(to) }));
  const { edits, consequence } = companions;
  const edit = toWorkspaceEdit({ uri, version: documents.version(uri), analysis, edits }, client(), { moved });
  await connection.workspace.applyEdit({ label: consequence.label, edit });
}

/** Editors show this error at the name. */
function refusal(reason: string): ResponseError {
  return new ResponseError(LSPErrorCodes.RequestFailed, reason);
}

function toAnnotation(
  { label, description, needsConfirmation }: Consequence,
  reads: string | undefined,
): ChangeAnnotation {
  return { label, description: sentences(description, reads), needsConfirmation };
}

/** As many lines as people read. */
const maximumLines = 5;

/** The lines of the code that read the variable, which a rename does not change; undefined if none are found. */
async function readsOf(uri: string, variable: ReadVariable, context: Context): Promise<string | undefined> {
  const locations = await variableLocations(uri, variable, context);
  const lines = [...new Set(locations.map(({ range }) => String(range.start.line + 1)))];
  if (lines.length === 0) return undefined;
  const listed = firstOf(lines, maximumLines);
  return lines.length === 1
    ? t`${variable.path} reads it on line ${listed}.`
    : t`${variable.path} reads it on lines ${listed}.`;
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
