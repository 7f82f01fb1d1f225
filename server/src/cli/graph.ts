// `graph FILE`: the route graph as an image or as text.
import type { Analysis } from '../analysis.ts';
import { exported, isExported } from '../export.ts';
import type { ExportFormat, PictureTheme } from '../graph/standalone.ts';
import { command, onlyFile } from './command.ts';
import { drawPng } from './draw-png.ts';
import { analyzeFile, existingAt, notOverwritten, refuseDescriptor, reportErrors, writeOutput } from './files.ts';
import { printDocument, reportLine } from './output.ts';

type Format = ExportFormat | 'png';

const formats = new Map<string, Format>([
  ['svg', 'svg'],
  ['png', 'png'],
  ['mermaid', 'mermaid'],
  ['markdown', 'markdown'],
]);
const themes: readonly PictureTheme[] = ['light', 'dark'];
const endings = new Map<string, Format>([
  ['svg', 'svg'],
  ['png', 'png'],
  ['mmd', 'mermaid'],
  ['mermaid', 'mermaid'],
  ['md', 'markdown'],
]);

export const graph = command({
  name: 'graph',
  parameters: 'FILE',
  summary: 'Print or write the route graph.',
  details: [
    'A page in Markdown includes the routes as a table. A PNG needs two packages, which this command names if they are not installed. A file that is not an exported graph, or has been changed since, is overwritten only with --force.',
  ],
  options: {
    format: {
      type: 'string',
      value: 'FORMAT',
      values: [...formats.keys()],
      summary: 'The format. The default follows from the extension of OUTPUT; without one, it is svg.',
    },
    theme: { type: 'string', value: 'THEME', values: themes, summary: 'The colors of an image. The default is light.' },
    out: { type: 'string', short: 'o', value: 'OUTPUT', summary: 'Write to this file.' },
    force: { type: 'boolean', short: 'f', summary: 'Overwrite any file.' },
  },
  examples: [
    { line: 'graph websocket.yaml --out routes.svg', does: 'Draws the routes.' },
    { line: 'graph websocket.yaml --out ROUTES.md', does: 'Writes a page with the graph and the tables.' },
  ],
  async run({ positionals, values }) {
    const file = onlyFile('graph', positionals);
    const format = formatOf(values.format, values.out);
    const theme = themes.find((one) => one === values.theme) ?? 'light';
    const analysis = await analyzeFile(file);
    if (values.out !== undefined) await refuseOther(values.out, file, values.force ?? false);
    const drawn = await draw(analysis, format, theme);
    if (drawn === undefined) {
      if (analysis.isEmpty) reportLine(`${file}: nothing to draw yet: the file is empty`);
      reportErrors(file, analysis);
      return 1;
    }
    if (values.out === undefined) printDocument(drawn);
    else await writeOutput(values.out, drawn);
    return 0;
  },
});

async function draw(analysis: Analysis, format: Format, theme: PictureTheme): Promise<string | Uint8Array | undefined> {
  if (format !== 'png') return exported(analysis, format, theme);
  const svg = exported(analysis, 'svg', theme);
  return svg === undefined ? undefined : drawPng(svg);
}

/** Before anything is drawn, because an image takes a second. */
async function refuseOther(out: string, file: string, force: boolean): Promise<void> {
  await refuseDescriptor(out, file);
  const existing = force ? undefined : await existingAt(out);
  if (existing && !isExported(existing)) {
    throw notOverwritten(out, 'it is not an exported graph, or has been changed since');
  }
}

function formatOf(format: string | undefined, out: string | undefined): Format {
  const ending = /\.([^./]*)$/.exec(out ?? '')?.[1]?.toLowerCase() ?? '';
  return formats.get(format ?? '') ?? endings.get(ending) ?? 'svg';
}
