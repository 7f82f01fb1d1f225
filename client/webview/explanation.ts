// What explains an answer: the steps of the simulator, which lead to the text, and JSON in color.
import type { Range } from '../../server/src/protocol.ts';
import { button, element, withCode } from './dom.ts';
import './form.css';
import { tokensOf } from './json-and-yaml-tokens.ts';

interface Step {
  readonly text: string;
  readonly range?: Range | undefined;
}

/** The items of a list of steps. */
export function stepItems(steps: readonly Step[], reveal: (range: Range) => void): readonly HTMLElement[] {
  return steps.map(({ text, range }) => {
    if (!range) return element('li', {}, ...withCode(text));
    const link = button('', { class: 'step' }, () => reveal(range));
    link.append(...withCode(text));
    return element('li', {}, link);
  });
}

/** JSON with colored keys and values. */
export function coloredJson(json: string): DocumentFragment {
  const fragment = document.createDocumentFragment();
  for (const line of json.split(/(?<=\n)/)) {
    let end = 0;
    for (const token of tokensOf(line, 'json')) {
      fragment.append(
        line.slice(end, token.start),
        element('span', { class: token.kind }, line.slice(token.start, token.end)),
      );
      end = token.end;
    }
    fragment.append(line.slice(end));
  }
  return fragment;
}
