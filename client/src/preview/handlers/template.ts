// What can be done with the template.
import { commands, env } from 'vscode';
import { templateOriginRequest } from '../../../../server/src/protocol.ts';
import { showTemplateAt } from '../../template/template-editor.ts';
import { templateUri } from '../../template/template-uri.ts';
import { columnFor, revealText } from '../reveal.ts';
import type { Handlers } from './handler.ts';

type Types = 'copyTemplate' | 'generateTemplate' | 'openTemplate' | 'revealOrigin' | 'setTemplateFormat';

export const template: Handlers<Types> = {
  async copyTemplate(_, { state, post }) {
    const text = state()?.template;
    if (text === undefined) return;
    await env.clipboard.writeText(text);
    post({ type: 'copied' });
  },
  async generateTemplate(_, { uri }) {
    await commands.executeCommand('websocketProject.generateTemplate', uri());
  },
  async openTemplate(_, { uri, state, webviewPanel }) {
    const [descriptor, shown] = [uri(), state()];
    if (!descriptor || !shown) return;
    const document = templateUri({ descriptor, format: shown.templateFormat });
    await showTemplateAt(document, columnFor(document, webviewPanel.viewColumn));
  },
  async revealOrigin({ offset }, { server, uri, state, post, webviewPanel }) {
    const [shown, asked] = [uri(), state()];
    if (!shown || !asked) return;
    const { templateFormat: format, version } = asked;
    const origin = await server.ask(templateOriginRequest, {
      textDocument: { uri: asked.uri },
      format,
      offset,
      version,
    });
    if (origin) await revealText(shown, origin, webviewPanel.viewColumn);
    else if (state() === asked) post({ type: 'noOrigin' });
  },
  setTemplateFormat({ format }, { choose }) {
    choose({ format });
  },
};
