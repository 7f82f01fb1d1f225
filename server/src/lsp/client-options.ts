// What a client declares beyond the capabilities of the protocol: the commands that it has, and how it inserts completions.
import type { ClientCapabilities } from 'vscode-languageserver';
import type { InitializationOptions } from '../protocol.ts';
import { property } from './settings.ts';

/** Whether the client has the command. Commands belong to editors, so a client declares those that it has. */
export function hasCommand({ experimental }: ClientCapabilities, command: string): boolean {
  const commands: unknown = property(property(experimental, 'commands'), 'commands');
  return Array.isArray(commands) && commands.includes(command);
}

/** Options that are not given have their defaults. */
export type ClientOptions = Required<InitializationOptions>;

/** @param given the `initializationOptions`; anything unknown in them is ignored */
export function clientOptions(given: unknown): ClientOptions {
  return {
    snippetChoices: property(given, 'snippetChoices') !== false,
    indentsCompletion: property(given, 'indentsCompletion') !== false,
    multilineCompletion: property(given, 'multilineCompletion') !== false,
  };
}
