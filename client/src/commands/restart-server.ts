import { window } from 'vscode';
import type { LanguageServer } from '../language-server.ts';
import type { Command } from './command.ts';

const toldFor = 3000;

/** *WebSocket: Restart Language Server*. */
export function restartServer(server: LanguageServer): Command {
  return {
    id: 'websocketProject.restartServer',
    async run() {
      if (await server.start()) window.setStatusBarMessage('$(check) The language server was restarted', toldFor);
    },
  };
}
