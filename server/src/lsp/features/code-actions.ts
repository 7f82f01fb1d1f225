import {
  LSPErrorCodes,
  ResponseError,
  type ClientCapabilities,
  type CodeAction,
  type CodeActionContext,
  type Diagnostic,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import type { Analysis } from '../../analysis.ts';
import type { Finding } from '../../rules/rule.ts';
import { toRange, toSpan } from '../../answers.ts';
import { createdFile, toWorkspaceEdit } from '../convert.ts';
import type { ServerFeature } from '../feature.ts';
import { offeredKinds, offersAt, type Offer } from '../offers.ts';
import type { Sources } from '../sources.ts';

/** With clients that can ask for an edit when it is wanted, edits are made then. */
export const codeActions: ServerFeature = {
  capabilities: ({ capabilities }) => ({
    codeActionProvider: { codeActionKinds: [...offeredKinds], resolveProvider: resolvesEdits(capabilities) },
  }),
  register({ connection, documents, sources, answerWhenReady, client, contain }) {
    connection.onCodeAction(
      answerWhenReady(
        'Code actions',
        async (analysis, { textDocument: { uri }, range, context }): Promise<CodeAction[]> => {
          const version = documents.version(uri);
          const asked: Asked = { uri, version, ...toSpan(range, analysis), only: context.only };
          const actions: CodeAction[] = [];
          for (const [index, offer] of offersAt(analysis, asked, asked.only).entries()) {
            const action = toAction(offer, context, analysis, client());
            if (!action) continue;
            if (offer.disabled !== undefined) actions.push(action);
            else if (resolvesEdits(client())) actions.push({ ...action, data: { ...asked, index } });
            else actions.push({ ...action, edit: await editOf(offer, asked, analysis, { client: client(), sources }) });
          }
          return actions;
        },
      ),
    );
    connection.onCodeActionResolve(async (action) => {
      const resolved = await contain('Code action', action, async () => {
        const asked: unknown = action.data;
        if (!isAsked(asked)) return action;
        const analysis = documents.analysis(asked.uri);
        const isSame = analysis && documents.version(asked.uri) === asked.version;
        const offer = isSame ? offersAt(analysis, asked, asked.only)[asked.index] : undefined;
        if (!analysis || offer?.title !== action.title) {
          throw new ResponseError(LSPErrorCodes.ContentModified, 'The text is another than this was offered for.');
        }
        return { ...action, edit: await editOf(offer, asked, analysis, { client: client(), sources }) };
      });
      return resolved ?? action;
    });
  },
};

/** What was asked for, so that the same can be offered once more. */
interface Asked {
  readonly uri: string;
  readonly version: number | undefined;
  readonly start: number;
  readonly end: number;
  readonly only: readonly string[] | undefined;
}

function isAsked(data: unknown): data is Asked & { readonly index: number } {
  return (
    typeof data === 'object' &&
    data !== null &&
    'uri' in data &&
    typeof data.uri === 'string' &&
    'start' in data &&
    typeof data.start === 'number' &&
    'end' in data &&
    typeof data.end === 'number' &&
    'index' in data &&
    typeof data.index === 'number' &&
    (!('only' in data) || (Array.isArray(data.only) && data.only.every((kind) => typeof kind === 'string')))
  );
}

function resolvesEdits({ textDocument }: ClientCapabilities): boolean {
  const { dataSupport, resolveSupport } = textDocument?.codeAction ?? {};
  return dataSupport === true && resolveSupport?.properties.includes('edit') === true;
}

/** Without its edit; undefined for what cannot be done, where the client cannot show why. */
function toAction(
  { title, kind, finding, preferred, disabled }: Offer,
  context: CodeActionContext,
  analysis: Analysis,
  client: ClientCapabilities,
): CodeAction | undefined {
  if (disabled !== undefined && !client.textDocument?.codeAction?.disabledSupport) return undefined;
  return {
    title,
    kind,
    ...(finding ? { diagnostics: diagnosticsOf(finding, context, analysis) } : {}),
    ...(preferred === undefined ? {} : { isPreferred: preferred }),
    ...(disabled === undefined ? {} : { disabled: { reason: disabled } }),
  };
}

function diagnosticsOf(finding: Finding, context: CodeActionContext, analysis: Analysis): Diagnostic[] {
  const { start } = toRange(finding.span, analysis);
  return context.diagnostics.filter(
    ({ code, range }) =>
      code === finding.rule.id && range.start.line === start.line && range.start.character === start.character,
  );
}

async function editOf(
  offer: Offer,
  { uri, version }: Asked,
  analysis: Analysis,
  { client, sources }: { readonly client: ClientCapabilities; readonly sources: Sources },
): Promise<WorkspaceEdit> {
  const { edits, creates, consequence } = offer.change();
  const annotation = consequence ? { annotation: { ...consequence } } : {};
  const created = creates ? await createdFile(uri, creates, sources) : [];
  return toWorkspaceEdit([{ uri, version, analysis, edits, ...annotation }], client, created);
}
