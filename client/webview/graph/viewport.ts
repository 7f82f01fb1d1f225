// The viewport of the picture: zoomed by wheel, pinch, keys and buttons, and moved by dragging the background.
import { select } from 'd3-selection';
import { zoom, zoomIdentity, zoomTransform, type ZoomTransform } from 'd3-zoom';
import { element } from '../dom.ts';
import { isRecord } from '../../src/checks.ts';

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Box extends Size {
  readonly x: number;
  readonly y: number;
}

/** The position of the picture's upper left corner in the viewport, and its scale. */
export interface View {
  readonly x: number;
  readonly y: number;
  readonly k: number;
  /** False until the user has moved or zoomed the picture. Until then it is kept in view. */
  readonly isOwn: boolean;
}

export interface Viewport {
  readonly content: HTMLElement;
  /** Sets the size of the picture, the scale from which it is readable, and the box in it to show first. */
  readonly resize: (picture: Size & { readonly readableScale: number }, beginning: Box) => void;
  /** Applies the view, or the best initial view if there is none. */
  readonly reset: (view?: View) => void;
  readonly view: () => View;
  readonly zoomBy: (factor: number) => void;
  readonly zoomTo: (scale: number) => void;
  /** Shows the whole picture, or as much as is readable, and keeps doing so until the user moves it. */
  readonly fit: () => void;
  /** Moves the picture just enough to show the box. */
  readonly bringIntoView: (box: Box) => void;
  /** Moves and zooms the picture so that the box is readable. */
  readonly bringClose: (box: Box) => void;
  readonly centerOn: (x: number, y: number) => void;
  /** The visible part of the picture. */
  readonly inView: () => Box;
  /** Its own size. */
  readonly size: () => Size;
  /** The space for the picture. */
  readonly room: () => Size;
}

const scales: [number, number] = [0.02, 4];
const margin = 8;
/** How much of the picture always stays in view, in pixels. */
const minimumVisible = 60;

/**
 * @param isOnNode whether the target is in a node of the picture
 * @param changed called after each move, with true at its end
 * @param resized called when the space for the picture is known, has changed, or is to be used again by `fit`
 */
