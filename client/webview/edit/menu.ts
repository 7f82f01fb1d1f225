// The menu of a part of the graph: by the pattern of the ARIA Authoring Practices. What cannot be done says why.
import { element, withCode } from '../dom.ts';
import type { Popup } from './popup.ts';
import type { Shortcut } from './shortcuts.ts';

export interface MenuItem {
  readonly title: string;
  readonly shortcut: Shortcut | undefined;
  /** Why it cannot be chosen. */
  readonly refused: string | undefined;
  readonly run: () => void;
}

export function openMenu(popup: Popup, name: string, all: readonly MenuItem[]): void {
  const items = all.map(({ title, shortcut, refused, run }) => {
    const item = element(
      'div',
      { role: 'menuitem', tabindex: '-1', 'aria-disabled': String(refused !== undefined) },
      element('span', { class: 'label' }, title),
      ...(shortcut ? [element('kbd', { 'aria-hidden': 'true' }, shortcut.label)] : []),
      ...(refused === undefined ? [] : [element('span', { class: 'reason' }, ...withCode(refused))]),
    );
    if (shortcut) item.setAttribute('aria-keyshortcuts', shortcut.key);
    item.addEventListener('click', () => {
      if (refused !== undefined) return;
      popup.close();
      run();
    });
    item.addEventListener('pointermove', () => item.focus({ preventScroll: true }));
    return item;
  });
  const menu = element('div', { role: 'menu', class: 'edit-menu', 'aria-label': `Edit ${name}` }, ...items);
  menu.addEventListener('keydown', (event) => {
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
    else if (event.key === 'Tab') popup.close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  popup.open(menu);
  items[0]?.focus();
}
