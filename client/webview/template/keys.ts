// Keyboard and pointer in the template: moving between lines, folding, and going to the text that a line comes from.
import { commandOf, type CommandIn } from '../keyboard.ts';
import type { Lines } from './lines.ts';

/** Called with the line that the user has chosen. */
type Choose = (line: HTMLElement) => void;

export interface LineKeys {
  /** Keeps one line in the tab order: the first, if the one before is gone. */
  readonly refresh: () => void;
}

/** The number of lines that Page Up and Page Down move by. */
const page = 20;

export function walkLines({ content, blocks, placeOf }: Lines, choose: Choose): LineKeys {
  let reachable: HTMLElement | undefined;

  /** The lines that are not folded away. */
  const reachableLines = (): HTMLElement[] =>
    blocks().flatMap(({ lines, isFolded }) =>
      (isFolded() ? lines.slice(0, 1) : lines).filter((line) => line.getAttribute('role') === 'treeitem'),
    );
  const makeReachable = (line: HTMLElement | undefined): void => {
    if (line === reachable) return;
    reachable?.setAttribute('tabindex', '-1');
    line?.setAttribute('tabindex', '0');
    reachable = line;
  };
  const focus = (line: HTMLElement | undefined): void => {
    if (!line) return;
    makeReachable(line);
    line.focus({ preventScroll: true });
    line.scrollIntoView({ block: 'nearest' });
  };
  const lineOf = (target: EventTarget | null): HTMLElement | undefined => {
    const line = target instanceof Element ? target.closest('.line') : undefined;
    return line instanceof HTMLElement ? line : undefined;
  };
  const step = (from: HTMLElement, by: number): void => {
    const lines = reachableLines();
    focus(lines[Math.min(Math.max(lines.indexOf(from) + by, 0), lines.length - 1)]);
  };

  const commands: Readonly<Record<CommandIn<'line'>, (line: HTMLElement) => void>> = {
    down: (line) => step(line, 1),
    up: (line) => step(line, -1),
    pageDown: (line) => step(line, page),
    pageUp: (line) => step(line, -page),
    first: () => focus(reachableLines()[0]),
    last: () => focus(reachableLines().at(-1)),
    unfold: (line) => (isFolded(line) ? fold(line, false) : step(line, 1)),
    fold: (line) => fold(line, true),
    toggleFold: (line) => fold(line, !isFolded(line)),
    open: choose,
  };
  const isFolded = (line: HTMLElement): boolean => placeOf(line)?.block.isFolded() === true;
  const fold = (line: HTMLElement, folded: boolean): void => {
    const block = placeOf(line)?.block;
    if (block?.key === undefined) return;
    block.fold(folded);
    // The line itself may be folded away now.
    focus(block.lines[0]);
  };

  content.addEventListener('keydown', (event) => {
    const line = lineOf(event.target);
    const command = commandOf('line', event);
    if (!line || command === undefined) return;
    event.preventDefault();
    commands[command](line);
  });
  content.addEventListener('click', (event) => {
    const line = lineOf(event.target);
    // A click that ends a text selection is not a click on the line.
    if (!line || getSelection()?.isCollapsed === false) return;
    if (event.target instanceof Element && event.target.classList.contains('fold')) {
      fold(line, !isFolded(line));
      return;
    }
    makeReachable(line);
    choose(line);
  });
  content.addEventListener('focusin', ({ target }) => makeReachable(lineOf(target)));
  return {
    refresh() {
      if (!reachable?.isConnected) makeReachable(reachableLines()[0]);
    },
  };
}
