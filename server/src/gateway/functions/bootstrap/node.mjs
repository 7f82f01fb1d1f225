// Runs a handler in Node as Lambda's own runtime does. Between two invocations this thread is blocked, so that what the handler
// did not await stops and goes on with the next invocation, as on Lambda. A worker, `node-api.mjs`, talks to the Runtime API.
// Plain JavaScript, because it runs as it is, with the function's version of Node.
import { writeSync } from 'node:fs';
import inspector from 'node:inspector';
import { format } from 'node:util';
import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads';
import { loadModule } from './node-modules.mjs';

/**
 * @typedef {object} Start
 * @property {string} file the absolute path of the handler's file
 * @property {string} [esbuild] the path of the project's own esbuild, if it is to compile the file
 * @property {string} exportName a name, or several separated by dots
 * @property {boolean} hasCallbacks whether the runtime has handlers with callbacks, as up to `nodejs22.x`
 * @property {boolean} inspect whether to wait for a debugger before anything of the user's runs
 */

/**
 * @param {unknown} value
 * @returns {value is Start}
 */
function isStart(value) {
  return typeof value === 'object' && value !== null && 'file' in value && 'exportName' in value;
}

/**
 * @param {string} json
 * @returns {Start}
 */
function readStart(json) {
  /** @type {unknown} */
  const value = JSON.parse(json);
  if (!isStart(value)) throw new TypeError('There is no handler to run.');
  return value;
}

const start = readStart(process.argv[2] ?? '{}');
process.argv.splice(2);

const environment = { ...process.env };
const handlerName = environment['_HANDLER'] ?? '';

/** What the thread waits for while the worker makes a request. */
const woken = new Int32Array(new SharedArrayBuffer(4));
const { port1: port, port2 } = new MessageChannel();
new Worker(new URL('node-api.mjs', import.meta.url), {
  workerData: { port: port2, woken, api: environment['AWS_LAMBDA_RUNTIME_API'] },
  transferList: [port2],
  execArgv: [],
  env: {},
}).unref();

/** @typedef {{ headers: Record<string, string>, body: string }} Reply */

/**
 * Makes a request to the Runtime API. Until it is answered, nothing else happens in this thread.
 * @param {string} method
 * @param {string} path
 * @param {string} [body]
 * @param {boolean} [waits] whether the answer is the next invocation
 * @returns {Reply}
 */
function request(method, path, body, waits = false) {
  port.postMessage({ method, path, body, waits });
  Atomics.wait(woken, 0, 0);
  Atomics.store(woken, 0, 0);
  /** @type {{ message: Reply } | undefined} */
  const received = receiveMessageOnPort(port);
  if (!received) throw new Error('The Runtime API does not answer.');
  return received.message;
}

/**
 * The invocation that runs; undefined during the start.
 * @type {string | undefined}
 */
let requestId;

/**
 * @param {string} level
 * @param {string} text
 */
function log(level, text) {
  const line = `${new Date().toISOString()}\t${requestId}\t${level}\t${text.replaceAll('\n', '\r')}\n`;
  for (let bytes = Buffer.from(line); bytes.length > 0;) {
    try {
      bytes = bytes.subarray(writeSync(1, bytes));
    } catch (error) {
      if (!isError(error) || error.code !== 'EAGAIN') return;
      // The pipe is full.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
    }
  }
}

for (const [method, level] of /** @type {const} */ ([
  ['log', 'INFO'],
  ['info', 'INFO'],
  ['debug', 'DEBUG'],
  ['warn', 'WARN'],
  ['error', 'ERROR'],
  ['trace', 'TRACE'],
])) {
  console[method] = (...values) => {
    log(level, format(...values));
    // For the console of a debugger.
    if (start.inspect) inspector.console[method](...values);
  };
}

/**
 * @param {unknown} value
 * @returns {value is NodeJS.ErrnoException}
 */
function isError(value) {
  return value instanceof Error;
}

/**
 * @param {string} name one of the types of Lambda's runtimes
 * @param {string} message
 * @param {string} [stack]
 */
function runtimeError(name, message, stack) {
  const error = new Error(message);
  error.name = name;
  error.stack = stack ?? `${name}: ${message}`;
  return error;
}

/**
 * The error in the form of the Runtime API.
 * @param {unknown} error
 * @returns {{ errorType: string, errorMessage: string, trace: string[] }}
 */
