// Paints colors and matches as highlights, without elements, and only for visible blocks, so that a template of a megabyte
// costs no more than one of a page.
import type { TemplateFormat, Span } from '../../../server/src/protocol.ts';
import type { ShownBlock } from './block.ts';
import { lastAtMost } from './outline.ts';
import { tokenKinds, tokensOf } from '../json-and-yaml-tokens.ts';

export interface Painter {
  /** Paints the block whenever it is visible, from now on. */
  readonly watch: (block: ShownBlock, format: TemplateFormat) => void;
  readonly unwatch: (block: ShownBlock) => void;
  /** Paints the matches of a search, in units of each block's text, and one of them as the current one. */
  readonly match: (matches: ReadonlyMap<ShownBlock, readonly Span[]>, current: StaticRange | undefined) => void;
}

/** How far beyond the visible part is painted, so that scrolling does not show unpainted text. */
const margin = '600px';

/** The style sheet refers to it as `::highlight(template-NAME)`. */
function highlightNamed(name: string): Highlight {
  const highlight = new Highlight();
  CSS.highlights.set(`template-${name}`, highlight);
  return highlight;
}

export function painter(scroller: HTMLElement): Painter {
  // Browsers without highlights show the template in one color.
  if (!('highlights' in CSS)) return { watch: () => undefined, unwatch: () => undefined, match: () => undefined };
  const highlights = new Map(tokenKinds.map((kind) => [kind, highlightNamed(kind)]));
  const matchHighlight = highlightNamed('match');
  const currentHighlight = highlightNamed('current-match');
  currentHighlight.priority = 2;
  matchHighlight.priority = 1;
  const formats = new WeakMap<Element, { readonly block: ShownBlock; readonly format: TemplateFormat }>();
  const painted = new Map<ShownBlock, () => void>();
  const matchRanges = new Map<ShownBlock, readonly StaticRange[]>();
  let matches: ReadonlyMap<ShownBlock, readonly Span[]> = new Map();

  const paint = (block: ShownBlock, format: TemplateFormat): void => {
    if (painted.has(block)) return;
    const ranges = block.lines.flatMap((line) =>
      tokensOf(line.textContent, format).map(({ kind, start, end }) => ({ kind, range: rangeIn(line, start, end) })),
    );
    for (const { kind, range } of ranges) highlights.get(kind)?.add(range);
    painted.set(block, () => {
      for (const { kind, range } of ranges) highlights.get(kind)?.delete(range);
    });
    paintMatches(block);
  };
  const paintMatches = (block: ShownBlock): void => {
    const ranges = (matches.get(block) ?? []).flatMap((span) => rangeOf(block, span) ?? []);
    for (const range of ranges) matchHighlight.add(range);
    matchRanges.set(block, ranges);
  };
  const unpaintMatches = (block: ShownBlock): void => {
    for (const range of matchRanges.get(block) ?? []) matchHighlight.delete(range);
    matchRanges.delete(block);
  };
  const unpaint = (block: ShownBlock): void => {
    painted.get(block)?.();
    painted.delete(block);
    unpaintMatches(block);
  };
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        const known = formats.get(target);
        if (!known) continue;
        if (isIntersecting) paint(known.block, known.format);
        else unpaint(known.block);
      }
    },
    { root: scroller, rootMargin: margin },
  );
  return {
    watch(block, format) {
      formats.set(block.content, { block, format });
      observer.observe(block.content);
    },
    unwatch(block) {
      observer.unobserve(block.content);
      unpaint(block);
    },
    match(found, current) {
      matches = found;
      for (const block of painted.keys()) {
        unpaintMatches(block);
        paintMatches(block);
      }
      currentHighlight.clear();
      if (current) currentHighlight.add(current);
    },
  };
}

/** The range of a span within one line of the block. */
export function rangeOf(block: ShownBlock, { start, end }: Span): StaticRange | undefined {
  const index = lastAtMost(block.starts, start);
  const [line, lineStart] = [block.lines[index], block.starts[index]];
  return line && lineStart !== undefined ? rangeIn(line, start - lineStart, end - lineStart) : undefined;
}

function rangeIn(line: HTMLElement, start: number, end: number): StaticRange {
  // The text is the last node of the line, after the fold marker.
  const text = line.lastChild ?? line;
  return new StaticRange({ startContainer: text, startOffset: start, endContainer: text, endOffset: end });
}
