// The buttons of the zoom, and its keys.
import { button, element } from '../dom.ts';
import type { Viewport } from './viewport.ts';

export interface ZoomTools {
  readonly content: HTMLElement;
  /** The zoom has changed. */
  readonly refresh: () => void;
  /** True for a key that it has taken. */
  readonly press: (key: string) => boolean;
}

const step = 1.25;

export function zoomTools({ zoomBy, zoomTo, fit, view }: Viewport): ZoomTools {
  const scale = button('100%', { title: 'Show at its own size (1)', class: 'scale' }, () => zoomTo(1));
  const content = element(
    'div',
    { class: 'zoom', role: 'group', 'aria-label': 'Zoom' },
    button('−', { 'aria-label': 'Zoom out', title: 'Zoom out (-)' }, () => zoomBy(1 / step)),
    scale,
    button('+', { 'aria-label': 'Zoom in', title: 'Zoom in (+)' }, () => zoomBy(step)),
    button('Fit', { title: 'Show all of it (0)' }, fit),
  );
  const keys: Readonly<Partial<Record<string, () => void>>> = {
    '+': () => zoomBy(step),
    '=': () => zoomBy(step),
    '-': () => zoomBy(1 / step),
    _: () => zoomBy(1 / step),
    '0': fit,
    '1': () => zoomTo(1),
  };
  return {
    content,
    refresh: () => void (scale.textContent = `${Math.round(view().k * 100)}%`),
    press(key) {
      if (!Object.hasOwn(keys, key)) return false;
      keys[key]?.();
      return true;
    },
  };
}
