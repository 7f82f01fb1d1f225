// The popup next to a part of the graph: a menu or a form. Only one is open at a time.
import { element, withCode } from '../dom.ts';
import type { Shortcut } from '../keyboard.ts';

export interface Popup {
  /** @param at its position in the window, in pixels */
  readonly open: (content: HTMLElement, at: { readonly x: number; readonly y: number }) => void;
  readonly close: () => void;
}

const margin = 6;

/** @param closed called when it has closed, with whether it had the focus, which then has to be restored */
export function popup(within: HTMLElement, closed: (hadFocus: boolean) => void): Popup {
  const frame = element('div', { class: 'edit-popup', hidden: true });
  within.append(frame);

  const close = (): void => {
    if (frame.hidden) return;
    const hadFocus = frame.contains(document.activeElement);
    frame.hidden = true;
    frame.replaceChildren();
    closed(hadFocus);
  };
  frame.addEventListener('keydown', (event) => {
    // Keys in the popup are not keys of the graph.
    event.stopPropagation();
    if (event.key !== 'Escape') return;
    event.preventDefault();
    close();
  });
  document.addEventListener('pointerdown', ({ target }) => {
    if (!(target instanceof Node && frame.contains(target))) close();
  });
  window.addEventListener('blur', () => {
    // A form stays open, so that the user can look something up.
    if (frame.querySelector('[role=menu]')) close();
  });
  return {
    open(content, at) {
      frame.replaceChildren(content);
      frame.hidden = false;
      const room = within.getBoundingClientRect();
      const { width, height } = frame.getBoundingClientRect();
      const x = Math.max(margin, Math.min(at.x - room.left, room.width - width - margin));
      const y = Math.max(margin, Math.min(at.y - room.top, room.height - height - margin));
      frame.style.transform = `translate(${x}px, ${y}px)`;
    },
    close,
  };
}

export interface MenuItem {
  readonly title: string;
  readonly shortcut: Shortcut | undefined;
  /** Why it cannot be chosen. */
  readonly refused: string | undefined;
  readonly run: () => void;
}

/** A menu that follows the ARIA Authoring Practices. Disabled items say why. */
export function menu(name: string, all: readonly MenuItem[], close: () => void): HTMLElement {
  const items = all.map(({ title, shortcut, refused, run }) => {
    const item = element(
      'div',
      { role: 'menuitem', tabindex: '-1', 'aria-disabled': String(refused !== undefined) },
      element('span', { class: 'label' }, title),
      ...(shortcut ? [element('kbd', { 'aria-hidden': 'true' }, shortcut.label)] : []),
      ...(refused === undefined ? [] : [element('span', { class: 'reason' }, ...withCode(refused))]),
    );
    if (shortcut) item.setAttribute('aria-keyshortcuts', shortcut.keys);
    item.addEventListener('click', () => {
      if (refused !== undefined) return;
      close();
      run();
    });
    item.addEventListener('pointermove', () => item.focus({ preventScroll: true }));
    return item;
  });
  const list = element('div', { role: 'menu', class: 'edit-menu', 'aria-label': `Edit ${name}` }, ...items);
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
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  return list;
}
