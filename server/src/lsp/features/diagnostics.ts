// Findings as diagnostics: of a document, pulled or pushed, and of the whole workspace.
import {
  CancellationToken,
  DiagnosticSeverity,
  DiagnosticTag,
  DocumentDiagnosticReportKind,
  LSPErrorCodes,
  ResponseError,
  type Diagnostic,
  type DiagnosticServerCancellationData,
  type DocumentDiagnosticReport,
  type WorkspaceDiagnosticReport,
  type WorkspaceDocumentDiagnosticReport,
} from 'vscode-languageserver';
import type { Analysis } from '../../analysis.ts';
import { toRange } from '../../answers.ts';
import { hash } from '../../model/logical-ids.ts';
import type { Finding, Severity, Tag } from '../../rules/rule.ts';
import { stopIfCancelled } from '../containment.ts';
import type { Context, ServerFeature } from '../feature.ts';
import { nameOf, pathOf } from '../../files/paths.ts';
import { foldersOf, hasFolderEvents, type AnalyzedFile } from '../workspace.ts';
import { t } from '../../locale.ts';

/** Pulled by clients that can, and pushed to others. Never both, so that none is shown twice. */
export const diagnostics: ServerFeature = {
  capabilities: (params) => ({
    diagnosticProvider: {
      identifier: 'websocket-project',
      interFileDependencies: false,
      workspaceDiagnostics: foldersOf(params).length > 0 || hasFolderEvents(params),
      workDoneProgress: true,
    },
  }),
  register(context) {
    const { connection, documents, settings, workspace, typing, arrivals, contain, attempt } = context;
    connection.languages.diagnostics.on(async (params, token): Promise<DocumentDiagnosticReport> => {
      const { textDocument, previousResultId } = params;
      const report = await contain('Diagnostics', params, async () => {
        await arrivals.handled(token);
        // A client also pulls after it has closed a document. Then the text on disk counts.
        const file = await workspace.analysis(textDocument.uri);
        stopIfCancelled(token);
        const { resultId, items } = reportOf(file?.analysis, textDocument.uri, context);
        if (resultId === previousResultId) return { kind: DocumentDiagnosticReportKind.Unchanged, resultId } as const;
        return { kind: DocumentDiagnosticReportKind.Full, resultId, items } as const;
      });
      return report ?? { kind: DocumentDiagnosticReportKind.Full, items: [] };
    });

    /** The documents whose diagnostics are pushed soon. */
    const pending = new Map<string, ReturnType<typeof setTimeout>>();
    documents.onDidChange((uri) => {
      if (isPulling(context)) return;
      clearTimeout(pending.get(uri));
      const pushPending = (): void => {
        pending.delete(uri);
        void push(context, uri);
      };
      pending.set(uri, setTimeout(pushPending, pushDelay));
    });
    const refresh = (): void => {
      if (!canRefresh(context)) return;
      void attempt('Refreshing diagnostics', undefined, () => connection.languages.diagnostics.refresh());
    };
    settings.onDidChange(refresh);
    workspace.onDidChange(refresh);
    typing.onDidPause((uri) => {
      if (isPulling(context)) refresh();
      else void push(context, uri);
    });
  },
};

function isPulling({ client }: Pick<Context, 'client'>): boolean {
  return client().textDocument?.diagnostic !== undefined;
}

function canRefresh({ client }: Pick<Context, 'client'>): boolean {
  return client().workspace?.diagnostics?.refreshSupport === true;
}

/** In milliseconds: longer than the interval of a repeating key, so that a burst of edits is checked once. */
const pushDelay = 60;

async function push(context: Context, uri: string): Promise<void> {
  const { connection, documents, snapshots, arrivals, attempt } = context;
  await attempt('Diagnostics', { textDocument: { uri } }, async () => {
    await snapshots.ready(uri);
    await arrivals.handled(CancellationToken.None);
    const version = documents.version(uri);
    const analysis = documents.analysis(uri);
    const { items } = reportOf(analysis, uri, context);
    await connection.sendDiagnostics({ uri, diagnostics: items, ...(version === undefined ? {} : { version }) });
  });
}

