// A toolbar in one row, whatever its width: what does not fit is in its menu. It follows the ARIA Authoring Practices, so
// it is one stop of the Tab key, and the arrow keys move within it.
import { element } from './dom.ts';
import { menuButton, type MenuGroup, type Popup } from './popup.ts';
import './toolbar.css';
import { t } from '../../server/src/locale.ts';

export interface ToolbarItem {
  readonly content: HTMLElement;
  /** Items with a lower number go into the menu first. */
  readonly rank: number;
  /** Its entries in the menu. */
  readonly entries: () => MenuGroup;
}

export interface Toolbar {
  readonly content: HTMLElement;
  /**
   * Replaces the items at the start.
   * @param entries those of the menu before the ones that do not fit; if there are any, there is a menu even if all fits
   */
  readonly begin: (items: readonly ToolbarItem[], entries: () => readonly MenuGroup[]) => void;
  /** An item has become wider, narrower, visible or hidden. */
  readonly layOut: () => void;
}

/** @param items those at the end */
export function toolbar(name: string, above: Popup, items: readonly ToolbarItem[]): Toolbar {
  let first: readonly ToolbarItem[] = [];
  let entries = (): readonly MenuGroup[] => [];
  let overflowing: readonly ToolbarItem[] = [];
  const more = menuButton(t`More`, t`More: ${name}`, above, () =>
    above.openMenu(t`More: ${name}`, [...entries(), ...groupsOf(overflowing)], more),
  );
  const content = element('div', { class: 'toolbar', role: 'toolbar', 'aria-label': name });
  const space = element('span', { class: 'space' });
  const widthOf = (item: HTMLElement): number => item.getBoundingClientRect().width;

  const layOut = (): void => {
    const all = [...first, ...items];
    const hadFocus = content.contains(document.activeElement);
    for (const item of all) item.content.classList.remove('overflowing');
    more.hidden = false;
    const gap = parseFloat(getComputedStyle(content).columnGap) || 0;
    const sized = all.map((item) => ({ ...item, width: widthOf(item.content) })).filter(({ width }) => width > 0);
    // The space between start and end has a gap too.
    const room = content.clientWidth - gap;
    const hasMenu = entries().some((group) => group.length > 0);
    overflowing = overflow(sized, room, gap, { width: widthOf(more), isNeeded: hasMenu });
    for (const item of all) {
      item.content.classList.toggle(
        'overflowing',
        overflowing.some(({ content }) => content === item.content),
      );
    }
    more.hidden = !hasMenu && overflowing.length === 0;
    rove();
    if (hadFocus && !content.contains(document.activeElement)) (more.hidden ? buttons()[0] : more)?.focus();
  };

  /** The button that the Tab key leads to. */
  let current: HTMLElement | undefined;
  const buttons = (): HTMLButtonElement[] =>
    [...content.querySelectorAll('button')].filter((one) => !one.disabled && one.getClientRects().length > 0);
  const rove = (): void => {
    const all = buttons();
    const reachable = all.find((one) => one === current) ?? all[0];
    for (const one of content.querySelectorAll('button')) one.tabIndex = one === reachable ? 0 : -1;
  };
  content.addEventListener('focusin', ({ target }) => {
    current = target instanceof HTMLElement ? target : undefined;
    rove();
  });
  content.addEventListener('keydown', (event) => {
    const all = buttons();
    const at = all.findIndex((one) => one === document.activeElement);
    const steps: Readonly<Partial<Record<string, number>>> = {
      ArrowRight: at + 1,
      ArrowLeft: at - 1,
      Home: 0,
      End: all.length - 1,
    };
    const to = steps[event.key];
    if (at < 0 || to === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    all[(to + all.length) % all.length]?.focus();
  });
  new ResizeObserver(layOut).observe(content);

  const begin: Toolbar['begin'] = (begun, others) => {
    const focused = buttons().find((one) => one === document.activeElement);
    first = begun;
    entries = others;
    const contentOf = (item: ToolbarItem): HTMLElement => item.content;
    content.replaceChildren(...first.map(contentOf), space, ...items.map(contentOf), more);
    layOut();
    if (!focused) return;
    // Its command may have a new button.
    const all = buttons();
    (all.find((one) => nameOf(one) === nameOf(focused)) ?? all[0])?.focus();
  };
  begin([], entries);
  return { content, begin, layOut };
}

function nameOf(one: HTMLButtonElement): string | null {
  return one.getAttribute('aria-label') ?? one.textContent;
}

/** The values of a choice are a group of their own. */
function groupsOf(items: readonly ToolbarItem[]): readonly MenuGroup[] {
  const groups = items.map((item) => item.entries());
  const isChoice = (group: MenuGroup): boolean => group.some(({ check }) => check?.kind === 'radio');
  return [...groups.filter(isChoice), groups.filter((group) => !isChoice(group)).flat()];
}

interface Sized {
  readonly width: number;
  readonly rank: number;
}

/**
 * The items that do not fit, in their order: as few as possible, by rank, the last ones first.
 * @param room the width for all of them
 * @param menu the button for the others, which takes room if it is needed anyway or something does not fit
 */
export function overflow<Item extends Sized>(
  items: readonly Item[],
  room: number,
  gap: number,
  menu: { readonly width: number; readonly isNeeded: boolean },
): readonly Item[] {
  const widthOf = (shown: readonly { readonly width: number }[]): number =>
    shown.reduce((sum, { width }) => sum + width + gap, -gap);
  if (widthOf(menu.isNeeded ? [...items, menu] : items) <= room) return [];
  let kept = items;
  const inTurn = items.map((item, at) => ({ item, at }));
  inTurn.sort((one, other) => one.item.rank - other.item.rank || other.at - one.at);
  for (const { item } of inTurn) {
    if (widthOf([...kept, menu]) <= room) break;
    kept = kept.filter((other) => other !== item);
  }
  return items.filter((item) => !kept.includes(item));
}
