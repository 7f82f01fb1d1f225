// Functions run as on Lambda: real processes, with handlers in files.
import { existsSync, symlinkSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { entries, property } from '../../../scripts/json.mjs';
import { localFunctions, moreThan } from '../../harness/local-functions.ts';

const aNumber: unknown = expect.any(Number);
const aString: unknown = expect.any(String);
const containing = (text: string): unknown => expect.stringContaining(text);
const matching = (pattern: RegExp): unknown => expect.stringMatching(pattern);

const byText = (one: string, other: string): number => (one < other ? -1 : 1);
const returned = (value: unknown): object => ({ kind: 'returned', value });
const failed = (errorType: string, errorMessage: unknown = aString): object => ({
  kind: 'failed',
  errorType,
  errorMessage,
});

describe('instances', () => {
  test('run one invocation at a time, parallel ones start others, and globals survive until the code changes', async () => {
    const { invoke, result, save, folder } = localFunctions(
      { count: 'timeout: 60' },
      {
        'count.mjs': `import { existsSync, writeFileSync } from 'node:fs';
          let count = 0;
          export const handler = async ({ make, until }) => {
            const mine = (count += 1);
            if (make) writeFileSync(make, '');
            while (until && !existsSync(until)) await new Promise((resolve) => setTimeout(resolve, 5));
            return [mine, process.pid];
          };`,
      },
    );
    const cold = await invoke('count');
    expect(cold).toMatchObject({ kind: 'returned', initMs: aNumber, instance: 1 });
    const warm = await invoke('count');
    expect(warm).toMatchObject({ kind: 'returned', initMs: undefined, instance: 1 });
    // Two that wait for each other: the idle instance runs one, and a new one the other.
    const [one, two] = [folder.pathOf('one'), folder.pathOf('two')];
    const both = [invoke('count', { make: one, until: two }), invoke('count', { make: two, until: one })];
    expect(await Promise.all(both)).toMatchObject([
      { kind: 'returned', value: [3, aNumber], initMs: undefined, instance: 1 },
      { kind: 'returned', value: [1, aNumber], initMs: aNumber, instance: 2 },
    ]);
    const busy = result('count', { make: folder.pathOf('started'), until: folder.pathOf('saved') });
    await expect.poll(() => existsSync(folder.pathOf('started'))).toBe(true);
    save({ 'count.mjs': 'export const handler = async () => "new";' });
    // The busy one finishes with the old code, the next invocation runs the new one.
    expect(await result('count')).toBe('new');
    folder.write('saved', '');
    expect(await busy).toEqual([aNumber, aNumber]);
  });

  test('stop what was not awaited at the return, and continue it with the next invocation', async () => {
    const { result } = localFunctions(
      { late: '' },
      {
        'late.mjs': `let ticks = 0, longestPause = 0, last = Date.now();
          export const handler = async ({ wait }) => {
            if (wait) await new Promise((resolve) => setTimeout(resolve, wait));
            else setInterval(() => {
              ticks += 1;
              longestPause = Math.max(longestPause, Date.now() - last);
              last = Date.now();
            }, 5);
            return { ticks, longestPause };
          };`,
      },
    );
    expect(await result('late')).toMatchObject({ ticks: 0 });
    await new Promise((resolve) => setTimeout(resolve, 1000));
    // A busy machine makes a pause longer, never shorter.
    expect(await result('late', { wait: 40 })).toMatchObject({ longestPause: moreThan(800) });
  });

  test('wait for their turn beyond the limit, and are refused at a limit of 0', async () => {
    const { invoke } = localFunctions(
      { one: 'reservedConcurrency: 1', none: 'reservedConcurrency: 0' },
      { 'one.mjs': 'let count = 0; export const handler = async () => (count += 1);' },
    );
    const outcomes = await Promise.all([invoke('one'), invoke('one'), invoke('one')]);
    expect(outcomes).toMatchObject([1, 2, 3].map((value) => ({ ...returned(value), instance: 1 })));
    expect(await invoke('none')).toMatchObject(failed('TooManyRequestsException'));
  });

  test('end when they are idle for five minutes, and leave no process', async () => {
    const { result, host } = localFunctions(
      { pid: '' },
      { 'pid.mjs': 'export const handler = async () => process.pid;' },
      { timeScale: 1000 },
    );
    const pid = Number(await result('pid'));
    await expect.poll(() => isRunning(pid)).toBe(false);
    const other = Number(await result('pid'));
    expect(other).not.toBe(pid);
    await host.stop();
    expect(isRunning(other)).toBe(false);
  });
});

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

describe('a handler in Node', () => {
  test('has a true context, the environment that is declared and nothing else', async () => {
    const { result, folder } = localFunctions(
      { all: 'memory: 256, timeout: 20, code: src, environment: { LEVEL: debug, ADDED: own }' },
      {
        'src/all.js': `exports.handler = async (event, context) => ({
          event, context, left: context.getRemainingTimeInMillis(), environment: process.env, folder: process.cwd(),
          arguments: process.argv.length, file: __filename,
        });`,
      },
      { environment: () => ({ TABLE: 'table', ADDED: 'added', AWS_ACCESS_KEY_ID: 'LOCALall' }) },
    );
    process.env['SECRET_OF_THE_SHELL'] = 'secret';
    const all = await result('all', { body: 'ä' });
    delete process.env['SECRET_OF_THE_SHELL'];
    expect(all).toMatchObject({
      event: { body: 'ä' },
      folder: folder.pathOf('src'),
      arguments: 2,
      file: folder.pathOf('src/all.js'),
    });
    expect(property(all, 'context')).toEqual({
      callbackWaitsForEmptyEventLoop: true,
      functionVersion: '$LATEST',
      functionName: 'all',
      memoryLimitInMB: '256',
      logGroupName: '/aws/lambda/all',
      logStreamName: containing('[$LATEST]'),
      invokedFunctionArn: 'arn:aws:lambda:eu-west-1:000000000000:function:all',
      awsRequestId: matching(/^[0-9a-f-]{36}$/),
    });
    expect(property(all, 'left')).toBeGreaterThan(15_000);
    expect(property(all, 'left')).toBeLessThanOrEqual(20_000);
    const environment = new Map(entries(property(all, 'environment')));
    expect(Object.fromEntries(environment)).toMatchObject({
      AWS_ACCESS_KEY_ID: 'LOCALall',
      AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs22.x',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '256',
      AWS_LAMBDA_FUNCTION_NAME: 'all',
      AWS_REGION: 'eu-west-1',
      LAMBDA_TASK_ROOT: folder.pathOf('src'),
      LEVEL: 'debug',
      TABLE: 'table',
      ADDED: 'own',
      _HANDLER: 'all.handler',
    });
    const ofThisMachine = /^(?:_|AWS_|LAMBDA_|PATH$|TMPDIR$|HOME$|LANG$|TZ$|NODE_PATH$)/;
    expect([...environment.keys()].filter((key) => !ofThisMachine.test(key)).sort(byText)).toEqual([
      'ADDED',
      'LEVEL',
      'TABLE',
    ]);
  });

  test('is found in all files and exports that Lambda finds', async () => {
    const { invoke, logs } = localFunctions(
      {
        module: 'entryPoint: a/module.handler',
        packaged: 'entryPoint: b/packaged.handler',
        folder: 'entryPoint: folder.handler',
        nested: 'entryPoint: nested.api.send',
        byDefault: '',
        newer: 'runtime: nodejs24.x, entryPoint: a/module.sync',
        syntax: '',
        imported: '',
        missing: '',
        imports: '',
        throws: '',
        unexported: '',
        noFunction: '',
        callback: 'runtime: nodejs24.x',
        parent: 'entryPoint: a/../b.handler',
      },
      {
        'a/module.mjs': 'export const handler = async () => 1; export const sync = () => 5;',
        'b/package.json': '{ "type": "module" }',
        'b/packaged.js': 'export const handler = async () => import.meta.url.slice(-13);',
        'folder/index.js': 'exports.handler = async () => 2;',
        'nested.cjs': 'exports.api = { send: async () => 3 };',
        'byDefault.mjs': 'export default { handler: async () => 4 };',
        'syntax.js': 'exports.handler = async () => {',
        'imported.mjs': "import './broken.mjs';",
        'broken.mjs': '\nexport const broken = ;',
        'imports.js': 'require("./no-such-file");',
        'throws.mjs': 'throw new TypeError("at the start");',
        'unexported.mjs': 'export const handle = async () => 1;',
        'noFunction.mjs': 'export const handler = 1;',
        'callback.js': 'exports.handler = (event, context, callback) => callback(null, 1);',
      },
    );
    const ids = ['module', 'packaged', 'folder', 'nested', 'byDefault', 'newer'];
    const good = await Promise.all(ids.map((id) => invoke(id)));
    expect(good).toMatchObject([1, 'b/packaged.js', 2, 3, 4, 5].map(returned));
    const faulty = [
      'syntax',
      'imported',
      'missing',
      'imports',
      'throws',
      'unexported',
      'noFunction',
      'callback',
      'parent',
    ];
    expect(await Promise.all(faulty.map((id) => invoke(id)))).toMatchObject([
      failed('Runtime.UserCodeSyntaxError', matching(/^SyntaxError: /)),
      failed('Runtime.UserCodeSyntaxError', matching(/^SyntaxError: /)),
      failed('Runtime.ImportModuleError', containing('missing.js')),
      failed('Runtime.ImportModuleError', containing("Error: Cannot find module './no-such-file'")),
      failed('TypeError', 'at the start'),
      failed('Runtime.HandlerNotFound', 'unexported.handler is undefined or not exported'),
      failed('Runtime.HandlerNotFound', 'noFunction.handler is not a function'),
      failed('Runtime.CallbackHandlerDeprecated', containing('async')),
      failed('Runtime.MalformedHandlerName'),
    ]);
    // A syntax error has a place.
    expect(logs.map(({ text }) => text)).toContainEqual(containing('broken.mjs:2'));
    expect(logs.map(({ text }) => text)).toContainEqual(containing('syntax.js:1'));
  });

  test('answers by a callback, at once or when nothing is left to do', async () => {
    const { invoke, result } = localFunctions(
      { callback: '' },
      {
        'callback.js': `let done = 0;
          exports.handler = (event, context, callback) => {
            if (event.waits !== undefined) context.callbackWaitsForEmptyEventLoop = event.waits;
            if (event.succeeds) return context.succeed('succeeded');
            if (event.fails) return context.fail(new RangeError('failed'));
            if (event.throws) throw new Error('thrown');
            if (event.forgets) return;
            setTimeout(() => (done += 1), 60);
            callback(event.error ?? null, done);
            callback(null, 'twice');
          };`,
      },
    );
    // The value is that of the call, and it is sent when the timer is done.
    expect(await result('callback')).toBe(0);
    expect(await result('callback', { waits: false })).toBe(1);
    expect(await invoke('callback', { error: 'text' })).toMatchObject(failed('string', 'text'));
    expect(await result('callback', { succeeds: true })).toBe('succeeded');
    expect(await invoke('callback', { fails: true })).toMatchObject(failed('RangeError', 'failed'));
    expect(await invoke('callback', { throws: true })).toMatchObject(failed('Error', 'thrown'));
    expect(await result('callback', { forgets: true })).toBe(null);
  });

  test('can fail in every way, which is shown, and the next invocation gets a new instance', async () => {
    const ways = ['throw', 'exit', 'leave', 'reject', 'crash', 'loop', 'never', 'circular', 'memory', 'large', 'sleep'];
    const { invoke, logs, folder } = localFunctions(
      Object.fromEntries(
        ways.map((how) => [
          how,
          `entryPoint: fails.handler, memory: 128, timeout: ${['loop', 'sleep'].includes(how) ? 1 : 60}`,
        ]),
      ),
      {
        'fails.mjs': `let used = false;
          export const handler = async (how) => {
            if (used) return 'used';
            used = true;
            console.log('about to %s\\nnow', how);
            if (how === 'throw') throw Object.assign(new TypeError('thrown'), { code: 'E' });
            if (how === 'exit') process.exit(3);
            if (how === 'leave') process.exit(0);
            if (how === 'reject') void Promise.reject(new Error('rejected'));
            if (how === 'crash') setTimeout(() => { throw new Error('crashed'); });
            if (how === 'loop') for (;;);
            if (how === 'never') await new Promise(() => {});
            if (how === 'circular') { const circle = {}; return { circle: Object.assign(circle, { circle }) }; }
            if (how === 'memory') for (const all = []; ; ) all.push(new Array(1e5).fill(Math.random()));
            if (how === 'large') return 'x'.repeat(7e6);
            process.on('SIGTERM', () => {});
            if (how !== 'again') await new Promise((resolve) => setTimeout(resolve, 5000));
            return 'new';
          };`,
      },
    );
    const outcomes = await Promise.all(ways.map(async (how) => [how, await invoke(how, how)] as const));
    expect(Object.fromEntries(outcomes)).toMatchObject({
      throw: {
        ...failed('TypeError', 'thrown'),
        stack: expect.arrayContaining([containing(`${folder.pathOf('fails.mjs')}:6:`)]) as unknown,
      },
      exit: failed('Runtime.ExitError', matching(/^RequestId: \S+ Error: Runtime exited with error: exit status 3$/)),
      leave: failed('Runtime.ExitError', matching(/Error: Runtime exited without providing a reason$/)),
      reject: failed('Runtime.UnhandledPromiseRejection', 'rejected'),
      crash: failed('Error', 'crashed'),
      loop: { kind: 'timeout', seconds: 1 },
      never: failed('Runtime.NodeJsExit'),
      circular: failed('Runtime.JSONStringifyError', containing('circular')),
      memory: failed('Runtime.OutOfMemory', matching(/Runtime exited with error: signal: aborted$/)),
      large: failed('Function.ResponseSizeTooLarge', containing('6291556')),
      sleep: { kind: 'timeout', seconds: 1 },
    });
    expect(logs).toContainEqual(
      expect.objectContaining({
        function: 'throw',
        request: aString,
        level: 'info',
        text: 'about to throw\nnow',
      }),
    );
    const errors = logs.filter(({ level }) => level === 'error').map(({ text }) => text.replace(/\t[^]*/, ''));
    expect(errors.sort(byText)).toEqual([
      'Invoke Error',
      'Invoke Error',
      'Invoke Error',
      'Uncaught Exception',
      'Unhandled Promise Rejection',
    ]);
    // What was thrown or returned leaves the instance in use.
    const again = await Promise.all(ways.map(async (how) => [how, await invoke(how, 'again')] as const));
    expect(Object.fromEntries(again)).toMatchObject(
      Object.fromEntries(
        ways.map((how) => [how, returned(['throw', 'never', 'circular', 'large'].includes(how) ? 'used' : 'new')]),
      ),
    );
  });
});

test('an ES module with a syntax error says in which line', async () => {
  const { invoke } = localFunctions(
    { broken: '' },
    { 'broken.mjs': 'export const handler = async () => {\n  oops oops;\n};' },
  );
  const outcome = await invoke('broken');
  expect(outcome).toMatchObject(failed('Runtime.UserCodeSyntaxError', containing('Unexpected identifier')));
  expect(outcome.kind === 'failed' && outcome.stack.slice(0, 2)).toEqual([containing('broken.mjs:2'), '  oops oops;']);
});

test('a function with layers runs without them, which is said', async () => {
  const { result, logs } = localFunctions(
    {
      layered:
        "runtime: nodejs22.x, entryPoint: layered.handler, layers: ['arn:aws:lambda:eu-west-1:123456789012:layer:tools:1']",
    },
    { 'layered.mjs': 'export const handler = async () => 1;' },
  );
  expect(await result('layered')).toBe(1);
  expect(logs.map(({ text }) => text)).toContainEqual(containing('The layers of layered are not here'));
});

test('nothing outside of the folder runs, and what cannot run says what to do', async () => {
  const outside = localFunctions({}, { 'outside.mjs': 'export const handler = async () => 1;' });
  const { invoke, folder } = localFunctions(
    {
      link: '',
      code: 'code: linked, entryPoint: outside.handler',
      gone: 'code: gone',
      existing: "arn: 'arn:aws:lambda:eu-west-1:123456789012:function:old'",
      java: "runtime: java21, entryPoint: 'chat.Send::handle'",
      custom: 'runtime: provided.al2023, entryPoint: bootstrap',
    },
    { 'a.txt': '' },
  );
  symlinkSync(outside.folder.pathOf('outside.mjs'), folder.pathOf('link.mjs'));
  symlinkSync(outside.folder.path, folder.pathOf('linked'));
  const deleted = localFunctions({ any: '' }, { 'any.mjs': '' });
  deleted.folder.remove('.');
  expect(await deleted.invoke('any')).toMatchObject(
    failed('Local.NoCode', `The folder of the project file is gone: ${deleted.folder.path}`),
  );
  const outcomes = await Promise.all(['link', 'code', 'gone', 'existing', 'java', 'custom'].map((id) => invoke(id)));
  expect(outcomes).toMatchObject([
    failed('Local.OutsideFolder', containing('link.mjs')),
    failed('Local.OutsideFolder', containing('linked')),
    failed('Local.NoCode', containing('gone')),
    failed('Local.ExistingFunction', containing('entryPoint')),
    failed('Local.UnsupportedRuntime', containing('java21')),
    failed('Runtime.InvalidEntrypoint', containing('bootstrap')),
  ]);
});
