// No process of an instance is left: when it ends, when the run ends, and when the program of the run is killed.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { describe, expect, test } from 'vitest';
import { root } from '../../../scripts/processes.mjs';
import { temporaryFolder, type Folder } from '../../harness/folder.ts';
import { localFunctions } from '../../harness/local-functions.ts';

/** Starts a program that starts others, none of which ends by itself, and one of which leaves the group. */
const handler = `
  import { spawn } from 'node:child_process';
  import { statSync } from 'node:fs';
  process.on('SIGTERM', () => {});
  const start = (script, options) => spawn('/bin/sh', ['-c', script], { stdio: 'ignore', ...options }).unref();
  export const handler = async ({ folder, loops }) => {
    start('trap "" TERM; (echo $$ >"$0/one"; sleep 1000); true'.replaceAll('$0', folder), {});
    start('(sleep 1000 & echo $! >$0/two; wait); true'.replaceAll('$0', folder), { detached: true });
    for (const name of ['one', 'two']) while (!statSync(folder + '/' + name, { throwIfNoEntry: false })?.size) await new Promise((resolve) => setTimeout(resolve, 5));
    if (loops) for (;;);
    return process.pid;
  };
`;

const isLinux = process.platform === 'linux';

function pidsIn(folder: Folder): readonly number[] {
  const files = ['one', 'two'].map((name) => folder.pathOf(name)).filter((file) => existsSync(file));
  return files.map((file) => Number(readFileSync(file, 'utf8'))).filter((pid) => pid > 0);
}

/** A process that has ended, but of whose end its parent does not know yet, does not run. */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !isLinux || !/^\d+ \(.*\) Z/s.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

describe.skipIf(process.platform === 'win32')('no process is left', () => {
  test('after the end of the run, and in the group after the end of an instance', async () => {
    const { host, invoke, result, save, folder } = localFunctions(
      { start: '', loop: '' },
      {
        'start.mjs': handler,
        'loop.mjs': 'export const handler = async () => { for (;;); };',
      },
    );
    const pid = Number(await result('start', { folder: folder.path }));
    const [inGroup = 0, outside = 0] = pidsIn(folder);
    expect([pid, inGroup, outside].map(isRunning)).toEqual([true, true, true]);
    save();
    await expect.poll(() => [pid, inGroup].filter(isRunning)).toEqual([]);
    const loop = invoke('loop');
    await host.stop();
    expect(await loop).toMatchObject({ kind: 'failed' });
    // Only Linux tells the environment of a process.
    if (isLinux) expect(isRunning(outside)).toBe(false);
    else process.kill(outside);
    expect(await invoke('loop')).toMatchObject({ errorType: 'Local.Stopped' });
  });

  test('after the program has been killed, even if a handler never ends', async () => {
    const folder = temporaryFolder({ 'send.mjs': handler });
    buildSync({
      stdin: {
        resolveDir: join(root, 'server/src'),
        contents: `
          import { startFunctions } from './gateway/functions/functions.ts';
          import { bind } from './model/bind.ts';
          import { parse } from './syntax/parse.ts';
          const text = 'resources: { Send: { type: lambda-function, name: Send, runtime: nodejs22.x, entryPoint: send.handler } }';
          const project = bind(parse(text));
          const folder = ${JSON.stringify(folder.path)};
          const options = { folder, environment: () => ({}), inspect: false, timeScale: 1, onLog: () => {} };
          startFunctions(options).invoke(project.find('Send'), { folder, loops: true }, 'request');`,
      },
      bundle: true,
      platform: 'node',
      define: { __dirname: JSON.stringify(join(root, 'server/src/gateway/functions')) },
      outfile: folder.pathOf('run.cjs'),
      alias: { yaml: join(root, 'node_modules/yaml/browser/index.js') },
      logLevel: 'error',
    });
    const run = spawn(process.execPath, [folder.pathOf('run.cjs')], { stdio: 'ignore' });
    await expect.poll(() => pidsIn(folder).length).toBe(2);
    const [inGroup = 0, outside = 0] = pidsIn(folder);
    const instances = isLinux ? childrenOf(run.pid ?? 0) : [];
    run.kill('SIGKILL');
    await once(run, 'exit');
    await expect.poll(() => [inGroup, ...instances].filter(isRunning)).toEqual([]);
    if (isLinux) await expect.poll(() => isRunning(outside)).toBe(false);
    else process.kill(outside);
  });
});

function childrenOf(pid: number): readonly number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').map(Number);
}
