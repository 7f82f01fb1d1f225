// All tools for agents, and the call of one by its name.
import { didYouMean } from '../language/similar.ts';
import { rules } from '../rules/all-rules.ts';
import { capitalize, quote } from '../wording.ts';
import { buildTemplate, checkFile } from './project-file.ts';
import { routeMessage } from './route-message.ts';
import { ToolError, tool, type Tool, type ToolHost, type ToolResult } from './tool.ts';

const ids = rules.map(({ id }) => id);

interface ListedRule {
  readonly id: string;
  readonly severity: string;
  readonly summary: string;
  readonly fixable: boolean;
}

/** The rules as other programs read them. */
export function listedRules(): ListedRule[] {
  return rules.map(({ id, severity, summary, fixable }) => ({
    id,
    severity,
    summary: `${capitalize(summary)}.`,
    fixable,
  }));
}

const listRules = tool({
  name: 'list_rules',
  title: 'List the rules',
  description:
    'Lists the rules that WebSocket project files are checked by: the ID of each, its severity, and what it reports.',
  input: { type: 'object', properties: {}, required: [], additionalProperties: false },
  output: {
    type: 'object',
    properties: {
      rules: {
        type: 'array',
        items: {
          type: 'object',
          properties: {
            id: { type: 'string' },
            severity: { enum: ['error', 'warning', 'information'] },
            summary: { type: 'string' },
            fixable: { type: 'boolean', description: 'Whether its problems have fixes.' },
          },
          required: ['id', 'severity', 'summary', 'fixable'],
        },
      },
    },
    required: ['rules'],
  },
  async run() {
    const all = listedRules();
    const lines = all.map(({ id, severity, summary }) => `${id} (${severity}): ${summary}`);
    return Promise.resolve({ text: lines.join('\n'), data: { rules: all } });
  },
});

const explainRule = tool({
  name: 'explain_rule',
  title: 'Explain a rule',
  description:
    'Returns the page of a rule in Markdown: what it reports in a WebSocket project file, why that matters, an example, and how to fix it. Use it when the message of a problem is not enough.',
  input: {
    type: 'object',
    properties: { rule: { type: 'string', description: 'The ID of the rule, such as duplicate-route.' } },
    required: ['rule'],
    additionalProperties: false,
  },
  output: {
    type: 'object',
    properties: { rule: { type: 'string' }, page: { type: 'string', description: 'In Markdown.' } },
    required: ['rule', 'page'],
  },
  async run({ rule }, host) {
    if (!ids.includes(rule)) {
      const [meant] = didYouMean(rule, ids);
      const advice = meant === undefined ? 'list_rules lists them all.' : `Did you mean ${quote(meant)}?`;
      throw new ToolError(`There is no rule ${quote(rule)}. ${advice}`);
    }
    const page = host.pageOf(rule);
    if (page === undefined) throw new ToolError('The pages of the rules are not installed.');
    return Promise.resolve({ text: page, data: { rule, page } });
  },
});

export const tools: readonly Tool[] = [checkFile, buildTemplate, routeMessage, explainRule, listRules];

/** What a call comes to: the result, or the reason why there is none, which the model gets in its place. */
export type ToolAnswer = (ToolResult & { readonly failed?: never }) | { readonly failed: string };

/** Other errors than those of the tools are faults of ours, and thrown. */
export async function callTool({ run }: Tool, input: unknown, host: ToolHost): Promise<ToolAnswer> {
  try {
    return await run(input, host);
  } catch (error) {
    if (error instanceof ToolError) return { failed: error.message };
    throw error;
  }
}
