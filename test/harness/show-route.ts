// Shows where messages and connections are routed, as text.
import type { Analysis } from '../../server/src/analysis.ts';
import type { RouteQuestion } from '../../server/src/protocol.ts';

/** A line for each step with the text that it refers to, the calls, and the client's reply. */
export function showRoute(analysis: Analysis, asked: string): string {
  const [, api, rest = ''] = /^(?:@([\w-]+) )?(.*)$/s.exec(asked) ?? [];
  const answer = analysis.route(questionOf(rest), api);
  if ('reason' in answer) return `${answer.reason}\n`;
  const { steps, authorizer, handler, reply, outcome } = answer;
  const lines = [
    `${answer.api} → ${answer.route ?? '(none)'}`,
    ...steps.map(({ text, span }) => `- ${text}${span ? ` «${analysis.text.slice(span.start, span.end)}»` : ''}`),
    ...[authorizer, handler].flatMap((call) => (call ? [`calls ${call.function}`] : [])),
    outcome,
    ...(reply?.kind === 'error' ? [reply.frame] : []),
  ];
  return `${lines.join('\n')}\n`;
}

/** `connect ?token=1 Authorization: x`, `disconnect`, `binary`, `empty`, or else a message; `fails: …` if the handler fails. */
function questionOf(asked: string): RouteQuestion {
  const [, query, header, , answer] =
    /^connect(?: \?(\S*))?(?: ([\w-]+: \S+))?( (deny|unauthorized|failure))?$/.exec(asked) ?? [];
  if (asked.startsWith('connect')) {
    const [name = '', value = ''] = header?.split(': ') ?? [];
    const authorizer = (['deny', 'unauthorized', 'failure'] as const).find((one) => one === answer);
    return {
      kind: 'connect',
      query: (query ?? '').split('&').flatMap((pair) => {
        const [name = '', value = ''] = pair.split('=');
        return name === '' ? [] : [[name, value] as const];
      }),
      headers: header === undefined ? [] : [[name, value]],
      authorizer,
    };
  }
  if (asked === 'disconnect') return { kind: 'disconnect' };
  if (asked === 'empty') return { kind: 'message', message: '' };
  if (asked === 'binary') return { kind: 'message' };
  if (asked.startsWith('fails: ')) return { kind: 'message', message: asked.slice(7), handler: 'failure' };
  return { kind: 'message', message: asked };
}
