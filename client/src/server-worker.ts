// The language server as a web worker: in a browser, where there is no Node.
import { l10n, Uri, workspace } from 'vscode';
import {
  BrowserMessageReader,
  BrowserMessageWriter,
  LanguageClient,
  State,
  type MessageTransports,
} from 'vscode-languageclient/browser';
import type { InitializationOptions } from '../../server/src/client-support.ts';
import type { NewClient } from './language-server.ts';
import { readRulePages, readTexts } from './rule-pages.ts';

export async function workerClient(extension: Uri): Promise<NewClient> {
  const programs = Uri.joinPath(extension, 'dist');
  const [texts, rulePages] = await Promise.all([serverTexts(l10n.uri), readRulePages(extension)]);
  const installed: InitializationOptions = { ...(texts && { texts }), rulePages };
  return (id, name, options) => {
    let worker: Worker | undefined;
    const start = async (): Promise<MessageTransports> => {
      worker = await startWorker(programs, 'server-worker.js');
      // The library would not recognize the worker, because VS Code replaces its class.
      return { reader: new BrowserMessageReader(worker), writer: new BrowserMessageWriter(worker) };
    };
    const client = new LanguageClient(id, name, start, { ...options, initializationOptions: installed });
    // A worker does not end by itself.
    client.onDidChangeState(({ newState }) => {
      if (newState === State.Stopped || newState === State.StartFailed) worker?.terminate();
    });
    return client;
  };
}

/**
 * The texts of the server in the language of the window.
 * @param bundle the file with those of the client; undefined in English, and in a language that is not installed
 */
async function serverTexts(bundle: Uri | undefined): Promise<InitializationOptions['texts']> {
  return bundle && readTexts(bundle.with({ path: bundle.path.replace('bundle.l10n.', 'server.') }));
}

/** The program is read, because a worker may only load a script of its own origin, and extensions are served elsewhere. */
async function startWorker(folder: Uri, program: string): Promise<Worker> {
  const script = new Blob([await scriptOf(folder, program)], { type: 'text/javascript' });
  const address = URL.createObjectURL(script);
  return new Worker(address, { name: 'WebSocket Project' });
}

/** A program of several CommonJS modules as one script, since a worker has no `require`. */
async function scriptOf(folder: Uri, program: string): Promise<string> {
  const texts = new Map<string, string>();
  const read = async (name: string): Promise<void> => {
    const text = new TextDecoder().decode(await workspace.fs.readFile(Uri.joinPath(folder, name)));
    texts.set(name, text);
    const others = [...text.matchAll(/\brequire\("\.\/([\w.-]+)"\)/g)].flatMap(([, other]) => other ?? []);
    for (const other of others) if (!texts.has(other)) await read(other);
  };
  await read(program);
  const modules = [...texts].map(([name, text]) => `"./${name}": (module, exports, require) => {${text}\n}`);
  return `const modules = {${modules.join(',\n')}};
const loaded = {};
function require(name) {
  if (loaded[name]) return loaded[name].exports;
  const module = (loaded[name] = { exports: {} });
  modules[name](module, module.exports, require);
  return module.exports;
}
require("./${program}");
`;
}
