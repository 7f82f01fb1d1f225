// What the extension tells the person. Nothing that goes wrong is kept silent: it ends here, in words.
import { window } from 'vscode';

/** Something that cannot be done, in words that say all there is to know: no fault of the extension. */
export class Refusal extends Error {}

/** A button of a message. */
export interface Choice {
  readonly title: string;
  readonly run: () => unknown;
}

type Severity = 'error' | 'warning' | 'information';

/** Shows a message, and goes on without waiting for the person to answer. */
export function tell(severity: Severity, message: string, ...choices: readonly Choice[]): void {
  inBackground(ask(severity, message, choices));
}

/** Lets something run on its own; should it fail, that is told. */
export function inBackground(task: PromiseLike<unknown>): void {
  task.then(undefined, tellFailure);
}

export function tellFailure(error: unknown): void {
  if (!(error instanceof Refusal)) console.error(error);
  // Its answer is not waited for: there are no choices, and this must not fail for the same reason.
  void window.showErrorMessage(reasonOf(error));
}

export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

async function ask(severity: Severity, message: string, choices: readonly Choice[]): Promise<void> {
  const titles = choices.map(({ title }) => title);
  const chosen = await show(severity, message, titles);
  await choices.find(({ title }) => title === chosen)?.run();
}

function show(severity: Severity, message: string, titles: readonly string[]): Thenable<string | undefined> {
  switch (severity) {
    case 'error':
      return window.showErrorMessage(message, ...titles);
    case 'warning':
      return window.showWarningMessage(message, ...titles);
    case 'information':
      return window.showInformationMessage(message, ...titles);
  }
}
