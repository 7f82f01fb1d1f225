// The lines of the template, as a tree of its parameters, resources and outputs.
import type { TemplateFormat, Span } from '../../../server/src/protocol.ts';
import { element } from '../dom.ts';
import { showBlock, type ShownBlock } from './block.ts';
import { lastAtMost, outline } from './outline.ts';
import { painter, rangeOf } from './paint.ts';
import { t } from '../../../server/src/locale.ts';

export interface Place {
  readonly block: ShownBlock;
  /** The index of the line in the block. */
  readonly index: number;
}

export interface Lines {
  readonly content: HTMLElement;
  readonly show: (template: string, format: TemplateFormat) => void;
  readonly clear: () => void;
  readonly blocks: () => readonly ShownBlock[];
  readonly text: () => string;
  /** The offset of the line in the template. */
  readonly offsetOf: (line: HTMLElement) => number | undefined;
  readonly placeOf: (line: HTMLElement) => Place | undefined;
  /** Marks exactly the lines of these spans, and scrolls to the first. */
  readonly mark: (spans: readonly Span[]) => void;
  /** Marks the matches of a search. The current one is unfolded and scrolled into view. */
  readonly match: (matches: readonly Span[], current: Span | undefined) => void;
  /** Folds or unfolds all blocks. */
  readonly foldAll: (folded: boolean) => void;
}

export function templateLines(): Lines {
  const list = element('div', { class: 'lines' });
  const content = element('pre', { role: 'tree', 'aria-label': t`CloudFormation template` }, list);
  const paint = painter(content);
  const places = new WeakMap<HTMLElement, Place>();
  let blocks: readonly ShownBlock[] = [];
  /** The offset of each block in the template. */
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
  /** Scrolls to the line unless it is visible. */
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
      // Unchanged blocks keep their elements, so scrolling, selection and folding stay as they are.
      const kept = new Map<string, ShownBlock[]>();
      const foldedKeys = new Set(blocks.flatMap(({ key, isFolded }) => (isFolded() ? (key ?? []) : [])));
      if (nextFormat === format) {
        for (const block of blocks) append(kept, block.text, block);
      } else for (const block of blocks) paint.unwatch(block);
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
      for (const gone of kept.values()) gone.forEach(paint.unwatch);
      [offsets, template, format] = [starts, next, nextFormat];
      offsetOfBlock = new Map(blocks.map((block, index) => [block, starts[index] ?? 0]));
      list.style.setProperty('--columns', String(columnsOf(next)));
      placeIn(list, blocks);
    },
    clear() {
      for (const block of blocks) paint.unwatch(block);
      [blocks, offsets, template, format, marked] = [[], [], '', undefined, []];
      list.replaceChildren();
    },
    mark(spans) {
      for (const line of marked) line.removeAttribute('aria-current');
      const lines = new Set<HTMLElement>();
      for (const { start, end } of spans) {
        for (let place = placeAt(start); place;) {
          const { block, index } = place;
          // A folded block is marked at its first line.
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

/** Makes these the list's children without moving those that are in place. */
function placeIn(list: HTMLElement, blocks: readonly ShownBlock[]): void {
  const wanted = new Set<Node>(blocks.map(({ content }) => content));
  for (const child of [...list.childNodes]) if (!wanted.has(child)) child.remove();
  let next = list.firstChild;
  for (const { content } of blocks) {
    if (content === next) next = next.nextSibling;
    else list.insertBefore(content, next);
  }
}

/** The width of the template in characters, since lines that are not laid out have no width. */
function columnsOf(template: string): number {
  const widest = template.split('\n').reduce((longest, line) => (line.length > longest.length ? line : longest), '');
  return widest.length;
}
