// Functions in the languages that can run on this machine.
import { chmodSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../../../scripts/processes.mjs';
import { localFunctions } from '../../harness/local-functions.ts';

const containing = (text: string): unknown => expect.stringContaining(text);

test('TypeScript is compiled by the esbuild of the project, with traces on source lines', async () => {
  const { invoke, result, folder } = localFunctions(
    { common: '', module: 'entryPoint: esm/module.handler', wrong: '' },
    {
      'common.ts': `import { double } from './double';
        enum Mode { On = 2 }

        interface Event { readonly fails?: boolean }
        export const handler = async ({ fails }: Event): Promise<string> => {
          if (fails) throw new Error('on line 6');
          return __filename.slice(-9) + double(Mode.On);
        };`,
      'double.ts': 'export const double = (value: number): number => 2 * value;',
      'esm/package.json': '{ "type": "module" }',
      'esm/module.ts': `import { double } from '../double.js';
        const { sep } = await import('node:path');

        export const handler = async ({ fails }: { fails?: boolean }): Promise<string> => {
          if (fails) throw new Error('on line 5');
          return import.meta.url.slice(-13) + sep.length + double(1);
        };`,
      'wrong.ts': 'export const handler = async () => {',
    },
  );
  symlinkSync(join(root, 'node_modules'), folder.pathOf('node_modules'));
  expect(await Promise.all([result('common'), result('module')])).toEqual(['common.ts4', 'esm/module.ts12']);
  expect(await Promise.all(['common', 'module', 'wrong'].map((id) => invoke(id, { fails: true })))).toMatchObject([
    { errorMessage: 'on line 6', stack: [containing('on line'), containing('common.ts:6:')] },
    { errorMessage: 'on line 5', stack: [containing('on line'), containing('esm/module.ts:5:')] },
    { errorType: 'Runtime.UserCodeSyntaxError', errorMessage: containing('wrong.ts:1:') },
  ]);
});

test('TypeScript is otherwise run by a Node that can, or refused with what to do', async () => {
  const { invoke } = localFunctions(
    { plain: '', jsx: '' },
    {
      'plain.mts': 'export const handler = async (event: object): Promise<number> => 7;',
      'jsx.tsx': 'export const handler = async () => 7;',
    },
  );
  const can = process.allowedNodeEnvironmentFlags.has('--experimental-strip-types');
  const refused = {
    kind: 'failed',
    errorType: 'Local.TypeScript',
    errorMessage: containing('npm install --save-dev esbuild'),
  };
  expect(await invoke('plain')).toMatchObject(can ? { kind: 'returned', value: 7 } : refused);
  expect(await invoke('jsx')).toMatchObject(refused);
});

test('a custom runtime is the program bootstrap, unmodified, stopped between invocations', async () => {
  const { invoke, result, folder } = localFunctions(
    { custom: 'runtime: provided.al2023, entryPoint: main, code: out' },
    {
      'out/bootstrap': `#!${process.execPath}
        const base = 'http://' + process.env.AWS_LAMBDA_RUNTIME_API + '/2018-06-01/runtime/';
        let ticks = 0;
        setInterval(() => (ticks += 1), 5);
        (async () => {
          for (;;) {
            const next = await fetch(base + 'invocation/next');
            const id = next.headers.get('lambda-runtime-aws-request-id');
            const event = await next.json();
            if (event.exits) process.exit(2);
            if (event.waits) await new Promise((resolve) => setTimeout(resolve, 40));
            const [kind, body] = event.fails
              ? ['error', { errorType: 'Own', errorMessage: 'message', stackTrace: ['a line'] }]
              : ['response', { event, handler: process.env._HANDLER, folder: process.cwd(), ticks }];
            const sent = await fetch(base + 'invocation/' + id + '/' + kind, { method: 'POST', body: JSON.stringify(body) });
            console.log(sent.status, (await sent.json()).status);
          }
        })();`,
    },
  );
  expect(await invoke('custom')).toMatchObject({
    errorType: 'Runtime.InvalidEntrypoint',
    errorMessage: containing('chmod'),
  });
  chmodSync(folder.pathOf('out/bootstrap'), 0o755);
  expect(await result('custom', { a: 1 })).toMatchObject({
    event: { a: 1 },
    handler: 'main',
    folder: folder.pathOf('out'),
  });
  expect(await invoke('custom', { fails: true })).toMatchObject({
    kind: 'failed',
    errorType: 'Own',
    errorMessage: 'message',
    stack: ['a line'],
    initMs: undefined,
  });
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(await result('custom', { waits: true })).toMatchObject({
    ticks: expect.toSatisfy((ticks) => ticks < 30) as unknown,
  });
  expect(await invoke('custom', { exits: true })).toMatchObject({ errorType: 'Runtime.ExitError' });
});
