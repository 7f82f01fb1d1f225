// Which files are WebSocket project files, by their names.

/** The language ID of WebSocket project files in editors. */
export const languageId = 'websocket-project';

export const descriptorNames: readonly string[] = ['websocket.yaml'];

/** The endings of other descriptor names, such as `chat.websocket.yaml`. */
export const descriptorEndings: readonly string[] = ['.websocket.yaml', '.websocket.yml', '.websocket.json'];

export function isDescriptorName(name: string): boolean {
  return descriptorNames.includes(name) || descriptorEndings.some((ending) => name.endsWith(ending));
}

/** What the file's name promises. */
export function formatOf(name: string): 'yaml' | 'json' {
  return /\.json$/i.test(name) ? 'json' : 'yaml';
}

/** Glob patterns that together match the path of every descriptor. Not every client knows an asterisk in braces. */
export const descriptorGlobs: readonly string[] = [
  ...descriptorNames.map((name) => `**/${name}`),
  ...descriptorEndings.map((ending) => `**/*${ending}`),
];
