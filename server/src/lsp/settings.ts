// The user's settings for each document, requested from the client and cached until they change.
import {
  DidChangeConfigurationNotification,
  Emitter,
  type ClientCapabilities,
  type Connection,
  type Event,
} from 'vscode-languageserver';
import type { RuleSettings } from '../rules/check.ts';

export interface Settings {
  /** The settings that are known now; the defaults until `fetch` has resolved. */
  of(uri: string): RuleSettings;
  /** Requests the settings of a document unless they are known. Resolves after a short wait if the client does not answer. */
  fetch(uri: string): Promise<void>;
  forget(uri: string): void;
  /** Fires if the settings have changed, or if the client has answered late. */
  readonly onDidChange: Event<void>;
  /** To be called on `initialized`. */
  start(): void;
}

const section = 'websocketProject';
const severities = ['off', 'information', 'warning', 'error'] as const;

/** How long to wait for the client's answer, in milliseconds. */
const maximumWait = 2000;

export function clientSettings(connection: Connection, client: () => ClientCapabilities): Settings {
  const known = new Map<string, RuleSettings>();
  const pending = new Map<string, Promise<void>>();
  /** The documents whose answer did not come in time. They have the default settings until it does. */
  const late = new Set<string>();
  /** Zero after the client has failed to answer in time, until it answers. */
  let wait = maximumWait;
  const didChange = new Emitter<void>();
  /** The settings that a client without `workspace/configuration` has pushed. */
  let pushed: RuleSettings = {};
  /** Grows with every change: answers to earlier requests are ignored. */
  let generation = 0;

  connection.onDidChangeConfiguration(({ settings }: { readonly settings: unknown }) => {
    known.clear();
    pending.clear();
    late.clear();
    generation++;
    if (!client().workspace?.configuration) pushed = ruleSettings(property(settings, section));
    didChange.fire();
  });

  const answerFor = async (uri: string): Promise<RuleSettings> => {
    try {
      const answer: unknown = await connection.workspace.getConfiguration({ scopeUri: uri, section });
      return ruleSettings(answer);
    } catch (error) {
      connection.console.warn(`Could not request the settings for ${uri}: ${String(error)}`);
      return {};
    }
  };
  const request = async (uri: string): Promise<void> => {
    const before = generation;
    const answer = await answerFor(uri);
    wait = maximumWait;
    if (before !== generation) return;
    pending.delete(uri);
    known.set(uri, answer);
    if (late.delete(uri)) didChange.fire();
  };
  const isAnswered = async (answer: Promise<void>): Promise<boolean> => {
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise<false>((resolve) => {
      timer = setTimeout(() => resolve(false), wait);
    });
    const answered = await Promise.race([answer.then(() => true), timeout]);
    clearTimeout(timer);
    return answered;
  };

  return {
    of: (uri) => known.get(uri) ?? pushed,
    async fetch(uri) {
      if (!client().workspace?.configuration) return;
      while (!known.has(uri) && !late.has(uri)) {
        const answer = pending.get(uri) ?? request(uri);
        pending.set(uri, answer);
        if (await isAnswered(answer)) continue;
        if (wait > 0) connection.console.warn(`The client did not send the settings for ${uri}. Using the defaults.`);
        wait = 0;
        late.add(uri);
      }
    },
    forget(uri) {
      known.delete(uri);
      pending.delete(uri);
      late.delete(uri);
    },
    onDidChange: didChange.event,
    start() {
      if (!client().workspace?.didChangeConfiguration?.dynamicRegistration) return;
      connection.client.register(DidChangeConfigurationNotification.type, { section }).catch((error: unknown) => {
        connection.console.warn(`Changes of the settings will not be noticed: ${String(error)}`);
      });
    },
  };
}

/** The valid part of the section's value. VS Code reports the rest. */
function ruleSettings(value: unknown): RuleSettings {
  const rules = property(value, 'rules');
  if (typeof rules !== 'object' || rules === null) return {};
  return Object.fromEntries(
    Object.entries(rules).flatMap(([rule, value]) => {
      const severity = severities.find((each) => each === value);
      return severity ? [[rule, severity]] : [];
    }),
  );
}

export function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? Object.entries(value).find(([key]) => key === name)?.[1]
    : undefined;
}
