// The lines of the template, in a tree whose branches are its parameters, resources and outputs.
import type { TemplateFormat, Span } from '../../../server/src/protocol.ts';
import { element } from '../dom.ts';
import { showBlock, type ShownBlock } from './block.ts';
import { lastAtMost, outline } from './outline.ts';
import { painter, rangeOf } from './paint.ts';

export interface Place {
  readonly block: ShownBlock;
  /** Of the line in the block. */
  readonly index: number;
}

export interface Lines {
  readonly content: HTMLElement;
  readonly show: (template: string, format: TemplateFormat) => void;
  readonly clear: () => void;
  readonly blocks: () => readonly ShownBlock[];
  readonly text: () => string;
  /** Where the line begins in the template. */
  readonly offsetOf: (line: HTMLElement) => number | undefined;
  readonly placeOf: (line: HTMLElement) => Place | undefined;
  /** Marks the lines of these spans and no others, and brings the first into view. */
  readonly mark: (spans: readonly Span[]) => void;
  /** Marks the matches of a search; the one that is current is unfolded and brought into view. */
  readonly match: (matches: readonly Span[], current: Span | undefined) => void;
  /** Those that fold, all or all but none. */
  readonly foldAll: (folded: boolean) => void;
}

export function templateLines(): Lines {
  const list = element('div', { class: 'lines' });
  // In it the keyboard walks from line to line.
  const content = element('pre', { role: 'tree', 'aria-label': 'CloudFormation template' }, list);
  const paint = painter(content);
  const places = new WeakMap<HTMLElement, Place>();
  let blocks: readonly ShownBlock[] = [];
  /** Where the blocks begin in the template. */
  let offsets: readonly number[] = [];
  let offsetOfBlock: ReadonlyMap<ShownBlock, number> = new Map();
  let template = '';
  let format: TemplateFormat | undefined;
  let marked: readonly HTMLElement[] = [];

  const placeAt = (offset: number): Place | undefined => {
    const at = lastAtMost(offsets, offset);
    const block = blocks[at];
    return block && { block, index: lastAtMost(block.starts, offset - (offsets[at] ?? 0)) };
  };
  /** A line that is in view stays where it is. */
  const reveal = (line: HTMLElement | undefined): void => {
    const [box, view] = [line?.getBoundingClientRect(), content.getBoundingClientRect()];
    const isInView = box !== undefined && box.top >= view.top && box.bottom <= view.bottom;
    line?.scrollIntoView({ block: isInView ? 'nearest' : 'center' });
  };

  const offsetOfPlace = ({ block, index }: Place): number =>
    (offsetOfBlock.get(block) ?? 0) + (block.starts[index] ?? 0);

  return {
    content,
    blocks: () => blocks,
    text: () => template,
    placeOf: (line) => places.get(line),
    offsetOf(line) {
      const place = places.get(line);
      return place && offsetOfPlace(place);
    },
    show(next, nextFormat) {
      if (next === template && nextFormat === format) return;
      // What stays the same stays the same elements: scrolled, selected and folded as it was.
      const kept = new Map<string, ShownBlock[]>();
      const foldedKeys = new Set(blocks.flatMap(({ key, isFolded }) => (isFolded() ? (key ?? []) : [])));
      if (nextFormat === format) {
        for (const block of blocks) append(kept, block.text, block);
      } else for (const block of blocks) paint.forget(block);
      const starts: number[] = [];
      let offset = 0;
      blocks = outline(next, nextFormat).map((block) => {
        const text = block.lines.join('');
        starts.push(offset);
        offset += text.length;
        const old = kept.get(text)?.shift();
        if (old) return old;
        const made = showBlock(block);
        for (const [index, line] of made.lines.entries()) places.set(line, { block: made, index });
        if (block.key !== undefined && foldedKeys.has(block.key)) made.fold(true);
        paint.watch(made, nextFormat);
        return made;
      });
      for (const gone of kept.values()) gone.forEach(paint.forget);
      [offsets, template, format] = [starts, next, nextFormat];
      offsetOfBlock = new Map(blocks.map((block, index) => [block, starts[index] ?? 0]));
      list.style.setProperty('--columns', String(columnsOf(next)));
      placeIn(list, blocks);
    },
    clear() {
      for (const block of blocks) paint.forget(block);
      [blocks, offsets, template, format, marked] = [[], [], '', undefined, []];
      list.replaceChildren();
    },
    mark(spans) {
      for (const line of marked) line.removeAttribute('aria-current');
      const lines = new Set<HTMLElement>();
      for (const { start, end } of spans) {
        for (let place = placeAt(start); place;) {
          const { block, index } = place;
          // A folded block is marked by the line that is left of it.
          const line = block.lines[block.isFolded() ? 0 : index];
          if (line && line.textContent.trim() !== '') lines.add(line);
          const next =
            offsetOfPlace(place) + (block.starts[index + 1] ?? block.text.length) - (block.starts[index] ?? 0);
          place = next < end ? placeAt(next) : undefined;
        }
      }
      marked = [...lines];
      for (const line of marked) line.setAttribute('aria-current', 'true');
      reveal(marked[0]);
    },
    match(matches, current) {
      const found = new Map<ShownBlock, Span[]>();
      const inBlock = ({ start, end }: Span): { block: ShownBlock; span: Span } | undefined => {
        const at = lastAtMost(offsets, start);
        const [block, offset = 0] = [blocks[at], offsets[at]];
        return block && { block, span: { start: start - offset, end: end - offset } };
      };
      for (const each of matches) {
        const { block, span } = inBlock(each) ?? {};
        if (block && span) append(found, block, span);
      }
      const now = current && inBlock(current);
      now?.block.fold(false);
      paint.match(found, now && rangeOf(now.block, now.span));
      if (!now) return;
      reveal(now.block.lines[lastAtMost(now.block.starts, now.span.start)]);
    },
    foldAll(folded) {
      for (const block of blocks) block.fold(folded);
    },
  };
}

function append<Key, Item>(map: Map<Key, Item[]>, key: Key, item: Item): void {
  const items = map.get(key);
  if (items) items.push(item);
  else map.set(key, [item]);
}

/** Makes these the list's children, touching none that is where it should be. */
function placeIn(list: HTMLElement, blocks: readonly ShownBlock[]): void {
  const wanted = new Set<Node>(blocks.map(({ content }) => content));
  for (const child of [...list.childNodes]) if (!wanted.has(child)) child.remove();
  let next = list.firstChild;
  for (const { content } of blocks) {
    if (content === next) next = next.nextSibling;
    else list.insertBefore(content, next);
  }
}

/** How wide the template is, in the width of a digit: what is not laid out cannot say. */
function columnsOf(template: string): number {
  const widest = template.split('\n').reduce((longest, line) => (line.length > longest.length ? line : longest), '');
  return widest.length;
}
