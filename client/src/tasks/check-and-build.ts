// What the tasks do: `check` prints the problems of project files, and `build` prints them and writes the templates. They
// ask nothing, so `build` overwrites only what was generated, as on the command line.
import { Uri, workspace } from 'vscode';
import { impactRequest, type Problem } from '../../../server/src/protocol.ts';
import { t } from '../../../server/src/locale.ts';
import { statOf } from '../commands/write-file.ts';
import { notKnown } from '../documents.ts';
import type { LanguageServer } from '../language-server.ts';
import { UserFacingError } from '../messages.ts';
import { templateOf, writeTemplate, type Existing } from '../template/write-template.ts';
import type { ExitCode, Print, TaskContext, Work } from './task-terminal.ts';
import { messageOf } from '../../../server/src/wording.ts';

export const check: Work = async (context, print) => {
  const files = await filesOf(context);
  for (const { uri, problems } of files) printProblems(uri, problems, print);
  const problems = files.flatMap((file) => file.problems);
  const checked = files.length === 1 ? t`Checked 1 file.` : t`Checked ${files.length} files.`;
  print(`${checked} ${amountOf(problems.length)}`);
  return problems.some(({ severity }) => severity === 'error') ? 1 : 0;
};

function amountOf(problems: number): string {
  if (problems === 0) return t`No problems.`;
  return problems === 1 ? t`1 problem.` : t`${problems} problems.`;
}

export const build: Work = async (context, print, isStopped) => {
  let worst: ExitCode = 0;
  for (const file of await filesOf(context)) {
    if (isStopped()) throw new UserFacingError(t`The task was stopped.`);
    const code = await buildFile(context.server, file, print);
    if (code > worst) worst = code;
  }
  return worst;
};

interface CheckedFile {
  readonly uri: Uri;
  readonly problems: readonly Problem[];
}

/** Those in the place that the task is about. */
async function filesOf({ server, folder, place }: TaskContext): Promise<readonly CheckedFile[]> {
  const isIn = (uri: Uri, { path }: Uri): boolean => uri.path === path || uri.path.startsWith(`${path}/`);
  const all = (await server.problems()).map(({ uri, problems }) => ({ uri: Uri.parse(uri), problems }));
  const within = all.filter(({ uri }) => isIn(uri, folder) && isIn(uri, place));
  // VS Code keeps a document open for some time after its file was deleted.
  const exist = await Promise.all(within.map(async ({ uri }) => (await statOf(uri)) !== undefined));
  const files = within.filter((_, index) => exist[index]);
  if (files.length > 0) return files.sort((a, b) => (a.uri.path < b.uri.path ? -1 : 1));
  throw new UserFacingError(t`There is no project file in ${place.path}.`);
}

/** As on the command line, whose lines the problem matcher reads. */
function printProblems(uri: Uri, problems: readonly Problem[], print: Print): void {
  for (const { range, severity, message, rule } of problems) {
    const { line, character } = range.start;
    print(`${shownPath(uri)}:${line + 1}:${character + 1}: ${severity}: ${message} [${rule}]`);
  }
}

/** From the folder of the workspace. */
function shownPath(uri: Uri): string {
  return workspace.asRelativePath(uri, false);
}

async function buildFile(server: LanguageServer, { uri, problems }: CheckedFile, print: Print): Promise<ExitCode> {
  try {
    // The server generates templates only from open documents.
    await workspace.openTextDocument(uri);
    const { template, errors } = await templateOf(server, uri, 'yaml');
    // Errors prevent the template even if they are not reported.
    printProblems(uri, [...errors, ...problems.filter(({ severity }) => severity !== 'error')], print);
    if (template === undefined) {
      print(
        errors.length === 1
          ? t`${shownPath(uri)} has an error, so no template was generated.`
          : t`${shownPath(uri)} has ${errors.length} errors, so no template was generated.`,
      );
      return 1;
    }
    const effects: string[] = [];
    const { target, done, reason } = await writeTemplate(server, uri, async (existing) => {
      effects.push(...(await effectsOf(server, existing)));
      return true;
    });
    if (reason !== undefined) throw new UserFacingError(reason);
    print(done === 'written' ? t`Generated ${shownPath(target)}.` : t`${shownPath(target)} is up to date.`);
    for (const effect of effects) print(effect);
    return 0;
  } catch (error) {
    print(`${shownPath(uri)}: ${messageOf(error)}`);
    return 2;
  }
}

/**
 * What deploying the new template would do.
 * @throws {UserFacingError} if the existing file is not a generated template
 */
async function effectsOf(
  server: LanguageServer,
  { descriptor, target, format, text: existing }: Existing,
): Promise<readonly string[]> {
  const textDocument = { uri: descriptor.toString() };
  const result = await server.request(impactRequest, { textDocument, format, existing });
  if (!result) throw notKnown(descriptor);
  const { impact, unreadable } = result;
  if (impact?.replacesGenerated) return [...impact.effects.map(({ message }) => message), impact.summary];
  const reason = unreadable ?? t`it was not generated from a project file`;
  throw new UserFacingError(
    t`${shownPath(target)} was not overwritten because ${reason}. The command “WebSocket: Generate CloudFormation Template” asks what to do.`,
  );
}
