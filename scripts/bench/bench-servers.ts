// Measures this language server and yaml-language-server over the protocol, side by side in one run, with the same texts
// and the same definition of the language: `npm run bench -- servers`. Bundled and run by bench.mjs.
//
// What is measured is what a person waits for while typing: each request follows an edit immediately, without the pause
// in which a server could prepare the answer. This server's diagnostics are requested, and the other's arrive by
// themselves after a delay that it chooses. That delay is part of the time, because people wait for it. Beside them is a
// language server for Dockerfiles, with a text of its own.
import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  CodeActionRequest,
  CompletionRequest,
  ConfigurationRequest,
  createProtocolConnection,
  DidChangeTextDocumentNotification,
  DidOpenTextDocumentNotification,
  DocumentDiagnosticRequest,
  DocumentSymbolRequest,
  HoverRequest,
  InitializedNotification,
  InitializeRequest,
  PublishDiagnosticsNotification,
  RegistrationRequest,
  StreamMessageReader,
  StreamMessageWriter,
  type Position,
  type ProtocolConnection,
} from 'vscode-languageserver/node';
import { parseDocument } from 'yaml';
import { dockerfileText, projectText } from './bench-project.ts';
import { ratio, table } from './bench-report.ts';
import { median, startTimes } from './start-times.ts';

const times = [
  'first diagnostics',
  'diagnostics',
  'completion',
  'hover',
  'symbols',
  'code actions',
  // For a client that cannot request the edits of an action later, as VS Code and Neovim do.
  'with edits',
] as const;
const measures = [...times, 'peak memory'] as const;
type Measure = (typeof measures)[number];

/** In milliseconds, and mebibytes. */
type Figures = Readonly<Record<Measure, number>>;

interface Server {
  readonly name: string;
  readonly program: string;
  readonly languageId: string;
  /** Whether diagnostics are requested. If not, the server sends them. */
  readonly isPulled: boolean;
  readonly settings: (section: string | undefined) => unknown;
}

const schema = pathToFileURL(join(process.cwd(), 'schemas/websocket-project.schema.json')).href;

const ours: Server = {
  name: 'this server',
  program: 'dist/server.js',
  languageId: 'websocket-project',
  isPulled: true,
  settings: () => null,
};

const other: Server = {
  name: 'yaml-language-server',
  program: 'node_modules/yaml-language-server/out/server/src/server.js',
  languageId: 'yaml',
  isPulled: false,
  settings: (section) =>
    section === 'yaml'
      ? { validate: true, hover: true, completion: true, schemas: { [schema]: '*.websocket.yaml' } }
      : {},
};

const dockerfile: Server = {
  name: 'dockerfile-language-server',
  program: 'node_modules/dockerfile-language-server-nodejs/lib/server.js',
  languageId: 'dockerfile',
  isPulled: false,
  settings: () => null,
};

/** Only to test that it works. */
const isShort = process.argv.includes('--short');
/** Of the texts, in lines. */
const [, given] = process.argv.slice(process.argv.indexOf('--lines'));
const sizes =
  process.argv.includes('--lines') && given !== undefined
    ? given.split(',').map(Number)
    : isShort
      ? [100]
      : [100, 300, 1000, 3000, 10_000, 30_000];
/** How often a server is started. */
const starts = isShort ? 1 : 3;
/** The edits before each kind of request is measured, while the engine still compiles. */
const warmUp = isShort ? 0 : 4;
/** The edits that are measured for each kind of request. */
const edits = isShort ? 1 : 11;

const uri = 'file:///bench/project.websocket.yaml';

interface Session {
  readonly connection: ProtocolConnection;
  /** From the start of the process, in milliseconds. */
  readonly firstDiagnostics: number;
  /** Resolves with the number of problems in that version. */
  readonly diagnostics: (version: number) => Promise<number>;
  /** In mebibytes; NaN where the system does not say. */
  readonly peakMemory: () => number;
  readonly end: () => void;
}

