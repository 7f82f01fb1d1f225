// The websocket project files of a folder, wherever in it they are.
import { isDescriptorName } from '../language/files.ts';
import { filesBelow, type Walked } from './walk.ts';

/** So many descriptors are looked at in a folder, at most. */
export const maximumDescriptors = 1000;

export async function descriptorsBelow(folder: string): Promise<Walked> {
  const { files, complete } = await filesBelow(folder, isDescriptorName);
  return { files: files.slice(0, maximumDescriptors), complete: complete && files.length <= maximumDescriptors };
}
