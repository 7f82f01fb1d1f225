// What a client sends when it connects: the fields of a form, their values as plain data, and the request that they make.
import type { AskableApi, NamedValues } from '../../server/src/protocol.ts';
import { t } from '../../server/src/locale.ts';
import { isRecord, list, pair, string } from '../src/checks.ts';
import { element } from './dom.ts';
import { labeled, setValue, textArea, textInput } from './form.ts';

export interface Handshake {
  /** The values for the identity sources, by source. */
  readonly identity: NamedValues;
  /** `name=value&…` */
  readonly query: string;
  /** `Name: value`, one per line. */
  readonly headers: string;
}

export const noHandshake: Handshake = { identity: [], query: '', headers: '' };

export interface HandshakeFields {
  readonly content: HTMLElement;
  readonly show: (handshake: Handshake, api: AskableApi | undefined) => void;
}

export function handshakeFields(change: (changed: Partial<Handshake>) => void): HandshakeFields {
  const inputs = new Map<string, HTMLInputElement>();
  const identity = element('div', { class: 'identity' });
  const query = textInput((text) => change({ query: text }));
  query.placeholder = 'name=Ada&room=1';
  const headers = textArea(2, (text) => change({ headers: text }));
  headers.placeholder = 'Origin: https://example.com';
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
      { class: 'handshake' },
      identity,
      labeled(t`Query string`, query),
      labeled(t`Headers, one per line`, headers),
    ),
    show(handshake, api) {
      showSources([...new Set(api?.identitySource)], handshake.identity);
      setValue(query, handshake.query);
      setValue(headers, handshake.headers);
    },
  };
}

function sourceLabel(source: string): string {
  const [kind, ...name] = source.split('.');
  return kind === 'header'
    ? t`Header ${name.join('.')} (required by the authorizer)`
    : t`Query string ${name.join('.')} (required by the authorizer)`;
}

/** @param sources the identity sources of the API; values for others are not sent */
export function requestOf(
  { identity, query, headers }: Handshake,
  sources: readonly string[],
): { readonly query: NamedValues; readonly headers: NamedValues } {
  const sent = identity.filter(([source, value]) => sources.includes(source) && value !== '');
  const of = (kind: string): NamedValues =>
    sent.flatMap(([source, value]) =>
      source.startsWith(`${kind}.`) ? [[source.slice(kind.length + 1), value] as const] : [],
    );
  return {
    query: [...of('querystring'), ...new URLSearchParams(query)],
    headers: [...of('header'), ...headersIn(headers)],
  };
}

function headersIn(text: string): NamedValues {
  return text.split(/\r?\n/).flatMap((line) => {
    const colon = line.indexOf(':');
    const name = line.slice(0, Math.max(0, colon)).trim();
    return name === '' ? [] : [[name, line.slice(colon + 1).trim()] as const];
  });
}

/** Reads stored values, and uses empty ones for invalid ones. */
export function readHandshake(value: unknown): Handshake {
  if (!isRecord(value)) return noHandshake;
  const { identity, query, headers } = value;
  return {
    identity: namedValues(identity) ? identity : [],
    query: string(query) ? query : '',
    headers: string(headers) ? headers : '',
  };
}

const namedValues = list(pair(string, string));
