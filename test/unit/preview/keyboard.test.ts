// The keyboard map: keys to commands, and their labels.
import { describe, expect, test } from 'vitest';
import { commandOf, shortcutOf, withKeys, type Focus, type KeyStroke } from '../../../client/webview/keyboard.ts';

function stroke(key: string, ...modifiers: readonly ('ctrl' | 'meta' | 'alt' | 'shift')[]): KeyStroke {
  const has = (modifier: 'ctrl' | 'meta' | 'alt' | 'shift'): boolean => modifiers.includes(modifier);
  return { key, ctrlKey: has('ctrl'), metaKey: has('meta'), altKey: has('alt'), shiftKey: has('shift') };
}

describe('keys', () => {
  test.each<[Focus, KeyStroke, string | undefined]>([
    ['page', stroke('f', 'ctrl'), 'find'],
    ['page', stroke('F', 'meta'), 'find'],
    ['page', stroke('f', 'ctrl', 'shift'), undefined],
    ['page', stroke('f'), undefined],
    ['graph', stroke('/'), 'find'],
    // On some keyboards a character requires Shift, on others it does not.
    ['graph', stroke('/', 'shift'), 'find'],
    ['graph', stroke('+', 'shift'), 'zoomIn'],
    ['graph', stroke('o'), 'toggleMap'],
    ['graph', stroke('O', 'shift'), undefined],
    ['graph', stroke('0', 'ctrl'), undefined],
    ['history', stroke('z', 'meta'), 'undo'],
    ['history', stroke('Z', 'ctrl', 'shift'), 'redo'],
    ['history', stroke('y', 'ctrl'), 'redo'],
    ['history', stroke('y', 'ctrl', 'shift'), undefined],
    ['node', stroke('ArrowLeft'), 'left'],
    ['node', stroke('ArrowLeft', 'shift'), 'collapse'],
    ['node', stroke('ArrowLeft', 'alt'), undefined],
    ['node', stroke(' '), 'show'],
    ['edit', stroke('c'), 'connect'],
    ['edit', stroke('Backspace'), 'remove'],
    ['edit', stroke('Delete', 'shift'), undefined],
    ['edit', stroke('F10', 'shift'), 'openMenu'],
    ['connecting', stroke('ArrowUp', 'shift'), 'previousOfAll'],
    ['search', stroke('Enter', 'shift'), 'previousMatch'],
    ['line', stroke(' '), 'toggleFold'],
    ['edit', stroke('constructor'), undefined],
  ])('in the context %s, %j is the command %s', (where, keys, command) => {
    expect(commandOf(where, keys)).toBe(command);
  });
});

test('titles and menus show the keys of the map', () => {
  expect(withKeys('Zoom in', 'graph', 'zoomIn')).toBe('Zoom in (+)');
  expect(withKeys('All edits', 'edit', 'openMenu')).toBe('All edits (Shift+F10)');
  expect(shortcutOf('edit', 'remove')).toEqual({ keys: 'Delete', label: 'Del' });
  expect(shortcutOf('node', 'collapse')).toEqual({ keys: 'Shift+ArrowLeft', label: 'Shift+Left' });
});
