// The graph of a file as one SVG element, assembled from the parts of its picture.
import type { Analysis } from '../../server/src/analysis.ts';
import type { GraphOptions } from '../../server/src/graph/index.ts';
import { composeSvg } from '../../server/src/graph/picture.ts';

/** Empty if there is no graph. */
export function graphSvg(analysis: Analysis, options?: GraphOptions): string {
  const picture = analysis.graph(options);
  return picture ? composeSvg(picture) : '';
}
