// The colors of a descriptor: our grammar on top of the YAML grammar of a real VS Code, token by token, and in VS Code's
// default themes.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import * as oniguruma from 'vscode-oniguruma';
import * as textmate from 'vscode-textmate';
import { installVSCodeServer } from '../../scripts/vscode/vscode-server-install.mjs';

const root = join(import.meta.dirname, '..', '..');
const ourScope = /^(?!source).+\.websocket-project$/;

let builtInExtensions: string;
let registry: textmate.Registry;
let grammar: textmate.IGrammar;

beforeAll(async () => {
  builtInExtensions = join(await installVSCodeServer(), 'extensions');
  const yaml = join(builtInExtensions, 'yaml', 'syntaxes');
  const files: Readonly<Record<string, string>> = {
    'source.websocket-project': join(root, 'syntaxes', 'websocket-project.tmLanguage.json'),
    'source.yaml': join(yaml, 'yaml.tmLanguage.json'),
    'source.yaml.1.0': join(yaml, 'yaml-1.0.tmLanguage.json'),
    'source.yaml.1.1': join(yaml, 'yaml-1.1.tmLanguage.json'),
    'source.yaml.1.2': join(yaml, 'yaml-1.2.tmLanguage.json'),
    'source.yaml.1.3': join(yaml, 'yaml-1.3.tmLanguage.json'),
    'source.yaml.embedded': join(yaml, 'yaml-embedded.tmLanguage.json'),
  };
  const wasm = createRequire(import.meta.url).resolve('vscode-oniguruma/release/onig.wasm');
  await oniguruma.loadWASM(await readFile(wasm));
  registry = new textmate.Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
      createOnigString: (text) => new oniguruma.OnigString(text),
    }),
    loadGrammar: async (scope) => {
      const file = files[scope];
      if (file === undefined) throw new Error(`No grammar for ${scope}`);
      return textmate.parseRawGrammar(await readFile(file, 'utf8'), file);
    },
  });
  const loaded = await registry.loadGrammar('source.websocket-project');
  if (!loaded) throw new Error('The grammar could not be loaded');
  grammar = loaded;
}, 300_000);

interface Token {
  readonly line: number;
  readonly start: number;
  readonly text: string;
  /** The innermost scope, which is the one that names the token. */
  readonly scope: string;
}

function tokenize(lines: readonly string[]): readonly Token[] {
  let state = textmate.INITIAL;
  return lines.flatMap((text, line) => {
    const { tokens, ruleStack } = grammar.tokenizeLine(text, state);
    state = ruleStack;
    return tokens.map(({ startIndex, endIndex, scopes }) => ({
      line,
      start: startIndex,
      text: text.slice(startIndex, endIndex),
      scope: scopes.at(-1) ?? '',
    }));
  });
}

/**
 * Checks a text in which a line of carets names the scope of the text above them. Every token of our grammar must be
 * named; of YAML's own, those that matter to the case.
 */
function expectScopes(annotated: string): void {
  const source: string[] = [];
  const expected: Token[] = [];
  for (const line of annotated.split('\n')) {
    const [, indent, carets, scope] = /^( *)(\^+) (\S+)$/.exec(line) ?? [];
    if (indent === undefined || carets === undefined || scope === undefined) {
      source.push(line);
      continue;
    }
    const text = source.at(-1)?.slice(indent.length, indent.length + carets.length) ?? '';
    expected.push({ line: source.length - 1, start: indent.length, text, scope });
  }
  const isNamed = (token: Token) => expected.some(({ line, start }) => line === token.line && start === token.start);
  const actual = tokenize(source).filter((token) => ourScope.test(token.scope) || isNamed(token));
  expect(actual).toEqual(expected);
}