function described(error) {
  try {
    if (!isError(error)) return { errorType: typeof error, errorMessage: String(error), trace: [] };
    const trace = String(error.stack).split('\n');
    // From here on, it says how the handler was called.
    const end = trace.findIndex((line) => line.includes(import.meta.url));
    return { errorType: error.name, errorMessage: error.message, trace: end < 0 ? trace : trace.slice(0, end) };
  } catch {
    return { errorType: 'handled', errorMessage: 'The error could not be read.', trace: [] };
  }
}

/**
 * Logs an error as Lambda does.
 * @param {string} title
 * @param {unknown} error
 */
function logError(title, error) {
  const { errorType, errorMessage, trace } = described(error);
  const more = isError(error) ? { ...error } : {};
  let json;
  try {
    json = JSON.stringify({ errorType, errorMessage, ...more, stack: trace });
  } catch {
    json = JSON.stringify({ errorType, errorMessage, stack: trace });
  }
  log('ERROR', `${title}\t${json}`);
}

/**
 * What ends the process, on Lambda too.
 * @param {string} title
 * @param {unknown} error
 * @param {number} exitCode
 */
function fail(title, error, exitCode) {
  reportFailure(title, error);
  process.exit(exitCode);
}

/**
 * @param {string} title
 * @param {unknown} error
 */
function reportFailure(title, error) {
  logError(title, error);
  const path = requestId === undefined ? '/init/error' : `/invocation/${requestId}/error`;
  request('POST', path, JSON.stringify(described(error)));
}

process.on('uncaughtException', (error) => fail('Uncaught Exception', error, 129));
process.on('unhandledRejection', (reason) => {
  const stack = isError(reason) ? reason.stack : undefined;
  const error = runtimeError('Runtime.UnhandledPromiseRejection', described(reason).errorMessage, stack);
  fail('Unhandled Promise Rejection', isError(reason) ? Object.assign(error, { reason }) : error, 128);
});

/** @typedef {(event: unknown, context: object, callback?: (error?: unknown, result?: unknown) => void) => unknown} Handler */

/**
 * A syntax error that does not say where it is.
 * @type {SyntaxError | undefined}
 */
let unplaced;

/** @returns {Promise<unknown>} the module with the handler */
async function load() {
  try {
    // Newer runtimes import every file, and older ones require those that are not ES modules.
    return await loadModule({ ...start, importsAll: !start.hasCallbacks });
  } catch (error) {
    if (error instanceof SyntaxError) {
      const { stack = '' } = error;
      // Of an ES module, only Node itself can print where it is.
      if (stack.startsWith('SyntaxError')) unplaced = error;
      throw runtimeError('Runtime.UserCodeSyntaxError', String(error), stack);
    }
    if (isError(error) && error.code === 'MODULE_NOT_FOUND')
      throw runtimeError('Runtime.ImportModuleError', String(error), error.stack);
    throw error;
  }
}

/**
 * @param {unknown} module
 * @param {string} path names, separated by dots
 * @returns {unknown} what it exports
 */
function exported(module, path) {
  /** @type {unknown} */
  let value = module;
  for (const name of path.split('.')) {
    if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return undefined;
    value = Reflect.get(value, name);
  }
  return value;
}

/**
 * @param {unknown} value
 * @returns {value is Handler}
 */
function isHandler(value) {
  return typeof value === 'function';
}

/** @returns {Promise<Handler>} */
async function loadHandler() {
  const module = await load();
  const handler = exported(module, start.exportName) ?? exported(module, `default.${start.exportName}`);
  if (handler === undefined || handler === null)
    throw runtimeError('Runtime.HandlerNotFound', `${handlerName} is undefined or not exported`);
  if (!isHandler(handler)) throw runtimeError('Runtime.HandlerNotFound', `${handlerName} is not a function`);
  if (!start.hasCallbacks && handler.length >= 3) {
    const message =
      'Since Node.js 24, Lambda does not support handlers with a callback. Make the handler async, and return the result.';
    throw runtimeError('Runtime.CallbackHandlerDeprecated', message);
  }
  return handler;
}

/** What happens when the handler's event loop is empty. */
let onEmptyEventLoop = () => {};
process.on('beforeExit', () => {
  const act = onEmptyEventLoop;
  onEmptyEventLoop = () => {};
  act();
});

/**
 * @param {Handler} handler
 * @param {Record<string, string>} headers
 * @param {unknown} event
 */
