// Finding in the picture: what does not match is dimmed, and the matches are visited one by one.
import { button, element } from '../dom.ts';
import type { Picture } from './picture.ts';

export interface Search {
  readonly content: HTMLElement;
  /** Puts the cursor into the field. */
  readonly start: () => void;
  /** The picture has changed. */
  readonly refresh: () => void;
}

export interface SearchActions {
  /** A match is to be seen. */
  readonly visit: (node: SVGElement) => void;
  /** It is over: the focus goes to the match that was visited last, if any. */
  readonly leave: (node: SVGElement | undefined) => void;
}

export function search(picture: Picture, { visit, leave }: SearchActions): Search {
  const field = element('input', {
    type: 'search',
    placeholder: 'Find',
    title: 'Find in the graph (/ or Ctrl+F)',
    'aria-label': 'Find in the graph',
    spellcheck: 'false',
  });
  const count = element('span', { role: 'status', class: 'count' });
  const previous = button('↑', { 'aria-label': 'Previous match', title: 'Previous match (Shift+Enter)' }, () => go(-1));
  const next = button('↓', { 'aria-label': 'Next match', title: 'Next match (Enter)' }, () => go(1));
  const content = element('div', { class: 'search', role: 'search' }, field, count, previous, next);
  let current: string | undefined;

  const words = (): string => field.value.trim().toLowerCase();
  const matches = (): SVGElement[] => {
    const wanted = words();
    if (wanted === '') return [];
    return picture.nodes().filter(({ dataset }) => (dataset['name'] ?? '').toLowerCase().includes(wanted));
  };
  const refresh = (): void => {
    const found = matches();
    const ids = new Set(found.map(({ dataset }) => dataset['id']));
    const searches = words() !== '';
    picture.svg()?.classList.toggle('searching', searches);
    for (const { classList, dataset } of picture.parts()) {
      const isMatch = ids.has(dataset['id']) || ids.has(dataset['from']) || ids.has(dataset['to']);
      classList.toggle('match', searches && isMatch);
      classList.toggle('current', searches && dataset['id'] === current);
    }
    const place = found.findIndex(({ dataset }) => dataset['id'] === current);
    previous.disabled = next.disabled = found.length === 0;
    count.textContent = !searches ? '' : found.length === 0 ? 'Nothing found' : `${place + 1} of ${found.length}`;
  };
  const go = (step: number): void => {
    const found = matches();
    const place = found.findIndex(({ dataset }) => dataset['id'] === current);
    const start = place < 0 && step < 0 ? 0 : place;
    const node = found[(start + step + found.length) % found.length];
    current = node?.dataset['id'];
    refresh();
    if (node) visit(node);
  };
  field.addEventListener('input', () => {
    current = undefined;
    if (matches().length > 0) go(1);
    else refresh();
  });
  content.addEventListener('keydown', (event) => {
    const steps: Readonly<Partial<Record<string, number>>> = {
      Enter: event.shiftKey ? -1 : 1,
      F3: event.shiftKey ? -1 : 1,
    };
    const step = event.target === field ? steps[event.key] : undefined;
    if (step !== undefined) go(step);
    else if (event.key === 'Escape') {
      const visited = current === undefined ? undefined : picture.find(current);
      field.value = '';
      current = undefined;
      refresh();
      leave(visited);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  });
  refresh();
  return {
    content,
    start() {
      field.focus();
      field.select();
    },
    refresh,
  };
}
