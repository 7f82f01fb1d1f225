// The settings for each document: those of the user, requested from the client and cached until they change, over those of
// the nearest settings file.
import {
  DidChangeConfigurationNotification,
  Emitter,
  MessageType,
  type ClientCapabilities,
  type Connection,
  type Event,
} from 'vscode-languageserver';
import type { RuleSettings } from '../rules/check.ts';
import type { Severity } from '../rules/rule.ts';
import { isTemplatePath, readLevel, templateFormats, templatePaths, type TemplateSettings } from '../settings.ts';
import { oneOf, quote } from '../wording.ts';
import { showMessage } from './convert.ts';
import { t } from '../locale.ts';

export interface Settings {
  /** The levels of rules that are known now; the defaults until `fetch` has resolved. */
  of(uri: string): RuleSettings;
  /** Requests the settings of a document unless they are known. Resolves after a short wait if the client does not answer. */
  fetch(uri: string): Promise<void>;
  forget(uri: string): void;
  /**
   * Fires if the settings have changed: with the URI of the document if a late answer of the client differs from the
   * defaults, and without one if those of any document may have changed.
   */
  readonly onDidChange: Event<string | undefined>;
  /** To be called on `initialized`. */
  start(): void;
}

export interface ClientSettings extends Settings {
  /** What is known now about the template; nothing until `fetch` has resolved. */
  templateOf(uri: string): TemplateSettings;
}

const section = 'websocketProject';

/** How long to wait for the client's answer, in milliseconds. */
const maximumWait = 2000;

export function clientSettings(connection: Connection, client: () => ClientCapabilities): ClientSettings {
  const known = new Map<string, UserSettings>();
  const pending = new Map<string, Promise<void>>();
  /** The documents whose answer did not come in time. They have the default settings until it does. */
  const late = new Set<string>();
  /** Zero after the client has failed to answer in time, until it answers. */
  let wait = maximumWait;
  const didChange = new Emitter<string | undefined>();
  /** The settings that a client without `workspace/configuration` has pushed. */
  let pushed: UserSettings = noSettings;
  /** Grows with every change: answers to earlier requests are ignored. */
  let generation = 0;

  /** The faults that were shown since the last change, so that each is shown once and not for each document. */
  const shown = new Set<string>();
  const read = (value: unknown): UserSettings => {
    const { settings, faults } = readUserSettings(value);
    for (const fault of faults) {
      if (shown.has(fault)) continue;
      shown.add(fault);
      void showMessage(connection, MessageType.Warning, fault);
    }
    return settings;
  };

  connection.onDidChangeConfiguration(({ settings }: { readonly settings: unknown }) => {
    known.clear();
    pending.clear();
    late.clear();
    shown.clear();
    generation++;
    if (!client().workspace?.configuration) pushed = read(property(settings, section));
    didChange.fire(undefined);
  });

  const answerFor = async (uri: string): Promise<UserSettings> => {
    try {
      const answer: unknown = await connection.workspace.getConfiguration({ scopeUri: uri, section });
      return read(answer);
    } catch (error) {
      connection.console.warn(`Could not request the settings for ${uri}: ${String(error)}`);
      return noSettings;
    }
  };
  const request = async (uri: string): Promise<void> => {
    const before = generation;
    const answer = await answerFor(uri);
    wait = maximumWait;
    if (before !== generation) return;
    pending.delete(uri);
    known.set(uri, answer);
    // With many files open, late answers must not check them all again and again.
    if (late.delete(uri) && Object.keys(answer.rules).length > 0) didChange.fire(uri);
  };
  const isAnswered = async (answer: Promise<void>): Promise<boolean> => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const timeout = new Promise<false>((resolve) => {
      timer = setTimeout(() => resolve(false), wait);
    });
    const answered = await Promise.race([answer.then(() => true), timeout]);
    clearTimeout(timer);
    return answered;
  };

  return {
    of: (uri) => (known.get(uri) ?? pushed).rules,
    templateOf: (uri) => (known.get(uri) ?? pushed).template,
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

interface UserSettings {
  readonly rules: RuleSettings;
  readonly template: TemplateSettings;
}

const noSettings: UserSettings = { rules: {}, template: {} };

interface Read<T> {
  readonly settings: T;
  /** What is wrong with the rest, as messages. */
  readonly faults: readonly string[];
}

/** The valid part of the section's value. */
export function readUserSettings(value: unknown): Read<UserSettings> {
  const [rules, template] = [readLevels(property(value, 'rules') ?? {}), readTemplate(property(value, 'template'))];
  return {
    settings: { rules: rules.settings, template: template.settings },
    faults: [...rules.faults, ...template.faults],
  };
}

function readLevels(written: unknown): Read<RuleSettings> {
  const setting = `${section}.rules`;
  if (typeof written !== 'object' || written === null || Array.isArray(written)) {
    return { settings: {}, faults: [t`The setting ${quote(setting)} must be an object with a level for each rule.`] };
  }
  const settings: Record<string, Severity | 'off'> = {};
  const faults: string[] = [];
  for (const [rule, level] of Object.entries(written)) {
    const read = readLevel(rule, typeof level === 'string' ? level : (JSON.stringify(level) ?? 'undefined'), setting);
    if ('level' in read) settings[rule] = read.level;
    else faults.push(read.fault);
  }
  return { settings, faults };
}

/** An empty path and the format `auto` leave the choice to the settings file. */
function readTemplate(value: unknown): Read<TemplateSettings> {
  const [path, format] = [property(value, 'path') ?? '', property(value, 'format') ?? 'auto'];
  const isPath = typeof path === 'string' && isTemplatePath(path);
  const chosen = templateFormats.find((one) => one === format);
  const faultOf = (name: string, allowed: string): string =>
    t`The setting ${quote(`${section}.template.${name}`)} must be ${allowed}.`;
  return {
    settings: { ...(isPath ? { path } : {}), ...(chosen ? { format: chosen } : {}) },
    faults: [
      ...(isPath || path === '' ? [] : [faultOf('path', templatePaths())]),
      ...(chosen || format === 'auto' ? [] : [faultOf('format', oneOf(['auto', ...templateFormats]))]),
    ],
  };
}

export function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? Object.entries(value).find(([key]) => key === name)?.[1]
    : undefined;
}
