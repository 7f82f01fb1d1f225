// The picture as a whole in a corner, with the part that is in view; a click or a drag there moves it. It is there only
// while something is out of view. Keys and screen readers have other ways, so it is hidden from them.
import type { Box, Size, Viewport } from './viewport.ts';

export interface Minimap {
  readonly content: Element;
  /** The picture has changed: the boxes of its nodes, by what they are to be painted as. */
  readonly draw: (picture: Size, nodes: readonly (readonly [paint: string, box: Box])[]) => void;
  /** Another part of it is in view. */
  readonly follow: () => void;
}

const namespace = 'http://www.w3.org/2000/svg';
/** In pixels. What is very high and narrow is drawn broader than it is. */
const most: Size = { width: 170, height: 210 };
const least: Size = { width: 64, height: 40 };

export function minimap({ inView, centerOn }: Pick<Viewport, 'inView' | 'centerOn'>): Minimap {
  const content = document.createElementNS(namespace, 'svg');
  content.setAttribute('class', 'minimap');
  content.setAttribute('aria-hidden', 'true');
  content.setAttribute('preserveAspectRatio', 'none');
  const nodes = document.createElementNS(namespace, 'g');
  const frame = document.createElementNS(namespace, 'rect');
  frame.setAttribute('class', 'frame');
  content.append(nodes, frame);
  let size: Size = { width: 0, height: 0 };

  const follow = (): void => {
    const { x, y, width, height } = inView();
    const isWhole = x <= 0 && y <= 0 && x + width >= size.width && y + height >= size.height;
    content.classList.toggle('needless', isWhole || size.width === 0);
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
    centerOn(((clientX - left) / width) * size.width, ((clientY - top) / height) * size.height);
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
    draw(picture, boxes) {
      size = picture;
      const scale = Math.min(most.width / size.width, most.height / size.height);
      content.setAttribute('viewBox', `0 0 ${size.width} ${size.height}`);
      content.style.width = `${Math.max(least.width, size.width * scale)}px`;
      content.style.height = `${Math.max(least.height, size.height * scale)}px`;
      const lines = new Map<string, string>();
      for (const [paint, { x, y, width, height }] of boxes) {
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
