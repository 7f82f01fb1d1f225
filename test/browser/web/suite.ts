// What the extension does in a window without Node, seen through VS Code's API. Runs in the extension host, which is a web
// worker there. web.test.ts judges it.
import {
  CodeActionKind,
  commands,
  extensions,
  languages,
  lm,
  LanguageModelTextPart,
  Range,
  TabInputWebview,
  Uri,
  window,
  workspace,
  WorkspaceEdit,
  type CodeAction,
  type CompletionList,
  type Diagnostic,
  type Hover,
  type Location,
  type LocationLink,
  type Position,
  type TextDocument,
} from 'vscode';
import type { WebResults, PlainRange } from './results';

const folder = Uri.parse('vscode-vfs://test/chat');
const at = (path: string): Uri => Uri.joinPath(folder, path);

export async function observe(): Promise<WebResults> {
  const document = await workspace.openTextDocument(at('websocket.yaml'));
  await window.showTextDocument(document);
  const extension = extensions.getExtension('websocket-project.websocket-project');
  await until('the extension is active', () => extension?.isActive === true);
  const hasNode = typeof process === 'object' && typeof process.versions === 'object';

  const definition = await eventually('a definition', async () => {
    const found = await commands.executeCommand<(Location | LocationLink)[]>(
      'vscode.executeDefinitionProvider',
      document.uri,
      positionOf(document, 'functions/connect.handler', 3),
    );
    return found.map((one) =>
      'targetUri' in one
        ? { uri: one.targetUri.toString(), range: plain(one.targetRange) }
        : { uri: one.uri.toString(), range: plain(one.range) },
    );
  });
  const problemsAtFirst = problemsOf(document.uri);
  const hover = await commands.executeCommand<Hover[]>(
    'vscode.executeHoverProvider',
    document.uri,
    positionOf(document, 'operationMode', 2),
  );
  const completion = await commands.executeCommand<CompletionList>(
    'vscode.executeCompletionItemProvider',
    document.uri,
    positionOf(document, 'functions/connect.handler', 'functions/'.length),
  );

  await replace(document, 'functions/help.handler', 'functions/helpp.handler');
  await replace(document, 'operationMode: 1-way', 'operationMode: 3-way');
  await until('both mistakes are reported', () => problemsOf(document.uri).length >= 2);
  const faulty = { text: document.getText(), problems: problemsOf(document.uri) };
  const closedFile = await eventually('problems of a file that is not open', async () =>
    problemsOf(at('other/websocket.yaml')),
  );

  const tool = { input: { rule: 'duplicate-route' }, toolInvocationToken: undefined };
  const { content } = await lm.invokeTool('websocketProject_explain_rule', tool);
  const explained = content.map((part) => (part instanceof LanguageModelTextPart ? part.value : '')).join('');

  await commands.executeCommand('websocketProject.openPreview', document.uri);
  const isPreview = (): boolean =>
    window.tabGroups.all.some(({ tabs }) =>
      tabs.some(({ input }) => input instanceof TabInputWebview && input.viewType.includes('websocketProject.preview')),
    );
  await until('the preview is open', isPreview);

  const created = await createMissingFile(document);
  await replace(document, 'operationMode: 3-way', 'operationMode: 1-way');
  await until('nothing is reported', () => problemsOf(document.uri).length === 0);
  await document.save();

  const template = await commands.executeCommand<Uri | undefined>('websocketProject.generateTemplate', document.uri);
  const written = template && new TextDecoder().decode(await workspace.fs.readFile(template));

  const imported = await importTemplate();
  await window.showTextDocument(document);

  const move = new WorkspaceEdit();
  move.renameFile(at('functions/connect.mjs'), at('functions/join.mjs'));
  await workspace.applyEdit(move);
  await until('the entry point follows', () => document.getText().includes('functions/join.handler'));

  await workspace.fs.writeFile(
    at('websocket-project.config.yaml'),
    new TextEncoder().encode('rules:\n  unused-function: error\n'),
  );
  const unused =
    '\n  Unused:\n    type: lambda-function\n    name: Unused\n    runtime: nodejs22.x\n    entryPoint: functions/help.handler\n';
  await replace(document, document.getText(), `${document.getText().trimEnd()}\n${unused}`);
  const withSettings = await eventually('a problem at the level of the settings file', async () =>
    problemsOf(document.uri).filter(({ code, severity }) => code === 'unused-function' && severity === 0),
  );

  return {
    hasNode,
    isTrusted: workspace.isTrusted,
    problemsAtFirst,
    hover: hover
      .flatMap(({ contents }) => contents.map((one) => (typeof one === 'string' ? one : one.value)))
      .join('\n'),
    completion: completion.items.map(({ label }) => (typeof label === 'string' ? label : label.label)),
    definition,
    faulty,
    closedFile,
    explained,
    created,
    template: template && { uri: template.toString(), text: written ?? '' },
    imported,
    withSettings,
  };
}

