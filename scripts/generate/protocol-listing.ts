// The custom requests for docs/protocol.md, read from their types, so that the page is reported as out of date when a
// request, a parameter or a result changes there.
import { readFileSync } from 'node:fs';

/** Those of the client, and those of the server. */
const requestsFile = 'server/src/protocol.ts';
const fileRequestsFile = 'server/src/client-support.ts';

export function protocolListing(): string {
  const [requests, fileRequests] = [readFileSync(requestsFile, 'utf8'), readFileSync(fileRequestsFile, 'utf8')];
  const shapes = [
    after(requests, /^export const exportRequest = .*;\n/m),
    after(fileRequests, /^export const readFileMethod = .*;\n/m).replace(/\/\*\* What a client may declare.*/s, ''),
  ];
  return [
    '| request | parameters | result | answers |\n| --- | --- | --- | --- |',
    ...rowsOf(requests, 'Requests'),
    '\nEach result can be null: where the document is not open in the server, or there is nothing to answer.\n',
    'The server asks a client that declares the capability `experimental.fileRequests` to read files that it cannot read itself:\n',
    '| request of the server | parameters | result | answers |\n| --- | --- | --- | --- |',
    ...rowsOf(fileRequests, 'FileRequests'),
    '',
    `\`\`\`ts\n${shapes.map((each) => each.trim()).join('\n\n')}\n\`\`\`\n`,
    'The types that these name come from the core:\n',
    '| types | defined in |\n| --- | --- |',
    ...importedTypes(requests),
  ].join('\n');
}

/** A row for each entry of the interface that lists the requests. */
function rowsOf(text: string, name: string): string[] {
  const methods = new Map(
    [...text.matchAll(/^export const (\w+(?:Request|Method)) = '([^']+)';/gm)].map(([, constant, method]) => [
      constant,
      method,
    ]),
  );
  const map = new RegExp(String.raw`^export interface ${name} \{\n(.*?)\n\}\n`, 'ms').exec(text)?.[1] ?? '';
  const entry = /\/\*\*(.*?)\*\/\s*\[(\w+)\]: \{ readonly params: (\w+); readonly result: (\w+) \| null \};/gs;
  const rows = [...map.matchAll(entry)].map(
    ([, comment = '', constant = '', params = '', result = '']) =>
      `| \`${methods.get(constant) ?? ''}\` | \`${params}\` | \`${result}\` | ${sentence(comment)} |`,
  );
  const entries = map.match(/^ {2}\[\w+\]: /gm)?.length ?? 0;
  if (rows.length === 0 || rows.length !== entries || entries !== methods.size) {
    throw new Error(`Not each of the ${name} has a comment, a method, parameters and a result.`);
  }
  return rows;
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

function after(text: string, line: RegExp): string {
  const found = line.exec(text);
  if (!found) throw new Error(`The protocol has no line like ${String(line)}.`);
  return text.slice(found.index + found[0].length);
}
