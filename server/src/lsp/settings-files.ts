// The settings files above the documents, and what the user's own settings change in them.
import { Emitter, MessageType, type Connection } from 'vscode-languageserver';
import type { Files } from '../files/files.ts';
import { folderOf, isBelow, nameOf, parentOf, pathBelow, pathOf, uriBelow, uriOf } from '../files/paths.ts';
import { settingsFiles, templateFileFor, type SettingsFile } from '../files/settings-files.ts';
import type { RuleSettings } from '../rules/check.ts';
import type { TemplateFileResult } from '../protocol.ts';
import { allOff, settingsNames, templateFileOf } from '../settings.ts';
import { showMessage } from './convert.ts';
import type { ClientSettings, Settings } from './settings.ts';
import type { WatchedFiles } from './watched-files.ts';
import { t } from '../locale.ts';

export interface AllSettings extends Settings {
  /** The file in which the template of a descriptor belongs. */
  templateFile(uri: string): Promise<TemplateFileResult>;
}

/** In milliseconds: the disk is read again after that, because clients report only files in workspace folders. */
const freshFor = 5000;

/** @param user the settings of the client, which win */
export function withSettingsFiles(
  connection: Connection,
  on: Files,
  user: ClientSettings,
  watched: WatchedFiles,
): AllSettings {
  const all = settingsFiles(on);
  /** The last known file of each document. */
  const known = new Map<string, SettingsFile | undefined>();
  /** By the user's settings and the file. Equal settings must be the same object: an analysis depends on it. */
  const merged = new WeakMap<RuleSettings, WeakMap<SettingsFile, RuleSettings>>();
  const shown = new Set<string>();
  const didChange = new Emitter<string | undefined>();
  let readAt = 0;

  const mergedWith = (levels: RuleSettings, file: SettingsFile): RuleSettings => {
    const ofUser = merged.get(levels) ?? new WeakMap<SettingsFile, RuleSettings>();
    merged.set(levels, ofUser);
    const found = ofUser.get(file) ?? { ...file.settings.rules, ...levels };
    ofUser.set(file, found);
    return found;
  };
  const showFaults = ({ path, faults }: SettingsFile): void => {
    for (const { position, message } of faults) {
      const text = t`${nameOf(path)}, line ${position.line + 1}: ${message}`;
      if (shown.has(`${path} ${text}`)) continue;
      shown.add(`${path} ${text}`);
      void showMessage(connection, MessageType.Warning, text);
    }
  };
  const above = async (uri: string): Promise<SettingsFile | undefined> => {
    const path = pathOf(uri);
    if (Date.now() - readAt > freshFor) {
      all.refresh();
      readAt = Date.now();
    }
    return path === undefined ? undefined : all.above(parentOf(path));
  };

  watched.onDidChange((changes) => {
    if (!changes.some(({ uri }) => settingsNames.includes(nameOf(uri)))) return;
    all.refresh();
    readAt = Date.now();
    shown.clear();
    didChange.fire(undefined);
  });
  user.onDidChange((uri) => {
    didChange.fire(uri);
  });

  return {
    of(uri) {
      const levels = user.of(uri);
      const file = known.get(uri);
      if (!file) return levels;
      return file.ignores(pathOf(uri) ?? '') ? allOff : mergedWith(levels, file);
    },
    async fetch(uri) {
      const [file] = await Promise.all([above(uri), user.fetch(uri)]);
      known.set(uri, file);
      if (file) showFaults(file);
    },
    forget(uri) {
      known.delete(uri);
      user.forget(uri);
    },
    onDidChange: didChange.event,
    start: () => user.start(),
    async templateFile(uri) {
      const [settings] = await Promise.all([above(uri), user.fetch(uri)]);
      const chosen = user.templateOf(uri);
      const path = pathOf(uri);
      if (path === undefined) return { uri: null, format: templateFileOf(chosen, nameOf(uri)).format };
      const file = await templateFileFor(on, settings, path, chosen);
      if (file.refused !== undefined) return { uri: null, ...file };
      const folder = parentOf(path);
      // In the client's spelling, if possible.
      const target = isBelow(folder, file.path)
        ? uriBelow(folderOf(uri), pathBelow(folder, file.path))
        : uriOf(file.path);
      return { uri: target, format: file.format };
    },
  };
}
