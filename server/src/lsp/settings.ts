// The user's settings for each document, asked of the client by folder and kept until they change.
import {
  DidChangeConfigurationNotification,
  Emitter,
  type ClientCapabilities,
  type Connection,
  type Event,
} from 'vscode-languageserver';
import type { RuleSettings } from '../rules/check.ts';

export interface Settings {
  /** What is known now; nothing before `fetch` has ended. */
  of(uri: string): RuleSettings;
  /** Asks for the settings of a document that are not known yet; a client that does not answer is not waited for long. */
  fetch(uri: string): Promise<void>;
  forget(uri: string): void;
  /** The settings have changed, or the client has answered at last. */
  readonly onDidChange: Event<void>;
  /** To be called when client and server have introduced themselves. */
  start(): void;
}

const section = 'websocketProject';
const severities = ['off', 'information', 'warning', 'error'] as const;

/** In milliseconds: what is waited for a client that is asked. */
const maximumWait = 2000;

export function clientSettings(connection: Connection, client: () => ClientCapabilities): Settings {
  const known = new Map<string, RuleSettings>();
  const asked = new Map<string, Promise<void>>();
  /** The documents for which it was waited in vain: the defaults hold until the answer comes. */
  const late = new Set<string>();
  /** One that has left a question open is not waited for again until it answers. */
  let wait = maximumWait;
  const didChange = new Emitter<void>();
  /** What a client that cannot be asked has sent of its own accord. */
  let sent: RuleSettings = {};
  /** Grows with every change: an answer to what was asked before is none any more. */
  let generation = 0;

  connection.onDidChangeConfiguration(({ settings }: { readonly settings: unknown }) => {
    known.clear();
    asked.clear();
    late.clear();
    generation++;
    if (!client().workspace?.configuration) sent = ruleSettings(property(settings, section));
    didChange.fire();
  });

  const answerFor = async (uri: string): Promise<RuleSettings> => {
    try {
      const answer: unknown = await connection.workspace.getConfiguration({ scopeUri: uri, section });
      return ruleSettings(answer);
    } catch (error) {
      connection.console.warn(`The settings for ${uri} could not be asked for: ${String(error)}`);
      return {};
    }
  };
  const ask = async (uri: string): Promise<void> => {
    const before = generation;
    const answer = await answerFor(uri);
    wait = maximumWait;
    if (before !== generation) return;
    asked.delete(uri);
    known.set(uri, answer);
    if (late.delete(uri)) didChange.fire();
  };
  const isAnswered = async (question: Promise<void>): Promise<boolean> => {
    let timer: NodeJS.Timeout | undefined;
    const inVain = new Promise<false>((resolve) => {
      timer = setTimeout(() => resolve(false), wait);
    });
    const answered = await Promise.race([question.then(() => true), inVain]);
    clearTimeout(timer);
    return answered;
  };

  return {
    of: (uri) => known.get(uri) ?? sent,
    async fetch(uri) {
      if (!client().workspace?.configuration) return;
      while (!known.has(uri) && !late.has(uri)) {
        const question = asked.get(uri) ?? ask(uri);
        asked.set(uri, question);
        if (await isAnswered(question)) continue;
        if (wait > 0) connection.console.warn(`The client has not told the settings for ${uri}: the defaults hold.`);
        wait = 0;
        late.add(uri);
      }
    },
    forget(uri) {
      known.delete(uri);
      asked.delete(uri);
      late.delete(uri);
    },
    onDidChange: didChange.event,
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
