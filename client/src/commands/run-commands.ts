// The commands of local runs: run, debug, stop, and what leads to a run that is there.
import { Uri, commands, debug, env, window, workspace, type QuickPickItem, type TextDocument } from 'vscode';
import { runLocallyCommand } from '../../../server/src/client-support.ts';
import type { LocalApi } from '../../../server/src/protocol.ts';
import { t } from '../../../server/src/locale.ts';
import { fileName, findDescriptor, type DescriptorOfView } from '../documents.ts';
import type { LanguageServer } from '../language-server.ts';
import { debugConfiguration } from '../local-run/debugging.ts';
import type { Runs } from '../local-run/runs.ts';
import { stopLocalRunCommand } from '../local-run/status-bar.ts';
import { UserFacingError, confirm, notify, type Command } from '../messages.ts';
import type { Preview } from '../preview/preview.ts';
import { templateOf } from '../template/write-template.ts';
import { showErrors } from './generate-template.ts';

export interface RunContext {
  readonly runs: Runs;
  readonly server: LanguageServer;
  readonly preview: Preview;
  readonly descriptorOf: DescriptorOfView;
}

export function runCommands(context: RunContext): readonly Command[] {
  return [
    runLocally(context),
    debugLocally(context),
    stopLocalRun(context),
    openClientPage(context),
    copyAddress(context),
  ];
}

/**
 * *WebSocket: Run Locally*: starts the APIs of the file on this computer, and shows the session in the preview. Returns the
 * address of the first API, or undefined if nothing runs.
 */
function runLocally(context: RunContext): Command {
  const { runs, preview, descriptorOf } = context;
  return {
    id: runLocallyCommand,
    async run(resource) {
      const descriptor = await findDescriptor(resource, descriptorOf);
      const { uri } = descriptor;
      // What runs already is only shown.
      if (runs.stateOf(uri).phase === 'off' && !(await isRunnable(descriptor, context))) return undefined;
      preview.showRun(uri);
      const [api] = await runs.start(uri);
      return api?.url;
    },
  };
}

/** *WebSocket: Debug Locally*: the same with a debugger, so that breakpoints in functions are hit. */
function debugLocally(context: RunContext): Command {
  const { runs, preview, descriptorOf } = context;
  return {
    id: 'websocketProject.debugLocally',
    async run(resource) {
      const descriptor = await findDescriptor(resource, descriptorOf);
      const { uri } = descriptor;
      if (!(await isRunnable(descriptor, context))) return undefined;
      // A run that has no debugger is replaced by one that has.
      if (!runs.stateOf(uri).isDebugged) await runs.stop(uri);
      preview.showRun(uri);
      const started = await debug.startDebugging(workspace.getWorkspaceFolder(uri), debugConfiguration(uri));
      return started ? runs.apisOf(uri)[0]?.url : undefined;
    },
  };
}

/** *WebSocket: Stop Local Run*. Resolves when no process of it is left. */
function stopLocalRun(context: RunContext): Command {
  return {
    id: stopLocalRunCommand,
    async run(resource) {
      const uri = await chooseRun(resource, context, t`Stop which local run?`);
      if (uri) await context.runs.stop(uri);
    },
  };
}

/** *WebSocket: Open Client Page*: the page beside the project file, in a browser. Returns its address. */
function openClientPage(context: RunContext): Command {
  return {
    id: 'websocketProject.openClientPage',
    async run(resource) {
      const uri = await chooseRun(resource, context, t`Open the client page of which local run?`);
      if (!uri) return undefined;
      const pages = context.runs.apisOf(uri).filter(({ page }) => page !== undefined);
      if (pages.length === 0)
        throw new UserFacingError(
          t`There is no client.html next to ${fileName(uri)}. Connect with any client, at the address that “WebSocket: Copy Local Address” copies.`,
        );
      const page = (await chooseApi(pages, t`Open the client page of which API?`))?.page;
      if (page === undefined) return undefined;
      await env.openExternal(Uri.parse(page, true));
      return page;
    },
  };
}

/** *WebSocket: Copy Local Address*. Returns the address. */
function copyAddress(context: RunContext): Command {
  return {
    id: 'websocketProject.copyLocalAddress',
    async run(resource) {
      const uri = await chooseRun(resource, context, t`Copy the address of which local run?`);
      const url = uri && (await chooseApi(context.runs.apisOf(uri), t`Copy the address of which API?`))?.url;
      if (url === undefined) return undefined;
      await env.clipboard.writeText(url);
      notify('information', t`${url} is in the clipboard.`);
      return url;
    },
  };
}

/** Whether the file can run, after it was saved. If not, a message says why. */
async function isRunnable(descriptor: TextDocument, { runs, server }: RunContext): Promise<boolean> {
  const { uri } = descriptor;
  const refusal = runs.refusal(uri);
  if (refusal !== undefined) {
    const manage = { title: t`Manage Trust`, run: () => commands.executeCommand('workbench.trust.manage') };
    notify('error', refusal, ...(workspace.isTrusted ? [] : [manage]));
    return false;
  }
  if (descriptor.isUntitled) {
    const message = t`Save the project file first. Its functions are files next to it.`;
    // The saved file is another document, which the user sees before it runs.
    if (await confirm('information', { message, yes: t`Save…`, no: undefined })) await workspace.save(uri);
    return false;
  }
  // As VS Code does before it runs a program.
  if (descriptor.isDirty && !(await descriptor.save()))
    throw new UserFacingError(t`${fileName(uri)} could not be saved, so it does not run.`);
  const { template, errors } = await templateOf(server, uri, 'yaml');
  if (template !== undefined) return true;
  const name = fileName(uri);
  const { length } = errors;
  if (length === 0) throw new UserFacingError(t`${name} has nothing to run.`);
  const failure =
    length === 1 ? t`${name} has an error, so it does not run.` : t`${name} has ${length} errors, so it does not run.`;
  await showErrors(descriptor, errors, failure);
  return false;
}

interface Choice<Value> extends QuickPickItem {
  readonly value: Value;
}

/** The run that a command is about: that of the named or shown file, the only one, or the one that the user chooses. */
async function chooseRun(
  argument: unknown,
  { runs, descriptorOf }: RunContext,
  title: string,
): Promise<Uri | undefined> {
  const active = runs.active();
  const named = argument instanceof Uri ? (descriptorOf(argument) ?? argument) : undefined;
  const isNamed = (uri: Uri): boolean => uri.toString() === (named?.toString() ?? argument);
  const found = active.find(isNamed) ?? (active.length === 1 ? active[0] : undefined);
  if (found) return found;
  if (active.length === 0) {
    notify('information', t`No project file runs locally.`);
    return undefined;
  }
  return choose(
    active.map((value) => ({ label: fileName(value), description: workspace.asRelativePath(value), value })),
    title,
  );
}

async function chooseApi(apis: readonly LocalApi[], title: string): Promise<LocalApi | undefined> {
  if (apis.length < 2) return apis[0];
  return choose(
    apis.map((value) => ({ label: value.id, description: value.url, value })),
    title,
  );
}

async function choose<Value>(choices: readonly Choice<Value>[], title: string): Promise<Value | undefined> {
  return (await window.showQuickPick(choices, { title }))?.value;
}
