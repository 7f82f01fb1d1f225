// Navigation in a descriptor and to its source files: definitions, references, highlights and links.
import {
  DocumentHighlightKind,
  type DocumentHighlight,
  type DocumentLink,
  type Location,
  type LocationLink,
  type TextDocumentPositionParams,
} from 'vscode-languageserver';
import type { Analysis } from '../../analysis.ts';
import type { Definition } from '../../features/navigation.ts';
import type { EntryPointLink } from '../../features/links.ts';
import { toRange } from '../../answers.ts';
import type { Context, ServerFeature } from '../feature.ts';
import { folderOf, uriBelow } from '../../files/paths.ts';
import { locationOf, variableLocations } from '../source-code.ts';
import { t } from '../../locale.ts';

/** Definition, type definition and implementation. */
export const definition: ServerFeature = {
  capabilities: { definitionProvider: true, typeDefinitionProvider: true, implementationProvider: true },
  register(context) {
    const { connection, answerWhenReady, client } = context;
    const respond = (
      name: string,
      request: 'definition' | 'typeDefinition' | 'implementation',
    ): ReturnType<typeof answerWhenReady<TextDocumentPositionParams, Location[] | LocationLink[] | null>> =>
      answerWhenReady(name, async (analysis, { textDocument, position }: TextDocumentPositionParams) => {
        const offset = analysis.lines.offsetAt(position);
        const found = analysis[request](offset);
        const links = client().textDocument?.[request]?.linkSupport === true;
        const code = request === 'typeDefinition' ? undefined : analysis.entryPointTarget(offset);
        if (code) return await codeOf(code, analysis, textDocument.uri, links, context);
        if (!found) return null;
        return links ? toLinks(found, analysis, textDocument.uri) : toLocations(found, analysis, textDocument.uri);
      });
    connection.onDefinition(respond('Definition', 'definition'));
    connection.onTypeDefinition(respond('Type definition', 'typeDefinition'));
    connection.onImplementation(respond('Implementation', 'implementation'));
  },
};

/** The export in the source file that an entry point names. */
async function codeOf(
  link: EntryPointLink,
  analysis: Analysis,
  descriptor: string,
  hasLinks: boolean,
  context: Context,
): Promise<Location[] | LocationLink[] | null> {
  const location = await locationOf(descriptor, link, context);
  if (!location) return null;
  const { uri, range } = location;
  const originSelectionRange = toRange(link.origin, analysis);
  return hasLinks
    ? [{ originSelectionRange, targetUri: uri, targetRange: range, targetSelectionRange: range }]
    : [location];
}

function toLinks({ origin, targets }: Definition, analysis: Analysis, uri: string): LocationLink[] {
  return targets.map(({ span, selection }) => ({
    originSelectionRange: toRange(origin, analysis),
    targetUri: uri,
    targetRange: toRange(span, analysis),
    targetSelectionRange: toRange(selection, analysis),
  }));
}

function toLocations({ targets }: Definition, analysis: Analysis, uri: string): Location[] {
  return targets.map(({ selection }) => ({ uri, range: toRange(selection, analysis) }));
}

export const references: ServerFeature = {
  capabilities: { referencesProvider: true },
  register(context) {
    context.connection.onReferences(
      context.answerWhenReady('References', async (analysis, params): Promise<Location[]> => {
        const { uri } = params.textDocument;
        const offset = analysis.lines.offsetAt(params.position);
        const found = analysis.references(offset, params.context.includeDeclaration);
        const variable = analysis.readVariable(offset);
        const inCode = variable ? await variableLocations(uri, variable, context) : [];
        return [...found.map((span) => ({ uri, range: toRange(span, analysis) })), ...inCode];
      }),
    );
  },
};

export const highlights: ServerFeature = {
  capabilities: { documentHighlightProvider: true },
  register({ connection, answer }) {
    connection.onDocumentHighlight(
      answer('Highlights', (analysis, { position }): DocumentHighlight[] =>
        analysis.highlights(analysis.lines.offsetAt(position)).map(({ span, kind }) => ({
          range: toRange(span, analysis),
          kind: kind === 'write' ? DocumentHighlightKind.Write : DocumentHighlightKind.Read,
        })),
      ),
    );
  },
};

export const documentLinks: ServerFeature = {
  capabilities: { documentLinkProvider: {} },
  register({ connection, answerWhenReady, client }) {
    connection.onDocumentLinks(
      answerWhenReady('Document links', (analysis, { textDocument }): DocumentLink[] => {
        const hasTooltips = client().textDocument?.documentLink?.tooltipSupport === true;
        const code = analysis.entryPointLinks().map(({ origin, path }) => ({
          span: origin,
          target: uriBelow(folderOf(textDocument.uri), path),
          tooltip: t`Open ${path}`,
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
