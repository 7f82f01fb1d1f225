// Which files are websocket project files, by their names.

/** What editors call the language of a websocket project file. */
export const languageId = 'websocket-project';

export const descriptorNames: readonly string[] = ['websocket.yaml'];

/** What a descriptor's name ends in, where it has a name of its own. */
export const descriptorEndings: readonly string[] = ['.websocket.yaml', '.websocket.yml', '.websocket.json'];

export function isDescriptorName(name: string): boolean {
  return descriptorNames.includes(name) || descriptorEndings.some((ending) => name.endsWith(ending));
}

/** For everything that takes glob patterns: matches the path of every descriptor. */
export const descriptorGlob = `**/{${[...descriptorNames, ...descriptorEndings.map((ending) => `*${ending}`)].join(',')}}`;
