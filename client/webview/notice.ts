// The notice above the panes: why there is nothing to show, or that it is out of date, and the errors of the file.
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
  // Screen readers announce it when it changes.
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
  const notify = (kind: string, text: string, problems: readonly Problem[]): void => {
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
        notify('information', `${file} is empty. Describe an API in it to see its graph and template here.`, []);
      else if (errors.length === 0) notify('information', '', []);
      else notify('error', `${file} has ${count(errors)}. ${consequence(state)}`, errors);
    },
    unavailable(reason) {
      start.hidden = true;
      notify('information', reason, []);
    },
  };
}

function count(errors: readonly Problem[]): string {
  return errors.length === 1 ? '1 error' : `${errors.length} errors`;
}

function consequence({ pane, looksStale, graph, tables }: PreviewState): string {
  if (looksStale) return `Showing the last valid ${pane === 'template' ? 'template' : 'graph'}.`;
  if (pane !== 'ask' && !graph && !tables) return 'The graph and the template appear here once the file is fixed.';
  return 'No template can be generated until the file is fixed.';
}
