// Where the nodes of the picture stand in it, read off their own attributes: that takes no layout of the page.
import type { Box } from './viewport.ts';

export function boxOf(part: SVGElement): Box | undefined {
  const card = part.querySelector('.card, .line');
  if (!(part instanceof SVGGraphicsElement) || !(card instanceof SVGGraphicsElement)) return undefined;
  const { x, y, width, height } = card.getBBox();
  const place = placeOf(part);
  return { x: place.x + x, y: place.y + y, width, height };
}

/** The upper left corner. */
export function placeOf(part: SVGElement): { readonly x: number; readonly y: number } {
  const matrix = part instanceof SVGGraphicsElement ? part.transform.baseVal.consolidate()?.matrix : undefined;
  return { x: matrix?.e ?? 0, y: matrix?.f ?? 0 };
}
