// The fields of a connection: what the client sends, and how the functions respond.
import type { AskableApi } from '../../../server/src/protocol.ts';
import { element } from '../dom.ts';
import { labeled, selection, setValue } from '../form.ts';
import { handshakeFields } from '../handshake.ts';
import { titledAuthorizerAnswers, titledConnectAnswers, type AskFields } from './fields.ts';
import { t } from '../../../server/src/locale.ts';

export interface ConnectFields {
  readonly content: HTMLElement;
  readonly show: (fields: AskFields, api: AskableApi | undefined) => void;
}

export function connectFields(change: (fields: Partial<AskFields>) => void): ConnectFields {
  const handshake = handshakeFields(change);
  const authorizer = selection(titledAuthorizerAnswers(), (answer) => change({ authorizer: answer }));
  const authorizerField = labeled(t`Authorizer`, authorizer);
  const connect = selection(titledConnectAnswers(), (answer) => change({ connect: answer }));
  return {
    content: element(
      'div',
      { class: 'connect' },
      handshake.content,
      element('div', { class: 'row' }, authorizerField, labeled(t`$connect function`, connect)),
    ),
    show(fields, api) {
      handshake.show(fields, api);
      setValue(authorizer, fields.authorizer);
      setValue(connect, fields.connect);
      authorizerField.hidden = api?.authorizer === undefined;
    },
  };
}