function invoke(handler, headers, event) {
  let isDone = false;
  let waitsForEmptyEventLoop = true;

  /**
   * The first result counts. What is due already still runs before it is sent.
   * @param {'response' | 'error'} kind
   * @param {unknown} value
   * @param {boolean} [waits] for everything that is left to do
   */
  const finish = (kind, value, waits = false) => {
    if (isDone) return;
    isDone = true;
    onEmptyEventLoop = () => {};
    const act = (/** @type {() => void} */ answer) => (waits ? (onEmptyEventLoop = answer) : setImmediate(answer));
    act(() => {
      next(handler, send(kind, value));
    });
  };
  const succeed = (/** @type {unknown} */ value) => finish('response', value);
  const failWith = (/** @type {unknown} */ error) => finish('error', error ?? 'handled');
  const callback = (/** @type {unknown} */ error, /** @type {unknown} */ value) => {
    if (error !== undefined && error !== null) failWith(error);
    else finish('response', value, waitsForEmptyEventLoop);
  };

  const deadline = Number(headers['lambda-runtime-deadline-ms']);
  const context = {
    functionVersion: environment['AWS_LAMBDA_FUNCTION_VERSION'],
    functionName: environment['AWS_LAMBDA_FUNCTION_NAME'],
    memoryLimitInMB: environment['AWS_LAMBDA_FUNCTION_MEMORY_SIZE'],
    logGroupName: environment['AWS_LAMBDA_LOG_GROUP_NAME'],
    logStreamName: environment['AWS_LAMBDA_LOG_STREAM_NAME'],
    clientContext: undefined,
    identity: undefined,
    invokedFunctionArn: headers['lambda-runtime-invoked-function-arn'],
    awsRequestId: headers['lambda-runtime-aws-request-id'],
    getRemainingTimeInMillis: () => deadline - Date.now(),
  };
  if (start.hasCallbacks) {
    const done = (/** @type {unknown} */ error, /** @type {unknown} */ value) =>
      error !== undefined && error !== null ? failWith(error) : succeed(value);
    Object.assign(context, { succeed, fail: failWith, done });
    Object.defineProperty(context, 'callbackWaitsForEmptyEventLoop', {
      enumerable: true,
      get: () => waitsForEmptyEventLoop,
      set: (/** @type {unknown} */ value) => {
        waitsForEmptyEventLoop = Boolean(value);
      },
    });
  }

  const isAsync = handler.constructor.name === 'AsyncFunction' || !start.hasCallbacks;
  onEmptyEventLoop = () =>
    isAsync
      ? failWith(
          runtimeError('Runtime.NodeJsExit', 'The handler waits for a promise that nothing can settle any more.'),
        )
      : succeed(null);
  try {
    const result = start.hasCallbacks ? handler(event, context, callback) : handler(event, context);
    if (isThenable(result)) result.then(succeed, failWith);
    else if (!start.hasCallbacks) succeed(result);
  } catch (error) {
    failWith(error);
  }
}

/**
 * @param {unknown} value
 * @returns {value is PromiseLike<unknown>}
 */
function isThenable(value) {
  return value instanceof Object && 'then' in value && typeof value.then === 'function';
}

/**
 * @param {'response' | 'error'} kind
 * @param {unknown} value
 * @returns {Reply} the next invocation, unless the result is refused
 */
function send(kind, value) {
  if (kind === 'response') {
    try {
      return request('POST', `/invocation/${requestId}/response`, JSON.stringify(value) ?? 'null', true);
    } catch (error) {
      value = runtimeError('Runtime.JSONStringifyError', `The result cannot be written as JSON: ${String(error)}`);
    }
  }
  logError('Invoke Error', value);
  return request('POST', `/invocation/${requestId}/error`, JSON.stringify(described(value)), true);
}

/**
 * @param {Handler} handler
 * @param {Reply} [reply] to the result of the last invocation
 */
function next(handler, reply) {
  const isInvocation = reply?.headers['lambda-runtime-aws-request-id'] !== undefined;
  const { headers, body } = isInvocation ? reply : request('GET', '/invocation/next');
  requestId = headers['lambda-runtime-aws-request-id'];
  process.env['_X_AMZN_TRACE_ID'] = headers['lambda-runtime-trace-id'];
  invoke(handler, headers, JSON.parse(body));
}

if (start.inspect) {
  // It reports its address on standard error.
  inspector.open(0, '127.0.0.1', false);
  inspector.waitForDebugger();
}
try {
  next(await loadHandler());
} catch (error) {
  reportFailure('Uncaught Exception', error);
  if (unplaced === undefined) process.exit(1);
  process.removeAllListeners('uncaughtException');
  throw unplaced;
}
