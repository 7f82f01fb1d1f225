// Puts the values of the Serverless Framework's variables in their places. A value that is not in the files of the service
// becomes a parameter. All work is bounded, whatever the files are.
import type { ImportInput } from '../imported.ts';
import { made, type Place, type SourceEntry, type SourceMap, type SourceValue } from '../source.ts';
import { ServiceFiles } from './files.ts';
import { LookupTable, type Lookup } from './lookup.ts';
import { concatenated, substitution, withPseudoParameters, type Piece } from './text.ts';
import { scalarText } from './values.ts';
import { UnresolvedVariables } from './unresolved.ts';
import { partsOf, type Part, type Variable, type VariableSource } from './variable-syntax.ts';

/** More values, or characters in texts that are put together, are not made: they can only be an attack or a mistake. */
const maximumSize = 500_000;
/** A variable that leads to more variables, one after the other, has no value. */
const maximumHops = 60;
const maximumUnresolved = 500;

export class Variables {
  readonly unresolved: UnresolvedVariables;
  private readonly lookups: LookupTable;
  private readonly hasPseudoParameters: boolean;
  /** The values without those of their members. Undefined while one is determined. */
  private readonly heads = new Map<SourceValue, SourceValue | undefined>();
  private readonly resolved = new Map<SourceValue, SourceValue | undefined>();
  private readonly sizes = new Map<SourceValue, number>();
  private largest = 0;
  private length = 0;
  private hops = 0;

  constructor(root: SourceMap, input: ImportInput) {
    const files = new ServiceFiles(input);
    this.unresolved = new UnresolvedVariables((name) => files.contain(name));
    this.lookups = new LookupTable(root, input.stage, files, (value) => this.head(value));
    this.hasPseudoParameters = input.text.includes('serverless-pseudo-parameters');
  }

  /** Whether there was more to do than is ever done. What was resolved is then incomplete. */
  get isTooLarge(): boolean {
    return this.largest > maximumSize || this.length > maximumSize || this.unresolved.count > maximumUnresolved;
  }

  stage(): Promise<string> {
    return this.lookups.stage();
  }

  /** The value with the values of all variables in it. */
  async resolve(value: SourceValue): Promise<SourceValue> {
    if (this.isTooLarge) return { kind: 'scalar', place: value.place, value: null, text: '' };
    if (this.resolved.has(value)) return this.resolved.get(value) ?? this.cyclic(value);
    this.resolved.set(value, undefined);
    const head = await this.head(value);
    const resolved = await (head === value || head.kind === 'scalar'
      ? this.resolveMembers(head)
      : this.isResolving(head)
        ? this.cyclic(value)
        : this.resolve(head));
    this.resolved.set(value, resolved);
    this.measure(resolved);
    return resolved;
  }

  private isResolving(value: SourceValue): boolean {
    return this.resolved.has(value) && this.resolved.get(value) === undefined;
  }

  private async resolveMembers(value: SourceValue): Promise<SourceValue> {
    switch (value.kind) {
      case 'scalar':
        return value;
      case 'list': {
        const items: SourceValue[] = [];
        for (const item of value.items) items.push(await this.resolve(item));
        return { ...value, items };
      }
      case 'map': {
        if (this.unresolved.at(value)) return value;
        const entries = new Map<string, SourceEntry>();
        for (const [key, { place, value: member }] of value.entries) {
          const isSubstitution = key === 'Fn::Sub' && value.entries.size === 1;
          entries.set(key, { place, value: await (isSubstitution ? this.substitute(member) : this.resolve(member)) });
        }
        return { ...value, entries };
      }
    }
  }

  /** The argument of `Fn::Sub`, in which a variable becomes a part of the text. */
  private async substitute(argument: SourceValue): Promise<SourceValue> {
    if (argument.kind === 'list') {
      const [text, ...others] = argument.items;
      if (!text) return argument;
      const items = [await this.substitute(text)];
      for (const other of others) items.push(await this.resolve(other));
      return { ...argument, items };
    }
    const parts = argument.kind === 'scalar' ? partsOf(argument.text) : [];
    if (argument.kind !== 'scalar' || parts.length < 2) return this.resolve(argument);
    const pieces = await this.piecesOf(argument.place, parts);
    return made(argument.place, substitution(pieces) ?? argument.text);
  }

