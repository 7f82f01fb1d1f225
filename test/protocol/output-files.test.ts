// Files that the command line writes with `--out`: it overwrites what it has written itself, and nothing else.
import { appendFileSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { commandLine, example } from '../harness/command-line.ts';

const { folder, run, file } = commandLine();
const text = readFileSync(example, 'utf8');
const renamed = file('renamed.websocket.yaml', text.replace('name: Chat\n', 'name: Talk\n'));
const rerouted = file('rerouted.websocket.yaml', text.replace('route: sendMessage', 'route: say'));
const done = { status: 0, out: '', err: '' };

function bytes(name: string): Buffer {
  return readFileSync(join(folder, name));
}

function contents(name: string): string {
  return bytes(name).toString();
}

/** Expects that the file is not overwritten, and that the message says why and what to do. */
async function expectRefusal(command: 'build' | 'graph', out: string, reason: string): Promise<void> {
  const before = bytes(out);
  const { status, err } = await run(command, renamed, '--out', out);
  expect(err).toContain(`${out} was not overwritten because ${reason}`);
  expect(err).toContain('Use --force to overwrite it');
  expect(status).toBe(2);
  expect(bytes(out)).toEqual(before);
}

describe('build --out', () => {
  test('says what CloudFormation would replace or delete, and nothing if nothing changes', async () => {
    await run('build', example, '--out', 'over.yaml');
    expect(await run('build', example, '--out', 'over.yaml')).toEqual(done);
    const { status, out, err } = await run('build', renamed, '--out', 'over.yaml');
    expect({ status, out }).toEqual({ status: 0, out: '' });
    expect(err.split('\n')[0]).toContain('API Chat is replaced by Talk: it gets a new URL');
    expect(err).toMatch(/^CloudFormation adds \d+, updates \d+ and deletes \d+ resources\.$/m);
    expect(contents('over.yaml')).toContain('Talk:');
  });

  test('compares the code where it is: in a folder, or in S3', async () => {
    const based = file('based.websocket.yaml', text);
    await run('build', based, '--code', '--out', 'local.yaml');
    const local = contents('local.yaml');
    expect(await run('build', based, '--code', '--out', 'local.yaml')).toEqual(done);
    expect(contents('local.yaml')).toBe(local);
    const same = { status: 0, out: 'CloudFormation changes no resources.\n', err: '' };
    expect(await run('diff', based, 'local.yaml')).toEqual(same);
    expect(await run('build', based, '--out', 'local.yaml')).toEqual(done);
    expect(await run('build', based, '--code', '--out', 'local.yaml')).toEqual(done);
    const moved = file(
      'moved.websocket.yaml',
      text.replace('runtime: nodejs22.x', 'runtime: nodejs22.x\n    code: functions'),
    );
    const { err } = await run('build', moved, '--code', '--out', 'local.yaml');
    expect(err).toContain('updates 1 resource');
  });

  test('overwrites an empty file, but a file that is not a template only with --force', async () => {
    expect(await run('build', example, '--out', file('empty.yaml', '\n'))).toEqual(done);
    await expectRefusal('build', file('notes.yaml', 'shopping: [milk]\n'), 'it is not a CloudFormation template');
    await expectRefusal('build', file('others.yaml', 'kind: Pod\nResources: { cpu: 2 }\n'), 'it is not');
    expect(await run('build', example, '--out', 'notes.yaml', '--force')).toEqual(done);
    expect(contents('notes.yaml')).toContain('AWSTemplateFormatVersion');
  });

  test('overwrites a template that somebody else wrote only with --force', async () => {
    const written = file('written.yaml', 'Resources:\n  Queue:\n    Type: AWS::SQS::Queue\n');
    await expectRefusal('build', written, 'it was not generated from a project file');
    expect(await run('build', example, '--out', written, '--force')).toEqual(done);
  });

  test.each(['generated.yaml', 'generated.json'])('overwrites what it has written: %s', async (name) => {
    await run('build', example, '--out', name);
    expect(await run('build', renamed, '--out', name)).toMatchObject({ status: 0 });
    expect(contents(name)).toContain('Talk');
  });

  test.skipIf(process.platform === 'win32')('writes through no link, and leaves no other file behind', async () => {
    const target = file('linked-to.txt', '');
    symlinkSync(join(folder, target), join(folder, 'link.yaml'));
    const { status, err } = await run('build', example, '--out', 'link.yaml', '--force');
    expect(status).toBe(2);
    expect(err).toContain('link.yaml cannot be written: it is a link');
    expect(contents(target)).toBe('');
    expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });
});

describe('graph --out', () => {
  const outputs = ['graph.svg', 'graph.png', 'graph.mmd', 'graph.md'];

  test.each(outputs)('overwrites what it has written, also with other line endings: %s', async (name) => {
    expect(await run('graph', example, '--out', name)).toEqual(done);
    const before = bytes(name);
    if (!name.endsWith('.png')) writeFileSync(join(folder, name), contents(name).replaceAll('\n', '\r\n'));
    expect(await run('graph', rerouted, '--out', name)).toEqual(done);
    expect(bytes(name)).not.toEqual(before);
  });

  test.each(outputs)('overwrites what somebody has changed since only with --force: %s', async (name) => {
    const reason = 'it is not an exported graph, or has been changed since';
    await run('graph', example, '--out', name, '--force');
    const changed = bytes(name);
    appendFileSync(join(folder, name), 'My notes.\n');
    await expectRefusal('graph', name, reason);
    changed[100] = (changed[100] ?? 0) ^ 1;
    writeFileSync(join(folder, name), changed);
    await expectRefusal('graph', name, reason);
  });

  test.each([
    ['hand-drawn.mmd', 'flowchart LR\n  a --> b\n'],
    ['hand-written.md', '# WebSocket routes\n\nMy notes.\n'],
    ['drawn.svg', '<svg xmlns="http://www.w3.org/2000/svg" class="route-graph"></svg>\n'],
    ['photo.png', Buffer.from('\u0089PNG\r\n\u001a\n', 'latin1')],
    ['other.websocket.yaml', text],
  ])('overwrites what somebody else has made only with --force: %s', async (name, made) => {
    await expectRefusal('graph', file(name, made), 'it is not an exported graph');
    expect(await run('graph', example, '--out', name, '--force')).toEqual(done);
  });
});

test.each(['build', 'graph'])('%s never overwrites its own project file', async (command) => {
  const own = file('own.websocket.yaml', text);
  const { status, err } = await run(command, own, '--out', own, '--force');
  expect(status).toBe(2);
  expect(err).toContain('--out would overwrite the project file itself');
  expect(contents(own)).toBe(text);
});
