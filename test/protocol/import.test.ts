// `websocket-project import`: what it writes and prints, what it refuses, and that it never overwrites or leaves the folder.
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { cli, commandLine } from '../harness/command-line.ts';

const { folder, run, runWith, file } = commandLine();
const projects = join(import.meta.dirname, '../imports');
const source = (path: string): string => readFileSync(join(projects, path), 'utf8');

/** A template without losses, in a folder of its own. */
const template = (name: string): string => file(`${name}/template.yaml`, source('cloudformation/template.yaml'));

const inline = `
Resources:
  Chat:
    Type: AWS::ApiGatewayV2::Api
    Properties: { Name: chat, ProtocolType: WEBSOCKET, RouteSelectionExpression: $request.body.action }
  Stage:
    Type: AWS::ApiGatewayV2::Stage
    Properties: { ApiId: !Ref Chat, StageName: prod, AutoDeploy: true }
  Route:
    Type: AWS::ApiGatewayV2::Route
    Properties: { ApiId: !Ref Chat, RouteKey: $default, Target: !Join [/, [integrations, !Ref Integration]] }
  Integration:
    Type: AWS::ApiGatewayV2::Integration
    Properties:
      ApiId: !Ref Chat
      IntegrationType: AWS_PROXY
      IntegrationUri: !Sub arn:aws:apigateway:\${AWS::Region}:lambda:path/2015-03-31/functions/\${Send.Arn}/invocations
  Send:
    Type: AWS::Lambda::Function
    Properties:
      Runtime: nodejs22.x
      Handler: index.handler
      Role: !GetAtt Role.Arn
      Code: { ZipFile: 'exports.handler = async () => ({ statusCode: 200 });' }
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: '2012-10-17'
        Statement: [{ Effect: Allow, Principal: { Service: lambda.amazonaws.com }, Action: sts:AssumeRole }]
`;

describe('a project', () => {
  test('becomes a project file beside it, with a report and status 0', async () => {
    const { status, out, err } = await run('import', template('kept'));
    expect({ status, out }).toEqual({ status: 0, out: `Created ${join('kept', 'websocket.yaml')}\n` });
    expect(err).toMatch(/^Taken over:\n/);
    const line = source('cloudformation/template.yaml').split('\n').indexOf('  Say:') + 1;
    expect(line).toBeGreaterThan(1);
    expect(err).toMatch(new RegExp(`^kept/template\\.yaml:${line}:3: Route say$`, 'm'));
    expect(err).toMatch(/^kept\/template\.yaml: \d+ parts taken over, [1-9] changed, 0 left out, \d next steps?$/m);
    expect(await run('check', 'kept')).toMatchObject({ status: 0 });
  });

  test('with losses has status 1, and is written all the same', async () => {
    const { status, err } = await run('import', file('lossy/.altostra/project.json', source('altostra/project.json')));
    expect(status).toBe(1);
    expect(err).toContain('lossy/.altostra/project.json:169:9: REST API Rest01 — ');
    // The project is the folder above.
    expect(readFileSync(join(folder, 'lossy/websocket.yaml'), 'utf8')).toMatch(
      /^description: A chat\n\nresources:\n {2}Chat01:\n/,
    );
  });

  test.each([
    'serverless/serverless.yml',
    'serverless-short/serverless.yml',
    'sam/template.yaml',
    'sam/processed.json',
    'cdk/ChatStack.template.json',
  ])('of another tool: %s', async (path) => {
    const { status, out } = await run('import', join(projects, path), '--out', '-');
    expect(status).toBeLessThan(2);
    const written = file(`tools/${path.replaceAll('/', '-')}.websocket.yaml`, out);
    const { status: checked, out: problems } = await run('check', written);
    expect(checked, problems).toBe(0);
  });

  test('as JSON has a report for programs', async () => {
    const { status, out, err } = await run(
      'import',
      file('json/project.json', source('altostra/project.json')),
      '--json',
    );
    expect(status).toBe(1);
    expect(err).toContain('Left out:');
    const report: unknown = JSON.parse(out);
    expect(report).toMatchObject({ source: 'altostra', created: [join('json', 'websocket.yaml')] });
    expect(report).toHaveProperty(
      'entries',
      expect.arrayContaining([
        { kind: 'left out', what: 'REST API Rest01', file: 'project.json', line: 169, column: 9, endLine: 169, endColumn: 17, why: 'A project file has no such resource.', todo: 'Describe it under cloudformation, or keep it in a stack of its own.' }, // prettier-ignore
      ]),
    );
  });

  test('can go to standard output, or to another file', async () => {
    const path = template('elsewhere');
    const { out } = await run('import', path, '--out', '-');
    expect(out).toMatch(/^description: A chat\n/);
    expect(readdirSync(join(folder, 'elsewhere'))).toEqual(['template.yaml']);
    const written = await run('import', path, '--out', 'new/chat.websocket.yaml');
    expect(written).toMatchObject({ status: 0, out: `Created ${join('new', 'chat.websocket.yaml')}\n` });
    expect(written.err).toContain('new/chat.websocket.yaml: the paths of code in it are relative to elsewhere.');
    expect(readFileSync(join(folder, 'new/chat.websocket.yaml'), 'utf8')).toBe(out);
  });

  test('can come from standard input, or from a pipe of the shell', async () => {
    const text = source('cloudformation/template.yaml');
    const { status, out } = await runWith({ input: text }, 'import', '-', '--out', '-');
    expect({ status, out }).toEqual({ status: 0, out: (await run('import', template('piped'), '--out', '-')).out });
    const answer = file('answer.json', JSON.stringify({ TemplateBody: text, StagesAvailable: ['Original'] }));
    const script = `'${process.execPath}' '${cli}' import <(cat ${answer}) --out passed.websocket.yaml`;
    expect(execFileSync('bash', ['-c', script], { cwd: folder, encoding: 'utf8', stdio: 'pipe' })).toBe(
      'Created passed.websocket.yaml\n',
    );
  });

  test('has inline code as a file beside the project file, and nothing is written if one exists', async () => {
    const path = file('inline/template.yaml', inline);
    const shown = await run('import', path, '--out', '-');
    expect(shown.err).toMatch(/is not created with --out -$/m);
    const [, code = ''] = /^(\S+) is not created/m.exec(shown.err) ?? [];
    mkdirSync(join(folder, 'inline', code, '..'), { recursive: true });
    writeFileSync(join(folder, 'inline', code), 'mine');
    const refused = await run('import', path);
    expect(refused).toMatchObject({ status: 2, out: '' });
    expect(refused.err).toContain(`${join('inline', code)} exists already, and is not overwritten. Move it`);
    expect(existsSync(join(folder, 'inline/websocket.yaml'))).toBe(false);
    expect(readFileSync(join(folder, 'inline', code), 'utf8')).toBe('mine');
    const { out } = await run('import', file('inline2/template.yaml', inline));
    expect(out).toContain(`Created ${join('inline2', code)}\n`);
    expect(readFileSync(join(folder, 'inline2', code), 'utf8')).toContain('exports.handler = async ()');
  });
});

