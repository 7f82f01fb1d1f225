// A block of the template's lines as elements. Their texts never change, so ranges in them stay valid.
import { element } from '../dom.ts';
import type { Block } from './outline.ts';

export interface ShownBlock {
  readonly key: string | undefined;
  readonly text: string;
  readonly content: HTMLElement;
  /** One for each line of the block. */
  readonly lines: readonly HTMLElement[];
  /** The offset of each line in the block's text. */
  readonly starts: readonly number[];
  readonly isFolded: () => boolean;
  /** Has no effect on a block that does not fold. */
  readonly fold: (folded: boolean) => void;
}

/** Creates the elements. In a block that folds, the other lines are in an element below the first, which folding hides. */
export function showBlock({ key, lines: texts }: Block): ShownBlock {
  const folds = key !== undefined;
  const starts: number[] = [];
  let length = 0;
  for (const text of texts) {
    starts.push(length);
    length += text.length;
  }
  const lines = texts.map((text, index) => {
    const level = folds ? (index === 0 ? 2 : 3) : /^\s/.test(text) ? 2 : 1;
    // Screen readers skip empty lines.
    const role = text.trim() === '' ? 'none' : 'treeitem';
    const line = element('div', { class: 'line', role, 'aria-level': role === 'treeitem' && String(level) });
    line.append(text);
    return line;
  });
  const [header, ...others] = lines;
  if (!folds || !header) {
    return finish(
      element('div', { class: 'block', role: 'none' }, ...lines),
      () => false,
      () => undefined,
    );
  }
  const marker = element('span', { class: 'codicon codicon-chevron-down fold', 'aria-hidden': 'true' });
  header.prepend(marker);
  header.setAttribute('aria-expanded', 'true');
  const body = element('div', { role: 'none' }, ...others);
  const isFolded = (): boolean => body.hidden === true;
  const fold = (folded: boolean): void => {
    body.hidden = folded;
    header.setAttribute('aria-expanded', String(!folded));
    marker.classList.toggle('codicon-chevron-right', folded);
    marker.classList.toggle('codicon-chevron-down', !folded);
    content.style.setProperty('--lines', String(folded ? 1 : lines.length));
  };
  const content = element('div', { class: 'block', role: 'none' }, header, body);
  return finish(content, isFolded, fold);

  function finish(made: HTMLElement, folded: ShownBlock['isFolded'], foldIt: ShownBlock['fold']): ShownBlock {
    // Gives the block a height before it is laid out.
    made.style.setProperty('--lines', String(lines.length));
    return { key, text: texts.join(''), content: made, lines, starts, isFolded: folded, fold: foldIt };
  }
}
