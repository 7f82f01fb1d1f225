// The map: the whole picture in a corner, with the visible part marked. A click or a drag in it moves the picture. It is
// shown only while something is out of view, and, until the user moves the picture, only in a corner without nodes. It is
// hidden from the keyboard and from screen readers, which navigate in other ways.
import { iconButton } from '../controls.ts';
import { withKeys } from '../keyboard.ts';
import type { Box, Size, Viewport } from './viewport.ts';

export interface Minimap {
  readonly content: Element;
  /** The button that hides or shows it. */
  readonly button: HTMLElement;
  readonly toggle: () => void;
  readonly isWanted: () => boolean;
  /** Draws a changed picture: the boxes of its nodes, each with its CSS class. */
  readonly draw: (picture: Size, nodes: readonly (readonly [paint: string, box: Box])[]) => void;
  /** The visible part has changed. */
  readonly follow: () => void;
}

const namespace = 'http://www.w3.org/2000/svg';
/** In pixels. A very tall picture is drawn wider than it is. */
const maximumSize: Size = { width: 170, height: 210 };
const minimumSize: Size = { width: 48, height: 40 };
/** The maximum share of the viewport. */
const share = 0.3;
/** With its border. */
const margin = 12;

const corners = [
  ['right', 'bottom'],
  ['right', 'top'],
  ['left', 'bottom'],
  ['left', 'top'],
] as const;

type Corner = (typeof corners)[number];

/** @param changed called when the user has hidden or shown it */
export function minimap(view: Viewport, wanted: boolean, changed: () => void): Minimap {
  const content = document.createElementNS(namespace, 'svg');
  content.setAttribute('class', 'minimap');
  content.setAttribute('aria-hidden', 'true');
  content.setAttribute('preserveAspectRatio', 'none');
  const nodes = document.createElementNS(namespace, 'g');
  const frame = document.createElementNS(namespace, 'rect');
  frame.setAttribute('class', 'frame');
  content.append(nodes, frame);
  let size: Size = { width: 0, height: 0 };
  let boxes: readonly Box[] = [];
  let isWanted = wanted;
  const toggle = (): void => {
    isWanted = !isWanted;
    follow();
    changed();
  };
  const button = iconButton('map', withKeys('Map', 'graph', 'toggleMap'), toggle);

  const room = (): Size => ({ width: view.content.clientWidth, height: view.content.clientHeight });
  const ownSize = (): Size => {
    const { width, height } = room();
    const scale = Math.min(
      Math.min(maximumSize.width, width * share) / size.width,
      Math.min(maximumSize.height, height * share) / size.height,
    );
    return {
      width: Math.max(minimumSize.width, size.width * scale),
      height: Math.max(minimumSize.height, size.height * scale),
    };
  };
  /** Whether it would cover a node in that corner. */
  const covers = ([side, edge]: Corner, own: Size, inView: Box): boolean => {
    const scale = room().width / inView.width;
    const width = (own.width + margin) / scale;
    const height = (own.height + margin) / scale;
    const left = side === 'left' ? inView.x : inView.x + inView.width - width;
    const top = edge === 'top' ? inView.y : inView.y + inView.height - height;
    return boxes.some(
      (box) => box.x < left + width && box.x + box.width > left && box.y < top + height && box.y + box.height > top,
    );
  };
  let corner: Corner = corners[0];

  const follow = (): void => {
    button.setAttribute('aria-pressed', String(isWanted));
    const inView = view.inView();
    const { x, y, width, height } = inView;
    const isWhole = x <= 0 && y <= 0 && x + width >= size.width && y + height >= size.height;
    const own = ownSize();
    const free = view.view().isOwn ? corner : corners.find((each) => !covers(each, own, inView));
    corner = free ?? corners[0];
    content.classList.toggle('needless', isWhole || size.width === 0 || !isWanted || !free);
    content.setAttribute('data-corner', corner.join(' '));
    content.style.width = `${own.width}px`;
    content.style.height = `${own.height}px`;
    const left = Math.max(0, x);
    const top = Math.max(0, y);
    const place = {
      x: left,
      y: top,
      width: Math.max(0, Math.min(size.width, x + width) - left),
      height: Math.max(0, Math.min(size.height, y + height) - top),
    };
    for (const [name, value] of Object.entries(place)) frame.setAttribute(name, String(Math.round(value)));
  };
  const go = ({ clientX, clientY }: PointerEvent): void => {
    const { left, top, width, height } = content.getBoundingClientRect();
    view.centerOn(((clientX - left) / width) * size.width, ((clientY - top) / height) * size.height);
  };
  content.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    event.preventDefault();
    content.setPointerCapture(event.pointerId);
    go(event);
  });
  content.addEventListener('pointermove', (event) => {
    if (content.hasPointerCapture(event.pointerId)) go(event);
  });
  return {
    content,
    button,
    toggle,
    isWanted: () => isWanted,
    draw(picture, painted) {
      size = picture;
      boxes = painted.map(([, box]) => box);
      content.setAttribute('viewBox', `0 0 ${size.width} ${size.height}`);
      const lines = new Map<string, string>();
      for (const [paint, { x, y, width, height }] of painted) {
        lines.set(paint, `${lines.get(paint) ?? ''}M${x} ${y}h${width}v${height}h${-width}z`);
      }
      nodes.replaceChildren(
        ...[...lines].map(([paint, line]) => {
          const path = document.createElementNS(namespace, 'path');
          path.setAttribute('class', paint);
          path.setAttribute('d', line);
          return path;
        }),
      );
      follow();
    },
    follow,
  };
}
