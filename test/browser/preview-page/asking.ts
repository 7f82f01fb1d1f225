// The part of the panel that the Ask pane talks to: the core answers, and the browser's tab stores the samples.
import type { FakeHost } from '../../../client/webview/fake-host.ts';
import type { Analysis } from '../../../server/src/analysis.ts';
import { routeOf } from '../../../server/src/answers.ts';
import { savedSamples, type PageMessageOf } from '../../../client/src/preview/preview-messages.ts';
import { askRequest } from '../../../client/src/protocol-checks.ts';

type Types = 'ask' | 'loadSamples' | 'saveSamples' | 'copyText';
type Asking = { readonly [Type in Types]: (message: PageMessageOf<Type>) => void | Promise<void> };

export function asking(host: FakeHost, uri: string, analysis: () => Analysis): Asking {
  // The message that a code lens makes the panel send: here, a test dispatches it.
  document.addEventListener('startAsking', (event) => {
    const request: unknown = event instanceof CustomEvent ? event.detail : undefined;
    host.send({ type: 'startAsking', uri, request: askRequest(request) ? request : undefined });
  });
  return {
    ask: ({ number, ...asked }) => host.send({ type: 'answer', number, result: routeOf(analysis(), asked) }),
    loadSamples() {
      const samples: unknown = JSON.parse(sessionStorage.getItem('samples') ?? '[]');
      if (savedSamples(samples)) host.send({ type: 'samples', uri, samples });
    },
    saveSamples: ({ samples }) => sessionStorage.setItem('samples', JSON.stringify(samples)),
    copyText: ({ text }) => navigator.clipboard.writeText(text),
  };
}
