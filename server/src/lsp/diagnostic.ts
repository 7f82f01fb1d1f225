// Findings as the diagnostics of the protocol.
import { createHash } from 'node:crypto';
import { DiagnosticSeverity, DiagnosticTag, type Diagnostic } from 'vscode-languageserver';
import type { Analysis } from '../analysis.ts';
import type { Finding, Severity, Tag } from '../rules/rule.ts';
import { toRange } from '../answers.ts';
import type { Context } from './feature.ts';

type Reader = Pick<Context, 'client' | 'rulePages'>;

export function toDiagnostics(analysis: Analysis, uri: string, { client, rulePages }: Reader): Diagnostic[] {
  const { publishDiagnostics, diagnostic } = client().textDocument ?? {};
  const linked = publishDiagnostics?.codeDescriptionSupport ?? diagnostic?.codeDescriptionSupport ?? false;
  const shown = (publishDiagnostics?.tagSupport ?? diagnostic?.tagSupport)?.valueSet ?? [];
  return analysis.findings.map((finding) => {
    const tags = finding.rule.tag ? [diagnosticTags[finding.rule.tag]].filter((tag) => shown.includes(tag)) : [];
    return {
      ...toDiagnostic(finding, analysis, uri),
      ...(tags.length > 0 ? { tags } : {}),
      ...(linked && rulePages ? { codeDescription: { href: `${rulePages}/${finding.rule.id}.md` } } : {}),
    };
  });
}

/** The same for the same diagnostics, whichever version they are of and whoever asks: nothing need be remembered. */
export function resultIdOf(diagnostics: readonly Diagnostic[]): string {
  return createHash('sha1').update(JSON.stringify(diagnostics)).digest('hex');
}

const severities: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
};

const diagnosticTags: Readonly<Record<Tag, DiagnosticTag>> = {
  unnecessary: DiagnosticTag.Unnecessary,
  deprecated: DiagnosticTag.Deprecated,
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
