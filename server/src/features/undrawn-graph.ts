// What stands in place of a graph that would be too large: a picture too, so that it is shown wherever a graph is.
import type { Project } from '../model/project.ts';

/** Resources and endpoints. A stack holds 500 resources, so that what can be deployed stays well below. */
export const maximumDrawn = 1500;

/** The SVG element that says so; undefined for a project that can be drawn. */
export function undrawnGraph({ resources }: Project): string | undefined {
  const parts = resources.reduce(
    (sum, resource) => sum + 1 + (resource.type === 'websocket-api' ? resource.endpoints.length : 0),
    0,
  );
  if (parts <= maximumDrawn) return undefined;
  const lines = [
    `This file has ${parts.toLocaleString('en')} resources and endpoints.`,
    `A graph of more than ${maximumDrawn.toLocaleString('en')} is not drawn: no one could find their way in it,`,
    'and the editor would be slow. Split the project into several files: a stack holds 500 resources.',
  ];
  const texts = lines.map((line, index) => `<text x="16" y="${28 + 20 * index}">${line}</text>`);
  return [
    '<svg xmlns="http://www.w3.org/2000/svg" class="route-graph" width="680" height="88" viewBox="0 0 680 88"',
    ` role="img" aria-label="${lines.join(' ')}" fill="currentColor" font-family="sans-serif" font-size="13">`,
    ...texts,
    '</svg>',
  ].join('\n');
}
