// How commands are registered: each in a file of its own, none of which can fail unheard.
import { commands, type Disposable } from 'vscode';
import { tellFailure } from '../messages.ts';

export interface Command {
  /** As in package.json. */
  readonly id: string;
  /** The arguments are whatever a menu, a key binding or another extension passes. */
  run(...args: unknown[]): Promise<unknown>;
}

export function register(command: Command): Disposable {
  return commands.registerCommand(command.id, async (...args: unknown[]) => {
    try {
      return await command.run(...args);
    } catch (error) {
      tellFailure(error);
      return undefined;
    }
  });
}
