// The preview's graph on its own, which `npm run bench` loads into Chromium to measure it there.
import './themes.css';
import '../../../client/webview/style.css';
import { graphView } from '../../../client/webview/graph/view.ts';
import type { GraphPicture } from '../../../server/src/protocol.ts';
import { ratio, table, type BenchPictures } from '../../../scripts/bench/bench-report.ts';

/** In milliseconds. */
const frame = 1000 / 60;

/** The measurements as a table. */
async function measure(projects: readonly BenchPictures[]): Promise<string> {
  const rows: string[][] = [];
  for (const project of projects) {
    const times = await measureProject(project);
    rows.push([project.name, ...times.map((time) => `${ratio(time, project.parse)} (${(time / frame).toFixed(1)})`)]);
  }
  return table([
    ['', 'first paint', 'route renamed', 'mode wrong', 'route added on top', 'zoom step', 'letter to find'],
    ...rows,
  ]);
}

async function measureProject({ first, renamed, wrong, added }: BenchPictures): Promise<number[]> {
  const graph = graphView(
    { reveal: nothing, chosen: nothing, collapse: nothing, arrange: nothing, keep: nothing },
    undefined,
  );
  const page = document.createElement('main');
  page.className = 'page';
  page.append(graph.content);
  document.body.replaceChildren(page);
  await nextFrame();
  const show = (picture: GraphPicture): Promise<number> =>
    timed(() => graph.show(picture, 'file:///bench/websocket.yaml'));
  const changeTo = async (picture: GraphPicture): Promise<number> => {
    let best = Infinity;
    for (let run = 0; run < 5; run++) {
      best = Math.min(best, await show(picture));
      await show(first);
    }
    return best;
  };
  const field = graph.content.querySelector('input');
  const viewport = graph.content.querySelector('.viewport');
  return [
    await show(first),
    await changeTo(renamed),
    await changeTo(wrong),
    await changeTo(added),
    await repeat((run) => {
      const wheel = { deltaY: run % 2 === 0 ? 30 : -30, clientX: 400, clientY: 300 };
      viewport?.dispatchEvent(new WheelEvent('wheel', wheel));
    }),
    await repeat((run) => {
      if (field) field.value = 'step'.slice(0, (run % 4) + 1);
      field?.dispatchEvent(new Event('input'));
    }),
  ];
}

function nothing(): void {
  // There is no panel to notify.
}

async function repeat(act: (run: number) => void): Promise<number> {
  let best = Infinity;
  for (let run = 0; run < 12; run++) best = Math.min(best, await timed(() => act(run)));
  return best;
}

/** In milliseconds, until the end of the frame that shows it. */
async function timed(act: () => void): Promise<number> {
  await nextFrame();
  const start = performance.now();
  act();
  await nextFrame();
  return performance.now() - start;
}

/** A message that is posted in a frame arrives after that frame has been painted. */
function nextFrame(): Promise<void> {
  return new Promise((resolve) => {
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.addEventListener('message', () => resolve());
      port1.start();
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port is not a window
      port2.postMessage(undefined);
    });
  });
}

Object.assign(window, { measure });