describe('the grammar', () => {
  it('distinguishes the keys of the language from other keys', () => {
    expectScopes(`
resources:
^^^^^^^^^ variable.other.property.websocket-project
  Chat:
  ^^^^ entity.name.tag.yaml
    routeSelectorProperty: action
    ^^^^^^^^^^^^^^^^^^^^^ variable.other.property.websocket-project
    "description": A chat
     ^^^^^^^^^^^ variable.other.property.websocket-project
    'endpoints' : []
     ^^^^^^^^^ variable.other.property.websocket-project
    endpoint: []
    ^^^^^^^^ entity.name.tag.yaml
    my-name: Chat
    ^^^^^^^ entity.name.tag.yaml
    Fn: { name: Fn, colour: blue }
    ^^ entity.name.tag.yaml
          ^^^^ variable.other.property.websocket-project
                    ^^^^^^ entity.name.tag.yaml`);
  });

  it('recognizes resource types and attribute types', () => {
    expectScopes(`
type: websocket-api
^^^^ variable.other.property.websocket-project
      ^^^^^^^^^^^^^ support.type.resource.websocket-project
type: "lambda-function"
^^^^ variable.other.property.websocket-project
       ^^^^^^^^^^^^^^^ support.type.resource.websocket-project
type: &table dynamodb-table # a table
^^^^ variable.other.property.websocket-project
             ^^^^^^^^^^^^^^ support.type.resource.websocket-project
type: websocket
^^^^ variable.other.property.websocket-project
      ^^^^^^^^^ string.unquoted.plain.out.yaml
type: websocket-api of ours
^^^^ variable.other.property.websocket-project
      ^^^^^^^^^^^^^^^^^^^^^ string.unquoted.plain.out.yaml
key: { hash: { name: id, type: STRING } }
^^^ variable.other.property.websocket-project
       ^^^^ variable.other.property.websocket-project
               ^^^^ variable.other.property.websocket-project
                         ^^^^ variable.other.property.websocket-project
                               ^^^^^^ support.type.attribute.websocket-project`);
  });

  it('recognizes predefined routes, other routes and the operation modes', () => {
    expectScopes(`
- route: $connect
  ^^^^^ variable.other.property.websocket-project
         ^^^^^^^^ keyword.control.route.websocket-project
  operationMode: 1-way
  ^^^^^^^^^^^^^ variable.other.property.websocket-project
                 ^^^^^ variable.other.enummember.operation-mode.websocket-project
- operationMode: '2-way'
  ^^^^^^^^^^^^^ variable.other.property.websocket-project
                  ^^^^^ variable.other.enummember.operation-mode.websocket-project
  route: "$default"
  ^^^^^ variable.other.property.websocket-project
          ^^^^^^^^ keyword.control.route.websocket-project
- { route: $disconnect, operationMode: 3-way }
    ^^^^^ variable.other.property.websocket-project
           ^^^^^^^^^^^ keyword.control.route.websocket-project
                        ^^^^^^^^^^^^^ variable.other.property.websocket-project
                                       ^^^^^ string.unquoted.plain.in.yaml
- route: sendMessage
  ^^^^^ variable.other.property.websocket-project
         ^^^^^^^^^^^ entity.name.function.route.websocket-project
- route: $connected
  ^^^^^ variable.other.property.websocket-project
         ^^^^^^^^^^ string.unquoted.plain.out.yaml
- name: $connect
  ^^^^ variable.other.property.websocket-project
        ^^^^^^^^ string.unquoted.plain.out.yaml
- name: 1-way
  ^^^^ variable.other.property.websocket-project
        ^^^^^ string.unquoted.plain.out.yaml`);
  });

  it('recognizes runtimes, connection targets and access levels', () => {
    expectScopes(`
runtime: nodejs22.x
^^^^^^^ variable.other.property.websocket-project
         ^^^^^^^^^^ variable.other.enummember.runtime.websocket-project
runtime: nodejs22xx
^^^^^^^ variable.other.property.websocket-project
         ^^^^^^^^^^ string.unquoted.plain.out.yaml
identitySource: [querystring.token]
^^^^^^^^^^^^^^ variable.other.property.websocket-project
                 ^^^^^^^^^^^^^^^^^ string.unquoted.plain.in.yaml
connections: [Authorize, "Other"]
^^^^^^^^^^^ variable.other.property.websocket-project
              ^^^^^^^^^ entity.name.tag.connection-target.websocket-project
                          ^^^^^ entity.name.tag.connection-target.websocket-project
connections: [null, { Chat, Other }]
^^^^^^^^^^^ variable.other.property.websocket-project
              ^^^^ constant.language.null.yaml
                            ^^^^^ entity.name.tag.yaml
connections:
^^^^^^^^^^^ variable.other.property.websocket-project
  - Chat # to its clients
    ^^^^ entity.name.tag.connection-target.websocket-project
  - { to: Sessions, access: read-write }
      ^^ variable.other.property.websocket-project
          ^^^^^^^^ entity.name.tag.connection-target.websocket-project
                    ^^^^^^ variable.other.property.websocket-project
                            ^^^^^^^^^^ variable.other.enummember.access-level.websocket-project
  - to: Sessions
    ^^ variable.other.property.websocket-project
        ^^^^^^^^ entity.name.tag.connection-target.websocket-project
    access: read
    ^^^^^^ variable.other.property.websocket-project
            ^^^^ string.unquoted.plain.out.yaml`);
  });

  it('leaves comments, block scalars and longer strings alone', () => {
    expectScopes(`
# type: websocket-api
^ punctuation.definition.comment.yaml
 ^^^^^^^^^^^^^^^^^^^^ comment.line.number-sign.yaml
description: | # route: $connect
^^^^^^^^^^^ variable.other.property.websocket-project
                ^^^^^^^^^^^^^^^^ comment.line.number-sign.yaml
  type: websocket-api
  ^^^^^^^^^^^^^^^^^^^ string.unquoted.block.yaml
  - Chat
  ^^^^^^ string.unquoted.block.yaml
stage: >-
^^^^^ variable.other.property.websocket-project
  operationMode: 1-way
  ^^^^^^^^^^^^^^^^^^^^ string.unquoted.block.yaml
name: "type: websocket-api"
^^^^ variable.other.property.websocket-project
       ^^^^^^^^^^^^^^^^^^^ string.quoted.double.yaml
note: 'a, type: websocket-api'
       ^^^^^^^^^^^^^^^^^^^^^^ string.quoted.single.yaml
arn: type
^^^ variable.other.property.websocket-project
     ^^^^ string.unquoted.plain.out.yaml
mytype: websocket-api
^^^^^^ entity.name.tag.yaml
        ^^^^^^^^^^^^^ string.unquoted.plain.out.yaml
my-type: websocket-api
         ^^^^^^^^^^^^^ string.unquoted.plain.out.yaml
name: a text that
^^^^ variable.other.property.websocket-project
  goes on
  ^^^^^^^ string.unquoted.plain.out.yaml
name: &chat Chat
^^^^ variable.other.property.websocket-project
      ^ punctuation.definition.anchor.yaml
       ^^^^ variable.other.anchor.yaml
description: *chat
^^^^^^^^^^^ variable.other.property.websocket-project
             ^ punctuation.definition.alias.yaml
              ^^^^ variable.other.alias.yaml
timeout: 20
^^^^^^^ variable.other.property.websocket-project
         ^^ constant.numeric.integer.decimal.yaml`);
  });

  it('colors a JSON file the same way', () => {
    expectScopes(`{
  "resources": {
   ^^^^^^^^^ variable.other.property.websocket-project
    "Chat": {
     ^^^^ entity.name.tag.yaml
      "type": "websocket-api",
       ^^^^ variable.other.property.websocket-project
               ^^^^^^^^^^^^^ support.type.resource.websocket-project
      "description": "type: websocket-api, \\"route\\": \\"$connect\\"",
       ^^^^^^^^^^^ variable.other.property.websocket-project
                      ^^^^^^^^^^^^^^^^^^^^^ string.quoted.double.yaml
      "connections": [
       ^^^^^^^^^^^ variable.other.property.websocket-project
        "Authorize"
         ^^^^^^^^^ entity.name.tag.connection-target.websocket-project
      ],
      "endpoints":[{"route":"$connect","operationMode":"1-way"}]
       ^^^^^^^^^ variable.other.property.websocket-project
                     ^^^^^ variable.other.property.websocket-project
                             ^^^^^^^^ keyword.control.route.websocket-project
                                        ^^^^^^^^^^^^^ variable.other.property.websocket-project
                                                        ^^^^^ variable.other.enummember.operation-mode.websocket-project
    }
  }
}`);
  });

  it('finds nothing invalid in the chat example', async () => {
    const text = await readFile(join(root, 'examples', 'chat', 'websocket.yaml'), 'utf8');
    const invalid = tokenize(text.split('\n')).filter(({ scope }) => scope.startsWith('invalid'));
    expect(invalid).toEqual([]);
  });
});

