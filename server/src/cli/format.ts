// `format [PATHS…]`: formats project files as the editor does.
import { realpath } from 'node:fs/promises';
import { applyEdits } from '../syntax/edits.ts';
import type { Analysis } from '../analysis.ts';
import { projectFiles } from '../disk/project-files.ts';
import { counted, messageOf } from '../wording.ts';
import { command, UsageError } from './command.ts';
import { analyzeText, readStandardInput, readText, reportFaults, settingsOnDisk, writeOutput } from './files.ts';
import { printDocument, printLine, reportLine } from './output.ts';

/** The defaults of editors for project files. */
const options = {
  tabSize: 2,
  insertSpaces: true,
  trimTrailingWhitespace: true,
  insertFinalNewline: true,
  trimFinalNewlines: true,
};

export const format = command({
  name: 'format',
  parameters: '[PATHS…]',
  summary: 'Format project files, or check whether they are formatted.',
  details: [
    'PATHS are as for `check`. Only whitespace changes. `-` formats standard input, and prints the result to standard output.',
    'Exit status: 0 if all files are formatted now, 1 if a file cannot be parsed or, with --check, is not formatted, 2 if a file cannot be read or written, there is no file, or the command line is invalid.',
  ],
  options: {
    check: { type: 'boolean', summary: 'Write nothing, and exit with 1 if a file is not formatted.' },
    ignore: {
      type: 'string',
      value: 'GLOB',
      multiple: true,
      summary: 'Leave out matching files and folders. The notation is that of .gitignore. Can be given several times.',
    },
    'stdin-filename': { type: 'string', value: 'NAME', summary: 'The name of what is read from standard input.' },
  },
  examples: [
    { line: 'format', does: 'Formats all project files below the current folder.' },
    { line: 'format --check services', does: 'Checks in CI that the files are formatted.' },
    { line: 'format - < websocket.yaml', does: 'Prints a formatted text.' },
  ],
  async run({ positionals, values }) {
    const paths = positionals.length > 0 ? positionals : ['.'];
    const isCheck = values.check ?? false;
    if (paths.includes('-')) {
      if (paths.length > 1) throw new UsageError('- must be the only path');
      return formatStandardInput(values['stdin-filename'] ?? 'standard input', isCheck);
    }
    if (values['stdin-filename'] !== undefined) throw new UsageError('--stdin-filename requires the path -');
    const { files, failed, settings } = await projectFiles(paths, values.ignore ?? [], settingsOnDisk);
    const hasFaults = [...settings].filter(reportFaults).length > 0;
    for (const { path, reason } of failed) reportLine(`websocket-project: ${path}: ${reason}`);
    const results: Result[] = [];
    for (const file of files) results.push(await formatFile(file, isCheck));
    const changed = results.filter((result) => result === 'changed').length;
    if (changed > 0)
      printLine(`${isCheck ? 'Not formatted' : 'Formatted'}: ${changed} of ${counted(files.length, 'file')}.`);
    if (failed.length > 0 || hasFaults || results.includes('failed')) return 2;
    return results.includes('refused') || (isCheck && changed > 0) ? 1 : 0;
  },
});

/** Refused if the file cannot be parsed, failed if it cannot be read or written. */
type Result = 'same' | 'changed' | 'refused' | 'failed';

async function formatFile(file: string, isCheck: boolean): Promise<Result> {
  try {
    const analysis = analyzeText(file, await readText(file));
    const formatted = formattedText(file, analysis);
    if (formatted === undefined) return 'refused';
    if (formatted === analysis.text) return 'same';
    if (!isCheck) await writeOutput(await realpath(file), formatted);
    printLine(file);
    return 'changed';
  } catch (error) {
    reportLine(`websocket-project: ${messageOf(error)}`);
    return 'failed';
  }
}

async function formatStandardInput(name: string, isCheck: boolean): Promise<number> {
  const analysis = analyzeText(name, await readStandardInput());
  const formatted = formattedText(name, analysis);
  if (formatted === undefined) return 1;
  if (isCheck) return formatted === analysis.text ? 0 : 1;
  printDocument(formatted);
  return 0;
}

/** Undefined if it cannot be parsed. The reason is printed. */
function formattedText(file: string, analysis: Analysis): string | undefined {
  const result = analysis.format(options);
  if (result.kind === 'formatted') return applyEdits(analysis.text, result.edits);
  const { line, character } = analysis.lines.positionAt(result.problem.span.start);
  reportLine(
    `${file}:${line + 1}:${character + 1}: error: The file cannot be formatted because it cannot be parsed. ${result.problem.message}`,
  );
  return undefined;
}
