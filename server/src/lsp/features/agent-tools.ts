// The tools for AI agents, which answer about the documents that are open in the editor.
import type { CancellationToken } from 'vscode-languageserver';
import type { Analysis } from '../../analysis.ts';
import { toolRequest, type ToolParams } from '../../protocol.ts';
import { callTool, tools, type ToolAnswer } from '../../tools/tools.ts';
import { ToolError } from '../../tools/tool.ts';
import type { DocumentRequest, ServerFeature } from '../feature.ts';
import { t } from '../../locale.ts';

export const agentTools: ServerFeature = {
  capabilities: {},
  register({ connection, contain, answerWhenReady, pageOf }) {
    const answer = async ({ tool: name, input }: ToolParams, analysis?: Analysis): Promise<ToolAnswer | null> => {
      const tool = tools.find((one) => one.name === name);
      const analyze = async (file: string): Promise<Analysis> =>
        analysis ?? Promise.reject(new ToolError(t`${file} is not open in the editor.`));
      return tool ? callTool(tool, input, { analyze, pageOf }) : null;
    };
    const answerAbout = answerWhenReady(toolRequest, async (analysis, params: ToolParams & DocumentRequest) =>
      answer(params, analysis),
    );
    connection.onRequest<unknown, unknown>(toolRequest, async (params: ToolParams, token: CancellationToken) => {
      const { textDocument } = params;
      if (textDocument) return answerAbout({ ...params, textDocument }, token);
      return (await contain(toolRequest, params, async () => answer(params))) ?? null;
    });
  },
};
