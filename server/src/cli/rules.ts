// `rules [ID]`: the rules that `check` reports, or the page of one.
import { installedPage } from '../disk/installed.ts';
import { rules as allRules } from '../rules/all-rules.ts';
import { listedRules } from '../tools/tools.ts';
import { capitalize, printable } from '../wording.ts';
import { command, suggestion, UsageError } from './command.ts';
import { asJson, printDocument, printLine } from './output.ts';

const ids = allRules.map(({ id }) => id);

export const rules = command({
  name: 'rules',
  parameters: '[ID]',
  summary: 'List the rules, or print the page of one: what it reports, why, and an example.',
  words: ids,
  options: { json: { type: 'boolean', summary: 'Print the list as JSON.' } },
  examples: [
    { line: 'rules', does: 'Lists all rules.' },
    { line: 'rules duplicate-route', does: 'Explains a rule that a problem names.' },
  ],
  async run({ positionals, values }) {
    const [id, ...others] = positionals;
    if (others.length > 0 || (id !== undefined && values.json)) throw new UsageError('rules takes one ID, or --json');
    if (id !== undefined) printDocument(pageOf(id));
    else if (values.json) {
      printDocument(asJson(listedRules()));
    } else for (const line of table()) printLine(line);
    return Promise.resolve(0);
  },
});

function table(): string[] {
  const width = Math.max(...ids.map((id) => id.length));
  return allRules.map(
    ({ id, severity, summary }) =>
      `${id.padEnd(width)}  ${severity.padEnd('information'.length)}  ${capitalize(summary)}.`,
  );
}

function pageOf(id: string): string {
  if (!ids.includes(id)) throw new UsageError(`there is no rule ${JSON.stringify(id)}${suggestion(id, ids)}`);
  const page = installedPage(id);
  if (page === undefined) throw new Error('the pages of the rules are not installed');
  return printable(page);
}
