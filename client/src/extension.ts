// The extension's entry: puts its parts together, and nothing more.
import { window, type ExtensionContext, type Uri } from 'vscode';
import { register } from './commands/command.ts';
import { exportGraph } from './commands/export-graph.ts';
import { generateTemplate } from './commands/generate-template.ts';
import { goToLocation, showReferences } from './commands/lens-locations.ts';
import { newProjectFile } from './commands/new-project-file.ts';
import { openPreview } from './commands/open-preview.ts';
import { revealInTemplate } from './commands/reveal-in-template.ts';
import { restartServer } from './commands/restart-server.ts';
import { routeMessage } from './commands/route-message.ts';
import { showRulePage } from './commands/show-rule-page.ts';
import { showTemplate } from './commands/show-template.ts';
import { switchTemplateFormat } from './commands/switch-template-format.ts';
import { languageServer, productName } from './language-server.ts';
import { languageStatus } from './language-status.ts';
import { recognisedFiles } from './recognition.ts';
import { inBackground } from './messages.ts';
import { createPreview } from './preview/preview.ts';
import { rulePageActions } from './diagnostics.ts';
import { templateDocuments } from './template/template-documents.ts';

export function activate(context: ExtensionContext): void {
  const { subscriptions, extension, extensionUri, extensionPath, workspaceState } = context;
  const log = window.createOutputChannel(productName, { log: true });
  const server = languageServer(extensionPath, log);
  const preview = createPreview(extensionUri, server, log, workspaceState);
  const templates = templateDocuments(server);
  const shown = (): Uri | undefined => templates.active() ?? preview.shown();
  const commands = [
    openPreview(preview),
    generateTemplate(server, shown),
    exportGraph(server, shown),
    routeMessage(preview),
    showTemplate(shown),
    revealInTemplate(server),
    switchTemplateFormat(server, templates),
    newProjectFile(),
    restartServer(server),
    goToLocation(),
    showReferences(),
    showRulePage(extensionUri),
  ];
  subscriptions.push(
    // The server logs until it has ended.
    {
      async dispose() {
        await server.dispose();
        log.dispose();
      },
    },
    preview,
    templates,
    languageStatus(recognisedFiles(extension)),
    rulePageActions(),
    ...commands.map(register),
  );
  // Commands need not wait for it, nor fail with it.
  inBackground(server.start());
}
