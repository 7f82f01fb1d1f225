// What is chosen in the picture: it is marked, and all that can be done to a part is about it.
import type { Picture } from './picture.ts';

export interface Selection {
  /** The id of what is chosen, as it is drawn: that of a fold, where the part itself is folded. */
  readonly part: () => string | undefined;
  readonly isLine: () => boolean;
  /** Its node; for a line, the one that it starts from. */
  readonly node: () => SVGElement | undefined;
  /** Chooses the first of those ids, and marks them all; they stay marked through changes of the picture. */
  readonly choose: (parts: readonly string[]) => void;
  /** The picture has changed. */
  readonly refresh: () => void;
}

/** @param changed called when something else is chosen */
export function selection(picture: Picture, changed: () => void): Selection {
  let parts: readonly string[] = [];
  let told: string | undefined;

  const drawnAs = (id = ''): SVGElement | undefined =>
    picture.find(id) ?? picture.nodes().find((node) => foldedIn(node).includes(id));
  const drawn = (): SVGElement | undefined => (parts.length > 0 ? drawnAs(parts[0]) : undefined);
  const part = (): string | undefined => drawn()?.dataset['id'];
  const node = (): SVGElement | undefined => {
    const found = drawn();
    return found && isLine(found) ? drawnAs(found.dataset['from']) : found;
  };
  const refresh = (): void => {
    const marked = new Set(parts);
    for (const one of picture.parts()) {
      const isMarked = marked.has(one.dataset['id'] ?? '') || foldedIn(one).some((id) => marked.has(id));
      one.classList.toggle('selected', isMarked);
      if (one.classList.contains('node')) one.setAttribute('aria-selected', String(isMarked));
    }
    const now = part();
    if (now === told) return;
    told = now;
    changed();
  };
  return {
    part,
    isLine() {
      const found = drawn();
      return found !== undefined && isLine(found);
    },
    node,
    choose(wanted) {
      parts = wanted;
      refresh();
    },
    refresh,
  };
}
function isLine({ classList }: SVGElement): boolean {
  return classList.contains('edge');
}

/** The ids of the parts that the node stands for. */
export function foldedIn({ dataset }: SVGElement): readonly string[] {
  const folded = dataset['folded'];
  const ids: unknown = folded === undefined ? [] : JSON.parse(folded);
  return Array.isArray(ids) ? ids.filter((id) => typeof id === 'string') : [];
}
