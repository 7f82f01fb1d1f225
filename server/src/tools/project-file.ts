// The tools about a project file as a whole: its problems and its template.
import type { Analysis } from '../analysis.ts';
import { countsOf, flatProblem, headline, problemOf, reportOf } from '../problems.ts';
import { sizeRemarks } from '../template/size.ts';
import type { TemplateFormat } from '../template/template.ts';
import { counted } from '../wording.ts';
import { ToolError, tool, type ToolHost } from './tool.ts';

/** The field for the file that a tool is about. */
export const file = {
  type: 'string',
  description:
    'The path of the project file, such as websocket.yaml: absolute, or relative to the folder that is open or current.',
} as const;

export const checkFile = tool({
  name: 'check_file',
  title: 'Check a WebSocket project file',
  description:
    'Checks a WebSocket project file (websocket.yaml or *.websocket.yaml, a descriptor of AWS API Gateway WebSocket APIs with their Lambda functions, tables, queues, topics and buckets) and returns its problems with their places. Use it after each change of such a file, and before you say that one is valid.',
  input: { type: 'object', properties: { file }, required: ['file'], additionalProperties: false },
  output: {
    type: 'object',
    properties: {
      file: { type: 'string' },
      problems: {
        type: 'array',
        items: {
          type: 'object',
          properties: {
            line: { type: 'integer', description: 'From 1, as are the columns.' },
            column: { type: 'integer' },
            endLine: { type: 'integer' },
            endColumn: { type: 'integer', description: 'The end is exclusive.' },
            severity: { enum: ['error', 'warning', 'information'] },
            rule: { type: 'string', description: 'Its ID, for explain_rule.' },
            message: { type: 'string' },
            fixable: { type: 'boolean', description: 'Whether `websocket-project check --fix` fixes it.' },
          },
          required: ['line', 'column', 'endLine', 'endColumn', 'severity', 'rule', 'message', 'fixable'],
        },
      },
    },
    required: ['file', 'problems'],
  },
  async run({ file: name }, host) {
    const report = reportOf(name, await host.analyze(name));
    const { problems } = report;
    const { error } = countsOf([report]);
    const summary =
      problems.length === 0
        ? `${name} has no problems.`
        : `${counted(problems.length, 'problem')}. ${error === 0 ? 'A template can be generated.' : 'No template can be generated until the errors are fixed.'}`;
    return {
      text: [...problems.map((problem) => headline(name, problem)), summary].join('\n'),
      data: { file: name, problems: problems.map(flatProblem) },
    };
  },
});

const formats = ['yaml', 'json'] as const satisfies readonly TemplateFormat[];

export const buildTemplate = tool({
  name: 'build_template',
  title: 'Build the CloudFormation template',
  description:
    'Returns the CloudFormation template that a WebSocket project file becomes. Nothing is written or deployed. Use it to see which AWS resources, permissions and variables a project file gets, instead of deriving them.',
  input: {
    type: 'object',
    properties: {
      file,
      format: { type: 'string', enum: formats, description: 'The format of the template. The default is yaml.' },
    },
    required: ['file'],
    additionalProperties: false,
  },
  output: {
    type: 'object',
    properties: {
      template: { type: 'string' },
      notes: { type: 'array', items: { type: 'string' }, description: 'What to consider before it is deployed.' },
    },
    required: ['template', 'notes'],
  },
  async run({ file: name, format = 'yaml' }, host) {
    const analysis = await analyzeValid(name, host);
    const template = analysis.template(format) ?? '';
    const size = analysis.templateSize(format);
    const remarks = size ? sizeRemarks(size) : [];
    const [tooLarge] = remarks.filter(({ severity }) => severity === 'error');
    if (tooLarge) throw new ToolError(tooLarge.message);
    const notes = [...remarks.map(({ message }) => message), analysis.openNote() ?? []].flat();
    return { text: [template, ...notes.map((note) => `Note: ${note}`)].join('\n'), data: { template, notes } };
  },
});

/** @throws {ToolError} with the errors of the file, if it has any */
export async function analyzeValid(name: string, host: ToolHost): Promise<Analysis> {
  const analysis = await host.analyze(name);
  if (analysis.errors.length === 0) return analysis;
  const errors = analysis.errors.map((error) => headline(name, problemOf(analysis, error)));
  throw new ToolError([`${name} has errors. Fix them first.`, ...errors].join('\n'));
}
