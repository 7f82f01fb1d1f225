// Imports a file of another tool: it is read, and so are the files below its folder that it refers to. The client writes the
// result, by itself or because the server asks it to.
import {
  ApplyWorkspaceEditRequest,
  CreateFile,
  MessageType,
  ShowDocumentRequest,
  TextDocumentEdit,
  TextEdit,
  type ClientCapabilities,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import { maximumBytes, readerBelow } from '../files/files.ts';
import { folderOf, nameOf, parentOf, pathOf, uriBelow } from '../files/paths.ts';
import { importProject, toolFolders } from '../import/import.ts';
import { reportDocument, type DescriptorLinks, type ReportEntry } from '../import/report.ts';
import { entryAt, readSource, valueAt, type Place, type SourceFile } from '../import/source.ts';
import { t } from '../locale.ts';
import type { ImportEntry, ImportParams, ImportResult, Location } from '../protocol.ts';
import { inEncoding, type LineIndex } from '../syntax/positions.ts';
import { refusal } from './containment.ts';
import { createsFiles, positionEncodingOf, showMessage, type CreatedFile } from './convert.ts';
import type { Context } from './feature.ts';
import { property } from './settings.ts';

/** Nothing is written. */
export async function importOf(params: ImportParams, context: Context): Promise<ImportResult> {
  const { uri, stage, descriptor, linksFrom } = params;
  const path = pathOf(uri);
  if (path === undefined) return refused(t`${nameOf(uri)} is not saved in a folder. Save it first.`);
  const text = params.text ?? (await context.files.read(path, maximumBytes));
  if (text === undefined) return refused(t`${nameOf(path)} cannot be read.`);
  const imported = await importProject({
    path: nameOf(path),
    text,
    stage,
    read: readerBelow(context.files, parentOf(path)),
  });
  const rangeOf = rangesIn(context);
  const locate = (place: Place): Location => ({ uri: uriBelow(folderOf(uri), place.file.path), range: rangeOf(place) });
  if ('unreadable' in imported) {
    const { unreadable, place } = imported;
    const reason = unreadable.replace(/\.$/, '');
    return refused(t`${nameOf(path)} cannot be imported: ${reason}.`, place && locate(place));
  }
  const { source, descriptor: written, files, entries } = imported;
  const linkTo = ({ uri: to, range }: Location): string => linkOf(to, linksFrom, range);
  const links: DescriptorLinks | undefined =
    descriptor === undefined
      ? undefined
      : {
          name: nameOf(descriptor),
          address: linkOf(descriptor, linksFrom),
          addressOf: resourcesIn(written, (place) => linkTo({ uri: descriptor, range: rangeOf(place) })),
        };
  return {
    source,
    dependsOnStage: source === 'serverless' && namesStage(text),
    folder: projectFolder(uri),
    descriptor: written,
    files,
    entries: entries.map((entry) => located(entry, locate)),
    report: reportDocument(nameOf(path), entries, (place) => linkTo(locate(place)), links),
  };
}

function projectFolder(uri: string): string {
  const folder = folderOf(uri);
  return toolFolders.includes(nameOf(folder)) ? folderOf(folder) : folder;
}

function refused(reason: string, location?: Location): ImportResult {
  return { refused: reason, location };
}

/** Whether a Serverless project says anything by its stage, or leaves the stage to its command line. */
function namesStage(text: string): boolean {
  return /\$\{\s*(?:opt:\s*stage|sls:\s*stage|self:\s*provider\.stage)\b/.test(text);
}

/** Ranges as the client counts columns. Each file is indexed once. */
function rangesIn({ client }: Context): (place: Place) => Location['range'] {
  const encoding = positionEncodingOf(client());
  const indexes = new Map<SourceFile, LineIndex>();
  return ({ file, span }) => {
    const lines = indexes.get(file) ?? inEncoding(file.text, file.lines, encoding);
    indexes.set(file, lines);
    return { start: lines.positionAt(span.start), end: lines.positionAt(span.end) };
  };
}

/** The address of each resource of a descriptor, by its ID. */
function resourcesIn(descriptor: string, linkTo: (place: Place) => string): DescriptorLinks['addressOf'] {
  const root = readSource('websocket.yaml', descriptor);
  return (id) => {
    const entry = 'unreadable' in root ? undefined : entryAt(valueAt(root, 'resources'), id);
    return entry && linkTo(entry.place);
  };
}

function located(entry: ReportEntry, locate: (place: Place) => Location): ImportEntry {
  const { place, ...rest } = entry;
  return { ...rest, location: place && locate(place) };
}

/** @param from the folder that the link is relative to; undefined for a URI */
function linkOf(uri: string, from: string | undefined, range?: Location['range']): string {
  const fragment = range ? `#L${range.start.line + 1},${range.start.character + 1}` : '';
  return `${(from === undefined ? undefined : pathFrom(from, uri)) ?? uri}${fragment}`;
}

/** `/api/serverless.yml`, or `/../api/serverless.yml` beside the folder. Undefined if it is in another file system. */
function pathFrom(folder: string, uri: string): string | undefined {
  const start = /^[a-z][a-z\d+.-]*:\/\/[^/]*\//i.exec(folder)?.[0];
  if (start === undefined || !uri.startsWith(start)) return undefined;
  const namesOf = (one: string): string[] =>
    one
      .slice(start.length)
      .split('/')
      .filter((name) => name !== '');
  const [above, names] = [namesOf(folder), namesOf(uri)];
  const common = above.findIndex((name, index) => name !== names[index]);
  const shared = common < 0 ? above.length : common;
  return `/${[...above.slice(shared).map(() => '..'), ...names.slice(shared)].join('/')}`;
}

/** The number of losses that a message has room for. */
const maximumLosses = 8;

/**
 * Has the client create the project file beside the imported one. Returns its URI.
 * @throws {ResponseError} if the file cannot be imported, or a file would be overwritten
 */
export async function importFile([uri, options]: readonly unknown[], context: Context): Promise<string> {
  const { connection, files, client } = context;
  if (typeof uri !== 'string') throw refusal(t`The first argument must be the URI of the file to import.`);
  const stage = property(options, 'stage');
  const imported = await importOf({ uri, stage: typeof stage === 'string' ? stage : undefined }, context);
  if (imported.refused !== undefined) throw refusal(imported.refused);
  const descriptor = uriBelow(imported.folder, 'websocket.yaml');
  const created: readonly CreatedFile[] = [
    { uri: descriptor, text: imported.descriptor },
    ...imported.files.map(({ path, text }) => ({ uri: uriBelow(imported.folder, path), text })),
  ];
  for (const { uri: target } of created) {
    const path = pathOf(target);
    if (path === undefined || !(await files.isAbsent(path)))
      throw refusal(t`${nameOf(target)} exists, so nothing was written. Move it, then import again.`);
  }
  const edit = creating(created, client());
  const label = t`Import ${nameOf(uri)}`;
  const { applied, failureReason } = await connection.sendRequest(ApplyWorkspaceEditRequest.type, { label, edit });
  if (!applied) {
    const name = nameOf(descriptor);
    throw refusal(
      failureReason ? t`The editor did not write ${name}: ${failureReason}` : t`The editor did not write ${name}.`,
    );
  }
  if (client().window?.showDocument?.support) {
    await connection.sendRequest(ShowDocumentRequest.type, { uri: descriptor, takeFocus: true });
  }
  const losses = imported.entries.flatMap((entry) => (entry.kind === 'left out' ? [entry] : []));
  const others = losses.length - maximumLosses;
  const lines = losses.slice(0, maximumLosses).map(({ what, why, todo }) => `${what}: ${why} ${todo}`);
  await showMessage(
    connection,
    losses.length > 0 ? MessageType.Warning : MessageType.Info,
    [
      t`Imported ${nameOf(uri)} into ${nameOf(descriptor)}. Save it.`,
      ...(losses.length > 0 ? [t`Left out:`, ...lines] : []),
      ...(others > 0 ? [t`And ${others} more.`] : []),
    ].join('\n'),
  );
  return descriptor;
}

/** Clients without operations on files create a file by editing it. */
function creating(created: readonly CreatedFile[], client: ClientCapabilities): WorkspaceEdit {
  const insertion = (text: string): TextEdit => TextEdit.insert({ line: 0, character: 0 }, text);
  if (!client.workspace?.workspaceEdit?.documentChanges)
    return { changes: Object.fromEntries(created.map(({ uri, text }) => [uri, [insertion(text)]])) };
  return {
    documentChanges: created.flatMap(({ uri, text }) => [
      ...(createsFiles(client) ? [CreateFile.create(uri, { overwrite: false, ignoreIfExists: false })] : []),
      TextDocumentEdit.create({ uri, version: null }, [insertion(text)]),
    ]),
  };
}
