import { allowedFrom, findAllowed, type ConnectionSource } from '../../language/connections.ts';
import { findResourceDefinition, type ResourceType } from '../../language/index.ts';
import { rule } from '../rule.ts';
import { allOf, capitalised, quote } from '../words.ts';

interface NotAllowed {
  readonly source: ConnectionSource;
  readonly target: string;
  readonly type: ResourceType;
}

export const connectionNotAllowed = rule({
  id: 'connection-not-allowed',
  severity: 'error',
  summary: 'a connection between resources that cannot be connected',
  why: 'An API connects to the function that authorizes its clients, an endpoint to the function that handles it, a function to the APIs that it sends to and to the data resources that it uses. Nothing else has a meaning in the template.',
  looksAt: 'connection',
  *check({ source, target }, project) {
    const type = project.find(target.value)?.type;
    if (!source || !type || findAllowed(source, type)) return;
    const data: NotAllowed = { source, target: target.value, type };
    yield { span: target.node.span, data };
  },
  message({ source, target, type }) {
    const allowed = allowedFrom(source).map(({ to }) => to);
    const advice =
      allowed.length > 0 ? `It can connect to ${allOf(allowed)}.` : 'It starts no connection: remove this one.';
    return `${capitalised(nounOf(source))} cannot connect to ${nounOf(type)} (${quote(target)}). ${advice}`;
  },
});

function nounOf(source: ConnectionSource): string {
  return source === 'endpoint' ? 'an endpoint' : (findResourceDefinition(source)?.noun ?? source);
}