test('a link to a project is imported where the link is, and reads nothing outside of its folder', async () => {
  file('linked/target/serverless.yml', source('serverless/serverless.yml'));
  file('linked/target/secret.yml', 'word: outside\n');
  mkdirSync(join(folder, 'linked/here'));
  symlinkSync('../target/serverless.yml', join(folder, 'linked/here/serverless.yml'));
  symlinkSync('../target/secret.yml', join(folder, 'linked/here/secret.yml'));
  const { out } = await run('import', 'linked/here/serverless.yml');
  expect(out).toContain(`Created ${join('linked', 'here', 'websocket.yaml')}\n`);
  expect(existsSync(join(folder, 'linked/target/websocket.yaml'))).toBe(false);
  const reads = source('serverless/serverless.yml').replace(/^service: .*$/m, 'service: ${file(secret.yml):word}');
  expect(reads).toContain('secret.yml');
  const { out: shown, err } = await run('import', file('linked/here/reads.yml', reads), '--out', '-');
  expect(shown + err).not.toContain('outside');
});

describe('a folder', () => {
  test('with one project is imported', async () => {
    template('folder');
    expect(await run('import', 'folder')).toMatchObject({
      status: 0,
      out: `Created ${join('folder', 'websocket.yaml')}\n`,
    });
    file('hidden/.altostra/template.json', source('altostra/project.json'));
    expect(await run('import', 'hidden')).toMatchObject({
      status: 1,
      out: `Created ${join('hidden', 'websocket.yaml')}\n`,
    });
  });

  test.each<[string, readonly string[], string]>([
    ['empty', ['notes.txt'], 'has no serverless.yml, template.yaml or .altostra/project.json. Name the file to import'],
    ['two', ['serverless.yml', 'template.json'], 'has serverless.yml and template.json: name the one to import'],
    ['program', ['serverless.ts'], 'is a program, which is not run: run serverless package, and import .serverless/cloudformation-template-update-stack.json'], // prettier-ignore
    ['cdk', ['cdk.json'], 'is a program, which is not run: run cdk synth'],
  ])('that is %s is refused in words', async (name, files, reason) => {
    for (const one of files) file(`refused/${name}/${one}`, '{}');
    const { status, out, err } = await run('import', `refused/${name}`);
    expect({ status, out }).toEqual({ status: 2, out: '' });
    expect(err).toContain(reason);
  });
});

