// The graph of a file as one SVG element, as the parts of its picture are put together.
import type { Analysis } from '../../server/src/analysis.ts';
import { composeSvg } from '../../server/src/graph/picture.ts';

/** Empty where there is no graph. */
export function graphSvg(analysis: Analysis, collapsed?: ReadonlySet<string>): string {
  const picture = analysis.graph(collapsed);
  return picture ? composeSvg(picture) : '';
}
