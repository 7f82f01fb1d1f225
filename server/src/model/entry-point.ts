// Splits an entry point as Lambda's runtimes do: into a file and one of its exports.
import { entryPointFormat } from '../language/entry-points.ts';
import { matchesFormat } from '../language/formats.ts';
import type { LambdaFunction, Located, Project, SourceExport, SourceFile, SourceFiles } from './project.ts';

interface LanguageFacts {
  /** Matches the name of a runtime: `nodejs22.x`. */
  readonly runtime: RegExp;
  /** The extensions that a runtime loads, in its order, and those that builds compile. */
  readonly extensions: readonly string[];
  /** The name of the file that is loaded for a folder, if any. */
  readonly folderFile?: string;
  /** The separator of folders. */
  readonly separator: RegExp;
  /** The offset of the dot before the export's name. */
  dotIn(entryPoint: string): number;
  /** Whether a file can export objects with nested handlers. */
  readonly exportsObjects?: boolean;
}

/** The first dot in the file name, because the text after it can be the path to a nested export. */
function firstDot(entryPoint: string): number {
  return entryPoint.indexOf('.', entryPoint.lastIndexOf('/') + 1);
}

const facts: Readonly<Record<EntryPointLanguage, LanguageFacts>> = {
  nodejs: {
    runtime: /^nodejs\d/,
    extensions: ['.js', '.mjs', '.cjs', '.ts', '.mts', '.cts', '.jsx', '.tsx'],
    folderFile: 'index',
    separator: /\//,
    dotIn: firstDot,
    exportsObjects: true,
  },
  python: {
    runtime: /^python\d/,
    extensions: ['.py'],
    folderFile: '__init__',
    // A module can also be written `functions.send`.
    separator: /[/.]/,
    dotIn: (entryPoint) => entryPoint.lastIndexOf('.'),
  },
  ruby: {
    runtime: /^ruby\d/,
    extensions: ['.rb'],
    separator: /\//,
    dotIn: firstDot,
  },
};

export const sourceExtensions: readonly string[] = Object.values(facts).flatMap(({ extensions }) => extensions);

/** Whether the name, path or URI is that of a source file in a language with entry points. */
export function isSourceName(name: string): boolean {
  return sourceExtensions.some((extension) => name.endsWith(extension));
}

/** Folders without handwritten source files: installed, built, or managed by tools. */
const ignoredFolders = [
  'node_modules',
  'bower_components',
  'dist',
  'build',
  'out',
  'target',
  'coverage',
  'venv',
  'env',
  'site-packages',
  '__pycache__',
  'cdk.out',
  'vendor',
];

/** Whether the folder is skipped, so that nothing is known about its files. */
export function isIgnoredFolder(name: string): boolean {
  return name.startsWith('.') || ignoredFolders.includes(name);
}

export interface EntryPoint {
  readonly language: EntryPointLanguage;
  /** The folder of the function's code, relative to the descriptor's folder. Ends with a slash, unless it is empty. */
  readonly folder: string;
  /** The file's path without its extension, relative to the folder of the code. */
  readonly module: string;
  /** A name, or several names separated by dots. */
  readonly exportName: string;
  /** The export that the file must have: the first name of a path into an object, or the path to a class's method. */
  readonly exported: string;
  /** The offset of the dot between the two in the entry point. */
  readonly dot: number;
}

/** Undefined if the function has no valid entry point, or its runtime finds its code in another way. */
export function entryPointOf({ entryPoint, runtime, code }: LambdaFunction): EntryPoint | undefined {
  return entryPoint && runtime && parseEntryPoint(entryPoint.value, runtime.value, code);
}

/** The folder of the function's code, in the form of `EntryPoint.folder`. */
export function folderOf(code: LambdaFunction['code']): string {
  const parts = (code?.value ?? '').split('/').filter((part) => part !== '' && part !== '.');
  return parts.map((part) => `${part}/`).join('');
}

/** @param code the folder that it counts from, if not that of the descriptor */
export function parseEntryPoint(text: string, runtime: string, code?: LambdaFunction['code']): EntryPoint | undefined {
  const language = languageNamed(runtime);
  if (!language || !matchesFormat(text, entryPointFormat(runtime))) return undefined;
  const dot = facts[language].dotIn(text);
  const module = text.slice(0, dot);
  const path = module.split(facts[language].separator).filter((segment) => segment !== '.' && segment !== '');
  if (path.length === 0) return undefined;
  const exportName = text.slice(dot + 1);
  const exported = facts[language].exportsObjects ? exportName.replace(/\..*/, '') : exportName;
  return { language, folder: folderOf(code), module: path.join('/'), exportName, exported, dot };
}

