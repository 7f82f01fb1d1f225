// The fields of a connection: what the client sends, and how the functions respond.
import type { AskableApi, NamedValues } from '../../../server/src/protocol.ts';
import { element } from '../dom.ts';
import { titledAuthorizerAnswers, titledConnectAnswers, type AskFields } from './fields.ts';
import { labeled, selection, setValue, textArea, textInput } from './form.ts';
import { t } from '../../../server/src/locale.ts';

export interface ConnectFields {
  readonly content: HTMLElement;
  readonly show: (fields: AskFields, api: AskableApi | undefined) => void;
}

export function connectFields(change: (fields: Partial<AskFields>) => void): ConnectFields {
  const inputs = new Map<string, HTMLInputElement>();
  const identity = element('div', { class: 'identity' });
  const query = textInput((text) => change({ query: text }));
  query.placeholder = 'name=Ada&room=1';
  const headers = textArea(2, (text) => change({ headers: text }));
  headers.placeholder = 'Origin: https://example.com';
  const authorizer = selection(titledAuthorizerAnswers(), (answer) => change({ authorizer: answer }));
  const authorizerField = labeled(t`Authorizer`, authorizer);
  const connect = selection(titledConnectAnswers(), (answer) => change({ connect: answer }));
  const values = (): NamedValues => [...inputs].map(([source, input]) => [source, input.value] as const);

  const showSources = (sources: readonly string[], known: NamedValues): void => {
    if (sources.join(' ') !== [...inputs.keys()].join(' ')) {
      inputs.clear();
      identity.replaceChildren(
        ...sources.map((source) => {
          const input = textInput(() => change({ identity: values() }));
          inputs.set(source, input);
          return labeled(sourceLabel(source), input);
        }),
      );
    }
    for (const [source, input] of inputs) setValue(input, known.find(([name]) => name === source)?.[1] ?? '');
  };
  return {
    content: element(
      'div',
      { class: 'connect' },
      identity,
      labeled(t`Query string`, query),
      labeled(t`Headers, one per line`, headers),
      element('div', { class: 'row' }, authorizerField, labeled(t`$connect function`, connect)),
    ),
    show(fields, api) {
      showSources([...new Set(api?.identitySource)], fields.identity);
      setValue(query, fields.query);
      setValue(headers, fields.headers);
      setValue(authorizer, fields.authorizer);
      setValue(connect, fields.connect);
      authorizerField.hidden = api?.authorizer === undefined;
    },
  };
}

function sourceLabel(source: string): string {
  const [kind, ...name] = source.split('.');
  return kind === 'header'
    ? t`Header ${name.join('.')} (required by the authorizer)`
    : t`Query string ${name.join('.')} (required by the authorizer)`;
}