/** @param resolvesEdits whether the client requests the edits of a code action once the user has chosen it */
async function open(server: Server, text: string, resolvesEdits = true): Promise<Session> {
  const start = performance.now();
  const child = spawn(process.execPath, [server.program, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const connection = createProtocolConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  connection.onRequest(ConfigurationRequest.type, ({ items }) => items.map(({ section }) => server.settings(section)));
  connection.onRequest(RegistrationRequest.type, () => undefined);
  const diagnostics = server.isPulled ? pulledDiagnostics(connection) : pushedDiagnostics(connection);
  connection.listen();
  await connection.sendRequest(InitializeRequest.type, {
    processId: process.pid,
    rootUri: null,
    capabilities: {
      workspace: { configuration: true, didChangeConfiguration: { dynamicRegistration: true } },
      textDocument: {
        completion: { completionItem: { snippetSupport: true } },
        documentSymbol: { hierarchicalDocumentSymbolSupport: true },
        codeAction: {
          codeActionLiteralSupport: { codeActionKind: { valueSet: ['quickfix', 'refactor', 'source'] } },
          ...(resolvesEdits ? { dataSupport: true, resolveSupport: { properties: ['edit'] } } : {}),
        },
        ...(server.isPulled ? { diagnostic: {} } : {}),
      },
    },
  });
  await connection.sendNotification(InitializedNotification.type, {});
  await connection.sendNotification(DidOpenTextDocumentNotification.type, {
    textDocument: { uri, languageId: server.languageId, version: 1, text },
  });
  await diagnostics(1);
  return {
    connection,
    firstDiagnostics: performance.now() - start,
    diagnostics,
    peakMemory: () => peakMemory(child.pid ?? 0),
    end() {
      connection.dispose();
      child.kill();
    },
  };
}

function pulledDiagnostics(connection: ProtocolConnection): Session['diagnostics'] {
  return async () => {
    const report = await connection.sendRequest(DocumentDiagnosticRequest.type, { textDocument: { uri } });
    return report.kind === 'full' ? report.items.length : 0;
  };
}

function pushedDiagnostics(connection: ProtocolConnection): Session['diagnostics'] {
  let latest = { version: 0, problems: 0 };
  let sent = 0;
  let wake = (): void => undefined;
  connection.onNotification(PublishDiagnosticsNotification.type, ({ version, diagnostics }) => {
    latest = { version: version ?? sent, problems: diagnostics.length };
    wake();
  });
  return async (version) => {
    sent = version;
    while (latest.version < version) await new Promise<void>((resolve) => (wake = resolve));
    return latest.problems;
  };
}

function peakMemory(pid: number): number {
  try {
    const [, kibibytes] = /^VmHWM:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return Number(kibibytes) / 1024;
  } catch {
    return Number.NaN;
  }
}

interface Typing {
  /** The time from an edit to the answer, in milliseconds. The request gets the version of the text. */
  readonly timesOf: (ask: (version: number) => unknown) => Promise<number>;
  /** The number of problems after a letter is typed there. */
  readonly problemsAfterTyping: (at: Position) => Promise<number>;
}

/** @param name where a letter is typed and deleted in turn */
function typing({ connection, diagnostics }: Session, name: Position): Typing {
  let version = 1;
  const change = (start: Position, length: number, newText: string): void => {
    version++;
    const range = { start, end: { ...start, character: start.character + length } };
    void connection.sendNotification(DidChangeTextDocumentNotification.type, {
      textDocument: { uri, version },
      contentChanges: [{ range, text: newText }],
    });
  };
  return {
    async timesOf(ask) {
      const durations: number[] = [];
      for (let count = 0; count < warmUp + edits; count++) {
        const isTyped = version % 2 === 1;
        const start = performance.now();
        change(name, isTyped ? 0 : 1, isTyped ? 'x' : '');
        await ask(version);
        durations.push(performance.now() - start);
        // What one edit has started must not slow down the next.
        await diagnostics(version);
      }
      return median(durations.slice(warmUp));
    },
    problemsAfterTyping(at) {
      change(at, 0, 'x');
      return diagnostics(version);
    },
  };
}

/** Opens the text in several processes, of which the last one goes on. The first diagnostics are the median of all. */
async function openAgain(server: Server, text: string): Promise<Session> {
  const firsts: number[] = [];
  for (let count = 1; count < starts; count++) {
    const session = await open(server, text);
    firsts.push(session.firstDiagnostics);
    session.end();
  }
  const session = await open(server, text);
  return { ...session, firstDiagnostics: median([...firsts, session.firstDiagnostics]) };
}

async function measure(server: Server, text: string): Promise<Figures> {
  const session = await openAgain(server, text);
  const { connection, diagnostics } = session;
  const { name, value } = placesIn(text);
  const { timesOf, problemsAfterTyping } = typing(session, name);
  const textDocument = { uri };
  const at = { textDocument, position: value };
  const around = { textDocument, range: { start: value, end: value }, context: { diagnostics: [] } };
  const figures = {
    'first diagnostics': session.firstDiagnostics,
    diagnostics: await timesOf(diagnostics),
    completion: await timesOf(() => connection.sendRequest(CompletionRequest.type, at).then(answered)),
    hover: await timesOf(() => connection.sendRequest(HoverRequest.type, at).then(answered)),
    symbols: await timesOf(() => connection.sendRequest(DocumentSymbolRequest.type, { textDocument }).then(answered)),
    'code actions': await timesOf(() => connection.sendRequest(CodeActionRequest.type, around)),
    'peak memory': session.peakMemory(),
  };
  if ((await problemsAfterTyping(value)) === 0) throw new Error(`${server.name} reports no problem for a wrong value.`);
  session.end();
  const withEdits = await open(server, text, false);
  const { timesOf: timesWithEdits } = typing(withEdits, name);
  const ask = (): unknown => withEdits.connection.sendRequest(CodeActionRequest.type, around);
  const measured = { ...figures, 'with edits': await timesWithEdits(ask) };
  withEdits.end();
  return measured;
}

/** Measures the language server for Dockerfiles: only what does not depend on the language. */
async function measureDockerfile(): Promise<readonly [lines: number, figures: Partial<Figures>]> {
  const text = dockerfileText(isShort ? 17 : 50);
  const lines = text.split('\n');
  const middle = lines.findIndex((content, index) => index >= lines.length / 2 && content.startsWith('FROM'));
  const session = await openAgain(dockerfile, text);
  const { timesOf, problemsAfterTyping } = typing(session, { line: middle, character: lines[middle]?.length ?? 0 });
  const diagnostics = await timesOf(session.diagnostics);
  const figures = { 'first diagnostics': session.firstDiagnostics, diagnostics, 'peak memory': session.peakMemory() };
  const problems = await problemsAfterTyping({ line: middle + 1, character: 'WORKDIR'.length });
  if (problems === 0) throw new Error(`${dockerfile.name} reports no problem for a wrong instruction.`);
  session.end();
  return [lines.length, figures];
}

/** An empty answer is quick, and says nothing. */
function answered<T>(answer: T): T {
  const items: unknown = typeof answer === 'object' && answer && 'items' in answer ? answer.items : answer;
  if (!items || (Array.isArray(items) && items.length === 0)) throw new Error('A server has given an empty answer.');
  return answer;
}

/** In the middle: the end of a name, where a letter more or less is as good, and of a value, where it is a problem. */
function placesIn(text: string): { readonly name: Position; readonly value: Position } {
  const lines = text.split('\n');
  const endOf = (key: string): Position => {
    const line = lines.findIndex((content, index) => index >= lines.length / 2 && content.includes(`${key}: `));
    return { line, character: lines[line]?.length ?? 0 };
  };
  return { name: endOf('name'), value: endOf('operationMode') };
}

interface Result {
  readonly lines: number;
  /** The time of one parse with the package `yaml`, in milliseconds. */
  readonly parse: number;
  readonly ours: Figures;
  readonly other: Figures;
}

const { load, answer } = await startTimes(ours.program, 2 * starts + 1);
const results: Result[] = [];
for (const size of sizes) {
  const text = projectText(Math.round(size / 4.2));
  const parses = Array.from({ length: 7 }, () => {
    const start = performance.now();
    parseDocument(text);
    return performance.now() - start;
  });
  const lines = text.split('\n').length;
  results.push({
    lines,
    parse: Math.min(...parses),
    ours: await measure(ours, text),
    other: await measure(other, text),
  });
}

const [dockerfileLines, dockerfileFigures] = await measureDockerfile();

function print(title: string, rows: readonly (readonly string[])[], ...firstColumns: readonly string[]): void {
  console.log(`\n${title}\n`);
  console.log(table([[...firstColumns, ...measures], ...rows]));
}

/** A row of times and memory. What was not measured is empty. */
function rowOf(lines: number, { name }: Server, figures: Partial<Figures>, parse?: number): readonly string[] {
  const shown = times.map((time) => {
    const figure = figures[time];
    const multiple = figure === undefined || parse === undefined ? '' : ` (${ratio(figure, parse)})`;
    return `${figure?.toFixed(1) ?? ''}${multiple}`;
  });
  return [String(lines), name, ...shown, figures['peak memory']?.toFixed(0) ?? ''];
}

print(
  'Medians in milliseconds; in brackets, parsing of the text with `yaml` = 1. Memory in MiB.',
  [
    ...results.flatMap(({ lines, parse, ...measured }) => [
      rowOf(lines, ours, measured.ours, parse),
      rowOf(lines, other, measured.other, parse),
    ]),
    rowOf(dockerfileLines, dockerfile, dockerfileFigures),
  ],
  ...['lines', 'server'],
);
print(
  'How many times faster this server is, and how much less memory it takes.',
  results.map(({ lines, ...measured }) => [
    String(lines),
    ...measures.map((name) => ratio(measured.other[name], measured.ours[name])),
  ]),
  'lines',
);
const from = results.find(({ lines }) => lines >= 300) ?? results[0];
print(
  `Growth of this server's figures, ${from?.lines ?? 0} lines = 1.`,
  results.map(({ lines, ...measured }) => [
    String(lines),
    ...measures.map((name) => (from ? ratio(measured.ours[name], from.ours[name]) : '')),
  ]),
  'lines',
);
const start = from?.ours['first diagnostics'] ?? Number.NaN;
console.log(
  `\nAn empty script that loads this server: ${load.toFixed(0)} ms. The server answers \`initialize\` in ${ratio(answer, load)} times that. First diagnostics of ${from?.lines ?? 0} lines: ${ratio(start, load)} times that.`,
);
const [, file] = process.argv.slice(process.argv.indexOf('--json'));
if (process.argv.includes('--json') && file)
  writeFileSync(file, JSON.stringify({ load, answer, results, dockerfile: dockerfileFigures }, null, 2));
