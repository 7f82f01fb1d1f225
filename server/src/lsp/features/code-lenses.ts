import type { CodeLens, CodeLensParams, Command } from 'vscode-languageserver';
import type { Analysis } from '../../analysis.ts';
import type { CodeLens as PlainCodeLens } from '../../features/code-lenses.ts';
import { isSourceName } from '../../model/entry-point.ts';
import {
  goToLocationCommand,
  openPreviewCommand,
  routeMessageCommand,
  showReferencesCommand,
  type OpenPreviewArguments,
  type RouteMessageArguments,
  type ShowLocationsArguments,
} from '../../protocol.ts';
import type { Span } from '../../syntax/tree.ts';
import { toRange } from '../../answers.ts';
import type { ServerFeature } from '../feature.ts';
import { sourceLenses } from '../source-lenses.ts';

/** Their commands are the client's own, so that only a client that says it has them gets any. */
export const codeLenses: ServerFeature = {
  capabilities: ({ initializationOptions }) =>
    hasLensCommands(initializationOptions) ? { codeLensProvider: { resolveProvider: true } } : {},
  register(context) {
    const { connection, answer, contain } = context;
    const ofDescriptor = answer('Code lenses', (analysis, { textDocument: { uri } }: CodeLensParams): CodeLens[] =>
      analysis
        .codeLenses()
        .filter(({ action }) => action.kind !== 'ask' || hasRouteCommand(context.initializationOptions()))
        .map(({ id, span }) => ({ range: toRange(span, analysis), data: [uri, id] })),
    );
    connection.onCodeLens(async (params, token) => {
      const found = await contain('Code lenses', params, () => {
        const { uri } = params.textDocument;
        return isSourceName(uri) ? sourceLenses(uri, context, token) : ofDescriptor(params, token);
      });
      return found ?? null;
    });
    const resolve = answer('Code lens', (analysis, { lens, textDocument }: ResolveRequest): CodeLens => {
      const found = analysis.codeLenses().find(({ id }) => id === idOf(lens));
      return found ? { ...lens, command: toCommand(found, analysis, textDocument.uri) } : lens;
    });
    connection.onCodeLensResolve(async (lens, token) => {
      const resolved = await contain('Code lens', lens, () =>
        resolve({ lens, textDocument: { uri: uriOf(lens) } }, token),
      );
      return resolved ?? lens;
    });
  },
};

interface ResolveRequest {
  readonly lens: CodeLens;
  readonly textDocument: { readonly uri: string };
}

export function hasLensCommands(options: unknown): boolean {
  return typeof options === 'object' && options !== null && 'codeLens' in options && options.codeLens === true;
}

function hasRouteCommand(options: unknown): boolean {
  return typeof options === 'object' && options !== null && 'routeLens' in options && options.routeLens === true;
}

function uriOf(lens: CodeLens): string {
  return String(dataOf(lens)[0]);
}

function idOf(lens: CodeLens): unknown {
  return dataOf(lens)[1];
}

/** What the client sends back is what it was given. */
function dataOf({ data }: CodeLens): readonly unknown[] {
  return Array.isArray(data) ? data : [];
}

function toCommand({ title, action, span }: PlainCodeLens, analysis: Analysis, uri: string): Command {
  if (action.kind === 'preview') {
    const toPreview: OpenPreviewArguments = [uri];
    return { title, command: openPreviewCommand, arguments: toPreview };
  }
  if (action.kind === 'ask') {
    const toAsk: RouteMessageArguments = [uri, action.request];
    return { title, command: routeMessageCommand, arguments: toAsk };
  }
  const locations = (spans: readonly Span[]): ShowLocationsArguments[2] =>
    spans.map((target) => ({ uri, range: toRange(target, analysis) }));
  const { start } = toRange(span, analysis);
  const args: ShowLocationsArguments = [uri, start, locations(action.kind === 'go' ? [action.target] : action.targets)];
  return { title, command: action.kind === 'go' ? goToLocationCommand : showReferencesCommand, arguments: args };
}
