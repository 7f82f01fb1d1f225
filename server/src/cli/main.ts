// The command line: `websocket-project VERB …`. One file per verb; here only which there are.
import { build } from './build.ts';
import { check } from './check.ts';
import { diff } from './diff.ts';
import { explain } from './explain.ts';
import { graph } from './graph.ts';
import { route } from './route.ts';
import { UsageError, type Verb } from './verb.ts';
import { version } from '../../../package.json';

const verbs: readonly Verb[] = [check, build, diff, explain, graph, route];

const help = `Usage: websocket-project VERB …

${verbs.map(({ usage, summary }) => `  ${usage}\n      ${summary}`).join('\n')}

Exit status: 0 without errors, 1 with errors in a file, 2 for what cannot be read or understood.
`;

async function main([name, ...parameters]: readonly string[]): Promise<number> {
  if (name === '--version') {
    process.stdout.write(`${version}\n`);
    return 0;
  }
  // What follows `--` is no option.
  const end = parameters.indexOf('--');
  const options = end < 0 ? parameters : parameters.slice(0, end);
  if (name === undefined || [name, ...options].some((one) => one === '--help' || one === '-h')) {
    (name === undefined ? process.stderr : process.stdout).write(help);
    return name === undefined ? 2 : 0;
  }
  const verb = verbs.find((candidate) => candidate.name === name);
  if (!verb) throw new UsageError(`there is no verb ${JSON.stringify(name)}`);
  return await verb.run(parameters);
}

/** A reader that has seen enough, such as `head`, closes the pipe: no error of ours. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

async function run(): Promise<void> {
  try {
    process.exitCode = await main(process.argv.slice(2));
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    process.stderr.write(`websocket-project: ${message}\n`);
    if (error instanceof UsageError) process.stderr.write('Try: websocket-project --help\n');
    process.exitCode = 2;
  }
}

void run();
