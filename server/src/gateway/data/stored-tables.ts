// Keeps tables in a folder between runs. Each has a file of lines in JSON: its name and key first, then one line for each
// change, which is written at once. What a crash leaves of the last line is ignored. The folder belongs to one run at a time.
import { createReadStream, createWriteStream, type WriteStream } from 'node:fs';
import { mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { isDeepStrictEqual } from 'node:util';
import { t } from '../../locale.ts';
import { messageOf, quote } from '../../wording.ts';
import { isRunning } from '../scratch.ts';
import { at, isMap, parsed, type JsonMap } from './json.ts';
import type { TableChange } from './tables.ts';

export interface StoredTables {
  /**
   * The items that were kept, from the last run. Undefined if they have another key: then the table starts empty, and its
   * file is kept under another name.
   */
  open(table: string, key: JsonMap): Promise<readonly JsonMap[] | undefined>;
  /** @param itemsOf all items of a table, as they are now */
  append(changes: readonly TableChange[], itemsOf: (table: string) => AsyncIterable<JsonMap>): void;
  close(): Promise<void>;
}

interface StoredTable {
  readonly header: JsonMap;
  readonly path: string;
  writer: WriteStream;
  /** Since the file was last written as a whole. */
  bytes: number;
  /** What waits while the file is written as a whole. */
  waiting: string[] | undefined;
  written: Promise<void>;
}

/** The size in bytes from which changes of the same items are no longer kept. */
const longestJournal = 32 * 1024 * 1024;

/**
 * @param onError called if the disk is full, for example
 * @throws an error for the user if another run has the folder
 */
export async function storedTables(directory: string, onError: (error: Error) => void): Promise<StoredTables> {
  const folder = join(directory, 'tables');
  await makeFolder(folder).catch((error: unknown) => {
    throw new Error(t`${quote(directory)} cannot be the folder for data: ${messageOf(error)}`, { cause: error });
  });
  const unlock = await lock(directory);
  const tables = new Map<string, StoredTable>();

  const appending = (path: string): WriteStream => createWriteStream(path, { flags: 'a' }).on('error', onError);

  const writeWhole = async (path: string, header: JsonMap, items: AsyncIterable<JsonMap> | Iterable<JsonMap>) => {
    const file = await open(`${path}.new`, 'w');
    try {
      await file.write(lineOf(header));
      for await (const item of items) await file.write(lineOf({ put: item }));
    } finally {
      await file.close();
    }
    await rename(`${path}.new`, path);
  };

  const shorten = async (table: StoredTable, items: AsyncIterable<JsonMap>): Promise<void> => {
    await end(table.writer);
    await writeWhole(table.path, table.header, items);
    table.writer = appending(table.path);
    for (const line of table.waiting ?? []) table.writer.write(line);
    table.waiting = undefined;
    table.bytes = 0;
  };

  return {
    async open(name, key) {
      const path = join(folder, `${name}.ndjson`);
      const header = { table: name, key };
      const items = await readTable(path, header);
      if (!items) await rename(path, join(folder, `${name}.${Date.now()}.ndjson`));
      await writeWhole(path, header, items ?? []);
      const writer = appending(path);
      tables.set(name, { header, path, writer, bytes: 0, waiting: undefined, written: Promise.resolve() });
      return items;
    },
    append(changes, itemsOf) {
      for (const { table: name, keys, after } of changes) {
        const table = tables.get(name);
        if (!table) continue;
        const line = lineOf(after ? { put: after } : { delete: keys });
        if (table.waiting) table.waiting.push(line);
        else table.writer.write(line);
        table.bytes += line.length;
        if (table.waiting || table.bytes < longestJournal) continue;
        table.waiting = [];
        table.written = shorten(table, itemsOf(name)).catch(onError);
      }
    },
    async close() {
      for (const table of tables.values()) {
        await table.written;
        await end(table.writer);
      }
      await unlock();
    },
  };
}

/** Undefined if the table has another key. */
async function readTable(path: string, header: JsonMap): Promise<readonly JsonMap[] | undefined> {
  const items = new Map<string, JsonMap>();
  const names = isMap(header['key']) ? Object.keys(header['key']) : [];
  const identity = (item: unknown): string => JSON.stringify(names.map((name) => at(item, name)));
  let isFirst = true;
  try {
    for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY })) {
      const entry = parsed(line);
      if (isFirst && !isDeepStrictEqual(entry, header)) return undefined;
      isFirst = false;
      const { put, delete: deleted } = isMap(entry) ? entry : {};
      if (isMap(put)) items.set(identity(put), put);
      else if (deleted !== undefined) items.delete(identity(deleted));
    }
  } catch (error) {
    if (at(error, 'code') !== 'ENOENT') throw error;
  }
  return [...items.values()];
}

function lineOf(value: JsonMap): string {
  return `${JSON.stringify(value)}\n`;
}

function end(writer: WriteStream): Promise<void> {
  return new Promise((resolve) => {
    if (writer.destroyed) resolve();
    else writer.once('close', resolve).end();
  });
}

/** A file with the ID of the process that has the folder. One of a process that has ended is taken over. */
async function lock(directory: string): Promise<() => Promise<void>> {
  const path = join(directory, 'lock');
  for (;;) {
    try {
      await writeFile(path, String(process.pid), { flag: 'wx' });
      return () => rm(path, { force: true });
    } catch (error) {
      if (at(error, 'code') !== 'EEXIST') throw error;
    }
    const owner = Number(await readFile(path, 'utf8').catch(() => ''));
    if (owner > 0 && isRunning(owner)) {
      throw new Error(
        t`Another run, process ${owner}, keeps its data in ${quote(directory)}. Stop it, or choose another folder with --data.`,
      );
    }
    await rm(path, { force: true });
  }
}

/** As `mkdir` with `recursive`, which never ends in a folder where nothing can be made, such as /proc. */
async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    const code = at(error, 'code');
    if (code === 'EEXIST') return;
    if (code !== 'ENOENT' || dirname(path) === path) throw error;
    await makeFolder(dirname(path));
    await mkdir(path);
  }
}
