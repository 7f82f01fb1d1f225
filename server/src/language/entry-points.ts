// The formats of entry points: each family of runtimes finds a function's code in its own way.
import type { StringFormat, StringType } from './definition.ts';

interface EntryPointForm {
  /** A regular expression over the name of a runtime. */
  readonly runtime: string;
  readonly format: StringFormat;
  /** The entry point of a new function. */
  readonly example: (name: string) => string;
}

/**
 * A path that Lambda accepts, without whitespace and without characters that some operating systems forbid in file
 * names. Lambda does not look outside of the package.
 */
const path = '(?!/)(?!(?:\\S*/)?\\.\\./)[^\\s:\\\\*?"<>|]*[^\\s:\\\\*?"<>|./]';
const word = '[A-Za-z_$][A-Za-z0-9_$]*';

export const fileAndExport: StringFormat = {
  noun: 'an entry point',
  pattern: `^${path}\\.${word}$`,
  words: 'a file of the project without its extension, and the name that it exports, such as `functions/send.handler`',
};

export const fileAndMethod: StringFormat = {
  noun: 'a Ruby entry point',
  pattern: `^${path}\\.(?:${word}(?:::${word})*\\.)?${word}[?!]?$`,
  words:
    'a file of the project without its extension, and a method, such as `functions/send.handler` or `functions/send.Chat::Send.process`',
};

export const classAndMethod: StringFormat = {
  noun: 'a Java entry point',
  pattern: `^${word}(?:\\.${word})*(?:::${word})?$`,
  words:
    'a class, and a method after `::` unless the class implements an interface of Lambda, such as `chat.Send::handle`',
};

const assemblyTypeAndMethod: StringFormat = {
  noun: 'a .NET entry point',
  pattern: '^[^\\s:/\\\\]+(?:::[^\\s:/\\\\]+::[^\\s:/\\\\]+)?$',
  words: 'an assembly, a type and a method, such as `Chat::Chat.Send::Handle`, or an executable assembly',
};

const anyName: StringFormat = {
  noun: 'an entry point',
  pattern: '^\\S+$',
  words: 'a name without whitespace, such as `bootstrap`, which the runtime interprets in its own way',
};

const ofFile = (name: string): string => `functions/${name.charAt(0).toLowerCase()}${name.slice(1)}.handler`;

/** The first form whose pattern matches applies. The last one matches every runtime and is the least strict. */
const forms: readonly EntryPointForm[] = [
  { runtime: '^(?:nodejs|python)', format: fileAndExport, example: ofFile },
  { runtime: '^ruby', format: fileAndMethod, example: ofFile },
  { runtime: '^java', format: classAndMethod, example: (name) => `functions.${name}::handle` },
  { runtime: '^dotnet', format: assemblyTypeAndMethod, example: (name) => `Functions::Functions.${name}::Handle` },
  { runtime: '^(?:provided|go1)', format: anyName, example: () => 'bootstrap' },
  { runtime: '', format: anyName, example: ofFile },
];

/** As long as there is no runtime, it is most likely one that loads a file. */
export const entryPointType: StringType = {
  kind: 'string',
  format: fileAndExport,
  variants: {
    by: 'runtime',
    cases: forms.map(({ runtime, format }) => ({ pattern: runtime, type: { kind: 'string', format } })),
  },
};

export function entryPointFormat(runtime: string | undefined): StringFormat {
  return formFor(runtime)?.format ?? fileAndExport;
}

/** The entry point of a new function with that name, which has only letters and digits. */
export function exampleEntryPoint(name: string, runtime: string | undefined): string {
  return (formFor(runtime)?.example ?? ofFile)(name);
}

export function isEntryPointFormat(format: StringFormat): boolean {
  return forms.some((form) => form.format === format);
}

function formFor(runtime: string | undefined): EntryPointForm | undefined {
  return runtime === undefined ? undefined : forms.find((form) => new RegExp(form.runtime, 'u').test(runtime));
}
