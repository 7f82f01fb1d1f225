// The tasks `check` and `build`: where they are offered, and what they print and write.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { ask, rulesReported } from '../editor';
import { eventually, inSecondFolder, read, write } from '../example';

const type = 'websocket-project';
const template = 'websocket.template.yaml';

function offered(): Thenable<readonly vscode.Task[]> {
  return vscode.tasks.fetchTasks({ type });
}

function folderOf({ scope }: vscode.Task): string | undefined {
  return typeof scope === 'object' ? scope.name : undefined;
}

async function taskIn(folder: string, command: string): Promise<vscode.Task> {
  const found = (await offered()).find(
    (task) => folderOf(task) === folder && task.definition['command'] === command && task.name === command,
  );
  assert.ok(found, `${command} is not offered in ${folder}`);
  return found;
}

/** Runs it to its end, in a terminal without the text of other tasks. Returns the exit code, and what is printed there. */
async function run(task: vscode.Task): Promise<{ code: number | undefined; printed: string }> {
  for (const terminal of vscode.window.terminals) terminal.dispose();
  await eventually('the terminals to close', () => vscode.window.terminals.length === 0 || undefined);
  let code: { readonly value: number | undefined } | undefined;
  const ends = vscode.tasks.onDidEndTaskProcess(({ execution, exitCode }) => {
    if (execution.task.name === task.name) code = { value: exitCode };
  });
  await vscode.tasks.executeTask(task);
  const { value } = await eventually(`the end of ${task.name}`, () => code);
  ends.dispose();
  const printed = await eventually('the text of the terminal', async () => {
    await ask('workbench.action.terminal.selectAll');
    await ask('workbench.action.terminal.copySelection');
    const text = await vscode.env.clipboard.readText();
    return /^ \*  Terminal will be reused/m.test(text) ? text : undefined;
  });
  return { code: value, printed: printed.replaceAll(/^ \*.*|\r/gm, '').trim() };
}

const withError = `resources:
  Api:
    type: websocket-api
    name: Api
    routeSelectorProperty: action
    endpoints:
      - route: hello
`;

/** Writes the file, and waits until the server knows it. */
async function writeFaulty(): Promise<void> {
  const uri = await write('faulty.websocket.yaml', withError);
  await eventually('the problems of the file', () => rulesReported(uri).length > 0 || undefined);
}

describe('tasks', () => {
  it('are offered for each folder that has project files', async () => {
    const all = await offered();
    assert.deepEqual(all.map((task) => `${folderOf(task)}: ${task.name}`).sort(), [
      'chat: build',
      'chat: check',
      'second: build',
      'second: check',
    ]);
    assert.ok(all.every(({ problemMatchers }) => problemMatchers.join() === '$websocket-project'));
    assert.deepEqual(
      new Set(all.map(({ name, group }) => `${name} ${group?.id}`)),
      new Set(['check undefined', 'build build']),
    );
  });

  it('check prints the problems of its folder, and only those', async () => {
    assert.deepEqual(await run(await taskIn('chat', 'check')), { code: 0, printed: 'Checked 1 file. No problems.' });

    const { code, printed } = await run(await taskIn('second', 'check'));
    assert.equal(code, 1);
    assert.match(
      printed,
      /^team\.websocket\.yaml:5:11: error: `team-api` .* \[non-alphanumeric-name\]\nChecked 1 file. 1 problem\.$/,
    );
  });

  it('build writes the template, and says what deploying it does when it is written again', async () => {
    const task = await taskIn('chat', 'build');
    assert.deepEqual(await run(task), { code: 0, printed: `Generated ${template}.` });
    assert.match((await read(template)) ?? '', /AWS::ApiGatewayV2::Api/);
    assert.deepEqual(await run(task), { code: 0, printed: `${template} is up to date.` });

    await write(template, (await read(template))?.replaceAll('StageName: prod', 'StageName: other') ?? '');
    const again = await run(task);
    assert.equal(again.code, 0);
    assert.match(again.printed, /^Generated websocket\.template\.yaml\.\n.*Stage/);
  });

  it('build writes the template of a file to its folder, also if another folder has a file of the same name', async () => {
    const uri = inSecondFolder('websocket.yaml');
    const text = 'resources:\n  Box: { type: sqs-queue, name: box-1 }\n';
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
    await eventually('the problem of the file', () => rulesReported(uri).length > 0 || undefined);
    assert.deepEqual(await run(await taskIn('chat', 'check')), { code: 0, printed: 'Checked 1 file. No problems.' });
    const { printed } = await run(await taskIn('second', 'build'));
    assert.match(printed, /^websocket\.yaml:2:33: error: .* \[non-alphanumeric-name\]$/m);
    assert.equal(await read(template), undefined);

    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text.replace('box-1', 'Box')));
    await eventually('no problem of the file', () => rulesReported(uri).length === 0 || undefined);
    assert.match((await run(await taskIn('second', 'build'))).printed, /^Generated websocket\.template\.yaml\.$/m);
    assert.equal(await read(template), undefined);
    const written = await vscode.workspace.fs.readFile(inSecondFolder(template));
    assert.match(new TextDecoder().decode(written), /AWS::SQS::Queue/);
  });

  it('build does not overwrite a file that was not generated', async () => {
    const own = 'Resources:\n  Own: { Type: AWS::SNS::Topic }\n';
    await write(template, own);
    const { code, printed } = await run(await taskIn('chat', 'build'));
    assert.equal(code, 2);
    assert.match(printed, /was not overwritten because it was not generated from a project file/);
    assert.equal(await read(template), own);
  });

  it('build writes nothing for a file with errors, and goes on with the others', async () => {
    await writeFaulty();
    const { code, printed } = await run(await taskIn('chat', 'build'));
    assert.equal(code, 1);
    assert.match(printed, /^faulty\.websocket\.yaml:7:9: error: .*\[missing-property\]$/m);
    assert.match(printed, /^faulty\.websocket\.yaml has an error, so no template was generated\.$/m);
    assert.match(printed, /^Generated websocket\.template\.yaml\.$/m);
    assert.equal(await read('faulty.websocket.template.yaml'), undefined);
  });

  it('can be limited to a file in tasks.json', async () => {
    await writeFaulty();
    const tasks = [{ label: 'Check the chat', type, command: 'check', path: 'websocket.yaml' }];
    await write('.vscode/tasks.json', JSON.stringify({ version: '2.0.0', tasks }));
    const task = await eventually('the task of tasks.json', async () =>
      (await vscode.tasks.fetchTasks()).find(({ name }) => name === 'Check the chat'),
    );
    assert.deepEqual(await run(task), { code: 0, printed: 'Checked 1 file. No problems.' });
  });
});
