// Whether and why a file is recognized as a WebSocket project file. What VS Code shows is tested in test/browser.
import { describe, expect, test } from 'vitest';
import { recognizedNames, recognition, type Recognition } from '../../client/src/recognition.ts';

const files = { names: ['websocket.yaml'], endings: ['.websocket.yaml', '.websocket.json'] };

function of(name: string, language: string): Recognition {
  return recognition({ name, language, isDescriptor: language === 'websocket-project' }, files);
}

describe('a WebSocket project file', () => {
  test.each(['websocket.yaml', 'chat.websocket.yaml', 'chat.websocket.json', 'Chat.WebSocket.YAML'])(
    'by its name: %s',
    (name) => {
      expect(of(name, 'websocket-project')).toEqual({
        text: 'WebSocket project file',
        detail: 'Recognized by file name',
      });
    },
  );

  test('by its language mode', () => {
    expect(of('api.yaml', 'websocket-project').detail).toBe('Recognized by language mode');
  });
});

describe('not one', () => {
  test.each(['websocket.yml', 'websockets.yaml', 'chatwebsocket.yaml', 'websocket.yaml.bak', '__proto__', ''])(
    'by its name: %s',
    (name) => {
      expect(of(name, 'yaml')).toEqual({
        text: 'Not a WebSocket project file',
        detail: 'File name matches no pattern',
      });
    },
  );

  test('by its language mode, despite its name', () => {
    expect(of('websocket.yaml', 'yaml').detail).toBe('Language mode is yaml, despite the file name');
  });
});

test('which files are recognized', () => {
  expect(recognizedNames(files)).toBe('Files: websocket.yaml, *.websocket.yaml, *.websocket.json');
});
