// Where the pages of the rules are installed. The programs may be installed without them.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** The URI of the folder with the page of each rule, `<rule>.md`, beside the folder of the programs. */
export function rulePages(): string | undefined {
  const folder = join(__dirname, '..', 'docs', 'rules');
  return existsSync(folder) ? pathToFileURL(folder).href : undefined;
}
