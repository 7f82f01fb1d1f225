// Runs each request on texts as long as a descriptor may be, one text per process, and prints those that take
// more than they may.
// Usage: npm run bench -- limits [part of a text's name] [characters]
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { maximumLength } from '../../server/src/syntax/parse.ts';
import { requestsFor } from '../../test/harness/ask-everything.ts';
import { grownTo, growing } from '../../test/harness/growing-descriptors.ts';
import { table } from './bench-report.ts';

interface Measured {
  readonly request: string;
  /** Of the processor, in milliseconds: it does not depend on how busy the machine is. */
  readonly time: number;
  /** The most memory of the process so far, in MB. */
  readonly memory: number;
  readonly failure: string;
}

/** What no request may take. Only what takes more is printed. */
const most = { time: 1000, memory: 500 };
/** The engine's options that the language server sets. */
const engine = readFileSync('server/src/lsp/main.ts', 'utf8').match(/--[a-z-]+=\d+/g) ?? [];

/** Without a sign of life, in milliseconds, before a process is ended. */
const patience = 60_000;

/** Writes the name of each request when it starts, in case it never ends, and a line when it ends. */
function measure(text: string, skipped: number): void {
  const middle = text.indexOf('\n', text.length >> 1);
  const offsets = [middle < 0 ? text.length >> 1 : middle, text.length];
  let index = 0;
  for (const { name, ask } of requestsFor(text, offsets, 10)) {
    if (index++ < skipped && name !== 'analyze') continue;
    process.stdout.write(`${name}\n`);
    const before = process.cpuUsage();
    let failure = '';
    try {
      ask();
    } catch (error) {
      failure = String(error).replaceAll(/\s+/g, ' ');
    }
    const { user, system } = process.cpuUsage(before);
    const memory = Math.round(process.resourceUsage().maxRSS / 1024);
    process.stdout.write(`${[name, Math.round((user + system) / 1000), memory, failure].join('\t')}\n`);
  }
}

/** All requests. After one that does not end, the rest is measured in another process. */
async function measureApart(name: string, length: number): Promise<Measured[]> {
  const measured: Measured[] = [];
  for (let ended = false; !ended;) {
    const output = await outputOf([bundle, '--text', name, String(length), String(measured.length)]);
    const lines = output.trim().split('\n');
    for (const line of lines) {
      const [request = '', time, memory, failure = ''] = line.split('\t');
      const isRepeated = request === 'analyze' && measured.length > 0;
      if (time !== undefined && !isRepeated)
        measured.push({ request, time: Number(time), memory: Number(memory), failure });
    }
    const last = lines.at(-1) ?? '';
    ended = last.includes('\t');
    if (!ended) measured.push({ request: last, time: patience, memory: 0, failure: 'never ended' });
  }
  return measured;
}

function outputOf(parameters: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    let output = '';
    const child = spawn(process.execPath, [...engine, ...parameters], { stdio: ['ignore', 'pipe', 'ignore'] });
    const waiting = setTimeout(() => child.kill(), patience);
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk;
      waiting.refresh();
    });
    child.on('close', () => {
      clearTimeout(waiting);
      resolve(output);
    });
  });
}

const bundle = fileURLToPath(import.meta.url);
const given = process.argv.slice(2);
if (given[0] === '--text') {
  const [, name = '', length, skipped] = given;
  const make = growing[name];
  if (make) measure(grownTo(Number(length), make), Number(skipped));
} else {
  const [, part = '', length = String(maximumLength)] = given;
  const names = Object.keys(growing).filter((name) => name.includes(part));
  const rows: { readonly name: string; readonly one: Measured }[] = [];
  for (const name of names) {
    const measured = await measureApart(name, Number(length));
    let memory = 0;
    for (const one of measured) {
      const isLarger = one.memory > Math.max(memory, most.memory);
      if (one.time > most.time || isLarger || one.failure !== '') rows.push({ name, one });
      ({ memory } = one);
    }
    const [slowest] = [...measured].sort((a, b) => b.time - a.time);
    console.error(`${name}: ${slowest?.time ?? 0} ms (${slowest?.request ?? ''}), ${memory} MB`);
  }
  rows.sort((a, b) => b.one.time - a.one.time);
  console.log(
    table([
      ['text', 'request', 'ms', 'MB so far', ''],
      ...rows.map(({ name, one }) => [name, one.request, String(one.time), String(one.memory), one.failure]),
    ]),
  );
}
