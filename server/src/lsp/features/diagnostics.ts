import { DiagnosticSeverity, type Diagnostic } from 'vscode-languageserver';
import type { Analysis } from '../../analysis.ts';
import type { Finding, Severity } from '../../rules/rule.ts';
import { toRange } from '../convert.ts';
import type { ServerFeature } from '../feature.ts';

export const diagnostics: ServerFeature = {
  capabilities: {},
  register({ connection, documents, settings, answer }) {
    const diagnose = answer('Diagnostics', (analysis, { textDocument }) =>
      analysis.findings.map((finding) => toDiagnostic(finding, analysis, textDocument.uri)),
    );
    const publish = async (uri: string): Promise<void> => {
      await settings.fetch(uri);
      const version = documents.version(uri);
      await connection.sendDiagnostics({
        uri,
        diagnostics: diagnose({ textDocument: { uri } }) ?? [],
        ...(version === undefined ? {} : { version }),
      });
    };
    documents.onDidChange((uri) => void publish(uri));
  },
};

const severities: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
};

function toDiagnostic(finding: Finding, analysis: Analysis, uri: string): Diagnostic {
  return {
    range: toRange(finding.span, analysis),
    severity: severities[finding.severity],
    code: finding.rule.id,
    source: 'websocket-project',
    message: finding.message,
    relatedInformation: finding.related.map(({ span, message }) => ({
      location: { uri, range: toRange(span, analysis) },
      message,
    })),
  };
}
