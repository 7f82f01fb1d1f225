// The extension Python Debugger as far as ours uses it: it attaches to the address of a debugpy, and has that package. Instead of a
// debugger, it has a connection to what listens there.
import { connect, type Socket } from 'node:net';
import * as vscode from 'vscode';

export function activate({ subscriptions }: vscode.ExtensionContext): void {
  subscriptions.push(
    vscode.debug.registerDebugAdapterDescriptorFactory('debugpy', {
      createDebugAdapterDescriptor({ configuration }) {
        const address: unknown = configuration['connect'];
        if (!isAddress(address)) throw new Error('There is nothing to connect to.');
        return new vscode.DebugAdapterInlineImplementation(adapter(connect(address)));
      },
    }),
  );
}

function isAddress(value: unknown): value is { readonly host: string; readonly port: number } {
  return typeof value === 'object' && value !== null && 'host' in value && 'port' in value;
}

interface Request {
  readonly seq: number;
  readonly command: string;
}

function adapter(socket: Socket): vscode.DebugAdapter {
  const sent = new vscode.EventEmitter<vscode.DebugProtocolMessage>();
  socket.on('error', () => undefined);
  socket.on('close', () => sent.fire({ seq: 0, type: 'event', event: 'terminated' }));
  return {
    onDidSendMessage: sent.event,
    handleMessage(message: vscode.DebugProtocolMessage & Partial<Request>) {
      const { seq, command } = message;
      sent.fire({ seq: 0, type: 'response', request_seq: seq, command, success: true, body: { threads: [] } });
      if (command === 'attach') sent.fire({ seq: 0, type: 'event', event: 'initialized' });
      if (command === 'disconnect') socket.destroy();
    },
    dispose: () => socket.destroy(),
  };
}
