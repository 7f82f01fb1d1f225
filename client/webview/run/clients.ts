// The clients: who is connected, the form that connects another one, and the form that sends a message.
import type { AskableApi, LocalApi } from '../../../server/src/protocol.ts';
import type { ClientCommand, SavedSample } from '../../src/preview/preview-messages.ts';
import { t } from '../../../server/src/locale.ts';
import { button, element } from '../dom.ts';
import { labeled, setValue, textArea } from '../form.ts';
import { handshakeFields, requestOf, type Handshake } from '../handshake.ts';
import { samplePicker } from '../samples.ts';
import type { Connection, Session } from './session-state.ts';

export interface ClientFields {
  readonly handshake: Handshake;
  /** The API to connect to. */
  readonly api: string | undefined;
  /** The client that sends. */
  readonly sender: string | undefined;
  /** Undefined until the user has typed or a sample was filled in. */
  readonly message: string | undefined;
}

export interface Clients {
  readonly content: HTMLElement;
  readonly show: (session: Session, fields: ClientFields, apis: readonly AskableApi[]) => void;
  readonly showSaved: (samples: readonly SavedSample[]) => void;
  /** Sends the text as that client if it is connected, or else as the selected one. Whether there is one. */
  readonly send: (text: string, client: string | undefined) => boolean;
}

export interface ClientActions {
  readonly change: (changed: Partial<ClientFields>) => void;
  readonly command: (command: ClientCommand) => void;
  readonly save: (samples: readonly SavedSample[]) => void;
}

/** The connections that are listed: those after them are only counted. */
const maximumListed = 50;

