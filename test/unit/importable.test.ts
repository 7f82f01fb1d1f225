// Which files are offered for an import, before anything reads them properly: projects with a WebSocket API, and no others.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import picomatch from 'picomatch';
import { contributes } from '../../package.json';
import { hasImportableName, hasWebSocketApi, importableGlob } from '../../client/src/import/importable.ts';

const serverless = 'functions:\n  a:\n    events:\n      - websocket: $connect\n';
const api = 'Resources:\n  A:\n    Type: AWS::ApiGatewayV2::Api\n    Properties:\n      ProtocolType: WEBSOCKET\n';
const json = (value: unknown): string => JSON.stringify(value);
const jsonApi = { Type: 'AWS::ApiGatewayV2::Api', Properties: { ProtocolType: 'WEBSOCKET' } };

describe('a project with a WebSocket API', () => {
  test.each([
    ['serverless.yml', serverless],
    ['serverless.yaml', serverless.replaceAll('\n', '\r\n')],
    ['serverless.yml', 'functions:\n  a:\n    events:\n    - websocket:\n        route: send\n'],
    ['serverless.yml', 'functions:\n  a:\n    events:\n    - { websocket: send }\n'],
    ['serverless.yml', `resources:\n  ${api.replaceAll('\n', '\n  ')}`],
    ['serverless.json', json({ functions: { a: { events: [{ http: 'GET /' }, { websocket: 'send' }] } } })],
    ['template.yaml', api],
    ['template.yml', api.replace('WEBSOCKET', '"WEBSOCKET"')],
    ['template.yaml', 'Resources:\n  A:\n    Type: AWS::Serverless::WebSocketApi\n'],
    ['template.json', `\uFEFF${json({ Resources: { A: jsonApi } })}`],
    ['cdk.out/Chat.template.json', json({ Resources: { A: jsonApi } })],
    ['.serverless/cloudformation-template-update-stack.json', json({ Resources: { A: jsonApi } })],
    ['.altostra/project.json', json({ resources: { a: { type: 'resource.api.web-socket' } } })],
  ])('is %s: %j', (name, text) => {
    expect(hasWebSocketApi(`/projects/${name}`, text)).toBe(true);
  });
});

describe('no false alarm', () => {
  test.each([
    ['serverless.yml', 'functions:\n  a:\n    events:\n      - http: GET /\n'],
    ['serverless.yml', serverless.replace('- web', '# - web')],
    ['serverless.yml', 'custom:\n  websocket: no event\nplugins:\n  - serverless-websocket\n'],
    ['template.yaml', api.replace('WEBSOCKET', 'HTTP')],
    ['template.yaml', api.replace('      Protocol', '      # Protocol')],
    ['template.yaml', 'Description: A WebSocket client\nResources: {}\n'],
    ['template.json', json({ Resources: { A: { ...jsonApi, Properties: { ProtocolType: 'HTTP' } } } })],
    ['template.json', '{ "Resources": { "WEBSOCKET"'],
    ['template.json', 'null'],
    ['docker-compose.yml', serverless],
    ['websocket.yaml', serverless],
    ['chat.websocket.template.json', json({ Resources: { A: jsonApi } })],
    ['project.json', json({ type: 'websocket' })],
    ['serverless.yml', serverless + '#'.repeat(1_000_000)],
  ])('for %s', (name, text) => {
    expect(hasWebSocketApi(`/projects/${name}`, text)).toBe(false);
  });
});

const names = [
  'serverless.yml',
  'serverless.yaml',
  'serverless.json',
  'template.yaml',
  'template.yml',
  'template.json',
  'Chat.template.json',
  'websocket.template.json',
  'cloudformation-template-update-stack.json',
  'project.json',
  '.altostra/project.json',
  'my-serverless.yml',
  'template.yaml.bak',
  'package.json',
];

test('the menus are shown for the same names', () => {
  const items = ['editor/context', 'explorer/context'] as const;
  const clauses = items.flatMap((menu) =>
    contributes.menus[menu].flatMap(({ command, when }) => (command === 'websocketProject.import' ? [when] : [])),
  );
  expect(clauses).toHaveLength(2);
  for (const clause of clauses) {
    const shown = names.filter((name) => holds(clause, name));
    expect(shown).toEqual(names.filter((name) => hasImportableName(`/projects/${name}`)));
  }
});

test('a search of the workspace finds the same names', () => {
  const matches = picomatch(importableGlob, { dot: true });
  const found = names.filter((name) => matches(`projects/${name}`) && hasImportableName(`/projects/${name}`));
  expect(found).toEqual(names.filter((name) => hasImportableName(`/projects/${name}`)));
});

/** Evaluates a clause of package.json for a file, as far as those of these menus go. */
function holds(clause: string, path: string): boolean {
  const at = path.lastIndexOf('/');
  const keys: Readonly<Record<string, string>> = {
    resourceFilename: path.slice(at + 1),
    resourceDirname: `/projects/${path.slice(0, Math.max(0, at))}`,
  };
  const decided = clause
    .replaceAll(/(\w+) =~ \/((?:\\.|[^/])+)\/(i?)/g, (_, key: string, pattern: string, flags: string) =>
      String(new RegExp(pattern, flags).test(keys[key] ?? '')),
    )
    .replaceAll(/(\w+) == ([\w.-]+)/g, (_, key: string, value: string) => String(keys[key] === value));
  expect(decided).toMatch(/^[truefals()!&| ]+$/);
  return evaluate(decided);
}

/** Of `true`, `false`, `!`, `&&`, `||` and parentheses. */
function evaluate(expression: string): boolean {
  const inner = /\(([^()]*)\)/.exec(expression);
  if (inner) return evaluate(expression.replace(inner[0], String(evaluate(inner[1] ?? ''))));
  return expression
    .split('||')
    .some((part) => part.split('&&').every((one) => one.replaceAll('!', '').trim() === String(!one.includes('!'))));
}

const samples = join(import.meta.dirname, '../../../shared/samples');

test.skipIf(!existsSync(samples))('the public projects with a WebSocket API are found', () => {
  const missed = (['serverless', 'cloudformation', 'cdk'] as const).flatMap((folder) =>
    readdirSync(`${samples}/${folder}`).flatMap((file) => {
      const text = readFileSync(`${samples}/${folder}/${file}`, 'utf8');
      const extension = file.replace(/^.*\./, '');
      const name = folder === 'serverless' ? `serverless.${extension}` : `template.${extension}`;
      return hasWebSocketApi(`/projects/${name}`, text) ? [] : [`${folder}/${file}`];
    }),
  );
  // Its functions are in other files.
  expect(missed).toEqual(['serverless/02.yml']);
});
