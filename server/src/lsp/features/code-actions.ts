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
import { offeredKinds, type OfferedAction } from '../../features/code-actions/code-actions.ts';
import type { Finding } from '../../rules/rule.ts';
import { toRange, toSpan } from '../../answers.ts';
import { createdFile, createsFiles, toWorkspaceEdit } from '../convert.ts';
import type { Context, ServerFeature } from '../feature.ts';

/** For clients that can resolve edits, edits are computed on resolve. */
export const codeActions: ServerFeature = {
  capabilities: ({ capabilities }) => ({
    codeActionProvider: { codeActionKinds: [...offeredKinds], resolveProvider: resolvesEdits(capabilities) },
  }),
  register({ connection, documents, sources, files, answerWhenReady, client, contain }) {
    connection.onCodeAction(
      answerWhenReady(
        'Code actions',
        async (analysis, { textDocument: { uri }, range, context }): Promise<CodeAction[]> => {
          const version = documents.version(uri);
          const request: OfferRequest = { uri, version, ...toSpan(range, analysis), only: context.only };
          const actions: CodeAction[] = [];
          for (const [index, offer] of analysis.codeActions(request, request.only).entries()) {
            const action = toAction(offer, context, analysis, client());
            if (!action) continue;
            if (offer.disabled !== undefined) actions.push(action);
            else if (resolvesEdits(client())) actions.push({ ...action, data: { ...request, index } });
            else
              actions.push({
                ...action,
                edit: await editOf(offer, request, analysis, { client: client(), files, sources }),
              });
          }
          return actions;
        },
      ),
    );
    connection.onCodeActionResolve(async (action) => {
      const resolved = await contain('Code action', action, async () => {
        const request: unknown = action.data;
        if (!isOfferRequest(request)) return action;
        const analysis = documents.analysis(request.uri);
        const isSame = analysis && documents.version(request.uri) === request.version;
        const offer = isSame ? analysis.codeActions(request, request.only)[request.index] : undefined;
        if (!analysis || offer?.title !== action.title) {
          throw new ResponseError(LSPErrorCodes.ContentModified, 'The document has changed since this was offered.');
        }
        return { ...action, edit: await editOf(offer, request, analysis, { client: client(), files, sources }) };
      });
      return resolved ?? action;
    });
  },
};

/** The request that an offer answers, from which the offer is computed again. */
interface OfferRequest {
  readonly uri: string;
  readonly version: number | undefined;
  readonly start: number;
  readonly end: number;
  readonly only: readonly string[] | undefined;
}

function isOfferRequest(data: unknown): data is OfferRequest & { readonly index: number } {
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

/** Without its edit. Undefined for an action that is not possible, if the client cannot show why or cannot create files. */
function toAction(
  { title, kind, finding, preferred, onlyCreates, disabled }: OfferedAction,
  context: CodeActionContext,
  analysis: Analysis,
  client: ClientCapabilities,
): CodeAction | undefined {
  if (disabled !== undefined && !client.textDocument?.codeAction?.disabledSupport) return undefined;
  if (onlyCreates && !createsFiles(client)) return undefined;
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
  offer: OfferedAction,
  { uri, version }: OfferRequest,
  analysis: Analysis,
  { client, ...known }: { readonly client: ClientCapabilities } & Pick<Context, 'files' | 'sources'>,
): Promise<WorkspaceEdit> {
  const { edits, creates, consequence } = offer.change();
  const annotation = consequence ? { annotation: { ...consequence } } : {};
  const created = creates ? await createdFile(uri, creates, known) : [];
  return toWorkspaceEdit({ uri, version, analysis, edits, ...annotation }, client, { created });
}
