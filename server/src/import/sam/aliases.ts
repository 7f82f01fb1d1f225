// Aliases that SAM publishes by `AutoPublishAlias`. There are none after an import, so what names one with its function means
// the function: `${Send.Arn}:live`.
import {
  callIn,
  isReference,
  piecesOf,
  referenceTo,
  type Piece,
  type Reference,
} from '../cloudformation/references.ts';
import { made, type Made, type Place, type SourceMap, type SourceValue } from '../source.ts';

/** The name of an alias: a text, or the parameter that has it. */
export type AliasName = string | Reference;

/** The name that the value of `AutoPublishAlias` is; undefined if another function makes it. */
export function aliasName(value: SourceValue | undefined): AliasName | undefined {
  const [name, ...others] = piecesOf(value);
  return name !== undefined && others.length === 0 && (typeof name === 'string' || isReference(name))
    ? name
    : undefined;
}

/**
 * The call without the names of aliases after their functions; undefined if it has none.
 * @param aliases by the logical ID of the function
 */
export function withoutAliases(call: SourceMap, aliases: ReadonlyMap<string, AliasName>): SourceValue | undefined {
  const { name } = callIn(call) ?? {};
  if (aliases.size === 0 || (name !== 'Fn::Sub' && name !== 'Fn::Join')) return undefined;
  const pieces = merged(piecesOf(call));
  const kept: Piece[] = [];
  let isChanged = false;
  for (let index = 0; index < pieces.length; index++) {
    const piece = pieces[index] ?? '';
    kept.push(piece);
    const alias = isReference(piece) && isFunction(piece) ? aliases.get(piece.id) : undefined;
    const next = pieces[index + 1];
    if (alias === undefined || typeof next !== 'string') continue;
    const rest = typeof alias === 'string' ? afterAlias(next, alias) : undefined;
    const isNamed = typeof alias !== 'string' && next === ':' && isSameReference(pieces[index + 2], alias);
    if (rest === undefined && !isNamed) continue;
    if (rest !== undefined && rest !== '') kept.push(rest);
    index += isNamed ? 2 : 1;
    isChanged = true;
  }
  return isChanged ? textOf(call.place, kept) : undefined;
}

/** An ARN of the function, or its name. */
function isFunction({ attribute }: Reference): boolean {
  return attribute === undefined || attribute === 'Arn';
}

function isSameReference(piece: Piece | undefined, { id, attribute }: Reference): boolean {
  return piece !== undefined && isReference(piece) && piece.id === id && piece.attribute === attribute;
}

/** What follows the alias in a text that starts with it: `/invocations`. */
function afterAlias(text: string, alias: string): string | undefined {
  const start = `:${alias}`;
  const rest = text.slice(start.length);
  return text.startsWith(start) && !/^[\w-]/.test(rest) ? rest : undefined;
}

/** The pieces with each text in one. */
function merged(pieces: readonly Piece[]): readonly Piece[] {
  const all: Piece[] = [];
  for (const piece of pieces) {
    const last = all.at(-1);
    if (typeof piece === 'string' && typeof last === 'string') all.splice(-1, 1, last + piece);
    else all.push(piece);
  }
  return all;
}

/** The call that puts the pieces together, or the one piece that there is. */
function textOf(place: Place, pieces: readonly Piece[]): SourceValue {
  const [only, ...others] = pieces;
  if (only !== undefined && others.length === 0) return made(place, valueOf(only));
  if (!pieces.every((piece) => typeof piece === 'string' || isReference(piece)))
    return made(place, { 'Fn::Join': ['', pieces.map(valueOf)] });
  const words = pieces.map((piece) => (typeof piece === 'string' ? piece.replaceAll('${', '${!') : written(piece)));
  return made(place, { 'Fn::Sub': words.join('') });
}

function valueOf(piece: Piece): Made {
  if (typeof piece === 'string') return piece;
  if (!isReference(piece)) return piece.call;
  return referenceTo(piece.id, piece.attribute);
}

function written({ id, attribute }: Reference): string {
  return `\${${id}${attribute === undefined ? '' : `.${attribute}`}}`;
}
