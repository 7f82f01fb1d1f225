// The language configuration: Enter, automatically closed brackets, and words.
import { describe, expect, it } from 'vitest';
import configuration from '../../syntaxes/language-configuration.json';

function matches(pattern: string | undefined, text: string): boolean {
  return pattern === undefined || new RegExp(pattern).test(text);
}

/** The line that VS Code starts when Enter is pressed at the end of `before`. */
function lineAfter(before: string, previous = '', after = ''): string {
  const rule = configuration.onEnterRules.find(
    ({ beforeText, afterText, previousLineText }) =>
      matches(beforeText, before) && matches(afterText, after) && matches(previousLineText, previous),
  );
  const indent = /^ */.exec(before)?.[0] ?? '';
  return indent + (rule?.action.indent === 'indent' ? '  ' : '') + (rule?.action.appendText ?? '') + after;
}

describe('Enter', () => {
  it.each([
    ['resources:', '  '],
    ['  Chat: # the API', '    '],
    ['  "connections":', '    '],
    ['    endpoints: &all', '      '],
    ['  description: |', '    '],
    ['  description: >-', '    '],
    ['    name: Chat', '    '],
    ['    name: Chat # see:', '    '],
    ['  # see:', '  '],
  ])('after a key (`%s`) indents where a value is to follow', (before, expected) => {
    expect(lineAfter(before)).toBe(expected);
  });

  it.each([
    ['  - route: $connect', '    '],
    ['  - route: $connect # clients come', '    '],
    ['  - connections: [Send]', '    '],
    ['  - connections:', '      '],
    ['  - connections: [', '  '],
  ])("in an item's first property (`%s`) goes on below its key", (before, expected) => {
    expect(lineAfter(before)).toBe(expected);
  });

  it('continues a list of one-line items', () => {
    expect(lineAfter('  - { to: Sessions, access: read-only }')).toBe('  - ');
    expect(lineAfter('  - Chat', '  - { to: Sessions, access: read-only }')).toBe('  - ');
    expect(lineAfter('  - Chat # to all', '  - Other')).toBe('  - ');
  });

  it('does not continue a list that may have just one item, nor a list in the middle of an item', () => {
    expect(lineAfter('  - Authorize', 'connections:')).toBe('  ');
    expect(lineAfter('  - Cha', '  - Other', 't')).toBe('  t');
    expect(lineAfter('  - ', '  - Other')).toBe('  ');
  });

  it('keeps the rest of a comment in a comment', () => {
    expect(lineAfter('  # All that', '', 'there is')).toBe('  # there is');
    expect(lineAfter('  # All that')).toBe('  ');
  });
});

it('closes brackets and quotes automatically at the start of a value', () => {
  // VS Code looks at the token that a letter would be there. After a key, that is a string, since YAML needs no quotes.
  expect(configuration.autoClosingPairs.flatMap(({ notIn }) => notIn)).not.toContain('string');
});

describe('a word', () => {
  it.each([
    ['- route: $connect', ['route', '$connect']],
    ['operationMode: 2-way # both', ['operationMode', '2-way', 'both']],
    [
      '{ entryPoint: functions/send.handler, runtime: nodejs22.x }',
      ['entryPoint', 'functions/send.handler', 'runtime', 'nodejs22.x'],
    ],
    ['identitySource: ["querystring.token"]', ['identitySource', 'querystring.token']],
    ['# See README.md, or ask.', ['See', 'README.md', 'or', 'ask']],
    ['to: My_Table-2', ['to', 'My_Table-2']],
  ])('of `%s`', (line, words) => {
    expect(line.match(new RegExp(configuration.wordPattern, 'g'))).toEqual(words);
  });
});
