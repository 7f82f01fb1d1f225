// Records the extension's messages, and answers its questions, since there is no user.
import * as vscode from 'vscode';

export interface Said {
  readonly severity: 'error' | 'warning' | 'information';
  readonly message: string;
  readonly isQuestion: boolean;
}

export interface Heard {
  /** In order, since the test started. */
  readonly said: Said[];
  /** The text below the message in the last dialog. */
  detail: string | undefined;
  /** The button to press in the next questions. */
  answer: string | undefined;
  /** An action to run before pressing it. */
  meanwhile: () => Promise<unknown>;
}

export function hearMessages(): Heard {
  const heard: Heard = {
    said: [],
    detail: undefined,
    answer: undefined,
    meanwhile: async () => {},
  };
  const hear =
    (severity: Said['severity']) =>
    async (message: string, ...rest: readonly unknown[]): Promise<string | undefined> => {
      const options = rest.find(
        (one): one is vscode.MessageOptions => typeof one === 'object' && one !== null && 'modal' in one,
      );
      heard.said.push({ severity, message, isQuestion: options !== undefined });
      if (!options) return undefined;
      heard.detail = options.detail;
      await heard.meanwhile();
      return rest.includes(heard.answer) ? heard.answer : undefined;
    };
  Object.assign(vscode.window, {
    showErrorMessage: hear('error'),
    showWarningMessage: hear('warning'),
    showInformationMessage: hear('information'),
  });
  return heard;
}
