// Nothing that the command line prints is obeyed by a terminal.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { commandLine, example } from '../harness/command-line.ts';

const { run, file } = commandLine();
const text = readFileSync(example, 'utf8');

describe('names that a terminal would obey', () => {
  // An escape sequence, a window title, a bell, their 8-bit forms, marks that reorder text, and a forged line.
  const hostile = '\u001b[2J\u001b]0;x\u0007\u009b31m\u202e\u2028';
  const named = text
    .replace('route: sendMessage', `route: ${JSON.stringify(`send${hostile}`)}`)
    .replace('route: setNickname', `route: ${JSON.stringify(`send${hostile}`)}`);
  const descriptor = file('a\u001b[2J\nb.websocket.yaml', named);

  const settings = { rules: { [hostile]: 'off' }, [`x${hostile}`]: 1, template: { format: hostile } };
  const altostra = {
    description: hostile,
    blueprints: [
      {
        resources: { [hostile]: { type: 'resource.table', [hostile]: [hostile] }, b: { type: `resource.${hostile}` } },
      },
    ],
  };
  file('settings/websocket-project.config.json', JSON.stringify(settings));

  test.each([
    [['check', descriptor]],
    ...['json', 'sarif', 'junit', 'github', 'gitlab'].map((format) => [['check', descriptor, '--format', format]]),
    [['check', '.']],
    [['check', `*${hostile}*.yaml`]],
    [['check', descriptor, '--fix']],
    [['check', file('settings/websocket.yaml', text)]],
    [['format', descriptor, `missing${descriptor}`, '--check']],
    [['init', hostile]],
    [['init', descriptor]],
    [['import', file(`${hostile}.json`, JSON.stringify({ Resources: { [hostile]: { Type: hostile } } }))]],
    [['import', file(`${hostile}/project.json`, JSON.stringify(altostra)), '--json']],
    [['import', `${hostile}/project.json`, '--out', 'one.websocket.yaml']],
    [['import', `${hostile}/project.json`, '--out', '-']],
    [['rules', hostile]],
    [['completion', hostile]],
    [['help', hostile]],
    [['check', `missing${descriptor}`]],
    [['build', descriptor]],
    [['diff', example, descriptor]],
    [['explain', example, hostile]],
    [['graph', descriptor, '--format', 'markdown']],
    [['graph', descriptor, '--format', 'mermaid']],
    [['graph', descriptor]],
    [['route', example, `{"action":"sendMessage","text":"${hostile}"}`]],
    [['route', example, '--connect', '--query', `token=${hostile}`, '--json']],
    [['route', example, '{}', '--api', hostile]],
    [[hostile]],
    [['build', example, '--format', hostile]],
    [['build', example, `--${hostile}`]],
  ])('%j', async (parameters) => {
    const { out, err } = await run(...parameters);
    expect(out + err).not.toBe('');
    expect(out + err).not.toMatch(/(?!\n)[\p{Cc}\p{Bidi_Control}\u2028]/u);
    // A newline in the file's name does not start a line.
    expect(out + err).not.toMatch(/^b\.websocket/m);
  });
});