/** By the command. The test accepts the name that it proposes. */
async function importTemplate(): Promise<WebResults['imported']> {
  const source = at('old/template.yaml');
  const target = await commands.executeCommand<Uri | undefined>('websocketProject.import', source);
  if (!target) return undefined;
  const text = new TextDecoder().decode(await workspace.fs.readFile(target));
  const query = JSON.stringify({ source: source.toString(), descriptor: target.toString() });
  const uri = Uri.from({ scheme: 'websocket-project-import', path: '/chat/old/report.md', query });
  return { uri: target.toString(), text, report: (await workspace.openTextDocument(uri)).getText() };
}

/** By the quick fix for the entry point. */
async function createMissingFile(document: TextDocument): Promise<string> {
  const position = positionOf(document, 'functions/helpp.handler', 3);
  const actions = await commands.executeCommand<CodeAction[]>(
    'vscode.executeCodeActionProvider',
    document.uri,
    new Range(position, position),
    CodeActionKind.QuickFix.value,
    20,
  );
  const fix = actions.find(({ title }) => title.endsWith(' erstellen'));
  if (!fix?.edit) throw new Error(`No fix creates a file: ${actions.map(({ title }) => title).join(', ')}`);
  await workspace.applyEdit(fix.edit);
  const created = fix.edit.entries().map(([uri]) => uri);
  const file = await workspace.openTextDocument(
    created.find(({ path }) => path.includes('helpp')) ?? at('functions/helpp.mjs'),
  );
  await file.save();
  return file.uri.toString();
}

function problemsOf(uri: Uri): WebResults['problemsAtFirst'] {
  return languages.getDiagnostics(uri).map(({ code, severity, message, range }: Diagnostic) => ({
    code: String(typeof code === 'object' ? code.value : code),
    severity,
    message,
    range: plain(range),
  }));
}

function plain({ start, end }: Range): PlainRange {
  return {
    start: { line: start.line, character: start.character },
    end: { line: end.line, character: end.character },
  };
}

function positionOf(document: TextDocument, text: string, offset: number): Position {
  const start = document.getText().indexOf(text);
  if (start < 0) throw new Error(`The document has no ${text}.`);
  return document.positionAt(start + offset);
}

async function replace(document: TextDocument, old: string, replacement: string): Promise<void> {
  const edit = new WorkspaceEdit();
  edit.replace(
    document.uri,
    new Range(positionOf(document, old, 0), positionOf(document, old, old.length)),
    replacement,
  );
  await workspace.applyEdit(edit);
}

async function until(what: string, isSo: () => boolean): Promise<void> {
  await eventually(what, async () => (isSo() ? [true] : []));
}

/** Waits until there is one. */
async function eventually<Found>(what: string, find: () => Promise<readonly Found[]>): Promise<readonly Found[]> {
  for (let attempt = 0; attempt < 300; attempt++) {
    const found = await find();
    if (found.length > 0) return found;
    await new Promise((resolve) => {
      setTimeout(resolve, 100);
    });
  }
  throw new Error(`Waited in vain for this: ${what}.`);
}
