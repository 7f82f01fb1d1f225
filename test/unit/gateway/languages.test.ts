// Functions in the languages that can run on this machine.
import { chmodSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../../../scripts/processes.mjs';
import { findOnPath } from '../../../scripts/programs.mjs';
import { localFunctions, moreThan } from '../../harness/local-functions.ts';

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
        let longestPause = 0;
        let last = Date.now();
        setInterval(() => {
          longestPause = Math.max(longestPause, Date.now() - last);
          last = Date.now();
        }, 5);
        (async () => {
          for (;;) {
            const next = await fetch(base + 'invocation/next');
            const id = next.headers.get('lambda-runtime-aws-request-id');
            const event = await next.json();
            if (event.exits) process.exit(2);
            if (event.waits) await new Promise((resolve) => setTimeout(resolve, 40));
            const [kind, body] = event.fails
              ? ['error', { errorType: 'Own', errorMessage: 'message', stackTrace: ['a line'] }]
              : ['response', { event, handler: process.env._HANDLER, folder: process.cwd(), longestPause }];
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
  await new Promise((resolve) => setTimeout(resolve, 1000));
  // A busy machine makes a pause longer, never shorter.
  expect(await result('custom', { waits: true })).toMatchObject({
    longestPause: moreThan(800),
  });
  expect(await invoke('custom', { exits: true })).toMatchObject({ errorType: 'Runtime.ExitError' });
});

if (findOnPath(process.platform === 'win32' ? 'python' : 'python3') !== undefined)
  test('Python handlers run with the Python that is installed', async () => {
    const { invoke, result, logs, folder } = localFunctions(
      {
        send: 'runtime: python3.13, entryPoint: functions/send.handler, timeout: 20',
        dotted: 'runtime: python3.13, entryPoint: functions.send.other',
        imports: 'runtime: python3.13, entryPoint: imports.handler',
        syntax: 'runtime: python3.13, entryPoint: syntax.handler',
        missing: 'runtime: python3.13, entryPoint: functions/send.gone',
      },
      {
        'functions/shared.py': 'def fail():\n    raise ValueError("wrong")\n',
        'functions/send.py': `import logging, os, sys, threading, time
from functions.shared import fail
count = 0
longest_pause = 0
def tick():
    global longest_pause
    last = time.time()
    while True:
        time.sleep(0.005)
        longest_pause = max(longest_pause, time.time() - last)
        last = time.time()
threading.Thread(target=tick, daemon=True).start()
def handler(event, context):
    global count
    count += 1
    print("printed")
    logging.getLogger().warning("two\\nlines")
    if event.get("fails"): fail()
    if event.get("exits"): sys.exit(4)
    if event.get("set"): return {1, 2}
    return {
        "count": count, "event": event, "folder": os.getcwd(), "level": os.environ.get("LEVEL"),
        "context": [context.function_name, context.memory_limit_in_mb, context.aws_request_id, context.invoked_function_arn],
        "left": context.get_remaining_time_in_millis(), "longest_pause": longest_pause,
    }
def other(event, context):
    return "other"
`,
        'imports.py': 'import boto3_that_is_missing\n',
        'syntax.py': 'def handler(:\n',
      },
    );
    const first = await result('send', { text: 'ä' });
    expect(first).toMatchObject({
      count: 1,
      event: { text: 'ä' },
      folder: folder.path,
      context: ['send', '512', containing('-'), 'arn:aws:lambda:eu-west-1:000000000000:function:send'],
    });
    await new Promise((resolve) => setTimeout(resolve, 1000));
    // Threads stop as well, until the next invocation.
    await result('send');
    await expect.poll(() => result('send')).toMatchObject({ longest_pause: moreThan(0.8) });
    expect(await Promise.all(['dotted', 'imports', 'syntax', 'missing'].map((id) => invoke(id)))).toMatchObject([
      { kind: 'returned', value: 'other' },
      { errorType: 'Runtime.ImportModuleError', errorMessage: containing('boto3_that_is_missing') },
      { errorType: 'Runtime.UserCodeSyntaxError', errorMessage: containing("Syntax error in module 'syntax'") },
      { errorType: 'Runtime.HandlerNotFound', errorMessage: "Handler 'gone' missing on module 'functions/send'" },
    ]);
    expect(await invoke('send', { fails: true })).toMatchObject({
      errorType: 'ValueError',
      errorMessage: 'wrong',
      stack: [containing('functions/send.py", line 18'), containing('functions/shared.py", line 2')],
    });
    expect(await invoke('send', { set: true })).toMatchObject({ errorType: 'Runtime.MarshalError' });
    expect(await invoke('send', { exits: true })).toMatchObject({ errorMessage: containing('exit status 4') });
    expect(logs.map(({ level, text }) => `${level} ${text}`)).toEqual(
      expect.arrayContaining(['info printed', 'warn two\nlines', containing('error ValueError: wrong\nTraceback')]),
    );
    // On AWS, nothing can be written beside the code.
    expect(readdirSync(join(folder.path, 'functions')).sort()).toEqual(['send.py', 'shared.py']);
  });

if (findOnPath('ruby') !== undefined)
  test('Ruby handlers run with the Ruby that is installed', async () => {
    const { invoke, result, logs, folder } = localFunctions(
      {
        send: 'runtime: ruby3.4, entryPoint: functions/send.handler, timeout: 20',
        method: "runtime: ruby3.4, entryPoint: 'functions/send.Chat::Send.process'",
        imports: 'runtime: ruby3.4, entryPoint: imports.handler',
        syntax: 'runtime: ruby3.4, entryPoint: syntax.handler',
      },
      {
        'functions/shared.rb': 'def fail_now\n  raise ArgumentError, "wrong"\nend\n',
        'functions/send.rb': `require_relative "shared"
$count = 0
def handler(event:, context:)
  puts "printed"
  fail_now if event["fails"]
  exit(4) if event["exits"]
  { count: $count += 1, event: event, folder: Dir.pwd, name: context.function_name, left: context.get_remaining_time_in_millis }
end
module Chat
  class Send
    def self.process(event:, context:) = "method"
  end
end
`,
        'imports.rb': 'require "no_such_library"\n',
        'syntax.rb': 'def handler(\n',
      },
    );
    expect(await result('send', { text: 'ä' })).toMatchObject({
      count: 1,
      event: { text: 'ä' },
      folder: folder.path,
      name: 'send',
    });
    expect(await result('send')).toMatchObject({ count: 2 });
    expect(await Promise.all(['method', 'imports', 'syntax'].map((id) => invoke(id)))).toMatchObject([
      { kind: 'returned', value: 'method' },
      { errorType: 'Init<LoadError>', errorMessage: containing('no_such_library') },
      { errorType: 'Init<SyntaxError>' },
    ]);
    expect(await invoke('send', { fails: true })).toMatchObject({
      errorType: 'Function<ArgumentError>',
      errorMessage: 'wrong',
      stack: [containing('functions/shared.rb:2:'), containing('functions/send.rb:5:')],
    });
    expect(await invoke('send', { exits: true })).toMatchObject({ errorMessage: containing('exit status 4') });
    expect(logs.map(({ level, text }) => `${level} ${text}`)).toEqual(
      expect.arrayContaining(['info printed', containing('error Function<ArgumentError>: wrong\n')]),
    );
  });
