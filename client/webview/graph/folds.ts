// What is collapsed: the page remembers it, the server draws it.
import { element } from '../dom.ts';
import type { Picture } from './picture.ts';

export interface Folds {
  readonly content: HTMLElement;
  /** Collapses or expands what belongs to the node; false where there is nothing. */
  readonly toggle: (node: SVGElement, collapse?: boolean) => boolean;
  /** Undefined until somebody has said what should be: the server decides. */
  readonly collapsed: () => readonly string[] | undefined;
  /** Takes it as it is: the picture is yet to be drawn so. */
  readonly reset: (collapsed: readonly string[] | undefined) => void;
  /** Whatever comes, it stays as it is drawn now. */
  readonly hold: () => void;
  /** The picture has changed. */
  readonly refresh: () => void;
}

type Choice = 'all' | 'function' | 'api';

/** @param ask asks for a picture in which those nodes are collapsed */
export function folds(picture: Picture, ask: (collapsed: readonly string[]) => void): Folds {
  const options: readonly (readonly [Choice | 'some', string])[] = [
    ['all', 'All routes'],
    ['function', 'Routes by function'],
    ['api', 'Routes by API'],
    ['some', 'Some routes folded'],
  ];
  const choice = element(
    'select',
    { 'aria-label': 'Fold routes', title: 'Fold routes (Shift+Left and Shift+Right on a node)' },
    ...options.map(([value, label]) => element('option', { value, hidden: value === 'some' }, label)),
  );
  const content = element('div', { class: 'folds' }, choice);
  let collapsed: ReadonlySet<string> | undefined;

  const change = (next: ReadonlySet<string>): void => {
    collapsed = next;
    ask([...next]);
  };
  const idsOf = (kind: string): string[] =>
    picture.nodes().flatMap(({ classList, dataset }) => (classList.contains(kind) ? (dataset['id'] ?? []) : []));
  choice.addEventListener('change', () => {
    change(new Set(choice.value === 'all' || choice.value === 'some' ? [] : idsOf(choice.value)));
  });
  const drawn = (): ReadonlySet<string> =>
    new Set(picture.nodes().flatMap(({ dataset }) => dataset['collapsed'] ?? []));
  const current = (): Choice | 'some' => {
    const shown = [...(collapsed ?? drawn())].filter((id) => picture.find(id));
    if (shown.length === 0) return 'all';
    const isAll = (kind: string): boolean => {
      const ids = idsOf(kind);
      return ids.length === shown.length && ids.every((id) => shown.includes(id));
    };
    return isAll('api') ? 'api' : isAll('function') ? 'function' : 'some';
  };
  return {
    content,
    toggle(node, collapse) {
      const { id, collapsed: folded } = node.dataset;
      const foldable = node.hasAttribute('aria-expanded') ? id : folded;
      if (foldable === undefined) return false;
      const next = new Set(collapsed ?? drawn());
      const wanted = collapse ?? !next.has(foldable);
      if (wanted === next.has(foldable)) return false;
      if (wanted) next.add(foldable);
      else next.delete(foldable);
      change(next);
      return true;
    },
    collapsed: () => collapsed && [...collapsed],
    reset: (ids) => void (collapsed = ids && new Set(ids)),
    hold: () => change(drawn()),
    refresh() {
      choice.value = current();
      content.hidden = !collapsed?.size && !picture.nodes().some((node) => node.hasAttribute('aria-expanded'));
    },
  };
}
