import { MessageType, TextEdit, type FormattingOptions, type Range } from 'vscode-languageserver';
import type { Analysis } from '../../analysis.ts';
import { formattingTriggers } from '../../features/formatting.ts';
import type { Edit } from '../../syntax/edits.ts';
import type { FormatOptions } from '../../syntax/format/format.ts';
import { toRange, toSpan } from '../../answers.ts';
import { showMessage } from '../convert.ts';
import type { ServerFeature } from '../feature.ts';
import { t } from '../../locale.ts';
import { sentences } from '../../wording.ts';

export const formatting: ServerFeature = {
  capabilities: {
    documentFormattingProvider: true,
    documentRangeFormattingProvider: true,
    documentOnTypeFormattingProvider: {
      firstTriggerCharacter: formattingTriggers[0],
      moreTriggerCharacter: formattingTriggers.slice(1),
    },
  },
  register({ connection, documents, answer }) {
    /** The open documents whose failure was shown: with format on save, it is shown only once. */
    const notified = new Set<string>();
    documents.onDidChange((uri) => {
      if (documents.version(uri) === undefined) notified.delete(uri);
    });

    const format = async (
      analysis: Analysis,
      uri: string,
      options: FormattingOptions,
      range?: Range,
    ): Promise<TextEdit[]> => {
      const result = analysis.format(toFormatOptions(options), range && toSpan(range, analysis));
      if (result.kind === 'formatted') return toTextEdits(result.edits, analysis);
      const { span, message: reason } = result.problem;
      const line = analysis.lines.positionAt(span.start).line + 1;
      const message = sentences(t`The file was not formatted because it cannot be parsed (line ${line}).`, reason);
      connection.console.info(`${uri}: ${message}`);
      if (notified.has(uri)) return [];
      notified.add(uri);
      await showMessage(connection, MessageType.Info, message);
      return [];
    };
    connection.onDocumentFormatting(
      answer('Formatting', (analysis, { textDocument, options }) => format(analysis, textDocument.uri, options)),
    );
    connection.onDocumentRangeFormatting(
      answer('Range formatting', (analysis, { textDocument, range, options }) =>
        format(analysis, textDocument.uri, options, range),
      ),
    );
    connection.onDocumentOnTypeFormatting(
      answer('On-type formatting', (analysis, { position, ch, options }) => {
        const offset = analysis.lines.offsetAt(position);
        return toTextEdits(analysis.formatOnType(offset, ch, toFormatOptions(options)), analysis);
      }),
    );
  },
};

/** Fills in the usual defaults for options that the client leaves out. */
function toFormatOptions(options: FormattingOptions): FormatOptions {
  const { tabSize, insertSpaces, trimTrailingWhitespace, insertFinalNewline, trimFinalNewlines } = options;
  return {
    tabSize,
    insertSpaces,
    trimTrailingWhitespace: trimTrailingWhitespace ?? true,
    insertFinalNewline: insertFinalNewline ?? true,
    trimFinalNewlines: trimFinalNewlines ?? true,
  };
}

function toTextEdits(edits: readonly Edit[], analysis: Analysis): TextEdit[] {
  return edits.map(({ span, newText }) => TextEdit.replace(toRange(span, analysis), newText));
}
