// Something small above the graph, beside the part that it is about: a menu, or a form. There is one at a time.
import { element } from '../dom.ts';

export interface Popup {
  /** Where the next one opens: in the window's pixels. */
  readonly place: (at: { readonly x: number; readonly y: number }) => void;
  readonly open: (content: HTMLElement) => void;
  readonly close: () => void;
  readonly isOpen: () => boolean;
}

const margin = 6;

/** @param closed called when it closes by itself: the focus goes back to where it was */
export function popup(within: HTMLElement, closed: () => void): Popup {
  const frame = element('div', { class: 'edit-popup', hidden: true });
  within.append(frame);
  let at = { x: 0, y: 0 };

  const close = (): void => {
    if (frame.hidden) return;
    const hadFocus = frame.contains(document.activeElement);
    frame.hidden = true;
    frame.replaceChildren();
    if (hadFocus) closed();
  };
  frame.addEventListener('keydown', (event) => {
    // What is typed here is no key of the graph.
    event.stopPropagation();
    if (event.key !== 'Escape') return;
    event.preventDefault();
    close();
  });
  document.addEventListener('pointerdown', ({ target }) => {
    if (!(target instanceof Node && frame.contains(target))) close();
  });
  window.addEventListener('blur', () => {
    // A form stays, for who looks something up meanwhile.
    if (frame.querySelector('[role=menu]')) close();
  });
  return {
    place: (next) => void (at = next),
    open(content) {
      frame.replaceChildren(content);
      frame.hidden = false;
      const room = within.getBoundingClientRect();
      const { width, height } = frame.getBoundingClientRect();
      const x = Math.max(margin, Math.min(at.x - room.left, room.width - width - margin));
      const y = Math.max(margin, Math.min(at.y - room.top, room.height - height - margin));
      frame.style.transform = `translate(${x}px, ${y}px)`;
    },
    close,
    isOpen: () => !frame.hidden,
  };
}