export function clients({ change, command, save }: ClientActions): Clients {
  let session: Session | undefined;
  let fields: ClientFields | undefined;
  let known: readonly AskableApi[] = [];

  const listed = element('ul', { class: 'connections', 'aria-label': t`Connections` });
  const none = element('p', { class: 'remark' }, t`No client is connected.`);
  const apiList = element('select');
  apiList.addEventListener('change', () => change({ api: apiList.value }));
  const apiField = labeled('API', apiList);
  const handshake = handshakeFields((changed) => {
    if (fields) change({ handshake: { ...fields.handshake, ...changed } });
  });
  const connect = button(t`Connect`, {}, () => open());
  const form = element(
    'form',
    { class: 'connect', 'aria-label': t`New client` },
    apiField,
    handshake.content,
    element('div', { class: 'row' }, connect),
  );
  const another = button(t`New client`, { class: 'secondary', 'aria-expanded': 'false' }, () =>
    toggle(form.hidden !== false),
  );
  const sender = element('select', { 'aria-label': t`Send as` });
  sender.addEventListener('change', () => change({ sender: sender.value }));
  const message = textArea(3, (text) => change({ message: text }));
  const samples = samplePicker({
    choose(text) {
      change({ message: text });
      message.focus();
    },
    current: () => message.value,
    route: () => undefined,
    save,
  });
  const submit = button(t`Send`, { title: t`Send (Ctrl+Enter)` }, () => sendTyped());
  const sending = element(
    'form',
    { class: 'sending' },
    labeled(t`Message`, message),
    element('div', { class: 'row' }, submit, sender, samples.content),
  );
  for (const each of [form, sending]) each.addEventListener('submit', (event) => event.preventDefault());
  form.hidden = true;
  message.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    event.stopPropagation();
    sendTyped();
  });
  const content = element(
    'div',
    { class: 'clients' },
    element('div', { class: 'row' }, none, listed, another),
    form,
    sending,
  );

  const toggle = (isWanted: boolean): void => {
    form.hidden = !isWanted;
    another.setAttribute('aria-expanded', String(isWanted));
    if (isWanted) form.querySelector<HTMLElement>('select:not([hidden]), input, textarea')?.focus();
  };
  const api = (): LocalApi | undefined => session?.apis.find(({ id }) => id === fields?.api) ?? session?.apis[0];
  const askable = (id: string | undefined): AskableApi | undefined => known.find((each) => each.id === id);
  const own = (): readonly Connection[] =>
    [...(session?.connections.values() ?? [])].filter(({ client, isOpen }) => client !== undefined && isOpen);
  /** The API of a client that has just been asked for may be opened twice before the run reports the first. */
  let opened = 0;
  const open = (): void => {
    const target = api();
    if (!session || !fields || !target) return;
    opened = Math.max(opened, session.clients) + 1;
    const name = t`Client ${opened}`;
    const request = requestOf(fields.handshake, askable(target.id)?.identitySource ?? []);
    command({ command: 'connect', client: name, api: target.id, ...request });
    change({ sender: name });
    toggle(false);
    message.focus();
  };
  const send: Clients['send'] = (text, client) => {
    const names = own().map((each) => each.client);
    const name = [client, fields?.sender, names[0]].find((each) => each !== undefined && names.includes(each));
    if (name === undefined) return false;
    command({ command: 'send', client: name, text });
    return true;
  };
  const sendTyped = (): void => {
    if (!submit.disabled) send(message.value, sender.value);
  };
  const item = ({ id, api: to, client, isOpen }: Connection): HTMLElement => {
    const name = client ?? id;
    const shown = (session?.apis.length ?? 0) > 1 ? `${name} → ${to}` : name;
    const close =
      client === undefined || !isOpen
        ? []
        : [
            button(t`Close`, { class: 'secondary', 'aria-label': t`Close ${name}` }, () => {
              command({ command: 'close', client });
              another.focus();
            }),
          ];
    return element('li', {}, element('span', { title: id }, isOpen ? shown : t`${shown} is connecting`), ...close);
  };
  let drawn = '';

  return {
    content,
    show(next, nextFields, nextApis) {
      session = next;
      fields = nextFields;
      known = nextApis;
      const all = [...next.connections.values()];
      // Own clients first: they are what the user acts with.
      const sorted = [
        ...all.filter(({ client }) => client !== undefined),
        ...all.filter(({ client }) => client === undefined),
      ];
      const text = JSON.stringify([sorted.slice(0, maximumListed), sorted.length]);
      if (text !== drawn) {
        drawn = text;
        const more = sorted.length - maximumListed;
        const rest = more > 0 ? [element('li', {}, t`and ${more} more`)] : [];
        listed.replaceChildren(...sorted.slice(0, maximumListed).map(item), ...rest);
      }
      none.hidden = all.length > 0;
      listed.hidden = all.length === 0;
      apiField.hidden = next.apis.length < 2;
      fill(
        apiList,
        next.apis.map(({ id }) => id),
      );
      setValue(apiList, api()?.id ?? '');
      handshake.show(nextFields.handshake, askable(api()?.id));
      const names = own().flatMap(({ client }) => client ?? []);
      fill(sender, names);
      const chosen =
        nextFields.sender !== undefined && names.includes(nextFields.sender) ? nextFields.sender : names[0];
      setValue(sender, chosen ?? '');
      sender.hidden = names.length === 0;
      submit.disabled = names.length === 0;
      submit.title = names.length === 0 ? t`Connect a client first` : t`Send (Ctrl+Enter)`;
      const senderApi = own().find(({ client }) => client === chosen)?.api ?? api()?.id;
      const routes = askable(senderApi)?.samples ?? [];
      samples.showRoutes(routes);
      setValue(message, nextFields.message ?? routes[0]?.message ?? '');
    },
    showSaved: samples.showSaved,
    send,
  };
}

function fill(list: HTMLSelectElement, values: readonly string[]): void {
  if (values.join('\n') === [...list.options].map(({ value }) => value).join('\n')) return;
  const before = list.value;
  list.replaceChildren(...values.map((value) => element('option', { value }, value)));
  if (values.includes(before)) list.value = before;
}
