// `graph FILE`: the route graph as a picture or as text.
import { exported, isExported } from '../export.ts';
import type { ExportFormat, PictureTheme } from '../graph/standalone.ts';
import { existingAt, leftAlone, refuseDescriptor, writeOutput } from './output.ts';
import { analyzeFile, formatFinding, parseParameters, UsageError, type Verb } from './verb.ts';

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

export const graph: Verb = {
  name: 'graph',
  usage: 'graph FILE [--format svg|png|mermaid|markdown] [--theme light|dark] [--out FILE] [--force]',
  summary:
    'Prints the route graph, or writes it to the file; Markdown has the routes as a table as well. What is no graph is overwritten by force alone.',
  async run(parameters) {
    const { positionals, values } = parseParameters(parameters, {
      format: { type: 'string' },
      theme: { type: 'string' },
      out: { type: 'string' },
      force: { type: 'boolean' },
    });
    const [file, ...others] = positionals;
    if (file === undefined || others.length > 0) throw new UsageError('graph needs exactly one file');
    const format = formatOf(values.format, values.out);
    const theme = themeOf(values.theme);
    const analysis = await analyzeFile(file);
    const drawn = await exported(analysis, format, theme);
    if (drawn === undefined) {
      if (analysis.isEmpty) process.stderr.write(`${file}: there is nothing to draw yet: the file is empty\n`);
      for (const error of analysis.errors) process.stderr.write(formatFinding(file, analysis, error));
      return 1;
    }
    if (values.out === undefined) process.stdout.write(drawn);
    else {
      await refuseDescriptor(values.out, file);
      const existing = values.force ? undefined : await existingAt(values.out);
      if (existing && !isExported(existing)) throw leftAlone(values.out, 'it is not an exported graph');
      await writeOutput(values.out, drawn);
    }
    return 0;
  },
};

function formatOf(format: string | undefined, out: string | undefined): ExportFormat {
  if (format === undefined) return endings.get(/\.([^./]*)$/.exec(out ?? '')?.[1]?.toLowerCase() ?? '') ?? 'svg';
  const known = formats.get(format);
  if (known) return known;
  throw new UsageError(`--format is ${[...formats.keys()].join(', ')}, not ${JSON.stringify(format)}`);
}

function themeOf(theme = 'light'): PictureTheme {
  if (theme === 'light' || theme === 'dark') return theme;
  throw new UsageError(`--theme is light or dark, not ${JSON.stringify(theme)}`);
}
