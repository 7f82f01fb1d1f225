// Hears what the extension says, and answers its questions: nobody else would here.
import * as vscode from 'vscode';

export interface Said {
  readonly severity: 'error' | 'warning' | 'information';
  readonly message: string;
  readonly isQuestion: boolean;
}

export interface Heard {
  /** In its order, since the test began. */
  readonly said: Said[];
  /** What stood below the message in the last dialog. */
  detail: string | undefined;
  /** The button that is pressed in the next questions. */
  answer: string | undefined;
  /** What is done before it is pressed. */
  meanwhile: () => Promise<unknown>;
  restore(): void;
}

export function hearMessages(): Heard {
  const { showErrorMessage, showWarningMessage, showInformationMessage } = vscode.window;
  const heard: Heard = {
    said: [],
    detail: undefined,
    answer: undefined,
    meanwhile: async () => {},
    restore: () => void Object.assign(vscode.window, { showErrorMessage, showWarningMessage, showInformationMessage }),
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
