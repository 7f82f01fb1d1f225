// The files that a Serverless service refers to: `${file(config/tables.yml):users}`. Each is read once, and never one
// outside of the folder of the service.
import type { ImportInput } from '../imported.ts';
import { lineIndex } from '../../syntax/positions.ts';
import { quote } from '../../wording.ts';
import { made, readValue, type SourceValue } from '../source.ts';

/** A value, or a sentence that says why there is none. */
export type Found =
  | { readonly value: SourceValue }
  /** The value can be in a program, which is not run. */
  | { readonly missing: string; readonly isProgram?: boolean };

/** More characters in all the files are not read. */
const maximumLength = 2_000_000;
const maximumFiles = 200;

export class ServiceFiles {
  private readonly known = new Map<string, Found>();
  private readonly words = new Set<string>();
  private length = 0;

  constructor(private readonly input: ImportInput) {
    this.addWords(input.text);
  }

  /** Whether one of the files contains that word, which can be the name of something. */
  contain(word: string): boolean {
    return this.words.has(word);
  }

  /** @param written the path as it is written, relative to the service */
  async read(written: string): Promise<Found> {
    const path = withinFolder(written);
    if (path === undefined) return { missing: `The file ${quote(written)} is outside of the folder of the service.` };
    const found = this.known.get(path) ?? (await this.readNew(path));
    this.known.set(path, found);
    return found;
  }

  private async readNew(path: string): Promise<Found> {
    if (/\.[cm]?[jt]s$/.test(path)) {
      return { missing: `The file ${quote(path)} is a program, which an import does not run.`, isProgram: true };
    }
    if (this.known.size >= maximumFiles) return { missing: `The service has more than ${maximumFiles} files.` };
    const text = await this.input.read(path);
    if (text === undefined) return { missing: `There is no file ${quote(path)}.` };
    this.length += text.length;
    if (this.length > maximumLength) return { missing: `The file ${quote(path)} is too large.` };
    this.addWords(text);
    const value = /\.(?:ya?ml|json)$/.test(path) ? readValue(path, text) : textOf(path, text);
    return 'unreadable' in value
      ? { missing: `The file ${quote(path)} cannot be parsed. ${value.unreadable}` }
      : { value };
  }

  private addWords(text: string): void {
    for (const [word] of text.matchAll(/[\dA-Za-z]+/g)) this.words.add(word);
  }
}

/** Any other file is a text. */
function textOf(path: string, text: string): SourceValue {
  const place = { file: { path, text, lines: lineIndex(text) }, span: { start: 0, end: text.length } };
  return made(place, text);
}

/** Relative to the folder, with slashes. Undefined for a path that leaves it. */
function withinFolder(written: string): string | undefined {
  const segments: string[] = [];
  for (const segment of written.replaceAll('\\', '/').split('/')) {
    if (segment === '..' && segments.pop() === undefined) return undefined;
    if (segment !== '..' && segment !== '.' && segment !== '') segments.push(segment);
  }
  const isAbsolute = /^(?:[/\\~]|[A-Za-z]:)/.test(written);
  return isAbsolute || segments.length === 0 ? undefined : segments.join('/');
}
