// What the page asks of the route simulator, and the messages that are saved for it.
import { env } from 'vscode';
import { routeRequest, type RouteResult } from '../../../../server/src/protocol.ts';
import { reasonOf } from '../../messages.ts';
import type { Handlers } from './handler.ts';

export const ask: Handlers<'ask' | 'loadSamples' | 'saveSamples' | 'copyText'> = {
  async ask({ number, api, question }, { server, uri, post }) {
    const shown = uri();
    if (!shown) return;
    let result: RouteResult | null;
    try {
      result = await server.ask(routeRequest, { textDocument: { uri: shown.toString() }, api, question });
    } catch (error) {
      // It is said where the answer would stand: who types is not told with each key.
      result = { apis: [], answer: undefined, refused: reasonOf(error) };
    }
    post({ type: 'answer', number, result });
  },
  loadSamples(_, { uri, samples, post }) {
    const shown = uri();
    if (shown) post({ type: 'samples', uri: shown.toString(), samples: samples.of(shown) });
  },
  async saveSamples({ samples: saved }, { uri, samples }) {
    const shown = uri();
    if (shown) await samples.save(shown, saved);
  },
  async copyText({ text }) {
    await env.clipboard.writeText(text);
  },
};
