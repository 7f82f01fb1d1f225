import type { Analysis } from '../../analysis.ts';
import { routeRequest, type RouteAnswer, type RouteParams, type RouteResult } from '../../protocol.ts';
import { toRange } from '../convert.ts';
import type { ServerFeature } from '../feature.ts';

/** Where something goes that a client sends or does. */
export const route: ServerFeature = {
  capabilities: {},
  register({ connection, answer }) {
    connection.onRequest(
      routeRequest,
      answer('Route', (analysis, { question, api }: RouteParams): RouteResult => {
        const apis = analysis.askableApis();
        const answered = analysis.route(question, api);
        if ('reason' in answered) return { apis, answer: undefined, refused: answered.reason };
        return { apis, answer: toAnswer(answered, analysis), refused: undefined };
      }),
    );
  },
};

type PlainAnswer = Exclude<ReturnType<Analysis['route']>, { readonly reason: string }>;

function toAnswer({ steps, authorizer, handler, ...answer }: PlainAnswer, analysis: Analysis): RouteAnswer {
  const call = (called: PlainAnswer['handler']): RouteAnswer['handler'] =>
    called && { function: called.function, event: JSON.stringify(called.event, null, 2) };
  return {
    ...answer,
    steps: steps.map(({ text, span }) => ({ text, range: span && toRange(span, analysis) })),
    authorizer: call(authorizer),
    handler: call(handler),
  };
}