/** The color, in the current theme, of the token that starts where `text` does. */
function colorOf(line: string, text: string): string | undefined {
  const { tokens } = grammar.tokenizeLine2(line, textmate.INITIAL);
  let color: number | undefined;
  for (let index = 0; index < tokens.length; index += 2) {
    if ((tokens[index] ?? 0) <= line.indexOf(text)) color = ((tokens[index + 1] ?? 0) >>> 15) & 0x1ff;
  }
  return color === undefined ? undefined : registry.getColorMap()[color];
}

describe.each(['dark_modern', 'light_modern'])('the theme %s', (name) => {
  beforeAll(async () => {
    registry.setTheme({ name, settings: await tokenColors(`${name}.json`) });
  });

  it.each([
    ['route: $connect', '$connect'],
    ['route: sendMessage', 'sendMessage'],
    ['type: websocket-api', 'websocket-api'],
    ['operationMode: 2-way', '2-way'],
    ['access: read-write', 'read-write'],
    ['runtime: nodejs22.x', 'nodejs22.x'],
    ['connections: [Send]', 'Send'],
  ])('colors the value of `%s` unlike any text', (line, value) => {
    expect(colorOf(line, value)).not.toBe(colorOf('name: any', 'any'));
  });

  it('distinguishes the kinds of values, and keys, from each other', () => {
    const colors = [
      colorOf('route: $connect', '$connect'),
      colorOf('route: sendMessage', 'sendMessage'),
      colorOf('type: websocket-api', 'websocket-api'),
      colorOf('operationMode: 2-way', '2-way'),
      colorOf('name: Chat', 'name'),
      colorOf('Chat: {}', 'Chat'),
    ];
    expect(new Set(colors).size).toBe(colors.length);
  });

  it('colors a connection like the key that declares its target', () => {
    expect(colorOf('- to: Send', 'Send')).toBe(colorOf('Send: {}', 'Send'));
  });
});

interface ThemeFile {
  readonly include?: string;
  readonly tokenColors?: textmate.IRawTheme['settings'];
}

function isThemeFile(value: unknown): value is ThemeFile {
  return typeof value === 'object' && value !== null && ('include' in value || 'tokenColors' in value);
}

/** The rules of one of VS Code's default themes, after those of the theme that it extends. */
async function tokenColors(file: string): Promise<textmate.IRawTheme['settings']> {
  const text = await readFile(join(builtInExtensions, 'theme-defaults', 'themes', file), 'utf8');
  const theme: unknown = JSON.parse(text);
  if (!isThemeFile(theme)) throw new Error(`${file} is not a theme`);
  const base = theme.include === undefined ? [] : await tokenColors(theme.include);
  return [...base, ...(theme.tokenColors ?? [])];
}
