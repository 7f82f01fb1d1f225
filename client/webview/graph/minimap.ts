// The map: the whole picture in a corner, with the visible part marked. A click or a drag in it moves the picture. It is
// shown while something is out of view; until the user moves the picture, in the corner where it covers the fewest nodes. It is
// hidden from the keyboard and from screen readers, which navigate in other ways.
import { iconButton } from '../controls.ts';
import { withKeys } from '../keyboard.ts';
import type { Box, Size, Viewport } from './viewport.ts';
import { t } from '../../../server/src/locale.ts';

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

interface Place {
  readonly corner: readonly ['left' | 'right', 'top' | 'bottom'];
  readonly isSmall: boolean;
}

/** The best first. */
const places: readonly [Place, ...Place[]] = [
  { corner: ['right', 'bottom'], isSmall: false },
  { corner: ['right', 'top'], isSmall: false },
  { corner: ['left', 'bottom'], isSmall: false },
  { corner: ['left', 'top'], isSmall: false },
  { corner: ['right', 'bottom'], isSmall: true },
  { corner: ['right', 'top'], isSmall: true },
  { corner: ['left', 'bottom'], isSmall: true },
  { corner: ['left', 'top'], isSmall: true },
];

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
  let drawn = '';
  let isWanted = wanted;
  const toggle = (): void => {
    isWanted = !isWanted;
    follow();
    changed();
  };
  const button = iconButton('map', withKeys(t`Map`, 'graph', 'toggleMap'), toggle);

  const sizeOf = ({ isSmall }: Place): Size => {
    if (isSmall) return minimumSize;
    const { width, height } = view.size();
    const scale = Math.min(
      Math.min(maximumSize.width, width * share) / size.width,
      Math.min(maximumSize.height, height * share) / size.height,
    );
    return {
      width: Math.max(minimumSize.width, size.width * scale),
      height: Math.max(minimumSize.height, size.height * scale),
    };
  };
  /** How many nodes it would cover there. */
  const coveredAt = (at: Place, inView: Box): number => {
    const [side, edge] = at.corner;
    const own = sizeOf(at);
    const scale = view.size().width / inView.width;
    const width = (own.width + margin) / scale;
    const height = (own.height + margin) / scale;
    const left = side === 'left' ? inView.x : inView.x + inView.width - width;
    const top = edge === 'top' ? inView.y : inView.y + inView.height - height;
    return boxes.filter(
      (box) => box.x < left + width && box.x + box.width > left && box.y < top + height && box.y + box.height > top,
    ).length;
  };
  const freest = (inView: Box): Place => {
    const covered = places.map((each) => coveredAt(each, inView));
    return places[covered.indexOf(Math.min(...covered))] ?? places[0];
  };
  let at: Place = places[0];

  const follow = (): void => {
    button.setAttribute('aria-pressed', String(isWanted));
    const inView = view.inView();
    const { x, y, width, height } = inView;
    const isWhole = x <= 0 && y <= 0 && x + width >= size.width && y + height >= size.height;
    if (!view.view().isOwn) at = freest(inView);
    const own = sizeOf(at);
    content.classList.toggle('needless', isWhole || size.width === 0 || !isWanted);
    content.setAttribute('data-corner', at.corner.join(' '));
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
      const paths = [...lines].map(([paint, line]) => `<path class="${paint}" d="${line}"/>`).join('');
      if (paths !== drawn) nodes.innerHTML = drawn = paths;
      follow();
    },
    follow,
  };
}
