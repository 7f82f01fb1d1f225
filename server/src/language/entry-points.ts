// What an entry point looks like: each family of runtimes finds a function's code in a way of its own.
import type { StringFormat, StringType } from './definition.ts';

interface EntryPointForm {
  /** A regular expression over the name of a runtime. */
  readonly runtime: string;
  readonly format: StringFormat;
  /** The entry point of a new function. */
  readonly example: (name: string) => string;
}

/** What Lambda takes, but for room; the rest is what no file is called on every system. Lambda looks at nothing outside of the package. */
const path = '(?!/)(?!(?:\\S*/)?\\.\\./)[^\\s:\\\\*?"<>|]*[^\\s:\\\\*?"<>|./]';
const word = '[A-Za-z_$][A-Za-z0-9_$]*';

export const fileAndExport: StringFormat = {
  noun: 'an entry point',
  pattern: `^${path}\\.${word}$`,
  words: 'a file of the project without its extension, and the name that it exports, such as `functions/send.handler`',
};

export const fileAndMethod: StringFormat = {
  noun: 'an entry point of Ruby',
  pattern: `^${path}\\.(?:${word}(?:::${word})*\\.)?${word}[?!]?$`,
  words:
    'a file of the project without its extension, and a method, such as `functions/send.handler` or `functions/send.Chat::Send.process`',
};

export const classAndMethod: StringFormat = {
  noun: 'an entry point of Java',
  pattern: `^${word}(?:\\.${word})*(?:::${word})?$`,
  words: 'a class, and a method behind `::` if it implements no interface of Lambda, such as `chat.Send::handle`',
};

const assemblyTypeAndMethod: StringFormat = {
  noun: 'an entry point of .NET',
  pattern: '^[^\\s:/\\\\]+(?:::[^\\s:/\\\\]+::[^\\s:/\\\\]+)?$',
  words: 'an assembly, a type and a method, such as `Chat::Chat.Send::Handle`, or an assembly that runs by itself',
};

const anyName: StringFormat = {
  noun: 'an entry point',
  pattern: '^\\S+$',
  words: 'a name without room in it, such as `bootstrap`: the runtime reads it in its own way',
};

const ofFile = (name: string): string => `functions/${name.charAt(0).toLowerCase()}${name.slice(1)}.handler`;

/** The first whose pattern fits counts; the last one fits all, and asks for less than any other. */
const forms: readonly EntryPointForm[] = [
  { runtime: '^(?:nodejs|python)', format: fileAndExport, example: ofFile },
  { runtime: '^ruby', format: fileAndMethod, example: ofFile },
  { runtime: '^java', format: classAndMethod, example: (name) => `functions.${name}::handle` },
  { runtime: '^dotnet', format: assemblyTypeAndMethod, example: (name) => `Functions::Functions.${name}::Handle` },
  { runtime: '^(?:provided|go1)', format: anyName, example: () => 'bootstrap' },
  { runtime: '', format: anyName, example: ofFile },
];

/** While there is no runtime, most likely one of those is meant that find a file. */
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

/** The entry point of a new function of that name, which is one of letters and digits. */
export function exampleEntryPoint(name: string, runtime: string | undefined): string {
  return (formFor(runtime)?.example ?? ofFile)(name);
}

export function isEntryPointFormat(format: StringFormat): boolean {
  return forms.some((form) => form.format === format);
}

function formFor(runtime: string | undefined): EntryPointForm | undefined {
  return runtime === undefined ? undefined : forms.find((form) => new RegExp(form.runtime, 'u').test(runtime));
}
