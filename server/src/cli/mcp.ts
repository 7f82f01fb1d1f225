// `mcp`: the tools for agents by the Model Context Protocol, over standard input and output, with a message on each line.
import { realpath } from 'node:fs/promises';
import { extname } from 'node:path';
import { version } from '../../../package.json';
import { installedPage } from '../disk/installed.ts';
import { reserveStandardOutput } from '../lsp/standard-output.ts';
import { mcpServer } from '../tools/mcp.ts';
import { ToolError, type ToolHost } from '../tools/tool.ts';
import { analyzeWithSources } from './check-files.ts';
import { command, UsageError } from './command.ts';
import { settingsOnDisk } from './files.ts';
import { reportLine } from './output.ts';
import { messageOf, stackOf } from '../wording.ts';

/** In bytes. A longer message is discarded as it arrives. */
const maximumMessage = 10_000_000;

export const mcp = command({
  name: 'mcp',
  parameters: '',
  summary: 'Start the server of the Model Context Protocol. AI agents do that.',
  details: [
    'It uses standard input and output, and offers tools that check a project file, build its template, find where a message goes, and explain rules. They read the file that the agent names, the settings that apply to it and the source files beside it, and write nothing.',
  ],
  options: {},
  examples: [{ line: 'mcp', does: 'What an agent runs.' }],
  async run({ positionals }) {
    if (positionals.length > 0) throw new UsageError('mcp takes no parameters');
    if (process.stdin.isTTY) reportLine('Waiting for messages of the Model Context Protocol. Press Ctrl+C to stop.');
    const output = reserveStandardOutput();
    const answer = mcpServer(version, host, (error) => reportLine(`websocket-project: ${stackOf(error)}`));
    for await (const line of linesOf(process.stdin)) {
      const response = await answer(line);
      if (response !== undefined) output.write(`${response}\n`);
    }
    return 0;
  },
});

/**
 * An agent that has been misled could name any file, or a link to it, and messages about it could contain parts of it. So
 * both the name and what it leads to must end like a project file.
 */
const endings = ['.yaml', '.yml', '.json'];

const host: ToolHost = {
  async analyze(file) {
    const real = await realpath(file).catch(() => file);
    if (![file, real].every((path) => endings.includes(extname(path).toLowerCase()))) {
      throw new ToolError(`${file} was not read, because the name of a project file ends in .yaml, .yml or .json.`);
    }
    settingsOnDisk.refresh();
    return orToolError(analyzeWithSources(file));
  },
  pageOf: installedPage,
};

/** Passes on the reason why something cannot be read. */
async function orToolError<T>(task: Promise<T>): Promise<T> {
  return task.catch((error: unknown) => {
    throw new ToolError(messageOf(error));
  });
}

/** The lines of the input that are not blank. Undefined for a line that is too long. */
async function* linesOf(input: AsyncIterable<Buffer>): AsyncGenerator<string | undefined> {
  let parts: Buffer[] = [];
  let length = 0;
  const take = (): string | undefined => {
    const line = length > maximumMessage ? undefined : Buffer.concat(parts).toString();
    parts = [];
    length = 0;
    return line;
  };
  for await (const chunk of input) {
    for (let start = 0; start < chunk.length;) {
      const newline = chunk.indexOf('\n', start);
      const end = newline < 0 ? chunk.length : newline;
      length += end - start;
      if (length > maximumMessage) parts = [];
      else parts.push(chunk.subarray(start, end));
      start = end + 1;
      if (newline < 0) continue;
      const line = take();
      if (line?.trim() !== '') yield line;
    }
  }
  const last = take();
  if (last?.trim() !== '') yield last;
}
