// Where the page of each rule is, `<rule>.md`: in a folder beside the programs, for this computer, and in the repository,
// for what leaves it, such as the report of a check.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { repository, version } from '../../../package.json';

/** The URI of the documentation in the repository, as it was when this version was released. */
export const publishedDocs = `${repository.url.replace(/^git\+|\.git$/g, '')}/blob/v${version}/docs`;

/** The URI of their folder there. */
export const publishedPages = `${publishedDocs}/rules`;

/** The URI of the folder where they are installed, or undefined if the programs are installed without them. */
export function installedPages(): string | undefined {
  const folder = join(__dirname, '..', 'docs', 'rules');
  return existsSync(folder) ? pathToFileURL(folder).href : undefined;
}
