// Texts that are put together from written text and values, of which CloudFormation knows some only when it deploys.
import { referenceTo } from '../cloudformation/references.ts';
import { made, textAt, valueAt, type Place, type SourceMap, type SourceValue } from '../source.ts';
import { scalarText } from './values.ts';

/** Written text, or a call of an intrinsic function. */
export type Piece = string | SourceMap;

/** The pieces as one value: a text if nothing else is among them, else a call of `Fn::Sub` or `Fn::Join`. */
export function concatenated(place: Place, pieces: readonly Piece[]): SourceValue {
  const [only] = pieces;
  if (pieces.length === 1 && only !== undefined && typeof only !== 'string') return only;
  if (pieces.every((piece) => typeof piece === 'string')) return made(place, pieces.join(''));
  // What looks like a reference in written text is none outside of `Fn::Sub`.
  const text = substitution(pieces, (piece) => piece.replaceAll('${', '${!'));
  return made(place, text === undefined ? { 'Fn::Join': ['', pieces] } : { 'Fn::Sub': text });
}

/** The pieces as the text of a `Fn::Sub`; undefined if one of them cannot be a part of it. */
export function substitution(
  pieces: readonly Piece[],
  written: (text: string) => string = (text) => text,
): string | undefined {
  const parts = pieces.map((piece) => (typeof piece === 'string' ? written(piece) : substituted(piece)));
  return parts.includes(undefined) ? undefined : parts.join('');
}

function substituted(call: SourceMap): string | undefined {
  if (call.entries.size !== 1) return undefined;
  const name = textAt(call, 'Ref');
  if (name !== undefined) return `\${${name}}`;
  const attribute = valueAt(call, 'Fn::GetAtt');
  if (attribute?.kind === 'list') {
    const names = attribute.items.map(scalarText);
    return names.includes(undefined) ? undefined : `\${${names.join('.')}}`;
  }
  const attributeText = scalarText(attribute);
  return attributeText === undefined ? textAt(call, 'Fn::Sub') : `\${${attributeText}}`;
}

/** Splits a text at what the plugin serverless-pseudo-parameters replaces: `#{AWS::AccountId}`, `#{Table.Arn}`. */
export function withPseudoParameters(place: Place, text: string, hasPlugin: boolean): readonly Piece[] {
  return text.split(/(#\{[\w:.]+\})/).flatMap((part): readonly Piece[] => {
    const name = /^#\{([\w:.]+)\}$/.exec(part)?.[1];
    if (part === '') return [];
    if (name === undefined || !(hasPlugin || name.startsWith('AWS::'))) return [part];
    const [resource = '', ...attribute] = name.split('.');
    const call = made(place, referenceTo(resource, attribute.length === 0 ? undefined : attribute.join('.')));
    return call.kind === 'map' ? [call] : [];
  });
}
