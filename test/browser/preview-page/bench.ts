// The preview's page, which `npm run bench` loads into Chromium to measure it there. It receives messages as in VS Code, and
// marks in the browser's trace when each is sent, when the page shows it, and when everything is drawn.
import './themes.css';
import '../../../client/webview/style.css';
import { vscodeHost } from '../../../client/webview/host.ts';
import { mountPage } from '../../../client/webview/page.ts';
import type { PreviewState } from '../../../client/src/preview/preview-messages.ts';
import type { BenchStates } from '../../../scripts/bench/bench-report.ts';

async function measure(projects: readonly BenchStates[]): Promise<void> {
  for (const project of projects) await measureProject(project);
}

/** How often each is measured. */
const runs = 6;

async function measureProject({ name, first, keys }: BenchStates): Promise<void> {
  document.body.replaceChildren();
  mountPage(document.body, vscodeHost());
  const step = async (what: string, act: () => void, event = 'message'): Promise<void> => {
    await nextFrame();
    await nextFrame();
    const happened = new Promise((resolve) => window.addEventListener(event, resolve, { once: true, capture: true }));
    // What it does is another task, which starts after the mark.
    act();
    performance.mark(`start\t${name}\t${what}`);
    await happened;
    await nextFrame();
    performance.mark(`shown\t${name}\t${what}`);
    while (document.querySelector('[aria-busy]')) await nextFrame();
    performance.mark(`drawn\t${name}\t${what}`);
  };
  const show = (state: PreviewState) => (): void => window.postMessage({ type: 'show', state }, '*');
  await step('first paint', show(first));
  for (let run = 0; run < runs; run++) {
    for (const [what, state] of Object.entries(keys)) {
      await step(what, show(state));
      window.postMessage({ type: 'show', state: first }, '*');
      await nextFrame();
      while (document.querySelector('[aria-busy]')) await nextFrame();
    }
  }
  const field = document.querySelector<HTMLInputElement>('.search input');
  const viewport = document.querySelector('.viewport');
  for (let run = 0; run < runs; run++) {
    const wheel = { deltaY: run % 2 === 0 ? 30 : -30, clientX: 400, clientY: 300, bubbles: true };
    await step('zoom step', () => setTimeout(() => viewport?.dispatchEvent(new WheelEvent('wheel', wheel))), 'wheel');
    const find = (): void => {
      if (field) field.value = 'step'.slice(0, (run % 4) + 1);
      field?.dispatchEvent(new Event('input', { bubbles: true }));
    };
    await step('letter to find', () => setTimeout(find), 'input');
  }
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

let kept: unknown;
const vscode = {
  postMessage: () => undefined,
  setState: (state: unknown) => void (kept = state),
  getState: () => kept,
};
Object.assign(window, { measure, acquireVsCodeApi: () => vscode });
