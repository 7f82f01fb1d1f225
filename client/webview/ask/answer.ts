// The result of a simulation: the route and the reasons, the events of the functions, and what the client receives.
import type { FunctionCall, Range, RouteResult } from '../../../server/src/protocol.ts';
import { iconButton } from '../controls.ts';
import { button, element, withCode } from '../dom.ts';
import { coloredJson, stepItems } from '../explanation.ts';
import { t } from '../../../server/src/locale.ts';

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
  // Screen readers announce this part when it changes.
  const way = element('p', { class: 'way' });
  const outcome = element('p', { class: 'outcome' });
  const summary = element('div', { role: 'status' }, way, outcome);
  const frame = element('pre', { class: 'frame', tabindex: '0', 'aria-label': t`What the client receives` });
  const graph = button(t`Show in graph`, { class: 'secondary' }, showInGraph);
  const head = element('div', { class: 'row head' }, summary, graph);
  const steps = element('ol', { class: 'steps', 'aria-label': t`Why` });
  const events = element('div');
  const content = element('section', { class: 'answer', 'aria-label': t`Answer` }, head, frame, steps, events);

  const eventView = (call: FunctionCall, isAuthorizer: boolean): HTMLElement => {
    const name = call.function;
    const event = JSON.stringify(call.event, null, 2);
    const heading = isAuthorizer ? t`Event passed to \`${name}\` (authorizer)` : t`Event passed to \`${name}\``;
    const title = element('h3', {}, ...withCode(heading));
    const bar = element(
      'div',
      { class: 'row' },
      title,
      iconButton('copy', t`Copy the event passed to ${name}`, () => copy(event)),
    );
    const text = element('pre', { tabindex: '0', 'aria-label': t`Event passed to ${name}` }, coloredJson(event));
    return element('div', { class: 'event' }, bar, text);
  };
  const showSummary = (title: string, rest: string): void => {
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
        showSummary('', result?.refused ?? t`The language server has not opened this file.`);
        return;
      }
      showSummary(`${answer.api} → ${answer.route ?? t`no endpoint`}`, answer.outcome);
      steps.replaceChildren(...stepItems(answer.steps, reveal));
      events.replaceChildren(
        ...(answer.authorizer ? [eventView(answer.authorizer, true)] : []),
        ...(answer.handler ? [eventView(answer.handler, false)] : []),
      );
    },
  };
}
