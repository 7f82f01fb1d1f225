import type { Location, LocationLink, TextDocumentPositionParams } from 'vscode-languageserver';
import type { Analysis } from '../../analysis.ts';
import type { Definition } from '../../features/navigation.ts';
import type { EntryPointLink } from '../../features/links.ts';
import { toRange } from '../../answers.ts';
import type { Context, ServerFeature } from '../feature.ts';
import { locationOf } from '../source-code.ts';

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

/** An entry point leads to the export in the source file. */
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
