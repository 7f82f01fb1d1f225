// The custom requests for docs/protocol.md, read from the types in server/src/protocol.ts, so that the page is reported
// as out of date when a request, a parameter or a result changes there.
import { readFileSync } from 'node:fs';

const source = 'server/src/protocol.ts';

export function protocolListing(): string {
  const text = readFileSync(source, 'utf8');
  const methods = new Map(
    [...text.matchAll(/^export const (\w+(?:Request|Method)) = '([^']+)';/gm)].map(([, name, method]) => [
      name,
      method,
    ]),
  );
  const rowsOf = (name: string): string[] => {
    const map = between(text, `export interface ${name} {\n`, '\n}\n');
    const entry = /\/\*\*(.*?)\*\/\s*\[(\w+)\]: \{ readonly params: (\w+); readonly result: (\w+) \| null \};/gs;
    return [...map.matchAll(entry)].map(([, comment = '', name = '', params = '', result = '']) => {
      const method = methods.get(name);
      if (method === undefined) throw new Error(`${source} has no method for ${name}.`);
      return `| \`${method}\` | \`${params}\` | \`${result}\` | ${sentence(comment)} |`;
    });
  };
  const [rows, fileRows] = [rowsOf('Requests'), rowsOf('FileRequests')];
  const entries = text.match(/^ {2}\[\w+\]: /gm)?.length ?? 0;
  if (rows.length + fileRows.length !== entries || entries !== methods.size) {
    throw new Error(`${source}: not every request has a comment, a method, parameters and a result.`);
  }
  const shapes = between(
    text,
    `export const exportRequest = '${methods.get('exportRequest') ?? ''}';\n`,
    '/** What a client may declare',
  );
  return [
    '| request | parameters | result | answers |\n| --- | --- | --- | --- |',
    ...rows,
    '\nEach result can be null: where the document is not open in the server, or there is nothing to answer.\n',
    'The server asks a client that declares the capability `experimental.fileRequests` to read files that it cannot read itself:\n',
    '| request of the server | parameters | result | answers |\n| --- | --- | --- | --- |',
    ...fileRows,
    '',
    `\`\`\`ts\n${shapes.trim()}\n\`\`\`\n`,
    'The types that these name come from the core:\n',
    '| types | defined in |\n| --- | --- |',
    ...importedTypes(text),
  ].join('\n');
}

/** The imported types that the shapes use, by the files that define them. */
function importedTypes(text: string): string[] {
  return [...text.matchAll(/^import type \{([^}]*)\} from '\.\/([^']+)';/gm)].map(([, names = '', path = '']) => {
    const types = names
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== '')
      .map((name) => `\`${name.replace(/^(\w+) as (\w+)$/, '$2')}\``);
    return `| ${types.join(', ')} | [\`server/src/${path}\`](../server/src/${path}) |`;
  });
}

function sentence(comment: string): string {
  return comment
    .replaceAll(/\s*\n\s*\*?/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

function between(text: string, start: string, end: string): string {
  const from = text.indexOf(start);
  const to = text.indexOf(end, from + start.length);
  if (from < 0 || to < 0) throw new Error(`${source} has no ${JSON.stringify(start)} before ${JSON.stringify(end)}.`);
  return text.slice(from + start.length, to);
}
