// The exported picture compared with the preview's, apart from problems: a browser computes the same styles for both, part
// by part.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { root } from '../../scripts/processes.mjs';
import { analyze } from '../../server/src/analysis.ts';
import { graphSvg } from '../harness/graph-svg.ts';
import { page, test } from './preview-page/window.ts';

const example = readFileSync(join(root, 'examples/chat/websocket.yaml'), 'utf8');
const faulty = example
  .replace('connections: [Help]', 'connections: [Sessions]')
  .replace('connections: [Connect]', 'connections: [Nobody]')
  .replace('operationMode: 2-way', 'operationMode: both')
  .replace('type: dynamodb-table', 'type: cupboard');

/** The visible styles of each shape and text, except those for the pointer. */
async function looks(svg: string): Promise<string[]> {
  // A standalone document has neither a style sheet nor variables.
  await page.setContent(`<body>${svg}</body>`);
  return page.evaluate(() => {
    const properties = ['fill', 'stroke', 'strokeWidth', 'strokeDasharray', 'fontSize', 'fontWeight'] as const;
    const drawn = [...document.querySelectorAll('.edges path, .edges text, .nodes path, .nodes text')];
    return drawn
      .filter((part) => part.closest('.toggle') === null)
      .map((part) => {
        const style = getComputedStyle(part);
        return [part.getAttribute('class') ?? '', ...properties.map((property) => style[property])].join(' ');
      });
  });
}

/** Browsers serialize a mixed color with fractions, and we do not. */
function rounded(look: string): string {
  return look.replaceAll(/color\(srgb ([\d.]+) ([\d.]+) ([\d.]+)\)/g, (_, ...channels: string[]) => {
    const [red, green, blue] = channels.slice(0, 3).map((channel) => Math.round(Number(channel) * 255));
    return `rgb(${red}, ${green}, ${blue})`;
  });
}

test.each([
  ['light', 'the example', example],
  ['dark', 'the example', example],
  ['light', 'one full of faults', faulty],
  ['dark', 'one full of faults', faulty],
] as const)('%s, of %s', async (theme, _, text) => {
  await page.emulateMedia({ colorScheme: theme });
  const analysis = analyze(text);
  const preview = await looks(graphSvg(analysis, { marks: [] }));
  const exported = await looks(analysis.picture(theme) ?? '');
  expect(exported.length).toBeGreaterThan(50);
  expect(exported).toEqual(preview.map(rounded));
});
