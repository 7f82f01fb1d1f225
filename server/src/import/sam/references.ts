// References to what only SAM knows: `!Ref Chat.Stage` is the stage that SAM adds to the API.
import { referenceTo } from '../cloudformation/references.ts';
import { made, textAt, type SourceEntry, type SourceMap, type SourceValue } from '../source.ts';
import { withoutAliases, type AliasName } from './aliases.ts';
import { onlyEntry } from './parts.ts';

/** What a name of SAM refers to: a logical ID, and an attribute unless it is what `Ref` returns. */
export type SamReferences = ReadonlyMap<string, readonly [id: string, attribute?: string]>;

const placeholder = /\$\{([^!{}][^{}]*)\}/g;

/** Replaces the references of SAM in values. Each value is looked at once, however many resources have it from `Globals`. */
export class ReferenceReplacer {
  private readonly known = new Map<SourceValue, SourceValue>();

  /** @param aliases those that SAM publishes, by the logical ID of their function */
  constructor(
    private readonly references: SamReferences,
    private readonly aliases: ReadonlyMap<string, AliasName>,
  ) {}

  map(map: SourceMap): SourceMap;
  map(map: SourceMap | undefined): SourceMap | undefined;
  map(map: SourceMap | undefined): SourceMap | undefined {
    if (!map || this.references.size === 0) return map;
    return { ...map, entries: this.entries(map.entries) };
  }

  value(value: SourceValue): SourceValue {
    const known = this.known.get(value);
    if (known) return known;
    const replaced = this.replaced(value);
    this.known.set(value, replaced);
    return replaced;
  }

  private replaced(value: SourceValue): SourceValue {
    switch (value.kind) {
      case 'scalar':
        return value;
      case 'list':
        return { ...value, items: value.items.map((item) => this.value(item)) };
      case 'map':
        return this.visited(withoutAliases(value, this.aliases) ?? value);
    }
  }

  private visited(value: SourceValue): SourceValue {
    if (value.kind !== 'map') return value;
    return this.called(value) ?? { ...value, entries: this.entries(value.entries) };
  }

  private entries(entries: ReadonlyMap<string, SourceEntry>): ReadonlyMap<string, SourceEntry> {
    return new Map([...entries].map(([key, { place, value }]) => [key, { place, value: this.value(value) }] as const));
  }

  /** The call with what SAM's name refers to; undefined if it has no such name. */
  private called(map: SourceMap): SourceValue | undefined {
    const [name, argument] = onlyEntry(map) ?? [];
    if (name === 'Ref') {
      const to = this.references.get(textAt(argument?.value) ?? '');
      if (!to) return undefined;
      return made(map.place, referenceTo(...to));
    }
    if (name !== 'Fn::Sub' || !argument) return undefined;
    const { value } = argument;
    if (value.kind === 'scalar') return made(map.place, { 'Fn::Sub': made(value.place, this.substituted(value.text)) });
    const [text, ...more] = value.kind === 'list' ? value.items : [];
    if (text?.kind !== 'scalar') return undefined;
    const values = more.map((item) => this.value(item));
    return made(map.place, { 'Fn::Sub': [made(text.place, this.substituted(text.text)), ...values] });
  }

  private substituted(text: string): string {
    return text.replaceAll(placeholder, (whole, name: string) => {
      const to = this.references.get(name.trim());
      return to ? `\${${to.filter((part) => part !== undefined).join('.')}}` : whole;
    });
  }
}

/** Whether the value refers to one of these logical IDs. */
export function refersTo(value: SourceValue, ids: ReadonlySet<string>): boolean {
  switch (value.kind) {
    case 'scalar':
      return false;
    case 'list':
      return value.items.some((item) => refersTo(item, ids));
    case 'map':
      return [...value.entries].some(
        ([key, entry]) => namesOf(key, entry.value).some((name) => ids.has(name)) || refersTo(entry.value, ids),
      );
  }
}

function namesOf(call: string, argument: SourceValue): readonly string[] {
  const first = argument.kind === 'list' ? argument.items[0] : argument;
  const text = textAt(first);
  if (text === undefined) return [];
  switch (call) {
    case 'Ref':
      return [text.split('.')[0] ?? ''];
    case 'Fn::GetAtt':
      return [text];
    case 'Fn::Sub':
      return [...text.matchAll(placeholder)].map(([, name = '']) => name.split('.')[0] ?? '');
    default:
      return [];
  }
}
