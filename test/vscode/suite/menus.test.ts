// Each command in each menu that package.json puts it in, in each place where its `when` clause shows it, with the
// arguments that VS Code passes there. A new menu item is tested without a change here, a new command needs its result.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { contributes } from '../../../package.json';
import { ask } from '../editor';
import { eventually, exampleUri, openExample, write } from '../example';
import { hearMessages, type Heard } from '../messages';

interface MenuItem {
  readonly command: string;
  readonly when?: string;
}

const descriptor = exampleUri('websocket.yaml');
const template = exampleUri('websocket.template.yaml');
const exported = exampleUri('websocket.mmd');
const started = exampleUri('menu.websocket.yaml');

/** What each command returns, or shows if it returns nothing. */
const results: Readonly<Record<string, (result: unknown) => Promise<void> | void>> = {
  openPreview: expectPreview,
  routeMessage: expectPreview,
  generateTemplate: (result) => assert.equal(String(result), template.toString()),
  exportGraph: (result) => assert.equal(String(result), exported.toString()),
  restartServer: expectAnswers,
  newProjectFile: (result) => assert.equal(String(result), started.toString()),
  showTemplate: (result) => assert.match(String(result), /^websocket-project-template:.*\.template\.yaml\?/),
  revealInTemplate: (result) => assert.match(String(result), /^websocket-project-template:.*\.template\.yaml\?/),
  runLocally: expectRun,
  debugLocally: () => assert.deepEqual(debugged, ['websocket.yaml']),
  // Nothing runs, which a message says.
  stopLocalRun: (result) => assert.equal(result, undefined),
  openClientPage: (result) => assert.equal(result, undefined),
  copyLocalAddress: (result) => assert.equal(result, undefined),
  import: (result) => assert.equal(String(result), exampleUri('old/websocket.yaml').toString()),
  switchTemplateFormat: (result) => assert.match(String(result), /^websocket-project-template:.*\.template\.json\?/),
};

/** In the folder with a small project of each kind. */
const project = readFileSync(join(__dirname, '../../test/imports/cloudformation/template.yaml'), 'utf8');

/** The debug sessions that were asked for. */
let debugged: string[] = [];

async function expectRun(result: unknown): Promise<void> {
  assert.match(String(result), /^ws:\/\/127\.0\.0\.1:/);
  await ask('websocketProject.stopLocalRun');
}

async function expectAnswers(): Promise<void> {
  const lenses = (): Promise<readonly vscode.CodeLens[]> => ask('vscode.executeCodeLensProvider', descriptor);
  await openExample('websocket.yaml');
  await eventually('answers of the server', async () => (await lenses()).length > 0 || undefined);
}

async function expectPreview(): Promise<void> {
  const labels = (): string[] => vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).map(({ label }) => label);
  await eventually('the preview', () => labels().includes('Preview websocket.yaml') || undefined);
}

/** A project to import, which is the only one of the workspace. */
async function openProject(): Promise<vscode.Uri> {
  const uri = await write('old/template.yaml', project);
  await vscode.window.showTextDocument(uri);
  return uri;
}

interface Place {
  /** The part of a `when` clause that shows an item there. */
  readonly when: RegExp;
  /** Brings the place to the front. Returns the URI of what is there. */
  readonly open: () => Promise<vscode.Uri>;
}

const places: Readonly<Record<string, Place>> = {
  'a project file': {
    when: /\beditorLangId == websocket-project\b/,
    async open() {
      await openExample('websocket.yaml');
      return descriptor;
    },
  },
  'a shown template': {
    when: /\bresourceScheme == websocket-project-template\b/,
    async open() {
      await openExample('websocket.yaml');
      const shown = await ask<vscode.Uri>('websocketProject.showTemplate');
      assert.equal(vscode.window.activeTextEditor?.document.uri.toString(), shown.toString());
      return shown;
    },
  },
  'the preview': {
    when: /\bactiveWebviewPanelId == websocketProject\.preview\b/,
    async open() {
      await openExample('websocket.yaml');
      await ask('websocketProject.openPreview');
      await expectPreview();
      await ask('workbench.action.focusSecondEditorGroup');
      await eventually('the focus in the preview', () => vscode.window.activeTextEditor === undefined || undefined);
      return vscode.Uri.from({ scheme: 'webview-panel', path: `webview-panel/webview-${randomUUID()}` });
    },
  },
  'the Explorer': {
    when: /\bresourceLangId == websocket-project\b/,
    open: async () => descriptor,
  },
  'a project of another tool': { when: /\bresourceFilename =~/, open: openProject },
  'a window that the extension runs in': { when: /^websocketProject\.isActive$/, open: async () => descriptor },
  'a window in which something runs': { when: /^websocketProject\.runsLocally$/, open: async () => descriptor },
  'no editor': { when: /^$/, open: openProject },
};

/** What VS Code passes to a command in a menu. */
const passed: Readonly<Record<string, (uri: vscode.Uri) => readonly unknown[]>> = {
  'editor/title': (uri) => [uri, { groupId: 1, editorIndex: 0 }],
  'editor/title/run': (uri) => [uri, { groupId: 1, editorIndex: 0 }],
  'editor/context': (uri) => [uri, { groupId: 1, editorIndex: 0 }],
  'explorer/context': (uri) => [uri, [uri]],
  commandPalette: () => [],
  'file/newFile': () => [],
};

describe('menus', () => {
  let heard: Heard;
  let startDebugging: unknown;

  beforeEach(() => {
    heard = hearMessages();
    debugged = [];
    const { debug } = vscode;
    startDebugging ??= debug.startDebugging;
    Object.assign(debug, {
      startDebugging: async (_: unknown, { name }: vscode.DebugConfiguration) => debugged.push(name) > 0,
    });
    const pick = async (items: readonly { label: string }[]): Promise<unknown> =>
      items.find(({ label }) => label === 'Mermaid' || label === 'template.yaml');
    Object.assign(vscode.window, {
      showQuickPick: pick,
      showSaveDialog: async () => exported,
      // An import proposes another name.
      showInputBox: async ({ value }: vscode.InputBoxOptions) =>
        value === 'websocket.yaml' ? value : 'menu.websocket.yaml',
      showWorkspaceFolderPick: async () => vscode.workspace.workspaceFolders?.[0],
    });
  });

  after(() => Object.assign(vscode.debug, { startDebugging }));

  const menus = Object.entries<readonly MenuItem[]>(contributes.menus);

  it('are those that this test knows', () => {
    assert.deepEqual(menus.map(([menu]) => menu).sort(), Object.keys(passed).sort());
  });

  for (const [menu, items] of menus) {
    for (const { command, when = '' } of items) {
      const shownIn = Object.entries(places).filter(([, place]) => place.when.test(when));
      const name = command.replace('websocketProject.', '');
      it(`${menu}: ${name} is shown somewhere`, () => assert.notDeepEqual(shownIn, []));
      for (const [title, { open }] of shownIn) {
        it(`${menu}: ${name} in ${title}`, async () => {
          const uri = await open();
          const result = await ask<unknown>(command, ...(passed[menu]?.(uri) ?? []));
          assert.deepEqual(
            heard.said.filter(({ severity }) => severity !== 'information'),
            [],
          );
          const check = results[name];
          assert.ok(check, `results has nothing for ${name}`);
          await check(result);
        });
      }
    }
  }
});
