// What is installed beside the programs: the page of each rule, `<rule>.md`, and the texts of the server in other languages
// than English.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isCatalogue, type Catalogue } from '../locale.ts';

/** The URI of the folder where the pages are installed, or undefined if the programs are installed without them. */
export function installedPages(): string | undefined {
  const folder = join(__dirname, '..', 'docs', 'rules');
  return existsSync(folder) ? pathToFileURL(folder).href : undefined;
}

/** The page of a rule, in Markdown. Undefined if there is none. The extension has all pages in one file beside its programs. */
export function installedPage(rule: string): string | undefined {
  const page = join(__dirname, '..', 'docs', 'rules', `${rule}.md`);
  if (existsSync(page)) return readFileSync(page, 'utf8');
  const all = join(__dirname, 'rule-pages.json');
  const pages: unknown = existsSync(all) ? JSON.parse(readFileSync(all, 'utf8')) : {};
  return isCatalogue(pages) && Object.hasOwn(pages, rule) ? pages[rule] : undefined;
}

/**
 * The texts in the language of a client; undefined for English, and for a language that is not installed.
 * @param locale a language tag such as `de` or `de-AT`
 */
export function installedTexts(locale: string): Catalogue | undefined {
  const [language = ''] = locale.toLowerCase().split(/[-_]/);
  const file = join(__dirname, '..', 'l10n', `server.${language}.json`);
  if (!/^[a-z]+$/.test(language) || !existsSync(file)) return undefined;
  const texts: unknown = JSON.parse(readFileSync(file, 'utf8'));
  return isCatalogue(texts) ? texts : undefined;
}
