// Runs each request on texts as long as a descriptor may be, one text per process, and prints those that take longest.
// Usage: npm run bench -- limits [part of a text's name] [characters]
import { execFile } from 'node:child_process';
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

/** Shorter requests are not printed. */
const leastShown = 300;
/** Of one text, after which its process is ended. */
const patience = 120_000;

/** Writes the name of each request when it starts, in case it never ends, and a line when it ends. */
function measure(text: string): void {
  const middle = text.indexOf('\n', text.length >> 1);
  const offsets = [middle < 0 ? text.length >> 1 : middle, text.length];
  for (const { name, ask } of requestsFor(text, offsets, 10)) {
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

function measureApart(name: string, length: number): Promise<Measured[]> {
  const parameters = ['--max-old-space-size=1000', bundle, '--text', name, String(length)];
  return new Promise((resolve) => {
    execFile(process.execPath, parameters, { timeout: patience, maxBuffer: 100_000_000 }, (_, output) => {
      const lines = output.trim().split('\n');
      resolve(
        lines.flatMap((line, index): Measured[] => {
          const [request = '', time, memory, failure = ''] = line.split('\t');
          if (time !== undefined) return [{ request, time: Number(time), memory: Number(memory), failure }];
          return index === lines.length - 1 ? [{ request, time: patience, memory: 0, failure: 'never ended' }] : [];
        }),
      );
    });
  });
}

const bundle = fileURLToPath(import.meta.url);
const given = process.argv.slice(2);
if (given[0] === '--text') {
  const [, name = '', length] = given;
  const make = growing[name];
  if (make) measure(grownTo(Number(length), make));
} else {
  const [, part = '', length = String(maximumLength)] = given;
  const names = Object.keys(growing).filter((name) => name.includes(part));
  const rows: { readonly name: string; readonly one: Measured }[] = [];
  for (const name of names) {
    const measured = await measureApart(name, Number(length));
    for (const one of measured) if (one.time >= leastShown || one.failure !== '') rows.push({ name, one });
    const peak = Math.max(0, ...measured.map(({ memory }) => memory));
    const total = measured.reduce((sum, { time }) => sum + time, 0);
    console.error(`${name}: ${total} ms in all, ${peak} MB`);
  }
  rows.sort((a, b) => b.one.time - a.one.time);
  console.log(
    table([
      ['text', 'request', 'ms', 'MB so far', ''],
      ...rows.map(({ name, one }) => [name, one.request, String(one.time), String(one.memory), one.failure]),
    ]),
  );
}
