// The part of the panel that the Ask pane speaks to: the core answers, and the browser's tab keeps the samples.
import type { FakeHost } from '../../../client/webview/fake-host.ts';
import type { Analysis } from '../../../server/src/analysis.ts';
import type { RouteResult } from '../../../server/src/protocol.ts';
import { askRequest, savedSamples, type PageMessageOf } from '../../../client/src/preview/preview-messages.ts';

type Types = 'ask' | 'loadSamples' | 'saveSamples' | 'copyText';
type Asking = { readonly [Type in Types]: (message: PageMessageOf<Type>) => void | Promise<void> };

export function asking(host: FakeHost, uri: string, analysis: () => Analysis): Asking {
  // As a code lens would have the panel say: a test dispatches it.
  document.addEventListener('startAsking', (event) => {
    const request: unknown = event instanceof CustomEvent ? event.detail : undefined;
    host.send({ type: 'startAsking', uri, request: askRequest(request) ? request : undefined });
  });
  return {
    ask: ({ number, api, question }) =>
      host.send({ type: 'answer', number, result: resultOf(analysis(), question, api) }),
    loadSamples() {
      const samples: unknown = JSON.parse(sessionStorage.getItem('samples') ?? '[]');
      if (savedSamples(samples)) host.send({ type: 'samples', uri, samples });
    },
    saveSamples: ({ samples }) => sessionStorage.setItem('samples', JSON.stringify(samples)),
    copyText: ({ text }) => navigator.clipboard.writeText(text),
  };
}

function resultOf(
  analysis: Analysis,
  question: PageMessageOf<'ask'>['question'],
  api: string | undefined,
): RouteResult {
  const apis = analysis.askableApis();
  const answered = analysis.route(question, api);
  if ('reason' in answered) return { apis, answer: undefined, refused: answered.reason };
  const { steps, authorizer, handler, ...answer } = answered;
  const call = (called: typeof handler) =>
    called && { function: called.function, event: JSON.stringify(called.event, null, 2) };
  const position = (offset: number) => analysis.lines.positionAt(offset);
  return {
    apis,
    refused: undefined,
    answer: {
      ...answer,
      steps: steps.map(({ text, span }) => ({
        text,
        range: span && { start: position(span.start), end: position(span.end) },
      })),
      authorizer: call(authorizer),
      handler: call(handler),
    },
  };
}
