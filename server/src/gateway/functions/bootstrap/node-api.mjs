// Talks to the Runtime API for the thread that runs the handler, one request at a time.
import { Agent, request } from 'node:http';
import { workerData } from 'node:worker_threads';

/** @typedef {{ port: import('node:worker_threads').MessagePort, woken: Int32Array, api: string }} Data */

/**
 * @param {unknown} data
 * @returns {Data} what the thread of the handler passes
 */
function checked(data) {
  if (!isData(data)) throw new TypeError('There is no thread with a handler.');
  return data;
}

/**
 * @param {unknown} data
 * @returns {data is Data}
 */
function isData(data) {
  return typeof data === 'object' && data !== null && 'port' in data && 'woken' in data && 'api' in data;
}

const { port, woken, api } = checked(workerData);
const base = `http://${api}/2018-06-01/runtime`;
const agent = new Agent({ keepAlive: true, maxSockets: 1 });

port.on(
  'message',
  (/** @type {{ method: string, path: string, body: string | undefined, waits: boolean }} */ message) => {
    const { method, path, body, waits } = message;
    const headers = waits ? { 'Local-Runtime-Next': 'true' } : {};
    const sent = request(`${base}${path}`, { method, agent, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (data) => (text += data));
      response.on('end', () => {
        port.postMessage({ headers: response.headers, body: text });
        Atomics.store(woken, 0, 1);
        Atomics.notify(woken, 0);
      });
    });
    // What started this process has ended.
    sent.on('error', () => process.kill(process.pid, 'SIGKILL'));
    sent.end(body);
  },
);
