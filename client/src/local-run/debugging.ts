// *Debug Locally*: a debug session that is the local run. The functions run in processes of their own, which wait until VS
// Code's debugger for their language is attached to them; each of these is a child of the session, so that to stop one stops all.
import {
  DebugAdapterInlineImplementation,
  DebugConsoleMode,
  Disposable,
  EventEmitter,
  Uri,
  debug,
  extensions,
  window,
  workspace,
  type DebugAdapter,
  type DebugConfiguration,
  type DebugProtocolMessage,
  type DebugSession,
} from 'vscode';
import type { SessionEvent } from '../../../server/src/protocol.ts';
import { messageOf } from '../../../server/src/wording.ts';
import { isRecord, property } from '../checks.ts';
import { fileName, isDescriptor } from '../documents.ts';
import { inBackground } from '../messages.ts';
import type { Runs } from './runs.ts';

/** As in package.json. */
const debugType = 'websocket-project';

export function debugConfiguration(descriptor: Uri): DebugConfiguration {
  return { type: debugType, request: 'launch', name: fileName(descriptor), file: descriptor.fsPath };
}

/** @param extension the folder of the extension, whose own code is not stepped into */
export function localDebugging(runs: Runs, extension: Uri): Disposable {
  const sessions = new Map<string, DebugSession>();
  const attach = (
    { function: name, url }: Extract<SessionEvent, { event: 'debugger' }>,
    parent: DebugSession,
  ): void => {
    const configuration = attachment(name, url, extension);
    inBackground(
      debug.startDebugging(
        workspace.getWorkspaceFolder(Uri.file(String(parent.configuration['file']))),
        configuration,
        {
          parentSession: parent,
          lifecycleManagedByParent: true,
          consoleMode: DebugConsoleMode.MergeWithParent,
          compact: true,
          suppressSaveBeforeStart: true,
        },
      ),
    );
  };
  return Disposable.from(
    debug.registerDebugConfigurationProvider(debugType, {
      // Without a launch.json, the key that starts debugging does so for the file of the active editor.
      resolveDebugConfiguration(_, configuration) {
        if (typeof configuration['file'] === 'string') return configuration;
        const active = window.activeTextEditor?.document;
        return active && isDescriptor(active) ? debugConfiguration(active.uri) : null;
      },
    }),
    debug.registerDebugAdapterDescriptorFactory(debugType, {
      createDebugAdapterDescriptor(session) {
        const file = Uri.file(String(session.configuration['file']));
        sessions.set(file.toString(), session);
        return new DebugAdapterInlineImplementation(runAdapter(runs, file));
      },
    }),
    debug.onDidTerminateDebugSession((session) => {
      for (const [file, { id }] of sessions) if (id === session.id) sessions.delete(file);
    }),
    runs.onDidReport(({ descriptor, event }) => {
      const parent = sessions.get(descriptor.toString());
      // The end of connections may start functions during a stop. A debugger that looks for one of them would outlive the run.
      const isStopping = runs.stateOf(descriptor).phase === 'stopping';
      if (event.event === 'debugger' && parent && !isStopping) attach(event, parent);
    }),
  );
}

/** What the debugger of the function's language needs, which is Node or Python. */
function attachment(name: string, url: string, extension: Uri): DebugConfiguration {
  const { protocol, hostname, port } = new URL(url);
  if (protocol === 'debugpy:')
    return {
      name,
      type: 'debugpy',
      request: 'attach',
      connect: { host: hostname, port: Number(port) },
      rules: [{ path: `${extension.fsPath}/**`, include: false }],
    };
  return {
    name,
    type: 'node',
    request: 'attach',
    websocketAddress: url,
    // A function that has ended is started as another process, which has a session of its own.
    restart: false,
    autoAttachChildProcesses: false,
    skipFiles: ['<node_internals>/**', `${extension.fsPath}/**`],
  };
}

/** Where the extension Python Debugger has the package debugpy; undefined if it is not installed. */
function debugpyFolder(): string | undefined {
  const pythonDebugger = extensions.getExtension('ms-python.debugpy');
  return pythonDebugger && Uri.joinPath(pythonDebugger.extensionUri, 'bundled', 'libs').fsPath;
}

/** Speaks as much of the Debug Adapter Protocol as a session needs that has no threads of its own. */
function runAdapter(runs: Runs, descriptor: Uri): DebugAdapter {
  const sent = new EventEmitter<DebugProtocolMessage>();
  let sequence = 0;
  const send = (message: object): void => sent.fire({ seq: ++sequence, ...message });
  const event = (name: string, body?: object): void => send({ type: 'event', event: name, body });
  const isOurs = (uri: Uri): boolean => uri.toString() === descriptor.toString();
  const subscription = Disposable.from(
    runs.onDidChange((changed) => {
      if (isOurs(changed) && runs.stateOf(descriptor).phase === 'off') event('terminated');
    }),
    runs.onDidReport(({ descriptor: reporting, event: reported }) => {
      // What no instance logs is about the function itself, such as why it runs without a debugger.
      if (isOurs(reporting) && reported.event === 'log' && reported.instance === 0)
        event('output', { category: 'important', output: `${reported.text}\n` });
    }),
  );

  /** The body of the response. */
  const handle = async (command: unknown, args: unknown): Promise<object> => {
    switch (command) {
      case 'initialize':
        return { supportsTerminateRequest: true, supportsConfigurationDoneRequest: true };
      case 'launch':
        await runs.start(descriptor, { debugpy: debugpyFolder() });
        event('initialized');
        return {};
      case 'terminate':
      case 'disconnect':
        await runs.stop(descriptor);
        return {};
      case 'threads':
        return { threads: [] };
      case 'setBreakpoints': {
        // The debugger of the functions sets them.
        const breakpoints = property(args, 'breakpoints');
        return { breakpoints: Array.isArray(breakpoints) ? breakpoints.map(() => ({ verified: false })) : [] };
      }
      default:
        return {};
    }
  };
  const respond = async (request: unknown): Promise<void> => {
    const command = property(request, 'command');
    const response = { type: 'response', request_seq: property(request, 'seq'), command };
    try {
      send({ ...response, success: true, body: await handle(command, property(request, 'arguments')) });
    } catch (error) {
      send({ ...response, success: false, message: messageOf(error) });
    }
  };
  return {
    onDidSendMessage: sent.event,
    handleMessage(message: unknown) {
      if (isRecord(message) && message['type'] === 'request') inBackground(respond(message));
    },
    dispose() {
      subscription.dispose();
      sent.dispose();
    },
  };
}
