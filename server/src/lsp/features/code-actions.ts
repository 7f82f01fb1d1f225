import { CodeActionKind, type CodeAction } from 'vscode-languageserver';
import { toRange, toSpan } from '../convert.ts';
import type { ServerFeature } from '../feature.ts';

export const codeActions: ServerFeature = {
  capabilities: { codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix] } },
  register({ connection, documents, answer }) {
    connection.onCodeAction(
      answer('Code actions', (analysis, { textDocument, range, context }): CodeAction[] => {
        if (context.only && !context.only.some((kind) => CodeActionKind.QuickFix.startsWith(kind))) return [];
        const document = { uri: textDocument.uri, version: documents.version(textDocument.uri) ?? null };
        return analysis.codeActions(toSpan(range, analysis)).map(({ finding, fix }) => {
          const { start } = toRange(finding.span, analysis);
          return {
            title: fix.title,
            kind: CodeActionKind.QuickFix,
            diagnostics: context.diagnostics.filter(
              (diagnostic) =>
                diagnostic.code === finding.rule.id &&
                diagnostic.range.start.line === start.line &&
                diagnostic.range.start.character === start.character,
            ),
            isPreferred: fix.preferred === true,
            edit: {
              documentChanges: [
                {
                  textDocument: document,
                  edits: fix.edits.map(({ span, newText }) => ({ range: toRange(span, analysis), newText })),
                },
              ],
            },
          };
        });
      }),
    );
  },
};
