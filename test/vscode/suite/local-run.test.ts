// Local runs: the chat example with real clients, breakpoints in its functions, the status bar, and what cannot run.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { WebSocket } from 'ws';
import { ask, openText, positionOf, replace } from '../editor';
import { eventually, exampleUri, openExample, read, write } from '../example';
import { hearMessages, type Heard } from '../messages';
import { allProcesses } from '../processes';

const descriptor = exampleUri('websocket.yaml');

/**
 * The processes of local runs that this window has started, and those of their functions, even if what has started them has
 * ended. Other tests run the same programs meanwhile.
 */
function processes(): readonly string[] {
  const programs = `${vscode.extensions.getExtension('websocket-project.websocket-project')?.extensionPath}/dist`;
  const runs = allProcesses().filter(
    ({ command }) => command.includes(`${programs}/cli.js dev`) || command.includes(`${programs}/bootstrap/`),
  );
  const isOwn = (parent: number): boolean =>
    [process.pid, 1].includes(parent) || runs.some((run) => run.id === parent && isOwn(run.parent));
  return runs.filter(({ parent }) => isOwn(parent)).map(({ id, command }) => `${id} ${command}`);
}

const pythonDescriptor = `resources:
  Echo:
    type: websocket-api
    name: Echo
    routeSelectorProperty: action
    endpoints:
      - { route: $default, operationMode: 2-way, connections: [Answer] }
  Answer: { type: lambda-function, name: Answer, runtime: python3.13, entryPoint: answer.handler }
`;

interface Client {
  readonly socket: WebSocket;
  /** The messages that it has received. */
  readonly received: string[];
}

async function connect(url: string, name: string): Promise<Client> {
  const socket = new WebSocket(`${url}?token=open-sesame&name=${name}`);
  const received: string[] = [];
  socket.addEventListener('message', ({ data }) => void (typeof data === 'string' && received.push(data)));
  await new Promise((done, failed) => socket.once('open', done).once('error', failed));
  return { socket, received };
}

/** Two clients, of which the first says something, until the second receives it. */
async function twoClients(url: string): Promise<(text: string) => Promise<string>> {
  const ada = await connect(url, 'Ada');
  // The functions that have let Ada in are free again, so that no others are started for Ben.
  const ben = await connect(url, 'Ben');
  return (text) => {
    ada.socket.send(JSON.stringify({ action: 'sendMessage', text }));
    return eventually(`“${text}” at the other client`, () => ben.received.find((message) => message.includes(text)));
  };
}

