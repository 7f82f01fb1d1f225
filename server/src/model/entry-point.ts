// An entry point, taken apart as Lambda's runtimes do it: which file, and which of its exports.
import { entryPointFormat } from '../language/entry-points.ts';
import { matchesFormat } from '../language/formats.ts';
import type { LambdaFunction, Located, Project, SourceExport, SourceFile, SourceFiles } from './project.ts';

interface LanguageFacts {
  /** What comes behind a runtime's name: `nodejs22.x`. */
  readonly runtime: RegExp;
  /** Those that a runtime loads, in its order, and those from which a build makes them. */
  readonly extensions: readonly string[];
  /** Whether a folder stands for the file of that name in it. */
  readonly folderFile?: string;
  /** What stands between folders. */
  readonly separator: RegExp;
  /** Where the dot before the export's name stands. */
  dotIn(entryPoint: string): number;
  /** Whether a file exports objects, into which a path may lead. */
  readonly exportsObjects?: boolean;
}

/** The rest may be the path to a nested export. */
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
    // A module may be written `functions.send` as well.
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

/** Whether a file is called so whose language entry points are written in; its path or URI will do as well. */
export function isSourceName(name: string): boolean {
  return sourceExtensions.some((extension) => name.endsWith(extension));
}

/** Folders that no one writes entry points in: what is installed, built or kept by tools. */
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

/** Not looked through, so that nothing is known of what is in it. */
export function isIgnoredFolder(name: string): boolean {
  return name.startsWith('.') || ignoredFolders.includes(name);
}

export interface EntryPoint {
  readonly language: EntryPointLanguage;
  /** The file's path without its extension, from the descriptor's folder. */
  readonly module: string;
  /** A name, or names with dots between them. */
  readonly exportName: string;
  /** What of it the file has to export: the first name of a path into an object, the whole path to a class's method. */
  readonly exported: string;
  /** How far into the text the dot between the two stands. */
  readonly dot: number;
}

/** Undefined if the function has no valid entry point, or its runtime finds its code in another way. */
export function entryPointOf({ entryPoint, runtime }: LambdaFunction): EntryPoint | undefined {
  return entryPoint && runtime && parseEntryPoint(entryPoint.value, runtime.value);
}

export function parseEntryPoint(text: string, runtime: string): EntryPoint | undefined {
  const language = languageNamed(runtime);
  if (!language || !matchesFormat(text, entryPointFormat(runtime))) return undefined;
  const dot = facts[language].dotIn(text);
  const module = text.slice(0, dot);
  const path = module.split(facts[language].separator).filter((segment) => segment !== '.' && segment !== '');
  if (path.length === 0) return undefined;
  const exportName = text.slice(dot + 1);
  const exported = facts[language].exportsObjects ? exportName.replace(/\..*/, '') : exportName;
  return { language, module: path.join('/'), exportName, exported, dot };
}

export const languages = ['nodejs', 'python', 'ruby'] as const;

/** The languages whose runtimes find a function's code by a file and a name. */
export type EntryPointLanguage = (typeof languages)[number];

export function languageOf(runtime: Located<string> | undefined): EntryPointLanguage | undefined {
  return runtime && languageNamed(runtime.value);
}

/** The language of the runtime of that name. */
export function languageNamed(runtime: string): EntryPointLanguage | undefined {
  return languages.find((language) => facts[language].runtime.test(runtime));
}

/** The paths at which a runtime looks for the module, the first one first. */
export function filesOf({ language, module }: Pick<EntryPoint, 'language' | 'module'>): string[] {
  const { extensions, folderFile } = facts[language];
  const bases = folderFile === undefined ? [module] : [module, `${module}/${folderFile}`];
  return bases.flatMap((base) => extensions.map((extension) => base + extension));
}

/** What is known of the code that an entry point names. */
export type EntryPointTarget =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'no-file' }
  | { readonly kind: 'no-export'; readonly file: SourceFile }
  | { readonly kind: 'found'; readonly file: SourceFile; readonly export: SourceExport | undefined };

export function targetOf(entryPoint: EntryPoint, { files, complete }: SourceFiles): EntryPointTarget {
  const path = filesOf(entryPoint).find((candidate) => files.has(candidate));
  const file = path === undefined ? undefined : files.get(path);
  if (!file) {
    const isLookedThrough = complete && !entryPoint.module.split('/').some(isIgnoredFolder);
    return { kind: isLookedThrough ? 'no-file' : 'unknown' };
  }
  const found = file.exports.find(({ name }) => name === entryPoint.exported);
  return found || !file.allExportsKnown ? { kind: 'found', file, export: found } : { kind: 'no-export', file };
}

/** The files of the language, by what an entry point calls them: their paths without extension. */
export function modulesIn({ files }: SourceFiles, language: EntryPointLanguage): ReadonlyMap<string, SourceFile> {
  const { extensions } = facts[language];
  const modules = new Map<string, SourceFile>();
  for (const file of files.values()) {
    const extension = extensions.find((one) => file.path.endsWith(one));
    const module = file.path.slice(0, -(extension?.length ?? 0));
    if (extension !== undefined && !modules.has(module)) modules.set(module, file);
  }
  return modules;
}

/** Whether a part of the text behind its first dot is the extension of a file, as if that belonged there. */
export function namesExtension(entryPoint: string): boolean {
  const [, ...parts] = entryPoint.slice(entryPoint.lastIndexOf('/') + 1).split('.');
  return parts.some((part) => sourceExtensions.includes(`.${part}`));
}

/** The function whose entry point stands at the offset. */
export function functionWithEntryPointAt(project: Project, offset: number): LambdaFunction | undefined {
  return project.resources.find(
    (resource): resource is LambdaFunction =>
      resource.type === 'lambda-function' &&
      resource.entryPoint !== undefined &&
      resource.entryPoint.node.span.start <= offset &&
      offset <= resource.entryPoint.node.span.end,
  );
}