export const languages = ['nodejs', 'python', 'ruby'] as const;

/** The languages whose entry points are a file and a name. */
export type EntryPointLanguage = (typeof languages)[number];

export function languageOf(runtime: Located<string> | undefined): EntryPointLanguage | undefined {
  return runtime && languageNamed(runtime.value);
}

/** The language of the runtime of that name. */
export function languageNamed(runtime: string): EntryPointLanguage | undefined {
  return languages.find((language) => facts[language].runtime.test(runtime));
}

/** The paths at which a runtime looks for the module, in order. */
export function filesOf({ language, folder, module }: Pick<EntryPoint, 'language' | 'folder' | 'module'>): string[] {
  const { extensions, folderFile } = facts[language];
  const path = folder + module;
  const bases = folderFile === undefined ? [path] : [path, `${path}/${folderFile}`];
  return bases.flatMap((base) => extensions.map((extension) => base + extension));
}

/**
 * The entry point after its file has moved, in the same notation; undefined if none can name the new file.
 * @param move the paths of the file, relative to the folder of the code
 */
export function withFile(text: string, runtime: string, move: { from: string; to: string }): string | undefined {
  const entryPoint = parseEntryPoint(text, runtime);
  if (!entryPoint) return undefined;
  const { extensions, folderFile } = facts[entryPoint.language];
  const extension = extensions.find((one) => move.to.endsWith(one));
  if (extension === undefined) return undefined;
  const base = move.to.slice(0, -extension.length);
  // It may name a folder instead of the file in it.
  const ending = move.from.startsWith(`${entryPoint.module}/`) ? `/${folderFile}` : '';
  const module = ending !== '' && base.endsWith(ending) ? base.slice(0, -ending.length) : base;
  const written = text.slice(0, entryPoint.dot);
  const isDotted = entryPoint.language === 'python' && written.includes('.') && !written.includes('/');
  const lead = written.startsWith('./') ? './' : '';
  const changed = lead + (isDotted ? module.replaceAll('/', '.') : module) + text.slice(entryPoint.dot);
  const read = parseEntryPoint(changed, runtime);
  return read?.module === module && read.exportName === entryPoint.exportName ? changed : undefined;
}

/** The available information about the target of an entry point. */
export type EntryPointTarget =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'no-file' }
  | { readonly kind: 'no-export'; readonly file: SourceFile }
  | { readonly kind: 'found'; readonly file: SourceFile; readonly export: SourceExport | undefined };

export function targetOf(entryPoint: EntryPoint, { files, complete }: SourceFiles): EntryPointTarget {
  const path = filesOf(entryPoint).find((candidate) => files.has(candidate));
  const file = path === undefined ? undefined : files.get(path);
  if (!file) {
    const folders = (entryPoint.folder + entryPoint.module).split('/');
    const isSearched = complete && !folders.some(isIgnoredFolder);
    return { kind: isSearched ? 'no-file' : 'unknown' };
  }
  const found = file.exports.find(({ name }) => name === entryPoint.exported);
  return found || !file.allExportsKnown ? { kind: 'found', file, export: found } : { kind: 'no-export', file };
}

/** The files of the language in the folder by their paths without extension, as entry points name them. */
export function modulesIn(
  { files }: SourceFiles,
  language: EntryPointLanguage,
  folder: string,
): ReadonlyMap<string, SourceFile> {
  const { extensions } = facts[language];
  const modules = new Map<string, SourceFile>();
  for (const file of files.values()) {
    const extension = extensions.find((one) => file.path.endsWith(one));
    const module = file.path.slice(folder.length, -(extension?.length ?? 0));
    if (extension !== undefined && file.path.startsWith(folder) && !modules.has(module)) modules.set(module, file);
  }
  return modules;
}

/** Whether the entry point contains a file extension, which it should not. */
export function namesExtension(entryPoint: string): boolean {
  const [, ...parts] = entryPoint.slice(entryPoint.lastIndexOf('/') + 1).split('.');
  return parts.some((part) => sourceExtensions.includes(`.${part}`));
}

/** The function whose entry point is at the offset. */
export function functionWithEntryPointAt(project: Project, offset: number): LambdaFunction | undefined {
  return project.resources.find(
    (resource): resource is LambdaFunction =>
      resource.type === 'lambda-function' &&
      resource.entryPoint !== undefined &&
      resource.entryPoint.node.span.start <= offset &&
      offset <= resource.entryPoint.node.span.end,
  );
}
