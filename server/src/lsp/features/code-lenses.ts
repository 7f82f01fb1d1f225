// Code lenses of descriptors, and of the source files next to them.
import type { CancellationToken, ClientCapabilities, CodeLens, Command } from 'vscode-languageserver';
import type { Analysis } from '../../analysis.ts';
import { toRange } from '../../answers.ts';
import type { CodeLens as PlainCodeLens } from '../../features/code-lenses.ts';
import { isSourceName } from '../../model/entry-point.ts';
import {
  goToLocationCommand,
  openPreviewCommand,
  routeMessageCommand,
  runLocallyCommand,
  showReferencesCommand,
  type OpenPreviewArguments,
  type RouteMessageArguments,
  type RunLocallyArguments,
  type ShowLocationsArguments,
} from '../../client-support.ts';
import type { Span } from '../../syntax/tree.ts';
import { hasCommand } from '../client-options.ts';
import { stopIfCancelled } from '../containment.ts';
import type { Context, ServerFeature } from '../feature.ts';
import { isBelow, parentOf, pathBelow, pathOf } from '../../files/paths.ts';
import { exportRanges, startOfFile } from '../source-code.ts';
import type { AnalyzedFile } from '../workspace.ts';

/** For a client that declares one of their commands, those with its commands and those with a command of the server. */
export const codeLenses: ServerFeature = {
  capabilities: ({ capabilities }) =>
    hasLensCommands(capabilities) ? { codeLensProvider: { resolveProvider: true } } : {},
  register(context) {
    const { connection, documents, answerAbout, contain } = context;
    connection.onCodeLens(async (params, token) => {
      const found = await contain('Code lenses', params, () => {
        const { uri } = params.textDocument;
        stopIfCancelled(token);
        if (isSourceName(uri)) return sourceLenses(uri, context, token);
        const analysis = documents.analysis(uri);
        return analysis ? descriptorLenses(analysis, uri, context.client()) : null;
      });
      return found ?? null;
    });
    const resolve = answerAbout('Code lens', uriOf, (analysis, lens: CodeLens): CodeLens => {
      const found = analysis.codeLenses().find(({ id }) => id === idOf(lens));
      return found ? { ...lens, command: toCommand(found, analysis, uriOf(lens)) } : lens;
    });
    connection.onCodeLensResolve(async (lens, token) => (await resolve(lens, token)) ?? lens);
  },
};

/** Without their commands, which are resolved when the lenses become visible. */
function descriptorLenses(analysis: Analysis, uri: string, client: ClientCapabilities): CodeLens[] {
  return analysis
    .codeLenses()
    .filter(({ action }) => action.kind === 'ask' || hasCommand(client, commands[action.kind]))
    .map(({ id, span }) => ({ range: toRange(span, analysis), data: [uri, id] }));
}

const commands: Readonly<Record<PlainCodeLens['action']['kind'], string>> = {
  preview: openPreviewCommand,
  run: runLocallyCommand,
  ask: routeMessageCommand,
  go: goToLocationCommand,
  show: showReferencesCommand,
};

export function hasLensCommands(client: ClientCapabilities): boolean {
  return Object.values(commands).some((command) => hasCommand(client, command));
}

function uriOf(lens: CodeLens): string {
  return String(dataOf(lens)[0]);
}

function idOf(lens: CodeLens): unknown {
  return dataOf(lens)[1];
}

/** The client returns the data unchanged. */
function dataOf({ data }: CodeLens): readonly unknown[] {
  return Array.isArray(data) ? data : [];
}

function toCommand({ title, action, span }: PlainCodeLens, analysis: Analysis, uri: string): Command {
  const command = commands[action.kind];
  if (action.kind === 'preview' || action.kind === 'run') {
    const toFile: OpenPreviewArguments | RunLocallyArguments = [uri];
    return { title, command, arguments: toFile };
  }
  if (action.kind === 'ask') {
    const toAsk: RouteMessageArguments = [uri, action.request];
    return { title, command, arguments: toAsk };
  }
  const locations = (spans: readonly Span[]): ShowLocationsArguments[2] =>
    spans.map((target) => ({ uri, range: toRange(target, analysis) }));
  const { start } = toRange(span, analysis);
  const args: ShowLocationsArguments = [uri, start, locations(action.kind === 'go' ? [action.target] : action.targets)];
  return { title, command, arguments: args };
}

/** Empty if no descriptor names the file. */
export async function sourceLenses(uri: string, context: Context, token: CancellationToken): Promise<CodeLens[]> {
  const path = pathOf(uri);
  if (path === undefined) return [];
  const lenses: CodeLens[] = [];
  let ranges: Awaited<ReturnType<typeof exportRanges>>;
  const isAbove = (descriptor: string): boolean => {
    const place = pathOf(descriptor);
    return place !== undefined && isBelow(parentOf(place), path);
  };
  const visit = async ({ uri: descriptor, analysis }: AnalyzedFile): Promise<void> => {
    const folder = parentOf(pathOf(descriptor) ?? path);
    for (const { exportName, title, targets } of analysis.sourceLenses(pathBelow(folder, path))) {
      ranges ??= (await exportRanges(uri, descriptor, context)) ?? new Map();
      const range = ranges.get(exportName) ?? startOfFile;
      const locations = targets.map((target) => ({ uri: descriptor, range: toRange(target, analysis) }));
      const args: ShowLocationsArguments = [uri, range.start, locations];
      const command = commands[locations.length === 1 ? 'go' : 'show'];
      if (hasCommand(context.client(), command)) lenses.push({ range, command: { title, command, arguments: args } });
    }
  };
  await context.workspace.forEach(token, visit, isAbove);
  return lenses;
}
