// Which files are descriptors is defined in two places, which must agree: VS Code reads the manifest.
import { expect, test } from 'vitest';
import {
  descriptorEndings,
  descriptorGlobs,
  descriptorNames,
  isDescriptorName,
} from '../../server/src/language/files.ts';
import manifest from '../../package.json';

test('the manifest names the same files', () => {
  const [language] = manifest.contributes.languages;
  expect(language?.filenames).toEqual(descriptorNames);
  expect(language?.extensions).toEqual(descriptorEndings);
});

test.each([
  ['websocket.yaml', true],
  ['chat.websocket.yaml', true],
  ['chat.websocket.yml', true],
  ['chat.websocket.json', true],
  ['websocket.yml', false],
  ['websocket.json', false],
  ['my-websocket.yaml', false],
  ['websocket.yaml.bak', false],
])('%s: %s', (name, expected) => {
  expect(isDescriptorName(name)).toBe(expected);
});

test('the patterns for watchers, which have no asterisk in braces for Emacs', () => {
  expect(descriptorGlobs).toEqual([
    '**/websocket.yaml',
    '**/*.websocket.yaml',
    '**/*.websocket.yml',
    '**/*.websocket.json',
  ]);
});
