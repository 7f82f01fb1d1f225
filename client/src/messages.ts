// The messages that the extension shows, and the commands, whose failures are shown as messages. No failure is silent, and
// no text of a message is a link.
import { CancellationError, commands, window, type Disposable, type MessageOptions } from 'vscode';
import { inert, messageOf } from '../../server/src/wording.ts';

/** An expected failure. The message tells the user all there is to know, so it is not logged as a fault. */
export class UserFacingError extends Error {}

/** A button of a message. */
export interface Choice {
  readonly title: string;
  readonly run: () => unknown;
}

type Severity = 'error' | 'warning' | 'information';

/** Shows a message without waiting for the user to answer it. */
export function notify(severity: Severity, message: string, ...choices: readonly Choice[]): void {
  inBackground(showAndRun(severity, message, choices));
}

/** Runs a task in the background, and shows its failure. */
export function inBackground(task: PromiseLike<unknown>): void {
  task.then(undefined, showFailure);
}

export function showFailure(error: unknown): void {
  if (!(error instanceof UserFacingError)) console.error(error);
  // The message has no choices to wait for, and waiting could fail for the same reason again.
  void show('error', messageOf(error), {}, []);
}

async function showAndRun(severity: Severity, message: string, choices: readonly Choice[]): Promise<void> {
  const titles = choices.map(({ title }) => title);
  const chosen = await show(severity, message, {}, titles);
  await choices.find(({ title }) => title === chosen)?.run();
}

export interface Question {
  readonly message: string;
  readonly detail?: string;
  /** The buttons: what agrees is a verb. Only a warning needs one that does nothing, for example *Don't Delete*. */
  readonly yes: string;
  readonly no: string | undefined;
}

/**
 * Asks in a dialog, and waits. Whether the user agrees.
 *
 * VS Code gives the focus to the first button, and puts its own *Cancel* last. A warning is about something that could be
 * lost, so its first button does nothing.
 */
export async function confirm(severity: Severity, { message, detail = '', yes, no }: Question): Promise<boolean> {
  const titles = severity === 'warning' && no !== undefined ? [no, yes] : [yes];
  return (await show(severity, message, { modal: true, detail }, titles)) === yes;
}

/** The only place that shows messages. VS Code would make links of what looks like one, even to run commands. */
function show(
  severity: Severity,
  message: string,
  { modal = false, detail = '' }: MessageOptions,
  titles: readonly string[],
): Thenable<string | undefined> {
  const options = modal ? { modal, detail: inert(detail) } : {};
  switch (severity) {
    case 'error':
      return window.showErrorMessage(inert(message), options, ...titles);
    case 'warning':
      return window.showWarningMessage(inert(message), options, ...titles);
    case 'information':
      return window.showInformationMessage(inert(message), options, ...titles);
  }
}

export interface Command {
  /** As in package.json. */
  readonly id: string;
  /** The arguments come from a menu, a key binding, a code lens or another extension, so their types are unknown. */
  run(...args: unknown[]): Promise<unknown>;
}

export function register(command: Command): Disposable {
  return commands.registerCommand(command.id, async (...args: unknown[]) => {
    try {
      return await command.run(...args);
    } catch (error) {
      if (!(error instanceof CancellationError)) showFailure(error);
      return undefined;
    }
  });
}
