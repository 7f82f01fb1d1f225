// The user's settings for each document, asked of the client by folder and kept until they change.
import { DidChangeConfigurationNotification, type ClientCapabilities, type Connection } from 'vscode-languageserver';
import type { RuleSettings } from '../rules/index.ts';

export interface Settings {
  /** What is known now; nothing before `fetch` has ended. */
  of(uri: string): RuleSettings;
  /** Asks for the settings of a document that are not known yet. */
  fetch(uri: string): Promise<void>;
  forget(uri: string): void;
  /** Called after the settings have changed, when all that was known is forgotten. */
  onDidChange(listener: () => void): void;
  /** To be called when client and server have introduced themselves. */
  start(): void;
}

const section = 'websocketProject';
const severities = ['off', 'information', 'warning', 'error'] as const;

export function clientSettings(connection: Connection, client: () => ClientCapabilities): Settings {
  const known = new Map<string, RuleSettings>();
  const listeners: (() => void)[] = [];
  /** What a client that cannot be asked has sent of its own accord. */
  let sent: RuleSettings = {};
  /** Grows with every change: an answer to what was asked before is none any more. */
  let generation = 0;

  connection.onDidChangeConfiguration(({ settings }: { readonly settings: unknown }) => {
    known.clear();
    generation++;
    if (!client().workspace?.configuration) sent = ruleSettings(property(settings, section));
    for (const listener of listeners) listener();
  });

  const ask = async (uri: string): Promise<RuleSettings> => {
    try {
      const answer: unknown = await connection.workspace.getConfiguration({ scopeUri: uri, section });
      return ruleSettings(answer);
    } catch (error) {
      connection.console.warn(`The settings for ${uri} could not be asked for: ${String(error)}`);
      return {};
    }
  };

  return {
    of: (uri) => known.get(uri) ?? sent,
    async fetch(uri) {
      if (!client().workspace?.configuration) return;
      while (!known.has(uri)) {
        const asked = generation;
        const answer = await ask(uri);
        if (asked === generation) known.set(uri, answer);
      }
    },
    forget: (uri) => void known.delete(uri),
    onDidChange: (listener) => void listeners.push(listener),
    start() {
      if (!client().workspace?.didChangeConfiguration?.dynamicRegistration) return;
      connection.client.register(DidChangeConfigurationNotification.type, { section }).catch((error: unknown) => {
        connection.console.warn(`Settings that change will not be heard of: ${String(error)}`);
      });
    },
  };
}

/** Of the section's value only what is right; VS Code itself reports on the rest. */
function ruleSettings(value: unknown): RuleSettings {
  const rules = property(value, 'rules');
  if (typeof rules !== 'object' || rules === null) return {};
  return Object.fromEntries(
    Object.entries(rules).flatMap(([rule, wanted]) => {
      const severity = severities.find((known) => known === wanted);
      return severity ? [[rule, severity]] : [];
    }),
  );
}

export function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? Object.entries(value).find(([key]) => key === name)?.[1]
    : undefined;
}
