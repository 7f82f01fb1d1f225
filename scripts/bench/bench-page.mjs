// Measures the preview's page in Chromium: its own work, which is the processor time of its main thread for scripts,
// styles, layout and painting. Time that it waits for the display, or for other processes, does not count.
import { build } from 'esbuild';
import { entries, property } from '../json.mjs';
import { root } from '../processes.mjs';
import { openWindow } from '../vscode/chromium.mjs';

/**
 * An event of Chromium's trace, in microseconds.
 * @typedef {object} TraceEvent
 * @property {string} name
 * @property {string} cat
 * @property {string} thread
 * @property {number} ts when it starts
 * @property {number} tdur the processor time that it takes
 */

/**
 * In milliseconds: until the change is shown, and the longest task until everything is drawn.
 * @typedef {{ readonly shown: number, readonly longest: number }} Work
 */

/** In milliseconds. */
const frame = 1000 / 60;

/** @param {string} states as JSON */
export async function measurePage(states) {
  const { outputFiles } = await build({
    entryPoints: ['test/browser/preview-page/bench.ts'],
    bundle: true,
    minify: true,
    write: false,
    outdir: root,
    platform: 'browser',
    target: 'es2022',
    format: 'iife',
    loader: { '.ttf': 'dataurl' },
  });
  const { page, close } = await openWindow();
  try {
    for (const { path, text } of outputFiles) {
      if (path.endsWith('.css')) await page.addStyleTag({ content: text });
      else await page.addScriptTag({ content: text });
    }
    const browser = page.context().browser();
    await browser?.startTracing(page, { categories: ['disabled-by-default-devtools.timeline', 'blink.user_timing'] });
    await page.evaluate(`measure(${states})`);
    /** @type {unknown} */
    const trace = JSON.parse(String(await browser?.stopTracing()));
    print(entries(property(trace, 'traceEvents')).map(([, event]) => readEvent(event)));
  } finally {
    await close();
  }
}

/**
 * @param {unknown} event
 * @returns {TraceEvent}
 */
function readEvent(event) {
  const { name, cat, pid, tid, ts, tdur } = Object.fromEntries(entries(event));
  return {
    name: String(name),
    cat: String(cat),
    thread: `${Number(pid)} ${Number(tid)}`,
    ts: Number(ts),
    tdur: Number(tdur ?? 0),
  };
}

/** @param {readonly TraceEvent[]} events */
function print(events) {
  // Named by bench.ts: `start`, `shown` or `drawn`, the project and what is measured.
  const marks = [...events]
    .sort((one, other) => one.ts - other.ts)
    .filter(({ cat, name }) => cat === 'blink.user_timing' && /^(start|shown|drawn)\t/.test(name));
  const [first] = marks;
  const tasks = events.filter(({ name, thread }) => name === 'RunTask' && thread === first?.thread);
  /** @type {Map<string, Map<string, Work>>} */
  const projects = new Map();
  for (const [index, { name, ts }] of marks.entries()) {
    const [kind, project = '', what = ''] = name.split('\t');
    const [shownAt = ts, drawnAt = ts] = marks.slice(index + 1, index + 3).map((mark) => mark.ts);
    if (kind !== 'start') continue;
    /** @param {number} end */
    const timesUntil = (end) => tasks.filter((task) => task.ts > ts && task.ts < end).map(({ tdur }) => tdur / 1000);
    const shown = timesUntil(shownAt).reduce((sum, time) => sum + time, 0);
    const longest = Math.max(0, ...timesUntil(drawnAt));
    /** @type {Map<string, Work>} */
    const newRow = new Map();
    const row = projects.get(project) ?? newRow;
    const before = row.get(what) ?? { shown: Infinity, longest: Infinity };
    // Other load on the machine can only add to a run.
    row.set(what, { shown: Math.min(before.shown, shown), longest: Math.min(before.longest, longest) });
    projects.set(project, row);
  }
  console.log(
    "\nThe page's own work in Chromium, in milliseconds of processor time until the end of the first frame that",
  );
  console.log('shows the change; in brackets, frames of 1/60 s.\n');
  printTable(projects, ({ shown }) => `${shown.toFixed(1)} (${(shown / frame).toFixed(1)})`);
  console.log('\nThe longest task until everything is drawn, in milliseconds.\n');
  printTable(projects, ({ longest }) => longest.toFixed(1));
}

/**
 * @template T
 * @param {ReadonlyMap<string, ReadonlyMap<string, T>>} projects
 * @param {(cell: T) => string} show
 */
function printTable(projects, show) {
  const rows = [...projects].map(([project, row]) => [project, ...[...row.values()].map(show)]);
  const [names = []] = [...projects.values()].map((row) => ['', ...row.keys()]);
  const widths = names.map((_, column) => Math.max(...[names, ...rows].map((row) => row[column]?.length ?? 0)));
  for (const row of [names, ...rows]) {
    console.log(row.map((cell, column) => cell[column === 0 ? 'padEnd' : 'padStart'](widths[column] ?? 0)).join('   '));
  }
}
