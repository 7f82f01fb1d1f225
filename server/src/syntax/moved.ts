// Nodes as they are further up or down in the text. Created only as far as they are looked at, since an edit moves all
// the text after it.
import type { Entry, ListItem, ListNode, LocalTag, MapNode, ScalarNode, Span, SyntaxNode } from './tree.ts';

export function movedSpan({ start, end }: Span, by: number): Span {
  return { start: start + by, end: end + by };
}

export function movedEntry(entry: Entry, by: number): Entry {
  if (!(entry instanceof MovedEntry)) return by === 0 ? entry : new MovedEntry(entry, by);
  return entry.by + by === 0 ? entry.original : new MovedEntry(entry.original, entry.by + by);
}

export function movedItem(item: ListItem, by: number): ListItem {
  if (!(item instanceof MovedItem)) return by === 0 ? item : new MovedItem(item, by);
  return item.by + by === 0 ? item.original : new MovedItem(item.original, item.by + by);
}

/** The entry, item or map before it was moved, which many edits later is still the same: all but the positions in it. */
export function originalOf(part: Entry): Entry;
export function originalOf(part: ListItem): ListItem;
export function originalOf(part: MapNode): MapNode;
export function originalOf(part: ListItem | undefined): ListItem | undefined;
export function originalOf(part: ListItem | MapNode | undefined): ListItem | MapNode | undefined {
  return part instanceof MovedItem || part instanceof MovedMap ? part.original : part;
}

function movedNode(node: SyntaxNode, by: number): SyntaxNode {
  if (node.kind === 'map') return new MovedMap(node, by);
  if (node.kind === 'list') return new MovedList(node, by);
  return { ...node, span: movedSpan(node.span, by) };
}

/** Refers to the original, so that many edits do not make a chain. */
class MovedItem implements ListItem {
  private movedValue: SyntaxNode | undefined;

  constructor(
    readonly original: ListItem,
    readonly by: number,
  ) {}

  get span(): Span {
    return movedSpan(this.original.span, this.by);
  }

  get value(): SyntaxNode | undefined {
    const { value } = this.original;
    return (this.movedValue ??= value && movedNode(value, this.by));
  }
}

class MovedEntry extends MovedItem implements Entry {
  private movedKey: ScalarNode | undefined;

  constructor(
    override readonly original: Entry,
    by: number,
  ) {
    super(original, by);
  }

  get key(): ScalarNode {
    const { key } = this.original;
    return (this.movedKey ??= { ...key, span: movedSpan(key.span, this.by) });
  }

  get complete(): boolean {
    return this.original.complete;
  }

  get colon(): boolean {
    return this.original.colon;
  }
}

class MovedMap implements MapNode {
  readonly kind = 'map';
  readonly span: Span;
  readonly flow: boolean;
  readonly tag: LocalTag | undefined;
  private movedEntries: readonly Entry[] | undefined;

  constructor(
    readonly original: MapNode,
    private readonly by: number,
  ) {
    this.span = movedSpan(original.span, by);
    this.flow = original.flow;
    this.tag = original.tag;
  }

  get entries(): readonly Entry[] {
    return (this.movedEntries ??= this.original.entries.map((entry) => movedEntry(entry, this.by)));
  }
}

class MovedList implements ListNode {
  readonly kind = 'list';
  readonly span: Span;
  readonly flow: boolean;
  readonly tag: LocalTag | undefined;
  private movedItems: readonly ListItem[] | undefined;

  constructor(
    private readonly original: ListNode,
    private readonly by: number,
  ) {
    this.span = movedSpan(original.span, by);
    this.flow = original.flow;
    this.tag = original.tag;
  }

  get items(): readonly ListItem[] {
    return (this.movedItems ??= this.original.items.map((item) => movedItem(item, this.by)));
  }
}
