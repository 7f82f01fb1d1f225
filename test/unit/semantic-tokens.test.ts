// Semantic tokens have the colors of the grammar, which a file has until the server responds.
import { describe, expect, test } from 'vitest';
import manifest from '../../package.json';
import { tokenModifiers, tokenTypes } from '../../server/src/features/semantic-tokens.ts';
import { languageWords, textMateGrammar } from '../../server/src/language/text-mate-grammar.ts';

const withoutLanguage = (scope: string): string => scope.replace(/\.websocket-project$/, '');
const scopes = Object.values(textMateGrammar(languageWords()).injections).flatMap(({ patterns }) =>
  patterns.map(({ name }) => withoutLanguage(name)),
);
const mapped = manifest.contributes.semanticTokenScopes.flatMap(({ scopes: all }) => Object.entries(all));

/** The grammar does not know which text is a name in the template. */
const ofServerAlone = ['variable.other.constant'];

describe('the scopes of semantic tokens', () => {
  test.each(mapped)('%s', (selector, [scope = '']) => {
    const [type = '', ...modifiers] = selector.split('.');
    expect(tokenTypes).toContain(type);
    for (const modifier of modifiers) expect(tokenModifiers).toContain(modifier);
    const stem = withoutLanguage(scope);
    expect([...scopes, ...ofServerAlone].some((known) => `${known}.`.startsWith(`${stem}.`))).toBe(true);
  });

  test('exist for each type', () => {
    expect(mapped.map(([selector]) => selector)).toEqual(expect.arrayContaining([...tokenTypes]));
  });

  test('exist for each scope of the grammar, except for attribute types, which are types', () => {
    const stems = mapped.map(([, [scope = '']]) => withoutLanguage(scope));
    const others = scopes.filter((known) => !stems.some((stem) => `${known}.`.startsWith(`${stem}.`)));
    expect(others).toEqual(['support.type.attribute']);
  });
});
