// What stands above the panes: why there is nothing to see, or that it is not what the file says now, and its errors.
import type { Problem } from '../../server/src/protocol.ts';
import type { PreviewState } from '../src/preview/preview-messages.ts';
import { button, element, withCode } from './dom.ts';
import type { Page } from './pane.ts';

export interface Notice {
  readonly content: HTMLElement;
  readonly show: (state: PreviewState) => void;
  readonly unavailable: (reason: string) => void;
}

export function notice({ post }: Page): Notice {
  // Told by screen readers when it changes.
  const summary = element('p', { role: 'status' });
  const list = element('ul');
  const start = button('Start with an API', { class: 'start', hidden: true }, () => post({ type: 'startFile' }));
  const content = element('div', { class: 'notice' }, summary, list, start);

  const item = (problem: Problem): HTMLElement => {
    const { line, character } = problem.range.start;
    const link = button('', { class: 'problem', title: problem.rule }, () =>
      post({ type: 'revealRange', range: problem.range }),
    );
    const place = element('span', { class: 'place' }, `${line + 1}:${character + 1}`);
    link.append(place, element('span', {}, ...withCode(problem.message)));
    return element('li', {}, link);
  };
  const tell = (kind: string, text: string, problems: readonly Problem[]): void => {
    content.hidden = text === '';
    content.className = `notice ${kind}`;
    if (summary.textContent !== text) summary.textContent = text;
    list.replaceChildren(...problems.map(item));
    list.hidden = problems.length === 0;
  };
  return {
    content,
    show(state) {
      const { file, isEmpty, errors } = state;
      start.hidden = !isEmpty;
      if (isEmpty)
        tell('information', `${file} is empty. Describe an API in it, and its graph and template appear here.`, []);
      else if (errors.length === 0) tell('information', '', []);
      else tell('error', `${file} has ${count(errors)}. ${consequence(state)}`, errors);
    },
    unavailable(reason) {
      start.hidden = true;
      tell('information', reason, []);
    },
  };
}

function count(errors: readonly Problem[]): string {
  return errors.length === 1 ? '1 error' : `${errors.length} errors`;
}

function consequence({ graph, graphIsStale, template }: PreviewState): string {
  const lastGood = [graphIsStale ? 'graph' : '', template === undefined ? '' : 'template'].filter(Boolean);
  if (lastGood.length > 0) {
    return `The last good ${lastGood.join(' and ')} ${lastGood.length > 1 ? 'stay' : 'stays'} until it is mended.`;
  }
  if (graph === undefined) return 'Mend it, and its graph and template appear here.';
  return 'There is no template until it is mended.';
}
