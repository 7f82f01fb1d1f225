// What a client declares beyond the capabilities of the protocol: the commands that it has, how it inserts completions, and
// what a server without a disk cannot read itself.
import type { ClientCapabilities } from 'vscode-languageserver';
import { isCatalogue } from '../locale.ts';
import type { InitializationOptions } from '../client-support.ts';
import { property } from './settings.ts';

/** Whether the client has the command. Commands belong to editors, so a client declares those that it has. */
export function hasCommand({ experimental }: ClientCapabilities, command: string): boolean {
  const commands: unknown = property(property(experimental, 'commands'), 'commands');
  return Array.isArray(commands) && commands.includes(command);
}

/** Options that are not given have their defaults; what the server may have itself is undefined. */
export interface ClientOptions extends Required<Omit<InitializationOptions, Installed>> {
  readonly texts: InitializationOptions['texts'] | undefined;
  readonly rulePages: InitializationOptions['rulePages'] | undefined;
}

type Installed = 'texts' | 'rulePages';

/** @param given the `initializationOptions`; anything unknown in them is ignored */
export function clientOptions(given: unknown): ClientOptions {
  const [texts, rulePages] = [property(given, 'texts'), property(given, 'rulePages')];
  return {
    snippetChoices: property(given, 'snippetChoices') !== false,
    indentsCompletion: property(given, 'indentsCompletion') !== false,
    multilineCompletion: property(given, 'multilineCompletion') !== false,
    texts: isCatalogue(texts) ? texts : undefined,
    rulePages: isCatalogue(rulePages) ? rulePages : undefined,
  };
}
