// Measures the core for projects of several sizes. Bundled and run by bench.mjs, for which it writes what the page is
// measured with to the file that the environment names.
import { readFileSync, writeFileSync } from 'node:fs';
import type { PreviewState } from '../../client/src/preview/preview-messages.ts';
import { nextState } from '../../client/src/preview/state.ts';
import { analyze } from '../../server/src/analysis.ts';
import { previewOf } from '../../server/src/answers.ts';
import { buildGraph } from '../../server/src/graph/graph.ts';
import { drawGraph } from '../../server/src/graph/index.ts';
import { layoutGraph } from '../../server/src/graph/layout.ts';
import { parse } from '../../server/src/syntax/parse.ts';
import { projectText } from './bench-project.ts';
import { ratio, table, type BenchStates } from './bench-report.ts';

/** In milliseconds. */
interface Times {
  readonly parse: number;
  /** From the text to its findings: the cost of each key press for the server. */
  readonly keystroke: number;
  readonly layout: number;
  /** From the model to the picture, including the layout. */
  readonly picture: number;
  readonly template: number;
}

function measure(text: string): Times {
  const { project, findings } = analyze(text);
  const graph = buildGraph(project);
  return {
    parse: minimum(() => parse(text)),
    keystroke: minimum(() => analyze(text).findings),
    layout: minimum(() => layoutGraph(graph)),
    // A new project each time, because the graph of a project is built only once.
    picture: minimum(() => drawGraph({ ...project }, { marks: findings })),
    template: minimum(() => analyze(text).template('yaml')),
  };
}

/**
 * The minimum of as many runs as fit into 400 ms, but of at least seven: other load on the machine can only add to a
 * run.
 */
function minimum(run: () => unknown): number {
  let best = Infinity;
  const end = performance.now() + 400;
  for (let count = 0; count < 7 || (performance.now() < end && count < 50); count++) {
    const start = performance.now();
    run();
    best = Math.min(best, performance.now() - start);
  }
  return best;
}

function statesOf(name: string, text: string): BenchStates {
  const stateOf = (changed: string): PreviewState => {
    const options = { pane: 'graph', format: 'yaml', collapsed: [] } as const;
    const preview = previewOf(analyze(changed), options, 1);
    if (!preview.graph) throw new Error(`The project of ${name} cannot be drawn.`);
    return nextState(undefined, { uri: 'file:///bench/websocket.yaml', name: 'websocket.yaml' }, preview, options.pane);
  };
  const typedAfter = (pattern: RegExp): string => {
    const found = [...text.matchAll(pattern)];
    const middle = found[found.length >> 1];
    const end = middle ? middle.index + middle[0].length : 0;
    return `${text.slice(0, end)}x${text.slice(end)}`;
  };
  const endpoint = '- { route: added, operationMode: 1-way }';
  return {
    name,
    first: stateOf(text),
    keys: {
      'file renamed': stateOf(typedAfter(/entryPoint: [^.\s]+/g)),
      'mode wrong': stateOf(typedAfter(/operationMode: [12]-way/g)),
      'longest route longer': stateOf(typedAfter(/route: \S+/g)),
      'last route added': stateOf(
        text.replace(/( *)- route:(?![^]*- route:)[^\n]*(\n\1 [^\n]*)*/, `$&\n$1${endpoint}`),
      ),
      'first route added': stateOf(text.replace(/( *)- route:/, `$1${endpoint}\n$&`)),
    },
  };
}

const projects = [
  { name: 'chat', text: readFileSync('examples/chat/websocket.yaml', 'utf8'), isShown: true },
  ...[10, 50, 100, 150, 300, 1000].map((size) => ({
    name: `${size} routes`,
    text: projectText(size),
    isShown: size !== 10 && size !== 100,
  })),
];
// A warm-up round, so that the JavaScript engine has optimized the code.
for (const { text } of projects) measure(text);
const measured = projects.map((project) => ({ ...project, times: measure(project.text) }));

console.log('The core. Parsing of the text = 1.\n');
console.log(
  table([
    ['', 'parsing, ms', 'key press: to the findings', 'layout', 'layout and SVG', 'text to template'],
    ...measured.map(({ name, times: { parse, keystroke, layout, picture, template } }) => [
      name,
      parse.toFixed(1),
      ...[keystroke, layout, picture, template].map((time) => ratio(time, parse)),
    ]),
  ]),
);
const states = measured.filter(({ isShown }) => isShown).map(({ name, text }) => statesOf(name, text));
writeFileSync(process.env['BENCH_STATES'] ?? 'states.json', JSON.stringify(states));
