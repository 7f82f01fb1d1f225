// The form: the API, whether to simulate a message, a connection or a disconnection, and what the client sends.
import type { AskableApi } from '../../../server/src/protocol.ts';
import type { SavedSample } from '../../src/preview/preview-messages.ts';
import { choice } from '../controls.ts';
import { element } from '../dom.ts';
import { connectFields } from './connect.ts';
import { titledKinds, titledMessageAnswers, type AskFields } from './fields.ts';
import { labeled, selection, setValue, textArea } from '../form.ts';
import { samplePicker } from '../samples.ts';
import { t } from '../../../server/src/locale.ts';

export interface QuestionForm {
  readonly content: HTMLElement;
  /** @param api the selected API */
  readonly show: (fields: AskFields, apis: readonly AskableApi[], api: AskableApi | undefined) => void;
  readonly showSaved: (samples: readonly SavedSample[]) => void;
  /** Focuses the first field. */
  readonly focus: () => void;
}

interface QuestionActions {
  /** The route that receives the message, if any. */
  readonly route: () => string | undefined;
  readonly change: (fields: Partial<AskFields>) => void;
  readonly save: (samples: readonly SavedSample[]) => void;
}

export function questionForm({ change, route, save }: QuestionActions): QuestionForm {
  const apiList = element('select');
  apiList.addEventListener('change', () => change({ api: apiList.value }));
  const apiField = labeled('API', apiList);
  const kind = choice(t`Client action`, titledKinds(), (chosen) => change({ kind: chosen }));
  const message = textArea(6, (text) => change({ message: text }));
  const samples = samplePicker({
    choose(text) {
      change({ message: text });
      message.focus();
    },
    current: () => message.value,
    route,
    save,
  });
  const answer = selection(titledMessageAnswers(), (chosen) => change({ answer: chosen }));
  const sections = {
    message: element(
      'div',
      { class: 'message' },
      labeled(t`Message`, message),
      samples.content,
      labeled(t`The function`, answer),
    ),
    connect: element('div'),
    disconnect: element('p', { class: 'remark' }, t`The client disconnects, or the connection is lost.`),
  };
  const connect = connectFields(change);
  sections.connect.append(connect.content);
  const content = element(
    'form',
    { class: 'question', 'aria-label': t`Question` },
    element('div', { class: 'row' }, kind.content, apiField),
    ...Object.values(sections),
  );
  content.addEventListener('submit', (event) => event.preventDefault());
  let shownKind: AskFields['kind'] = 'message';

  return {
    content,
    show(fields, apis, api) {
      shownKind = fields.kind;
      kind.select(fields.kind);
      for (const [name, section] of Object.entries(sections)) section.hidden = name !== fields.kind;
      apiField.hidden = apis.length < 2;
      const ids = apis.map(({ id }) => id);
      if (ids.join(' ') !== [...apiList.options].map(({ value }) => value).join(' ')) {
        apiList.replaceChildren(...ids.map((id) => element('option', { value: id }, id)));
      }
      setValue(apiList, api?.id ?? '');
      setValue(message, fields.message ?? '');
      setValue(answer, fields.answer);
      samples.showRoutes(api?.samples ?? []);
      connect.show(fields, api);
    },
    showSaved: samples.showSaved,
    focus() {
      if (shownKind === 'message') message.focus();
      else content.querySelector<HTMLElement>('.connect input, [aria-pressed="true"]')?.focus();
    },
  };
}