export function viewport(
  picture: HTMLElement,
  isOnNode: (target: EventTarget | null) => boolean,
  changed: (atRest: boolean) => void,
  resized: () => void,
): Viewport {
  // A click focuses it, so that keys work. The tab key goes to its nodes.
  const content = element('div', { class: 'viewport', tabindex: '-1' }, picture);
  let size: Size = { width: 0, height: 0 };
  let start: Box = { x: 0, y: 0, width: 0, height: 0 };
  let readable = 1;
  let isOwn = false;
  /** Unknown while it is hidden. Kept, because the browser lays out the page to read it. */
  let measured: Size | undefined;
  const room = (): Size => {
    if (measured) return measured;
    const size = { width: content.clientWidth, height: content.clientHeight };
    if (size.width > 0 && size.height > 0) measured = size;
    return size;
  };
  const selection = select<HTMLElement, unknown>(content);

  const hold = ({ x, y, k }: { readonly x: number; readonly y: number; readonly k: number }): ZoomTransform => {
    const { width, height } = room();
    const between = (value: number, one: number, other: number): number =>
      Math.min(Math.max(value, Math.min(one, other)), Math.max(one, other));
    const held = {
      x: between(x, minimumVisible - size.width * k, width - minimumVisible),
      y: between(y, minimumVisible - size.height * k, height - minimumVisible),
    };
    return zoomIdentity.translate(held.x, held.y).scale(k);
  };
  const behavior = zoom<HTMLElement, unknown>()
    .scaleExtent(scales)
    .constrain(hold)
    // A drag that starts on a node draws a connection.
    .filter((event: Event) => {
      if (!(event instanceof MouseEvent) || event.type === 'wheel') return true;
      return event.button === 0 && !event.ctrlKey && !isOnNode(event.target);
    })
    // Only while the user moves it: another cursor means another style for everything in the picture.
    .on('start', ({ sourceEvent }: { readonly sourceEvent: unknown }) => {
      if (sourceEvent) content.classList.add('moving');
    })
    .on('zoom', ({ transform, sourceEvent }: { readonly transform: ZoomTransform; readonly sourceEvent: unknown }) => {
      if (sourceEvent) isOwn = true;
      const { x, y, k } = transform;
      picture.style.transform = `translate(${x}px, ${y}px) scale(${k})`;
      changed(false);
    })
    .on('end', () => {
      content.classList.remove('moving');
      changed(true);
    });
  selection.call(behavior).on('dblclick.zoom', null);

  const move = (to: { readonly x: number; readonly y: number; readonly k: number }): void => {
    behavior.transform(selection, hold(to));
  };
  const whole = (): number => {
    const { width, height } = room();
    const scale = Math.min((width - 2 * margin) / size.width, (height - 2 * margin) / size.height, 1);
    return Math.max(scales[0], scale);
  };
  const centered = (k: number): { readonly x: number; readonly y: number; readonly k: number } => {
    const { width, height } = room();
    return { x: (width - size.width * k) / 2, y: (height - size.height * k) / 2, k };
  };
  /** Centers the first box vertically, and shows as much of the rest as fits. */
  const beginning = (): { readonly x: number; readonly y: number; readonly k: number } => {
    const { width, height } = room();
    const k = Math.min(1, Math.max(readable, (width - 2 * margin) / size.width));
    const middle = height / 2 - (start.y + start.height / 2) * k;
    const lowest = height - margin - size.height * k;
    const y = lowest >= margin ? (height - size.height * k) / 2 : Math.min(margin, Math.max(middle, lowest));
    return { x: Math.max((width - size.width * k) / 2, margin), y, k };
  };
  /** The whole picture if it is readable at that scale, or else its beginning. */
  const best = (): void => move(whole() >= readable ? centered(whole()) : beginning());
  const isShown = (): boolean => room().width > 0 && room().height > 0;
  const hasRoom = (): boolean => isShown() && size.width > 0;
  const inView = (): Box => {
    const { x, y, k } = zoomTransform(content);
    const { width, height } = room();
    return { x: -x / k, y: -y / k, width: width / k, height: height / k };
  };
  const bringIntoView = (box: Box): void => {
    if (!hasRoom()) return;
    const { x, y, k } = zoomTransform(content);
    const { width, height } = room();
    const shift = (start: number, length: number, available: number): number => {
      const before = margin - start;
      const after = available - margin - (start + length);
      if (before > 0) return before;
      // A box larger than the viewport is aligned to its start.
      return after < 0 ? Math.max(after, before) : 0;
    };
    const dx = shift(box.x * k + x, box.width * k, width);
    const dy = shift(box.y * k + y, box.height * k, height);
    if (dx === 0 && dy === 0) return;
    isOwn = true;
    move({ x: x + dx, y: y + dy, k });
  };
  const centerOn = (x: number, y: number, k = zoomTransform(content).k): void => {
    const { width, height } = room();
    isOwn = true;
    move({ x: width / 2 - x * k, y: height / 2 - y * k, k });
  };
  const scaleTo = (k: number): void => {
    isOwn = true;
    behavior.scaleTo(selection, k);
  };

  let waiting: View | undefined;
  /** The size of the page and the top of the viewport when the picture was last placed. */
  let page = '';
  let top = 0;
  const measurePage = (): void => {
    page = `${window.innerWidth} ${window.innerHeight}`;
    ({ top } = content.getBoundingClientRect());
  };
  const settle = (): void => {
    if (!hasRoom()) return;
    measurePage();
    if (waiting) move(waiting);
    else if (!isOwn) best();
    waiting = undefined;
  };
  /** The picture stays in place when elements above or below appear or disappear, as errors do while the user types. */
  const adapt = (): void => {
    if (!isShown()) return;
    const before = { page, top };
    measurePage();
    if (page !== before.page) resized();
    if (!hasRoom()) return;
    if (page !== before.page || waiting) return settle();
    const { x, y, k } = zoomTransform(content);
    if (top !== before.top) move({ x, y: y + before.top - top, k });
    changed(true);
  };
  new ResizeObserver(() => {
    measured = undefined;
    adapt();
  }).observe(content);
  return {
    content,
    resize({ readableScale, ...next }, beginsAt) {
      const grown = next.width > size.width || next.height > size.height;
      const isFirst = size.width === 0;
      size = next;
      readable = readableScale;
      start = beginsAt;
      const { x, y, width, height } = inView();
      const outgrown = x + width < next.width || y + height < next.height;
      if (isFirst || (!isOwn && grown && outgrown && whole() >= readable)) settle();
    },
    reset(view) {
      isOwn = view?.isOwn ?? false;
      waiting = view?.isOwn === true ? view : undefined;
      settle();
    },
    view() {
      const { x, y, k } = zoomTransform(content);
      return waiting ?? { x, y, k, isOwn };
    },
    zoomBy: (factor) => scaleTo(zoomTransform(content).k * factor),
    zoomTo: scaleTo,
    fit() {
      if (!hasRoom()) return;
      isOwn = false;
      best();
      resized();
    },
    bringIntoView,
    bringClose(box) {
      if (zoomTransform(content).k < readable) centerOn(box.x + box.width / 2, box.y + box.height / 2, 1);
      else bringIntoView(box);
    },
    centerOn,
    inView,
    size: room,
    room: () => ({ width: room().width - 2 * margin, height: room().height - 2 * margin }),
  };
}

/** The stored view, or undefined if the value is not one. */
export function readView(value: unknown): View | undefined {
  if (!isRecord(value)) return undefined;
  const { x, y, k, isOwn } = value;
  const isNumber = (number: unknown): number is number => Number.isFinite(number);
  if (!isNumber(x) || !isNumber(y) || !isNumber(k) || k < scales[0] || k > scales[1]) return undefined;
  return { x, y, k, isOwn: isOwn === true };
}
