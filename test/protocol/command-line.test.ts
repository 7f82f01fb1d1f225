// The built command line, run as from a shell.
import { cpSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { projectWith } from '../../scripts/generate/template-sizes.ts';
import { commandLine, example } from '../harness/command-line.ts';
import { get } from '../harness/read-template.ts';

const { folder, run, file } = commandLine();
const text = readFileSync(example, 'utf8');
cpSync(join(dirname(example), 'functions'), join(folder, 'functions'), { recursive: true });
const broken = file('broken.websocket.yaml', text.replace('operationMode: 2-way', 'operationMode: two-way'));

describe('explain', () => {
  test.each([
    ['ChatSendMessagePermission', 'connections: [SendMessage]', 'connections: ['.length, 'SendMessage'],
    ['ChatRouteSendMessageResponse', 'operationMode: 2-way\n        connections: [SendMessage]', 15, '2-way'],
    ['SessionsTableName', '  Sessions:', 2, 'Sessions'],
  ])('tells where %s comes from', async (logicalId, needle, column, said) => {
    const offset = text.indexOf(needle) + column;
    const before = text.slice(0, offset).split('\n');
    const place = `${before.length}:${(before.at(-1) ?? '').length + 1}`;
    expect(await run('explain', example, logicalId)).toEqual({
      status: 0,
      out: `${example}:${place}: ${said}\n`,
      err: '',
    });
  });

  test('says so if the template has no such logical ID', async () => {
    const { status, out, err } = await run('explain', example, 'constructor');
    expect({ status, out }).toEqual({ status: 1, out: '' });
    expect(err).toBe(`${example}: the template has no resource or output "constructor"\n`);
  });

  test('requires both arguments', async () => {
    const { status, err } = await run('explain', 'Chat');
    expect(status).toBe(2);
    expect(err).toContain('explain requires a file and a logical ID');
  });
});

const withoutAuthorizer = text.replace(/ {4}(identitySource|connections: \[Authorize).*\n/g, '');
const opened = 'Anyone can connect to API Chat: its route $connect no longer has an authorizer.';

describe('build', () => {
  test('prints the template', async () => {
    const { status, out, err } = await run('build', example);
    expect({ status, err }).toEqual({ status: 0, err: '' });
    expect(out).toContain('AWSTemplateFormatVersion:');
  });

  test('notes once that anyone can connect, without failing', async () => {
    const open = file('open.websocket.yaml', withoutAuthorizer);
    const note = 'open.websocket.yaml: note: Anyone can connect to Chat: no authorizer is called.\n';
    expect(await run('build', open, '--out', 'open.yaml')).toEqual({ status: 0, out: '', err: note });
    await run('build', example, '--out', 'open.yaml');
    const { status, err } = await run('build', open, '--out', 'open.yaml');
    expect(status).toBe(0);
    expect(err.split('\n')[0]).toBe(opened);
    expect(err).not.toContain('note:');
  });

  test('warns about a template that needs a bucket, and writes it', async () => {
    const { status, out, err } = await run('build', file('large.websocket.yaml', projectWith(160, 'shared')));
    expect(status).toBe(0);
    expect(out).toContain('ChatRouteMessageOfKind159:');
    expect(err).toMatch(
      /^large\.websocket\.yaml: warning: The template has 5\d,\d{3} bytes\. .* --s3-bucket\.\nlarge\.websocket\.yaml: note: Anyone can connect to chat: .*\n$/,
    );
  });

  test('does not write a template that CloudFormation rejects, and says why', async () => {
    expect(await run('build', file('nothing.websocket.yaml', 'resources: {}\n'), '--format', 'json')).toEqual({
      status: 1,
      out: '',
      err: 'nothing.websocket.yaml: error: The template has no resources. CloudFormation requires at least one.\n',
    });
  });

  test('omits outputs over the limit, and says which', async () => {
    const queues = Array.from({ length: 201 }, (_, index) => `  q${index}: { type: sqs-queue, name: Q${index} }\n`);
    const name = file('queues.websocket.yaml', `resources:\n${queues.join('')}`);
    const { status, out } = await run('build', name, '--format', 'json');
    expect(status).toBe(0);
    expect(JSON.parse(out)).not.toHaveProperty('Outputs');
    expect(JSON.parse(out)).toHaveProperty('Metadata.Notes', [
      'CloudFormation allows 200 outputs, so those ending in QueueUrl are left out.',
    ]);
  });

  test('prints it as JSON', async () => {
    const { out } = await run('build', example, '--format', 'json');
    expect(JSON.parse(out)).toHaveProperty('Resources.Chat.Type', 'AWS::ApiGatewayV2::Api');
  });

  test('writes it to a file, in the format of its extension', async () => {
    expect(await run('build', example, '--out', 'template.json')).toEqual({ status: 0, out: '', err: '' });
    expect(JSON.parse(readFileSync(join(folder, 'template.json'), 'utf8'))).toHaveProperty('Resources');
  });

  test('writes local paths of the code with --code, from the folder of the template', async () => {
    const text = `resources:
  A: { type: lambda-function, name: A, runtime: python3.13, code: send, entryPoint: app.handler }
  B: { type: lambda-function, name: B, runtime: nodejs22.x, entryPoint: functions/b.handler }
`;
    const name = file('code.websocket.yaml', text);
    const codeIn = (template: string): unknown[] =>
      ['A', 'B'].map((id) => get(JSON.parse(template), 'Resources', id, 'Properties', 'Code'));
    const { out } = await run('build', name, '--format', 'json', '--code');
    expect(codeIn(out)).toEqual(['send', '.']);
    expect(JSON.parse(out)).not.toHaveProperty('Parameters');
    mkdirSync(join(folder, 'dist'), { recursive: true });
    await run('build', name, '--out', 'dist/template.json', '--code');
    expect(codeIn(readFileSync(join(folder, 'dist/template.json'), 'utf8'))).toEqual(['../send', '..']);
  });

  test('prints only the errors of a file that has some, and exits with 1', async () => {
    const { status, out, err } = await run('build', broken);
    expect({ status, out }).toEqual({ status: 1, out: '' });
    expect(err).toMatch(/^broken\.websocket\.yaml:\d+:\d+: error: .* \[invalid-operation-mode\]\n$/);
  });
});

const renamed = file('renamed.websocket.yaml', text.replace('name: Chat\n', 'name: Talk\n'));
const loss = 'API Chat is replaced by Talk: it gets a new URL';

describe('diff', () => {
  test('exits with 0 if nothing is replaced or deleted', async () => {
    await run('build', example, '--out', 'before.json');
    const nothing = 'CloudFormation changes no resources.\n';
    expect(await run('diff', example, 'before.json')).toEqual({ status: 0, out: nothing, err: '' });
    const added = file('added.websocket.yaml', `${text}\n  Queue: { type: sqs-queue, name: Queue }\n`);
    const { status, out } = await run('diff', added, 'before.json');
    expect(status).toBe(0);
    expect(out).toBe('+ Queue AWS::SQS::Queue\nCloudFormation adds 1 resource.\n');
  });

  test('exits with 1 if something is, as text or as JSON', async () => {
    await run('build', example, '--out', 'before.yaml');
    const { status, out } = await run('diff', renamed, 'before.yaml');
    expect(status).toBe(1);
    expect(out).toContain('- Chat AWS::ApiGatewayV2::Api\n');
    expect(out).toContain('+ Talk AWS::ApiGatewayV2::Api\n');
    expect(out).toContain(loss);
    const json = await run('diff', renamed, 'before.yaml', '--json');
    expect(json.status).toBe(1);
    expect(JSON.parse(json.out)).toHaveProperty('changes.0', {
      logicalId: 'Chat',
      type: 'AWS::ApiGatewayV2::Api',
      action: 'delete',
      causes: [],
      retained: false,
      replacedBy: 'Talk',
    });
  });

  test('exits with 1 if clients lose the response of a route', async () => {
    await run('build', example, '--out', 'before.yaml');
    const oneWay = file('one-way.websocket.yaml', text.replaceAll('2-way', '1-way'));
    const { status, out } = await run('diff', oneWay, 'before.yaml');
    expect(status).toBe(1);
    expect(out).toMatch(/^Route response ChatRoute\w+Response is deleted: clients no longer get /m);
    expect(out).toMatch(/^- ChatRoute\w+Response AWS::ApiGatewayV2::RouteResponse$/m);
  });

  test('exits with 1 if the API becomes public, and says so first', async () => {
    await run('build', example, '--out', 'before.yaml');
    const { status, out } = await run('diff', file('open.websocket.yaml', withoutAuthorizer), 'before.yaml');
    expect(status).toBe(1);
    expect(out.split('\n')[0]).toBe(opened);
  });

  test('exits with 0 for another route of the same function, whose permission is replaced', async () => {
    await run('build', example, '--out', 'before.yaml');
    const whisper = '      - { route: whisper, operationMode: 2-way, connections: [SendMessage] }\n';
    const added = file('whisper.websocket.yaml', text.replace('endpoints:\n', `endpoints:\n${whisper}`));
    const { status, out } = await run('diff', added, 'before.yaml');
    expect(out).toContain('! ChatSendMessagePermission AWS::Lambda::Permission (SourceArn)\n');
    expect(status).toBe(0);
  });

  test('reads the answer of get-template, and refuses a template with a Transform', async () => {
    const { out: body } = await run('build', example);
    const answer = file('answer.json', JSON.stringify({ TemplateBody: body, StagesAvailable: ['Original'] }));
    const nothing = 'CloudFormation changes no resources.\n';
    expect(await run('diff', example, answer)).toEqual({ status: 0, out: nothing, err: '' });
    const sam = file('sam.yaml', 'Transform: AWS::Serverless-2016-10-31\nResources: {}\n');
    const { status, err } = await run('diff', example, sam);
    expect(status).toBe(2);
    expect(err).toContain('--template-stage Processed');
  });

  test.each([
    ['a file with errors', broken, 'before.yaml', '[invalid-operation-mode]'],
    ['no such template', example, 'missing.yaml', ': no such file'],
    [
      'a file that is not a template',
      example,
      broken,
      'cannot be compared because it is not a CloudFormation template',
    ],
    [
      'a file that is not YAML',
      example,
      file('torn.yaml', 'Resources: [\n'),
      'cannot be compared because it cannot be parsed (line 1)',
    ],
  ])('exits with 2 for %s', async (_, descriptor, existing, reason) => {
    const { status, out, err } = await run('diff', descriptor, existing);
    expect({ status, out }).toEqual({ status: 2, out: '' });
    expect(err).toContain(reason);
  });
});

describe('graph', () => {
  test('prints the picture', async () => {
    const { status, out, err } = await run('graph', example);
    expect({ status, err }).toEqual({ status: 0, err: '' });
    expect(out).toMatch(/^<svg xmlns=[^]*<\/svg>\n<!-- Exported by websocket-project, [\da-f]{8} -->\n$/);
    expect(out).toContain('fill="#ffffff"');
  });

  test.each([
    ['chat.svg', /^<svg /],
    ['chat.mmd', /^flowchart LR\n/],
    ['chat.md', /^# WebSocket routes\n/],
  ])('writes %s in the format of its ending', async (name, start) => {
    expect(await run('graph', example, '--out', name)).toEqual({ status: 0, out: '', err: '' });
    expect(readFileSync(join(folder, name), 'utf8')).toMatch(start);
  });

  test('draws the same picture in pixels, at twice the size', async () => {
    await run('graph', example, '--out', 'chat.svg');
    expect(await run('graph', example, '--out', 'chat.png')).toEqual({ status: 0, out: '', err: '' });
    const png = readFileSync(join(folder, 'chat.png'));
    expect(png.subarray(1, 4).toString('latin1')).toBe('PNG');
    const [, width, height] = /width="(\d+)" height="(\d+)"/.exec(readFileSync(join(folder, 'chat.svg'), 'utf8')) ?? [];
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([2 * Number(width), 2 * Number(height)]);
    // A blank image would be smaller than one with lines and letters.
    expect(png.length).toBeGreaterThan(20_000);
  });

  test('draws problems, as the preview does', async () => {
    const { status, out } = await run('graph', broken, '--format', 'mermaid');
    expect(status).toBe(0);
    expect(out).toContain('no valid mode');
  });

  test.each([
    ['cannot be parsed', `${text}\n  - [`, '[yaml-syntax]'],
    ['is empty', '# nothing yet\n', 'nothing to draw yet'],
  ])('prints the reason where the file %s, and ends with 1', async (_, contents, reason) => {
    const { status, out, err } = await run('graph', file('undrawn.websocket.yaml', contents));
    expect({ status, out }).toEqual({ status: 1, out: '' });
    expect(err).toContain(reason);
  });
});

describe('usage', () => {
  test.each([
    [['deploy'], 'unknown command "deploy"'],
    [['grph'], 'unknown command "grph". Did you mean graph?'],
    [['--verson'], 'unknown option --verson. Did you mean --version?'],
    [['build'], 'build requires exactly one file'],
    [['build', 'a', 'b'], 'build requires exactly one file'],
    [['build', 'a', '--format', 'xml'], '--format must be yaml or json, not "xml"'],
    [['build', 'a', '--format', 'jsn'], '--format must be yaml or json, not "jsn". Did you mean json?'],
    [['build', 'a', '--out'], '--out requires a value: TEMPLATE'],
    [['build', 'a', '--out', '--force'], '--out requires a value: TEMPLATE'],
    [['build', 'a', '--force=yes'], '--force takes no value'],
    [['graph'], 'graph requires exactly one file'],
    [['graph', 'a', '--format', 'gif'], '--format must be svg, png, mermaid or markdown, not "gif"'],
    [['graph', 'a', '--theme', 'pink'], '--theme must be light or dark, not "pink"'],
    [['graph', 'a', '--them', 'dark'], 'unknown option --them. Did you mean --theme?'],
    [['graph', 'a', '-x'], 'unknown option -x'],
    [
      ['check', '-x.websocket.yaml'],
      'unknown option -x. If -x.websocket.yaml is a file, write it as ./-x.websocket.yaml, or after --',
    ],
    [['build', '-q.json'], 'unknown option -q. If -q.json is a file, write it as ./-q.json, or after --'],
    [['check', '--fast'], 'unknown option --fast'],
    [['check', '--max-warnings', 'few'], '--max-warnings must be a number, not "few"'],
    [['check', '--stdin-filename', 'a.yaml'], '--stdin-filename requires the path -'],
    [['check', '-', 'a.yaml'], '- must be the only path'],
    [['check', '--watch', '--fix'], '--watch requires the format text, and no --fix'],
    [['diff', 'a'], 'diff requires a file and a template'],
    [['import'], 'import requires exactly one file'],
    [['import', 'a', '--out', 'b.yaml'], 'the name must be websocket.yaml, or end in .websocket.yaml'],
    [['import', 'a', '--out', '-', '--json'], '--json and --out - would both print to standard output'],
    [['help', 'bild'], 'unknown command "bild". Did you mean build?'],
  ])('%j is not understood', async (parameters, reason) => {
    const { status, out, err } = await run(...parameters);
    expect({ status, out }).toEqual({ status: 2, out: '' });
    expect(err).toContain(`websocket-project: ${reason}`);
    expect(err).toMatch(/^Try: websocket-project (?:\w+ )?--help\n$/m);
  });

  test('without a command, prints the help as an error', async () => {
    const { status, out, err } = await run();
    expect({ status, out }).toEqual({ status: 2, out: '' });
    expect(err).toBe((await run('--help')).out);
  });

  const names = [
    ...['check', 'format', 'build', 'diff', 'graph', 'route', 'explain', 'init', 'import', 'rules'],
    ...['dev', 'connect', 'lsp', 'mcp', 'completion'],
  ];

  test('the help lists the commands', async () => {
    const { out } = await run('--help');
    const listed = [...out.matchAll(/^ {2}([a-z]+) /gm)].map(([, name = '']) => name);
    expect(listed.toSorted()).toEqual([...names, 'help'].toSorted());
    expect((await run('help')).out).toBe(out);
  });

  test.each([...names, 'help'])('%s has a help of its own', async (name) => {
    const help = await run(name, '--help');
    expect(help).toMatchObject({ status: 0, err: '' });
    expect(help.out).toContain(`Usage: websocket-project ${name} `);
    expect(help.out).toContain('Examples:');
    expect(help.out.split('Examples:')[0]).not.toMatch(/^.{81}/m);
    expect(await run('help', name)).toEqual(help);
  });

  test.each(['--version', '-v'])('%s prints the versions of the program and of Node', async (option) => {
    expect((await run(option)).out).toMatch(/^websocket-project \d+\.\d+\.\d+ \(Node v\d+\.\d+\.\d+\)\n$/);
  });
});
