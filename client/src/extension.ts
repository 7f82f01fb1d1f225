// The extension's entry: puts its parts together, and nothing more.
import type { ExtensionContext } from 'vscode';
import { register } from './commands/command.ts';
import { generateTemplate } from './commands/generate-template.ts';
import { goToLocation, showReferences } from './commands/lens-locations.ts';
import { newProjectFile } from './commands/new-project-file.ts';
import { openPreview } from './commands/open-preview.ts';
import { restartServer } from './commands/restart-server.ts';
import { showRulePage } from './commands/show-rule-page.ts';
import { languageServer } from './language-server.ts';
import { languageStatus } from './language-status.ts';
import { recognisedFiles } from './manifest.ts';
import { inBackground } from './messages.ts';
import { createPreview } from './preview/preview.ts';
import { rulePageActions } from './rule-pages.ts';

export function activate({ subscriptions, extension, extensionUri, extensionPath }: ExtensionContext): void {
  const server = languageServer(extensionPath);
  const preview = createPreview(extensionUri, server);
  const commands = [
    openPreview(preview),
    generateTemplate(server, preview.shown),
    newProjectFile(),
    restartServer(server),
    goToLocation(),
    showReferences(),
    showRulePage(extensionUri),
  ];
  subscriptions.push(
    server,
    preview,
    languageStatus(recognisedFiles(extension)),
    rulePageActions(),
    ...commands.map(register),
  );
  // Commands need not wait for it, nor fail with it.
  inBackground(server.start());
}
