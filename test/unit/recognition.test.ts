// Why a file is taken for a websocket project file, or not. What VS Code shows of it is in test/browser.
import { describe, expect, test } from 'vitest';
import { recognisedNames, recognition, type Recognition } from '../../client/src/recognition.ts';

const files = { names: ['websocket.yaml'], endings: ['.websocket.yaml', '.websocket.json'] };

function of(name: string, language: string): Recognition {
  return recognition({ name, language, isDescriptor: language === 'websocket-project' }, files);
}

describe('a websocket project file', () => {
  test.each(['websocket.yaml', 'chat.websocket.yaml', 'chat.websocket.json', 'Chat.WebSocket.YAML'])(
    'by its name: %s',
    (name) => {
      expect(of(name, 'websocket-project')).toEqual({ text: 'Websocket project file', detail: 'by its name' });
    },
  );

  test('by its language mode', () => {
    expect(of('api.yaml', 'websocket-project').detail).toBe('by its language mode');
  });
});

describe('not one', () => {
  test.each(['websocket.yml', 'websockets.yaml', 'chatwebsocket.yaml', 'websocket.yaml.bak', '__proto__', ''])(
    'by its name: %s',
    (name) => {
      expect(of(name, 'yaml')).toEqual({ text: 'Not a websocket project file', detail: 'its name is that of none' });
    },
  );

  test('by its language mode, although it is named so', () => {
    expect(of('websocket.yaml', 'yaml').detail).toBe('its language mode is yaml, in spite of its name');
  });
});

test('which files are recognised', () => {
  expect(recognisedNames(files)).toBe('Files: websocket.yaml, *.websocket.yaml, *.websocket.json');
});