  /** The value that a variable has, if it is one, without the values of variables in its members. */
  private async head(value: SourceValue): Promise<SourceValue> {
    if (value.kind !== 'scalar' || typeof value.value !== 'string' || !/[$#]\{/.test(value.text)) return value;
    if (this.heads.has(value)) return this.heads.get(value) ?? this.cyclic(value);
    this.heads.set(value, undefined);
    const head = await this.valueOfParts(partsOf(value.text), value.place);
    this.heads.set(value, head);
    return head;
  }

  private async piecesOf(place: Place, parts: readonly Part[]): Promise<readonly Piece[]> {
    const pieces: Piece[] = [];
    for (const part of parts) {
      if (this.isTooLarge) break;
      if (typeof part === 'string') {
        pieces.push(...withPseudoParameters(place, part, this.hasPseudoParameters));
        continue;
      }
      const value = await this.variable(part, place);
      const text = scalarText(value);
      this.length += text?.length ?? 0;
      if (text !== undefined) pieces.push(text);
      else if (value.kind === 'map' && value.entries.size === 1) pieces.push(value);
      else pieces.push(this.unknown(part, place, { reason: 'Its value is no text.', subject: part.text }));
    }
    return pieces;
  }

  private async variable(variable: Variable, place: Place): Promise<SourceValue> {
    // However long a chain of variables is, the stack is short.
    await Promise.resolve();
    if (this.hops >= maximumHops) {
      return this.unknown(variable, place, { reason: 'It leads to too many other variables.', subject: variable.text });
    }
    this.hops += 1;
    const value = await this.firstOf(variable, place);
    this.hops -= 1;
    return value.kind === 'scalar' ? { ...value, place } : value;
  }

  /** What a source of a variable has. */
  private async lookUp(source: VariableSource, isLast: boolean, place: Place): Promise<Lookup> {
    if (source.kind === 'literal') {
      const { value } = source;
      return { kind: 'found', value: { kind: 'scalar', place, value, text: value === null ? '' : String(value) } };
    }
    if (source.kind === 'nested') return { kind: 'found', value: await this.valueOfParts(source.parts, place) };
    const parameters: SourceValue[] = [];
    for (const parts of source.parameters) parameters.push(await this.valueOfParts(parts, place));
    const address = await this.valueOfParts(source.address, place);
    return this.lookups.find({ type: source.type, parameters, address, isLast, place });
  }

  private async valueOfParts(parts: readonly Part[], place: Place): Promise<SourceValue> {
    const [only] = parts;
    if (parts.length === 1 && only !== undefined && typeof only !== 'string') return this.variable(only, place);
    return concatenated(place, await this.piecesOf(place, parts));
  }

  /** The value of the first source that has one. */
  private async firstOf(variable: Variable, place: Place): Promise<SourceValue> {
    let unknown: Lookup & { kind: 'missing' | 'unknowable' } = {
      kind: 'missing',
      reason: 'It cannot be parsed.',
      subject: variable.text,
    };
    for (const source of variable.sources) {
      const lookup = await this.lookUp(source, source === variable.sources.at(-1), place);
      if (lookup.kind !== 'found') {
        if (unknown.kind === 'missing') unknown = lookup;
        continue;
      }
      const value = await this.head(lookup.value);
      const text = scalarText(value);
      if (text === undefined && value.kind === 'scalar') continue;
      // The value may also be where an import cannot look. This one is then its default.
      if (unknown.kind === 'unknowable') {
        return text === undefined ? value : this.unknown(variable, place, unknown, text);
      }
      return value;
    }
    return this.unknown(variable, place, unknown);
  }

  private unknown(
    variable: Variable,
    place: Place,
    { reason, subject, ssm }: { readonly reason: string; readonly subject: string; readonly ssm?: string | undefined },
    fallback?: string,
  ): SourceMap {
    const isAlone = variable.sources.length === 1;
    return this.unresolved.reference({
      variable: variable.text,
      subject,
      place,
      reason,
      fallback,
      ssm: isAlone ? ssm : undefined,
    });
  }

  private cyclic({ place, ...value }: SourceValue): SourceValue {
    const text = value.kind === 'scalar' ? value.text : place.file.path;
    return this.unknown({ text, sources: [] }, place, { reason: 'It refers to itself.', subject: text });
  }

  /** Counts the values in the value, as often as they occur. */
  private measure(value: SourceValue): void {
    const members =
      value.kind === 'list'
        ? value.items
        : value.kind === 'map'
          ? [...value.entries.values()].map((entry) => entry.value)
          : [];
    const size = members.reduce((sum, member) => sum + (this.sizes.get(member) ?? 1), 1);
    this.sizes.set(value, size);
    this.largest = Math.max(this.largest, size);
  }
}
