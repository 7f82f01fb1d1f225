// The built command line, as a shell sees it.
import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
const example = join(root, 'examples/chat/websocket.yaml');
const folder = mkdtempSync(join(tmpdir(), 'command-line-'));
afterAll(() => rmSync(folder, { recursive: true }));

interface Result {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

function run(...parameters: string[]): Promise<Result> {
  return new Promise((resolve) => {
    execFile(process.execPath, [join(root, 'dist/cli.js'), ...parameters], { cwd: folder }, (error, out, err) => {
      resolve({ status: error ? Number(error.code) : 0, out, err });
    });
  });
}

function file(name: string, text: string | Uint8Array): string {
  writeFileSync(join(folder, name), text);
  return name;
}

const text = readFileSync(example, 'utf8');
cpSync(join(root, 'examples/chat/functions'), join(folder, 'functions'), { recursive: true });
const broken = file('broken.websocket.yaml', text.replace('operationMode: 2-way', 'operationMode: two-way'));
const line = text.slice(0, text.indexOf('operationMode: 2-way')).split('\n').length;

describe('check', () => {
  test('is silent about a file without faults', async () => {
    expect(await run('check', example)).toEqual({ status: 0, out: '', err: '' });
  });

  test('prints a line for each fault, and ends with 1 for errors', async () => {
    const { status, out, err } = await run('check', example, broken);
    expect({ status, err }).toEqual({ status: 1, err: '' });
    const column = 'operationMode: '.length + 9;
    expect(out).toMatch(
      new RegExp(`^broken\\.websocket\\.yaml:${line}:${column}: error: .* \\[invalid-operation-mode\\]\\n$`),
    );
  });

  test('tells of an entry point whose file is not there', async () => {
    const name = file('lost.websocket.yaml', text.replace('functions/help.handler', 'functions/hepl.handler'));
    const { status, out } = await run('check', name);
    expect(status).toBe(0);
    expect(out).toMatch(/^lost\.websocket\.yaml:\d+:\d+: information: .* \[entry-point-not-found\]\n$/);
  });

  test('ends with 0 for warnings alone', async () => {
    const { status, out } = await run(
      'check',
      file('w.websocket.yaml', text.replace('name: Chat\n', 'name: chat-api\n')),
    );
    expect(status).toBe(0);
    expect(out).toContain(': warning: ');
  });

  test.each([
    ['a file that is not there', 'missing.yaml', 'there is no such file'],
    ['a folder', '.', 'it is a folder'],
    ['bytes that are no text', file('bytes.yaml', Uint8Array.of(0xff, 0xfe, 0x00)), 'not text in UTF-8'],
  ])('ends with 2 for %s, and checks the others', async (_, name, reason) => {
    const { status, out, err } = await run('check', name, broken);
    expect(status).toBe(2);
    expect(err).toContain(reason);
    expect(out).toContain('[invalid-operation-mode]');
  });
});

describe('build', () => {
  test('prints the template', async () => {
    const { status, out, err } = await run('build', example);
    expect({ status, err }).toEqual({ status: 0, err: '' });
    expect(out).toContain('AWSTemplateFormatVersion:');
  });

  test('prints it as JSON', async () => {
    const { out } = await run('build', example, '--format', 'json');
    expect(JSON.parse(out)).toHaveProperty('Resources.Chat.Type', 'AWS::ApiGatewayV2::Api');
  });

  test('writes it to a file, in the format of its ending', async () => {
    expect(await run('build', example, '--out', 'template.json')).toEqual({ status: 0, out: '', err: '' });
    expect(JSON.parse(readFileSync(join(folder, 'template.json'), 'utf8'))).toHaveProperty('Resources');
  });

  test('prints nothing but the errors of a file that has some, and ends with 1', async () => {
    const { status, out, err } = await run('build', broken);
    expect({ status, out }).toEqual({ status: 1, out: '' });
    expect(err).toMatch(/^broken\.websocket\.yaml:\d+:\d+: error: .* \[invalid-operation-mode\]\n$/);
  });

  test('does not overwrite the descriptor', async () => {
    const name = file('own.websocket.yaml', text);
    const { status, err } = await run('build', name, '--out', name);
    expect(status).toBe(2);
    expect(err).toContain('would be overwritten');
    expect(readFileSync(join(folder, name), 'utf8')).toBe(text);
  });
});

describe('usage', () => {
  test.each([
    [['deploy']],
    [['check']],
    [['build']],
    [['build', 'a', 'b']],
    [['build', 'a', '--format', 'xml']],
    [['check', '--fast']],
    [[]],
  ])('%j is not understood', async (parameters) => {
    const { status, out, err } = await run(...parameters);
    expect({ status, out }).toEqual({ status: 2, out: '' });
    expect(err).not.toMatch(/^ +at /m);
  });

  test('help and version', async () => {
    expect((await run('--help')).out).toContain('check FILES…');
    expect((await run('--version')).out).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});
