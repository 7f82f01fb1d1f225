// Judges an import by its source: what must hold for the result of any file. Reads both sides without the code of the
// import: the source as plain values, and the result through the template that is built from it.
import { analyze, type Analysis } from '../../server/src/analysis.ts';
import type { Import } from '../../server/src/import/import.ts';
import type { ReportEntry } from '../../server/src/import/report.ts';
import type { Place } from '../../server/src/import/source.ts';
import { get, isMap, readTemplate, resourcesOf, walk } from './read-template.ts';
import { sourceRoutes, type SourceRoute, type SourceTexts } from './source-routes.ts';

/** What is wrong with the import, one line each; empty if it is right. */
export function faultsOf(path: string, files: SourceTexts, imported: Import): readonly string[] {
  const analysis = analyze(imported.descriptor);
  const errors = analysis.errors.map(({ rule, message }) => `error ${rule.id}: ${message}`);
  if (errors.length > 0) return errors;
  const built = readTemplate(analysis.template('json') ?? '{}', 'json');
  return [
    ...(isFormatted(analysis) ? [] : ['The descriptor is not formatted.']),
    ...imported.entries.flatMap((entry) => entryFaults(entry, files, imported.descriptor)),
    ...routeFaults(sourceRoutes(path, files), sourceRoutes('.json', { '.json': JSON.stringify(built) }), imported),
    ...variablesIn(imported.descriptor),
    ...fileFaults(imported),
    ...nameFaults(path, files, built, imported),
  ];
}

const formatOptions = {
  tabSize: 2,
  insertSpaces: true,
  trimTrailingWhitespace: true,
  insertFinalNewline: true,
  trimFinalNewlines: true,
};

function isFormatted(analysis: Analysis): boolean {
  const formatting = analysis.format(formatOptions);
  return formatting.kind === 'formatted' && formatting.edits.length === 0;
}

const sentence = /^[\p{Lu}`"'$\d].*[.?]$/su;

function entryFaults(entry: ReportEntry, files: SourceTexts, descriptor: string): readonly string[] {
  const name = entry.kind === 'next step' ? entry.todo : entry.what;
  const faults: string[] = [];
  if (entry.kind !== 'next step' && name.trim() === '') faults.push('It has no name.');
  if (entry.place && !exists(entry.place, files)) faults.push(`Its place does not exist: ${described(entry.place)}`);
  if ((entry.kind === 'left out' || entry.kind === 'changed') && !sentence.test(entry.why))
    faults.push(`The reason is no sentence: ${entry.why}`);
  if ('todo' in entry && entry.todo !== undefined && !sentence.test(entry.todo))
    faults.push(`What to do is no sentence: ${entry.todo}`);
  if (entry.kind === 'changed' && entry.before === entry.after) faults.push(`It stays ${entry.before}.`);
  if ('resource' in entry && entry.resource !== undefined) {
    const resources = get(readTemplate(descriptor, 'yaml'), 'resources');
    if (!isMap(resources) || !Object.hasOwn(resources, entry.resource)) faults.push(`There is no ${entry.resource}.`);
  }
  return faults.map((fault) => `${entry.kind} ${name}: ${fault}`);
}

/** In one of the files, and not empty. A file can be read without its byte order mark. */
function exists({ file, span }: Place, files: SourceTexts): boolean {
  const text = Object.hasOwn(files, file.path) ? files[file.path] : undefined;
  const isThere = text !== undefined && (text === file.text || text.includes(file.text));
  return (
    isThere && span.start >= 0 && span.end <= file.text.length && file.text.slice(span.start, span.end).trim() !== ''
  );
}

function described({ file, span }: Place): string {
  return `${file.path} ${span.start}–${span.end} of ${file.text.length}`;
}

/** Each route is in the result or left out, and nothing that was protected is open. */
function routeFaults(
  source: readonly SourceRoute[],
  result: readonly SourceRoute[],
  { entries }: Import,
): readonly string[] {
  const left = [...result];
  const mentions = entries.flatMap((entry) => (entry.kind === 'left out' ? [entry.what] : []));
  const lost = source.filter(({ api, key }) => {
    const same = left.findIndex((route) => route.key === key && route.api === api);
    const found = same < 0 ? left.findIndex((route) => route.key === key) : same;
    if (found >= 0) left.splice(found, 1);
    return found < 0 && !mentions.some((what) => hasWord(what, key) || hasWord(what, api));
  });
  const opened = source.filter(
    ({ api, key, isProtected }) =>
      isProtected &&
      key === '$connect' &&
      result.some((route) => route.key === '$connect' && !route.isProtected && isFor(route, api, result)),
  );
  return [
    ...lost.map(({ api, key }) => `The route ${key} of ${api} is lost.`),
    ...opened.map(({ api }) => `${api} is open.`),
  ];
}

/** Whether the route is one of the API, which can have another name if it is the only one. */
function isFor({ api }: SourceRoute, wanted: string, result: readonly SourceRoute[]): boolean {
  return api === wanted || !result.some((other) => other.api === wanted);
}

function hasWord(text: string, word: string): boolean {
  return word !== '' && text.split(/[\s,`"']+/).includes(word);
}

/** Variables of the Serverless Framework mean nothing to CloudFormation. */
function variablesIn(descriptor: string): readonly string[] {
  const variable = /\$\{(?:self|opt|env|file|ssm|cf|s3|sls|param|strToBool|git)[:(][^}]*\}/;
  return [...walk(readTemplate(descriptor, 'yaml'))].flatMap(([path, value]) => {
    const [found] = typeof value === 'string' ? (variable.exec(value) ?? []) : [];
    return found === undefined ? [] : [`${path.join('.')} has the variable ${found}.`];
  });
}

/** Files beside the descriptor: none outside of its folder, and none twice. */
function fileFaults({ files }: Import): readonly string[] {
  const paths = files.map(({ path }) => path);
  return [
    ...paths.filter((path) => /^[/\\]|^[A-Za-z]:|(?:^|[/\\])\.\.(?:[/\\]|$)|[\\\0]/.test(path) || path === ''),
    ...paths.filter((path, index) => paths.indexOf(path) !== index),
  ].map((path) => `There must not be a file ${JSON.stringify(path)}.`);
}

/** A table that has lost its name has lost its data: a name in the source is the same in the result, or in the report. */
function nameFaults(path: string, files: SourceTexts, built: unknown, { entries }: Import): readonly string[] {
  if (!path.endsWith('.json') && !/\.ya?ml$/.test(path)) return [];
  const source = resourcesOf(readTemplate(files[path] ?? '', path.endsWith('.json') ? 'json' : 'yaml', '1.1'));
  const result = resourcesOf(built);
  return [...source].flatMap(([id, { type, properties }]) => {
    const name = type === 'AWS::DynamoDB::Table' ? get(properties, 'TableName') : undefined;
    const isReported = entries.some((entry) => entry.kind === 'left out' && hasWord(entry.what, id));
    if (name === undefined || isReported) return [];
    const isKept = [...result.values()].some(
      (one) => JSON.stringify(get(one.properties, 'TableName')) === JSON.stringify(name),
    );
    return isKept ? [] : [`${id} has lost its name.`];
  });
}
