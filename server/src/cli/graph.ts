// `graph FILE`: the route graph as an image or as text.
import { exported, isExported } from '../export.ts';
import type { ExportFormat, PictureTheme } from '../graph/standalone.ts';
import { listed } from '../wording.ts';
import {
  analyzeFile,
  existingAt,
  formatFinding,
  notOverwritten,
  parseParameters,
  printDocument,
  refuseDescriptor,
  reportLine,
  UsageError,
  writeOutput,
  type Command,
} from './command.ts';

const formats = new Map<string, ExportFormat>([
  ['svg', 'svg'],
  ['png', 'png'],
  ['mermaid', 'mermaid'],
  ['markdown', 'markdown'],
]);
const endings = new Map<string, ExportFormat>([
  ['svg', 'svg'],
  ['png', 'png'],
  ['mmd', 'mermaid'],
  ['mermaid', 'mermaid'],
  ['md', 'markdown'],
]);

export const graph: Command = {
  name: 'graph',
  usage: 'graph FILE [--format svg|png|mermaid|markdown] [--theme light|dark] [--out OUTPUT] [--force]',
  summary:
    'Prints the route graph, or writes it to OUTPUT. Markdown includes the routes as a table. Overwrites a file that is not an exported graph, or has been changed since, only with --force.',
  async run(parameters) {
    const { positionals, values } = parseParameters(parameters, {
      format: { type: 'string' },
      theme: { type: 'string' },
      out: { type: 'string' },
      force: { type: 'boolean' },
    });
    const [file, ...others] = positionals;
    if (file === undefined || others.length > 0) throw new UsageError('graph requires exactly one file');
    const format = formatOf(values.format, values.out);
    const theme = themeOf(values.theme);
    const analysis = await analyzeFile(file);
    if (values.out !== undefined) await refuseOther(values.out, file, values.force ?? false);
    const drawn = await exported(analysis, format, theme);
    if (drawn === undefined) {
      if (analysis.isEmpty) reportLine(`${file}: nothing to draw yet: the file is empty`);
      for (const error of analysis.errors) reportLine(formatFinding(file, analysis, error));
      return 1;
    }
    if (values.out === undefined) printDocument(drawn);
    else await writeOutput(values.out, drawn);
    return 0;
  },
};

/** Before anything is drawn, because an image takes a second. */
async function refuseOther(out: string, file: string, force: boolean): Promise<void> {
  await refuseDescriptor(out, file);
  const existing = force ? undefined : await existingAt(out);
  if (existing && !isExported(existing)) {
    throw notOverwritten(out, 'it is not an exported graph, or has been changed since');
  }
}

function formatOf(format: string | undefined, out: string | undefined): ExportFormat {
  if (format === undefined) return endings.get(/\.([^./]*)$/.exec(out ?? '')?.[1]?.toLowerCase() ?? '') ?? 'svg';
  const known = formats.get(format);
  if (known) return known;
  throw new UsageError(`--format must be ${listed([...formats.keys()])}, not ${JSON.stringify(format)}`);
}

function themeOf(theme = 'light'): PictureTheme {
  if (theme === 'light' || theme === 'dark') return theme;
  throw new UsageError(`--theme must be light or dark, not ${JSON.stringify(theme)}`);
}
