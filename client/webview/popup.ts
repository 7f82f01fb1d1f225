// The popup of a pane: a menu or a form, next to what it is about. Only one is open at a time.
import { button, element, withCode } from './dom.ts';
import type { Shortcut } from './keyboard.ts';

/** In the window's pixels. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Popup {
  /**
   * @param place the position, or the button that opens it, which gets the focus back
   * @param closed called when it has closed, with whether the focus has to be restored
   */
  readonly open: (content: HTMLElement, place: Point | HTMLElement, closed?: (hadFocus: boolean) => void) => void;
  /** Opens a menu, and moves the focus to its first item. */
  readonly openMenu: (
    name: string,
    groups: readonly MenuGroup[],
    place: Point | HTMLElement,
    closed?: (hadFocus: boolean) => void,
  ) => void;
  readonly close: () => void;
}

const margin = 6;

export function popup(within: HTMLElement): Popup {
  const frame = element('div', { class: 'popup', hidden: true });
  within.append(frame);
  let opener: HTMLElement | undefined;
  let closed: ((hadFocus: boolean) => void) | undefined;

  const close = (): void => {
    if (frame.hidden) return;
    const hadFocus = frame.contains(document.activeElement);
    frame.hidden = true;
    frame.replaceChildren();
    opener?.setAttribute('aria-expanded', 'false');
    if (hadFocus) opener?.focus();
    closed?.(hadFocus && !opener);
  };
  const open: Popup['open'] = (content, place, whenClosed) => {
    close();
    opener = place instanceof HTMLElement ? place : undefined;
    closed = whenClosed;
    opener?.setAttribute('aria-expanded', 'true');
    frame.replaceChildren(content);
    frame.hidden = false;
    const room = within.getBoundingClientRect();
    const { width, height } = frame.getBoundingClientRect();
    const { left, right, top, bottom } =
      place instanceof HTMLElement
        ? place.getBoundingClientRect()
        : { left: place.x, right: place.x + width, top: place.y, bottom: place.y };
    const below = bottom - room.top;
    // A popup never covers the button that closes it. The menu of the last button is in line with its end.
    const isBelow = !opener || below + height + margin <= room.height;
    const wanted = {
      x: left + width > room.right ? right - width : left,
      y: isBelow ? below : top - room.top - height,
    };
    const x = Math.max(margin, Math.min(wanted.x - room.left, room.width - width - margin));
    const y = Math.max(margin, Math.min(wanted.y, room.height - height - margin));
    frame.style.transform = `translate(${x}px, ${y}px)`;
  };
  frame.addEventListener('keydown', (event) => {
    // Keys in the popup are not keys of the pane.
    event.stopPropagation();
    if (event.key !== 'Escape') return;
    event.preventDefault();
    close();
  });
  document.addEventListener('pointerdown', ({ target }) => {
    if (!(target instanceof Node && (frame.contains(target) || opener?.contains(target)))) close();
  });
  window.addEventListener('blur', () => {
    // A form stays open, so that the user can look something up.
    if (frame.querySelector('[role=menu]')) close();
  });
  return {
    open,
    openMenu(name, groups, place, whenClosed) {
      const list = menu(name, groups, close);
      open(list, place, whenClosed);
      list.querySelector<HTMLElement>('[role^=menuitem]')?.focus();
    },
    close,
  };
}

/** A button that opens a menu, and closes it again. It is opened by the down key too. */
export function menuButton(label: string, name: string, { close }: Popup, open: () => void): HTMLButtonElement {
  const isOpen = (): boolean => made.getAttribute('aria-expanded') === 'true';
  const attributes = { 'aria-label': name, title: name, 'aria-haspopup': 'menu', 'aria-expanded': 'false' };
  const made = button(label, attributes, () => (isOpen() ? close() : open()));
  made.addEventListener('keydown', (event) => {
    if (event.key !== 'ArrowDown' || isOpen()) return;
    event.preventDefault();
    event.stopPropagation();
    open();
  });
  return made;
}

export interface MenuItem {
  readonly title: string;
  readonly shortcut?: Shortcut | undefined;
  /** Why it cannot be chosen. */
  readonly refused?: string | undefined;
  /** For an item that is on or off, or one of several values. */
  readonly check?: { readonly kind: 'checkbox' | 'radio'; readonly isOn: boolean };
  readonly run: () => void;
}

/** The items between two separators. */
export type MenuGroup = readonly MenuItem[];

/** A menu that follows the ARIA Authoring Practices. Disabled items say why. */
function menu(name: string, all: readonly MenuGroup[], close: () => void): HTMLElement {
  const groups = all.filter((group) => group.length > 0).map((group) => group.map((item) => itemOf(item, close)));
  const items = groups.flat();
  const content = groups.flatMap((group, index) =>
    index === 0 ? group : [element('div', { role: 'separator' }), ...group],
  );
  const list = element('div', { role: 'menu', class: 'menu', 'aria-label': name }, ...content);
  list.addEventListener('keydown', (event) => {
    const at = items.findIndex((item) => item === document.activeElement);
    const steps: Readonly<Partial<Record<string, number>>> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1 + (at < 0 ? items.length + 1 : 0),
      Home: 0,
      End: items.length - 1,
    };
    const to = steps[event.key];
    if (to !== undefined) items[(to + items.length) % items.length]?.focus();
    else if (event.key === 'Enter' || event.key === ' ') items[at]?.click();
    else if (event.key === 'Tab') close();
    else if (!startsWith(event)) return;
    event.preventDefault();
    event.stopPropagation();
  });
  /** A letter moves to the next item that starts with it. */
  const startsWith = ({ key, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean => {
    if (key.length !== 1 || ctrlKey || metaKey || altKey) return false;
    const at = items.findIndex((item) => item === document.activeElement);
    const next = [...items.slice(at + 1), ...items.slice(0, at + 1)];
    next.find(({ textContent }) => textContent.toLowerCase().startsWith(key.toLowerCase()))?.focus();
    return true;
  };
  return list;
}

function itemOf({ title, shortcut, refused, check, run }: MenuItem, close: () => void): HTMLElement {
  const item = element(
    'div',
    {
      role: check ? `menuitem${check.kind}` : 'menuitem',
      tabindex: '-1',
      'aria-disabled': String(refused !== undefined),
    },
    element('span', { class: 'label' }, title),
    ...(shortcut ? [element('kbd', { 'aria-hidden': 'true' }, shortcut.label)] : []),
    ...(refused === undefined ? [] : [element('span', { class: 'reason' }, ...withCode(refused))]),
  );
  if (check) item.setAttribute('aria-checked', String(check.isOn));
  if (shortcut) item.setAttribute('aria-keyshortcuts', shortcut.keys);
  item.addEventListener('click', () => {
    if (refused !== undefined) return;
    close();
    run();
  });
  item.addEventListener('pointermove', () => item.focus({ preventScroll: true }));
  return item;
}
