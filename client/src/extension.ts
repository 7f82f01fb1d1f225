// The entry point of the extension. It only creates the parts and connects them.
import { ExtensionMode, commands as editorCommands, l10n, window, type ExtensionContext, type Uri } from 'vscode';
import { agentTools } from './agent-tools.ts';
import { goToLocation, showReferences } from './commands/code-lens-commands.ts';
import { followRoute } from './commands/follow-route.ts';
import { generateTemplate } from './commands/generate-template.ts';
import { importProject } from './commands/import-project.ts';
import { newProjectFile } from './commands/new-project-file.ts';
import { exportGraph, openPreview, tryMessage } from './commands/preview-commands.ts';
import { runCommands } from './commands/run-commands.ts';
import { reportProblem } from './commands/report-problem.ts';
import { revealInTemplate, showTemplate, switchTemplateFormat } from './commands/template-commands.ts';
import { rulePageActions } from './diagnostics.ts';
import type { DescriptorOfView } from './documents.ts';
import { importHint } from './import/hint.ts';
import { reportDocuments } from './import/report-documents.ts';
import { languageServer, productName, restartServer, type NewClient } from './language-server.ts';
import { languageStatus } from './language-status.ts';
import { localDebugging } from './local-run/debugging.ts';
import { localRuns, type StartGateway } from './local-run/runs.ts';
import { runStatus } from './local-run/status-bar.ts';
import { inBackground, register } from './messages.ts';
import { translateWith } from '../../server/src/locale.ts';
import { createPreview } from './preview/preview.ts';
import { recognizedFiles } from './recognition.ts';
import { projectTasks } from './tasks/task-provider.ts';
import { showRulePage } from './rule-pages.ts';
import { templateDocuments } from './template/template-documents.ts';

export async function activate(context: ExtensionContext): Promise<void> {
  translateWith(l10n.bundle);
  const { subscriptions, extension, extensionMode, extensionUri, workspaceState } = context;
  const log = window.createOutputChannel(productName, { log: true });
  const { newClient, startGateway } = await programsIn(extensionUri);
  const isDebugged = extensionMode === ExtensionMode.Development;
  const server = languageServer(newClient, log, isDebugged, startGateway !== undefined);
  const runs = localRuns(startGateway);
  const preview = createPreview(extensionUri, server, log, workspaceState, runs);
  const templates = templateDocuments(server);
  const descriptorOf: DescriptorOfView = (view) => templates.descriptorOf(view) ?? preview.descriptorOf(view);
  const routeFollower = followRoute(server);
  const rulePages = showRulePage(extensionUri);
  const commands = [
    openPreview(preview, descriptorOf),
    generateTemplate(server, descriptorOf),
    exportGraph(server, preview, descriptorOf),
    tryMessage(preview, descriptorOf),
    showTemplate(server, descriptorOf),
    revealInTemplate(server),
    switchTemplateFormat(server, templates),
    newProjectFile(),
    importProject(server),
    restartServer(server),
    reportProblem(extension),
    ...runCommands({ runs, server, preview, descriptorOf }),
    goToLocation(),
    showReferences(),
    routeFollower,
    rulePages,
  ];
  subscriptions.push(
    // The server logs until it has stopped, so the log is disposed of last.
    {
      async dispose() {
        await server.dispose();
        log.dispose();
      },
    },
    preview,
    runs,
    runStatus(runs),
    localDebugging(runs, extensionUri),
    templates,
    routeFollower,
    rulePages,
    languageStatus(recognizedFiles(extension), hasNode),
    projectTasks(server, recognizedFiles(extension)),
    rulePageActions(),
    reportDocuments(server),
    importHint(context),
    agentTools(server, extension),
    ...commands.map(register),
  );
  // *Restart Language Server* is offered from now on.
  inBackground(editorCommands.executeCommand('setContext', 'websocketProject.isActive', true));
  // Where nothing can run, no button offers it. The commands say why.
  inBackground(editorCommands.executeCommand('setContext', 'websocketProject.isInBrowser', startGateway === undefined));
  // Commands do not wait for the server, and do not fail if it does not start.
  inBackground(server.start());
}

/** There is no Node in a browser, unless the window is that of another machine. */
const hasNode = typeof process === 'object' && typeof process.versions?.node === 'string';

interface Programs {
  readonly newClient: NewClient;
  readonly startGateway: StartGateway | undefined;
}

async function programsIn(extension: Uri): Promise<Programs> {
  if (!hasNode)
    return { newClient: await (await import('./server-worker.ts')).workerClient(extension), startGateway: undefined };
  const [{ processClient }, { gatewayProcess }] = await Promise.all([
    import('./server-process.ts'),
    import('./local-run/gateway-process.ts'),
  ]);
  return { newClient: processClient(extension), startGateway: gatewayProcess(extension) };
}
