// The user's texts where AWS limits them.
import { byteLength, maximumDescription } from '../language/limits.ts';
import type { Located } from '../model/project.ts';
import { list, literal, map, sourced, type MapValue, type Value } from './value.ts';

/** A description of at most so many characters, as AWS limits it there; undefined where there is none. */
export function description(text: Located<string> | undefined, limit: number): Value | undefined {
  return text && text.value !== '' ? sourced(text.node.span, literal(shorten(text.value, limit))) : undefined;
}

/** A description of a template or of one of its parts: a plain text, since no intrinsic function may stand there. */
export function plainDescription(text: string): string {
  return shorten(text, maximumDescription.template, byteLength);
}

function shorten(text: string, limit: number, sizeOf = (character: string): number => character.length): string {
  let size = 0;
  let kept = '';
  for (const character of text) {
    size += sizeOf(character);
    if (size <= limit - sizeOf('…')) kept += character;
    if (size > limit) return `${kept}…`;
  }
  return text;
}

/** A text of the user's in a comment: on one line, and not for ever. */
export function mention(text: string): string {
  return /^[!-~]{1,60}$/.test(text) ? text : JSON.stringify(shorten(text, 60));
}

/** The tag by which AWS's console and bills tell which resource of the descriptor this is. */
export const tagKey = 'websocket-project:resource';

export function tagMap(id: string): MapValue {
  return map({ [tagKey]: id });
}

export function tagList(id: string): Value {
  return list(map({ Key: tagKey, Value: id }));
}