describe('refusals', () => {
  test('nothing is overwritten, not even through a link that leads nowhere', async () => {
    const path = template('there');
    file('there/websocket.yaml', 'mine');
    const { status, out, err } = await run('import', path);
    expect({ status, out }).toEqual({ status: 2, out: '' });
    expect(err).toContain(
      `${join('there', 'websocket.yaml')} exists already, and is not overwritten. Choose another name with --out`,
    );
    expect(readFileSync(join(folder, 'there/websocket.yaml'), 'utf8')).toBe('mine');
    symlinkSync(join(folder, 'nowhere'), join(folder, 'there/link.websocket.yaml'));
    expect(await run('import', path, '--out', 'there/link.websocket.yaml')).toMatchObject({ status: 2, out: '' });
    expect(existsSync(join(folder, 'nowhere'))).toBe(false);
  });

  test.each<[string, string, RegExp]>([
    ['is no project', 'a: 1\n', /cannot be imported: it is no project of/],
    [
      'is a project file',
      'resources: { Chat: { type: websocket-api, name: Chat } }\n',
      /cannot be imported: it is no project of/,
    ],
    ['is no YAML', 'a: [1\nb: 2\n', /^websocket-project: bad\/[^:]*:\d+:\d+: bad\/.* cannot be imported: /],
    ['is empty', '', /cannot be imported: /],
    ['is too long', `a: ${'x'.repeat(10_000_001)}`, /cannot be read: it is longer than 10,000,000 bytes/],
    ['expands endlessly', `a: &a [1, 2, 3, 4, 5, 6, 7, 8, 9]\n${Array.from({ length: 12 }, (_, index) => `${'abcdefghijklm'[index + 1]}: &${'abcdefghijklm'[index + 1]} [${`*${'abcdefghijklm'[index]}, `.repeat(9)}]`).join('\n')}\n`, /aliases of the file expand/], // prettier-ignore
  ])('a file that %s', async (name, text, reason) => {
    const { status, out, err } = await run('import', file(`bad/${name.replaceAll(' ', '-')}.yaml`, text));
    expect({ status, out }).toEqual({ status: 2, out: '' });
    expect(err).toMatch(reason);
    expect(err.split('\n')).toHaveLength(2);
  });

  test('a pipe or a device that is no answer of the shell is not waited for', async () => {
    execFileSync('mkfifo', [join(folder, 'pipe.yaml')]);
    symlinkSync('/dev/zero', join(folder, 'device.yaml'));
    for (const path of ['pipe.yaml', '/dev/zero', '/dev/null', 'device.yaml']) {
      const { status, out, err } = await run('import', path);
      expect({ status, out }).toEqual({ status: 2, out: '' });
      expect(err).toBe(`websocket-project: ${path} cannot be read: it is a folder, a pipe or a device\n`);
    }
    expect(existsSync(join(folder, 'websocket.yaml'))).toBe(false);
  });

  test('a file that is not there, or to which links do not lead', async () => {
    symlinkSync('nowhere.yaml', join(folder, 'dangling.yaml'));
    symlinkSync('two.yaml', join(folder, 'one.yaml'));
    symlinkSync('one.yaml', join(folder, 'two.yaml'));
    for (const [path, reason] of [
      ['missing.yaml', 'no such file'],
      ['dangling.yaml', 'no such file'],
      ['one.yaml', 'its links lead in a circle'],
      [join(template('part'), 'of.yaml'), 'a part of the path is not a folder'],
    ] as const) {
      const { status, out, err } = await run('import', path);
      expect({ status, out, err }).toEqual({
        status: 2,
        out: '',
        err: `websocket-project: ${path} cannot be read: ${reason}\n`,
      });
    }
  });

  test('a file and a folder that may not be read', () => {
    const paths = ['secret.yaml', 'closed/template.yaml'];
    for (const path of paths) file(path, source('cloudformation/template.yaml'));
    chmodSync(join(folder, 'secret.yaml'), 0o000);
    chmodSync(join(folder, 'closed'), 0o000);
    // The administrator may read everything, without these two capabilities only what is permitted.
    const without = '-dac_override,-dac_read_search';
    const isAdministrator = process.getuid?.() === 0;
    const [program = '', ...before] = isAdministrator
      ? ['setpriv', `--bounding-set=${without}`, `--inh-caps=${without}`, process.execPath]
      : [process.execPath];
    for (const path of paths) {
      const { status, stdout, stderr } = spawnSync(program, [...before, cli, 'import', path], {
        cwd: folder,
        encoding: 'utf8',
      });
      expect({ status, stdout, stderr }).toEqual({
        status: 2,
        stdout: '',
        stderr: `websocket-project: ${path} cannot be read: permission denied\n`,
      });
    }
    chmodSync(join(folder, 'closed'), 0o700);
  });

  test('a stage is only for the Serverless Framework', async () => {
    const { status, err } = await run('import', template('staged'), '--stage', 'dev');
    expect(status).toBe(2);
    expect(err).toContain('--stage is only for projects of the Serverless Framework');
    expect(existsSync(join(folder, 'staged/websocket.yaml'))).toBe(false);
  });
});
