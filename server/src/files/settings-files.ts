// The settings files: for each file the nearest one above it, within its Git repository.
import type { Refusal } from '../changes/change.ts';
import { formatOf } from '../language/files.ts';
import {
  readSettings,
  settingsNames,
  templateFileOf,
  type ProjectSettings,
  type TemplateFile,
  type TemplateSettings,
} from '../settings.ts';
import { lineIndex, type Position } from '../syntax/positions.ts';
import { stampOf, type Files } from './files.ts';
import { isIgnored, patternsIn } from './ignored.ts';
import { join, nameOf, parentOf, resolvePath } from './paths.ts';
import { t } from '../locale.ts';

export interface SettingsFile {
  readonly path: string;
  readonly settings: ProjectSettings;
  readonly faults: readonly PlacedFault[];
  /** Whether the settings leave out the file at that absolute path. */
  ignores(path: string): boolean;
}

export interface PlacedFault {
  readonly position: Position;
  readonly message: string;
}

export interface SettingsFiles {
  /** The settings file that applies to the files in a folder. The same object until it changes. Does not throw. */
  above(folder: string): Promise<SettingsFile | undefined>;
  /** Has the files read again. */
  refresh(): void;
}

/** In bytes. The rest of a longer file is not read. */
const maximumLength = 1_000_000;

export function settingsFiles(on: Files): SettingsFiles {
  const known = new Map<string, Promise<SettingsFile | undefined>>();
  /** By path. */
  const read = new Map<string, { readonly stamp: string; readonly file: SettingsFile }>();
  const unreadable = new Map<string, SettingsFile>();

  const readFile = async (path: string, other: string | undefined): Promise<SettingsFile | undefined> => {
    const found = await stampOf(on, path);
    const stamp = `${found?.stamp} ${other}`;
    const before = read.get(path);
    if (before?.stamp === stamp) return before.file;
    const text = found && (await on.read(path, maximumLength));
    if (text === undefined) return found && unreadableFile(path);
    const file = settingsFile(path, text, other);
    read.set(path, { stamp, file });
    return file;
  };
  const unreadableFile = (path: string): SettingsFile => {
    const file = unreadable.get(path) ?? withoutText(path);
    unreadable.set(path, file);
    return file;
  };
  const search = async (folder: string): Promise<SettingsFile | undefined> => {
    const names = (await on.list(folder))?.map(({ name }) => name) ?? [];
    const [name, other] = settingsNames.filter((one) => names.includes(one));
    const own = name === undefined ? undefined : await readFile(join(folder, name), other);
    const above = parentOf(folder);
    return own ?? (names.includes('.git') || above === folder ? undefined : self.above(above));
  };
  const self: SettingsFiles = {
    above(folder) {
      const found = known.get(folder) ?? search(folder);
      known.set(folder, found);
      return found;
    },
    refresh: () => known.clear(),
  };
  return self;
}

function withoutText(path: string): SettingsFile {
  const message = t`This file cannot be read, so its settings do not apply. Change its permissions, or remove it.`;
  return { ...settingsFile(path, '', undefined), faults: [atTheTop(message)] };
}

function atTheTop(message: string): SettingsFile['faults'][number] {
  return { position: { line: 0, character: 0 }, message };
}

/** @param other another settings file in the folder, which does not count */
function settingsFile(path: string, text: string, other: string | undefined): SettingsFile {
  const { settings, faults } = readSettings(text, formatOf(path));
  const lines = lineIndex(text);
  const patterns = patternsIn(parentOf(path), settings.ignore);
  return {
    path,
    settings,
    faults: [
      ...(other === undefined
        ? []
        : [atTheTop(t`${other} is in the same folder and does not count. Remove one of the two.`)]),
      ...faults.map(({ span, message }) => ({ position: lines.positionAt(span.start), message })),
    ],
    ignores: (file) => isIgnored([patterns], file, false),
  };
}

/**
 * The absolute path of the template of a project file, and its format, or why it cannot be there.
 * @param user what the user has set, which wins. A path of the user says nothing of a format that is not set.
 */
export async function templateFileFor(
  on: Files,
  settings: SettingsFile | undefined,
  descriptor: string,
  user: TemplateSettings = {},
): Promise<TemplateFile | (Refusal & Pick<TemplateFile, 'format'>)> {
  const ofFile = user.path === undefined ? settings?.settings.template : undefined;
  const { path, format } = templateFileOf({ ...ofFile, ...user }, nameOf(descriptor));
  const absolute = resolvePath(parentOf(descriptor), path);
  // A settings file comes with a repository, and must not write to other places.
  if (!settings || ofFile?.path === undefined || (await on.leadsInto(parentOf(settings.path), absolute))) {
    return { path: absolute, format };
  }
  return {
    format,
    refused: t`${absolute} cannot be written because it is outside of the folder of ${settings.path}, which names it`,
  };
}
