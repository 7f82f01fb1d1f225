// The user's texts within AWS's limits: descriptions, comments and tags.
import { maximumDescription, maximumTagLength } from '../language/limits.ts';
import { byteLength } from '../syntax/positions.ts';
import type { Located } from '../model/project.ts';
import { list, literal, map, sourced, type MapValue, type Value } from './value.ts';

/** A description, truncated to AWS's limit; undefined if there is none. */
export function description(text: Located<string> | undefined, limit: number): Value | undefined {
  return text && text.value !== '' ? sourced(text.node.span, literal(shorten(text.value, limit))) : undefined;
}

/** A description of a template, a parameter or an output: a plain string, because intrinsic functions are not allowed there. */
export function plainDescription(text: string, limit: number = maximumDescription.template): string {
  return shorten(text, limit, byteLength);
}

function shorten(text: string, limit: number, sizeOf = (character: string): number => character.length): string {
  // No unit of a text is larger than three bytes.
  if (text.length * 3 <= limit) return text;
  let size = 0;
  let kept = '';
  for (const character of text) {
    size += sizeOf(character);
    if (size <= limit - sizeOf('…')) kept += character;
    if (size > limit) return `${kept}…`;
  }
  return text;
}

/** A user's text in a comment: on one line, and truncated if it is long. */
export function mention(text: string): string {
  return /^[!-~]{1,60}$/.test(text) ? text : JSON.stringify(shorten(text, 60));
}

/** The tag that shows in AWS's console and bills which resource of the descriptor this is. */
export const tagKey = 'websocket-project:resource';

export function tagMap(id: string): MapValue {
  return map({ [tagKey]: id.slice(0, maximumTagLength) });
}

export function tagList(id: string): Value {
  return list(map({ Key: tagKey, Value: id.slice(0, maximumTagLength) }));
}
