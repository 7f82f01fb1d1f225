// The Simulate pane: the form, and the result, which updates while the user types.
import type { AskableApi, AskRequest } from '../../../server/src/protocol.ts';
import { isRecord } from '../../src/checks.ts';
import { element } from '../dom.ts';
import type { Page, Pane } from '../pane.ts';
import { answerView } from './answer.ts';
import './ask.css';
import { noFields, questionOf, readFields, type AskFields } from './fields.ts';
import { questionForm } from './question.ts';
import { t } from '../../../server/src/locale.ts';

/** In milliseconds. Typing is debounced; other changes are simulated immediately. */
const askDelay = 60;

export function askPane({ post, select, kept, keep, mark }: Page): Pane {
  const before = kept('ask');
  let uri: unknown = isRecord(before) ? before['uri'] : undefined;
  let fields: AskFields = readFields(isRecord(before) ? before['fields'] : undefined);
  let apis: readonly AskableApi[] = [];
  let parts: readonly string[] = [];
  let route: string | undefined;
  let asked = 0;
  let askedApi: string | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let samplesOf: unknown;

  const form = questionForm({
    change(changed) {
      fields = { ...fields, ...changed };
      keep('ask', { uri, fields });
      showForm();
      clearTimeout(timer);
      timer = setTimeout(ask, 'message' in changed || 'query' in changed || 'headers' in changed ? askDelay : 0);
    },
    route: () => route,
    save: (samples) => post({ type: 'saveSamples', samples }),
  });
  const answer = answerView({
    reveal: (range) => post({ type: 'revealRange', range }),
    copy: (text) => post({ type: 'copyText', text }),
    showInGraph() {
      select('graph');
      mark(parts);
    },
  });
  const content = element('div', { class: 'ask form-pane' }, form.content, answer.content);

  /** The selected API if the file has it, or else the first. */
  const api = (): AskableApi | undefined => apis.find(({ id }) => id === fields.api) ?? apis[0];
  const showForm = (): void => form.show(fields, apis, api());
  const ask = (): void => {
    clearTimeout(timer);
    askedApi = api()?.id ?? fields.api;
    post({ type: 'ask', number: ++asked, api: askedApi, question: questionOf(fields, api()?.identitySource ?? []) });
  };
  const begin = (request: AskRequest): void => {
    const { api, kind, message } = request;
    fields = { ...fields, api, kind, message: message ?? fields.message };
    keep('ask', { uri, fields });
  };
  /** Fills in a message for the API. Returns whether the request has to be sent again. */
  const complete = (): boolean => {
    const sample = api()?.samples[0]?.message;
    const lacksMessage = fields.message === undefined && sample !== undefined;
    if (lacksMessage) fields = { ...fields, message: sample };
    return lacksMessage || (apis.length > 0 && api()?.id !== askedApi);
  };
  const turnTo = (shown: string): void => {
    if (uri === shown) return;
    // Another file has other routes, so the values do not apply to it.
    uri = shown;
    fields = noFields;
    showForm();
  };
  const loadSamples = (): void => {
    if (samplesOf !== uri) post({ type: 'loadSamples' });
    samplesOf = uri;
  };

  showForm();
  return {
    id: 'ask',
    title: t`Simulate`,
    content,
    turnTo,
    show() {
      loadSamples();
      ask();
    },
    receive(message) {
      if (message.type === 'samples' && message.uri === uri) form.showSaved(message.samples);
      if (message.type === 'startAsking') {
        turnTo(message.uri);
        loadSamples();
        if (message.request) begin(message.request);
        select('ask');
        showForm();
        form.focus();
        ask();
      }
      if (message.type !== 'answer' || message.number !== asked) return;
      const { result } = message;
      apis = result?.apis ?? [];
      const isCompleted = complete();
      showForm();
      if (isCompleted) {
        ask();
        return;
      }
      parts = result?.answer?.parts ?? [];
      route = result?.answer?.route ?? undefined;
      answer.show(result);
    },
  };
}