describe('local runs', () => {
  let heard: Heard;

  beforeEach(() => {
    heard = hearMessages();
  });

  afterEach(async () => {
    for (let left = 3; left > 0 && processes().length > 0; left--)
      await ask('websocketProject.stopLocalRun', descriptor);
    await eventually('the end of all processes', () => processes().length === 0 || undefined);
  });

  it('two clients chat, a saved function is used by the next message, and nothing is left after the stop', async () => {
    const editor = await openExample('websocket.yaml');
    // What is not saved is saved first.
    await replace(editor, 'description: A chat', 'description: Our chat');
    const url = await ask<string>('websocketProject.runLocally');
    assert.match(url, /^ws:\/\/127\.0\.0\.1:\d+\/prod$/);
    assert.equal(editor.document.isDirty, false);
    const say = await twoClients(url);
    assert.match(await say('Hello'), /"from":"Ada"/);
    assert.equal(await ask('websocketProject.copyLocalAddress'), url);
    assert.equal(await vscode.env.clipboard.readText(), url);
    // A second time, it only shows what runs.
    assert.equal(await ask('websocketProject.runLocally'), url);
    assert.deepEqual(
      heard.said.filter(({ severity }) => severity !== 'information'),
      [],
    );
    const source = await openExample('functions/send-message.mjs');
    await replace(source, 'from: session?.nickname', "from: 'the new ' + session?.nickname");
    await source.document.save();
    let count = 0;
    const isNew = async (): Promise<true | undefined> =>
      (await say(`again ${++count}`)).includes('the new Ada') || undefined;
    await eventually('a message of the new code, at the same clients', isNew, 200);
    const running = processes().join('\n');
    assert.match(running, /cli\.js dev/);
    assert.match(running, /bootstrap/);
    await ask('websocketProject.stopLocalRun');
    assert.deepEqual(processes(), []);
  });

  it('a breakpoint in a function is hit, before and after a change of the code, and the stop ends everything', async () => {
    const source = await openExample('functions/send-message.mjs');
    const line = positionOf(source.document, 'const session').line;
    const place = new vscode.Location(source.document.uri, new vscode.Position(line, 0));
    const breakpoint = new vscode.SourceBreakpoint(place);
    vscode.debug.addBreakpoints([breakpoint]);
    let stops = 0;
    const debugged: string[] = [];
    const tracking = vscode.debug.registerDebugAdapterTrackerFactory('*', {
      createDebugAdapterTracker: (session) => ({
        onWillStartSession: () => debugged.push(session.name),
        onDidSendMessage(message: { readonly event?: string; readonly body?: { readonly threadId?: number } }) {
          if (message.event !== 'stopped') return;
          stops++;
          void session.customRequest('continue', { threadId: message.body?.threadId });
        },
      }),
    });
    try {
      const url = await ask<string>('websocketProject.debugLocally', descriptor);
      const say = await twoClients(url);
      await say('Hello');
      assert.equal(stops, 1);
      await replace(source, 'must be a', 'has to be a');
      await source.document.save();
      await eventually('a stop in the new code', async () => (await say(`again ${stops}`)) && (stops > 1 || undefined));

      await ask('websocketProject.stopLocalRun', descriptor);
      await eventually(
        'the end of the debug session',
        () => vscode.debug.activeDebugSession === undefined || undefined,
      );
      // The stop disconnects the clients. A debugger that looked for a function of that would outlive the run.
      const isOfFunction = (name: string): boolean => /^(?:SendMessage|Disconnect)$/.test(name);
      assert.deepEqual(new Set(debugged.filter(isOfFunction)), new Set(['SendMessage']), debugged.join());
    } finally {
      tracking.dispose();
      vscode.debug.removeBreakpoints([breakpoint]);
    }
  });

  it('a function in Python waits until the debugger of Python is attached, and is debugged until the stop', async () => {
    await write('answer.py', 'def handler(event, context):\n    return {"statusCode": 200, "body": "Hello"}\n');
    const { document } = await openText(pythonDescriptor);
    const sessions: vscode.DebugSession[] = [];
    const listening = vscode.Disposable.from(
      vscode.debug.onDidStartDebugSession((session) => sessions.push(session)),
      vscode.debug.onDidTerminateDebugSession((session) => sessions.splice(sessions.indexOf(session), 1)),
    );
    try {
      const url = await ask<string>('websocketProject.debugLocally', document.uri);
      const { socket, received } = await connect(url, 'Ada');
      socket.send('Hi');
      assert.equal(await eventually('the answer', () => received[0]), 'Hello');
      await eventually('the session of the debugger', () => sessions.find(({ type }) => type === 'debugpy'));
      await ask('websocketProject.stopLocalRun', document.uri);
      await eventually('the end of the debug sessions', () => sessions.length === 0 || undefined);
    } finally {
      listening.dispose();
    }
  });

  it('a file with errors is not run: the first one is shown', async () => {
    await openText(
      'resources:\n  Chat:\n    type: websocket-api\n    endpoints:\n      - route: send\n        operationMode: 3-way\n',
    );
    assert.equal(await ask('websocketProject.runLocally'), undefined);
    assert.match(heard.said[0]?.message ?? '', /has \d errors, so it does not run\. Line \d/);
    assert.deepEqual(processes(), []);
  });

  it('a file that was never saved is not run, and neither is one that is not on a disk', async () => {
    const language = 'websocket-project';
    const content = (await read('websocket.yaml')) ?? '';
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ language, content }));
    assert.equal(await ask('websocketProject.runLocally'), undefined);
    assert.match(heard.said[0]?.message ?? '', /^Save the project file first/);
    const provider = { provideTextDocumentContent: () => content };
    const registered = vscode.workspace.registerTextDocumentContentProvider('elsewhere', provider);
    try {
      const uri = vscode.Uri.parse('elsewhere:/chat/websocket.yaml');
      assert.equal(await ask('websocketProject.runLocally', uri), undefined);
      assert.match(heard.said[1]?.message ?? '', /is not on a disk/);
    } finally {
      registered.dispose();
    }
  });

  it('nothing runs in a folder that is not trusted', async () => {
    await openExample('websocket.yaml');
    const trusted = Object.getOwnPropertyDescriptor(vscode.workspace, 'isTrusted');
    assert.ok(trusted);
    Object.defineProperty(vscode.workspace, 'isTrusted', { ...trusted, get: () => false });
    try {
      for (const command of ['runLocally', 'debugLocally']) await ask(`websocketProject.${command}`);
    } finally {
      Object.defineProperty(vscode.workspace, 'isTrusted', trusted);
    }
    assert.equal(heard.said.length, 2);
    for (const { message } of heard.said) assert.match(message, /you have not trusted it/);
    assert.deepEqual(processes(), []);
  });

  it('without a run, its commands say so', async () => {
    for (const command of ['stopLocalRun', 'openClientPage', 'copyLocalAddress'])
      await ask(`websocketProject.${command}`);
    assert.deepEqual(
      heard.said.map(({ message }) => message),
      Array.from({ length: 3 }, () => 'No project file runs locally.'),
    );
  });
});
