// How an endpoint's function is called, or why it cannot be.
import type { Connection, Endpoint, LambdaFunction, Project } from '../model/project.ts';
import { handlerOf } from '../model/usage.ts';
import type { EndpointEvent, Occasion } from './events.ts';
import { step, type Step, type Effect, type Place } from './state.ts';
import { quote } from '../wording.ts';

interface Call {
  readonly effects: readonly Effect[];
  readonly steps: readonly Step[];
  /** True where the endpoint deploys without a function. */
  readonly isUnconnected: boolean;
}

export function call(
  { project }: Place,
  endpoint: Endpoint,
  { requestId }: Occasion,
  words: (lambda: LambdaFunction) => string,
  event: EndpointEvent,
): Call {
  const [connection] = endpoint.connections;
  if (!connection) {
    const text = 'No function handles this endpoint: its requests end in an error.';
    return { effects: [], steps: [step(text, endpoint.route ?? { node: endpoint.map })], isUnconnected: true };
  }
  const lambda = handlerOf(project, endpoint);
  if (!lambda)
    return { effects: [], steps: [step(whyNoFunction(project, connection), connection.target)], isUnconnected: false };
  const called = step(words(lambda), connection.target);
  return { effects: [{ kind: 'call', endpoint, lambda, requestId, event }], steps: [called], isUnconnected: false };
}

export function whyNoFunction(project: Project, { target: { value } }: Connection): string {
  const resource = project.find(value);
  const what = resource ? `${quote(value)} is no function` : `There is no resource ${quote(value)}`;
  return `${what}, which is an error: until it is mended, nothing can be deployed.`;
}
