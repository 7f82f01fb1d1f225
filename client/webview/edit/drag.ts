// Dragging from one node to another. Drags that start outside of nodes move the picture.

export interface Drag {
  readonly isOn: () => boolean;
  readonly cancel: () => void;
}

export interface DragActions {
  readonly nodeAt: (target: EventTarget | null) => string | undefined;
  readonly start: (from: string) => void;
  readonly over: (node: string | undefined) => void;
  /** Undefined for a drag that ends outside of nodes. */
  readonly drop: (node: string | undefined) => void;
}

/** In pixels. A shorter movement is a click. */
const threshold = 6;
const namespace = 'http://www.w3.org/2000/svg';

export function drag(surface: HTMLElement, { nodeAt, start, over, drop }: DragActions): Drag {
  const overlay = document.createElementNS(namespace, 'svg');
  overlay.classList.add('edit-line');
  overlay.setAttribute('aria-hidden', 'true');
  const line = document.createElementNS(namespace, 'line');
  overlay.append(line);
  let begun: { readonly node: string; readonly x: number; readonly y: number } | undefined;
  let isOn = false;
  /** True until the button is released after a drag, even if the drag was cancelled. */
  let wasDragged = false;

  const draw = (x: number, y: number): void => {
    if (!begun) return;
    const { left, top } = surface.getBoundingClientRect();
    const ends = { x1: begun.x - left, y1: begun.y - top, x2: x - left, y2: y - top };
    for (const [name, value] of Object.entries(ends)) line.setAttribute(name, String(value));
  };
  const end = (): void => {
    begun = undefined;
    isOn = false;
    overlay.remove();
  };
  const under = (x: number, y: number): string | undefined => nodeAt(document.elementFromPoint(x, y));
  surface.addEventListener('pointerdown', ({ target, button, isPrimary, clientX: x, clientY: y, ctrlKey }) => {
    wasDragged = false;
    const node = nodeAt(target);
    const isToggle = target instanceof Element && target.closest('.toggle') !== null;
    if (node !== undefined && isPrimary && button === 0 && !ctrlKey && !isToggle) begun = { node, x, y };
  });
  window.addEventListener('pointermove', ({ clientX: x, clientY: y, buttons }) => {
    if (!begun) return;
    if (buttons === 0) {
      // The button was released outside of the window.
      if (isOn) drop(undefined);
      return end();
    }
    if (!isOn && Math.hypot(x - begun.x, y - begun.y) < threshold) return;
    if (!isOn) {
      isOn = true;
      wasDragged = true;
      surface.append(overlay);
      start(begun.node);
    }
    draw(x, y);
    over(under(x, y));
  });
  window.addEventListener('pointerup', ({ clientX: x, clientY: y }) => {
    const isDropped = isOn;
    const isClick = !wasDragged;
    end();
    wasDragged = false;
    if (isClick) return;
    // The click event that follows a drag is not a click.
    const swallow = (event: Event): void => event.stopPropagation();
    window.addEventListener('click', swallow, { capture: true, once: true });
    setTimeout(() => window.removeEventListener('click', swallow, { capture: true }));
    if (isDropped) drop(under(x, y));
  });
  window.addEventListener('pointercancel', () => {
    if (isOn) drop(undefined);
    end();
  });
  return { isOn: () => isOn, cancel: end };
}
