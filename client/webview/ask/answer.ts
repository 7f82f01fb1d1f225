// The answer: where it goes and why, what the functions get, and what the client.
import type { FunctionCall, Range, RouteAnswer, RouteResult } from '../../../server/src/protocol.ts';
import { iconButton } from '../controls.ts';
import { button, element, withCode } from '../dom.ts';
import { tokensOf } from '../json-and-yaml-tokens.ts';

export interface AnswerView {
  readonly content: HTMLElement;
  readonly show: (result: RouteResult | null) => void;
}

interface AnswerActions {
  readonly reveal: (range: Range) => void;
  readonly copy: (text: string) => void;
  readonly showInGraph: () => void;
}

export function answerView({ reveal, copy, showInGraph }: AnswerActions): AnswerView {
  // Told by screen readers when it changes; the rest is there to be read.
  const way = element('p', { class: 'way' });
  const outcome = element('p', { class: 'outcome' });
  const summary = element('div', { role: 'status' }, way, outcome);
  const frame = element('pre', { class: 'frame', tabindex: '0', 'aria-label': 'What the client gets' });
  const graph = button('Show in graph', { class: 'secondary' }, showInGraph);
  const head = element('div', { class: 'row head' }, summary, graph);
  const steps = element('ol', { class: 'steps', 'aria-label': 'Why' });
  const events = element('div');
  const content = element('section', { class: 'answer', 'aria-label': 'Answer' }, head, frame, steps, events);

  const stepItem = ({ text, range }: RouteAnswer['steps'][number]): HTMLElement => {
    if (!range) return element('li', {}, ...withCode(text));
    const link = button('', { class: 'step' }, () => reveal(range));
    link.append(...withCode(text));
    return element('li', {}, link);
  };
  const eventView = (call: FunctionCall, role: string): HTMLElement => {
    const name = call.function;
    const event = JSON.stringify(call.event, null, 2);
    const title = element('h3', {}, ...withCode(`\`${name}\``), ` gets, as ${role}`);
    const bar = element(
      'div',
      { class: 'row' },
      title,
      iconButton('copy', `Copy the event of ${name}`, () => copy(event)),
    );
    const text = element('pre', { tabindex: '0', 'aria-label': `The event of ${name}` }, coloured(event));
    return element('div', { class: 'event' }, bar, text);
  };
  const tell = (title: string, rest: string): void => {
    if (way.textContent !== title) way.textContent = title;
    if (outcome.textContent !== rest) outcome.replaceChildren(...withCode(rest));
    way.hidden = title === '';
  };
  return {
    content,
    show(result) {
      const answer = result?.answer;
      steps.hidden = !answer;
      graph.hidden = !answer || answer.parts.length === 0;
      const error = answer?.reply?.kind === 'error' ? answer.reply.frame : undefined;
      frame.hidden = error === undefined;
      frame.textContent = error ?? '';
      content.classList.toggle('nowhere', answer !== undefined && error !== undefined);
      if (!answer) {
        steps.replaceChildren();
        events.replaceChildren();
        tell('', result?.refused ?? 'The language server does not know this file.');
        return;
      }
      tell(`${answer.api} → ${answer.route ?? 'no endpoint'}`, answer.outcome);
      steps.replaceChildren(...answer.steps.map(stepItem));
      events.replaceChildren(
        ...(answer.authorizer ? [eventView(answer.authorizer, 'the authorizer')] : []),
        ...(answer.handler ? [eventView(answer.handler, 'the handler')] : []),
      );
    },
  };
}

/** JSON whose keys and values are told apart. */
function coloured(json: string): DocumentFragment {
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