/** Diagnostics of all descriptors of the workspace, file by file. Its capability is declared by `diagnostics`. */
export const workspaceDiagnostics: ServerFeature = {
  capabilities: {},
  register(context) {
    const { connection, workspace, settings, contain } = context;
    let changes = 0;
    settings.onDidChange(() => changes++);

    connection.languages.diagnostics.onWorkspace(async (params, token, progress, partialResult) => {
      const changesBefore = changes;
      const report = await contain('Workspace diagnostics', params, async (): Promise<WorkspaceDiagnosticReport> => {
        const previous = new Map(params.previousResultIds.map(({ uri, value }) => [keyOf(uri), { uri, value }]));
        const items: WorkspaceDocumentDiagnosticReport[] = [];
        const add = (item: WorkspaceDocumentDiagnosticReport): void => {
          if (partialResult) partialResult.report({ items: [item] });
          else items.push(item);
        };
        progress.begin(t`Checking WebSocket project files`, undefined, undefined, true);
        try {
          const failed = await workspace.forEach(token, (file) => {
            if (changesBefore !== changes) throw settingsChanged();
            progress.report(nameOf(file.uri));
            const key = keyOf(file.uri);
            add(workspaceReportOf(file, previous.get(key)?.value, context));
            previous.delete(key);
          });
          // Nothing is known about the files that failed, so their last report stays.
          for (const uri of failed) previous.delete(keyOf(uri));
        } finally {
          progress.done();
        }
        // The remaining files no longer exist.
        for (const { uri } of previous.values()) {
          add({ kind: DocumentDiagnosticReportKind.Full, uri, version: null, items: [] });
        }
        return { items };
      });
      return report ?? { items: [] };
    });
  },
};

/** A client may use different URIs for the same file. */
function keyOf(uri: string): string {
  return pathOf(uri) ?? uri;
}

function workspaceReportOf(
  file: AnalyzedFile,
  previousResultId: string | undefined,
  context: Context,
): WorkspaceDocumentDiagnosticReport {
  const { uri, analysis } = file;
  const version = file.version ?? null;
  const { resultId, items } = reportOf(analysis, uri, context);
  return resultId === previousResultId
    ? { kind: DocumentDiagnosticReportKind.Unchanged, uri, version, resultId }
    : { kind: DocumentDiagnosticReportKind.Full, uri, version, resultId, items };
}

/** The results so far are based on the old settings, so the client has to request them again. */
function settingsChanged(): ResponseError<DiagnosticServerCancellationData> {
  return new ResponseError(LSPErrorCodes.ServerCancelled, 'The settings have changed.', { retriggerRequest: true });
}

/** The diagnostics of a document. */
interface Report {
  readonly items: Diagnostic[];
  /** A hash, so equal diagnostics have equal IDs in every version. */
  readonly resultId: string;
}

/** By the findings that are shown: clients ask again and again, and mostly nothing has changed. */
const reports = new WeakMap<readonly Finding[], Report>();

function reportOf(analysis: Analysis | undefined, uri: string, context: Context): Report {
  const findings = analysis?.findings ?? none;
  // What is withheld now can be sent later.
  const shown = !isPulling(context) || canRefresh(context) ? context.typing.shown(uri)(findings) : findings;
  const known = reports.get(shown);
  if (known) return known;
  const items = analysis ? toDiagnostics(shown, analysis, uri, context) : [];
  const json = JSON.stringify(items);
  // Twice, because one hash is too short to tell all reports apart.
  const report = { items, resultId: `${hash(json)}${hash(`${json.length} ${json}`)}` };
  reports.set(shown, report);
  return report;
}

const none: readonly Finding[] = [];

function toDiagnostics(
  findings: readonly Finding[],
  analysis: Analysis,
  uri: string,
  { client, rulePages }: Context,
): Diagnostic[] {
  const { publishDiagnostics, diagnostic } = client().textDocument ?? {};
  const linked = publishDiagnostics?.codeDescriptionSupport ?? diagnostic?.codeDescriptionSupport ?? false;
  const shownTags = (publishDiagnostics?.tagSupport ?? diagnostic?.tagSupport)?.valueSet ?? [];
  return findings.map((finding) => {
    const tags = finding.rule.tag ? [diagnosticTags[finding.rule.tag]].filter((tag) => shownTags.includes(tag)) : [];
    return {
      ...toDiagnostic(finding, analysis, uri),
      ...(tags.length > 0 ? { tags } : {}),
      ...(linked ? { codeDescription: { href: `${rulePages}/${finding.rule.id}.md` } } : {}),
    };
  });
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
