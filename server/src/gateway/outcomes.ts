// What API Gateway makes of an invocation: the decision of an authorizer, or the response of an endpoint's function.
import type { LambdaFunction } from '../model/project.ts';
import { decide, type AuthorizerDecision } from '../simulation/policy.ts';
import { readResponse, type Response } from '../simulation/response.ts';
import type { SimulationStep } from '../simulation/state.ts';
import { quote, shorten } from '../wording.ts';
import type { Outcome } from './session.ts';

/** @param methodArn what the client wants to invoke, as in the authorizer's event */
export function decisionOf(lambda: LambdaFunction, outcome: Outcome, methodArn: string): AuthorizerDecision {
  if (outcome.kind === 'returned') return decide(outcome.value, methodArn);
  const isUnauthorized = outcome.kind === 'failed' && outcome.errorMessage === 'Unauthorized';
  return { answer: isUnauthorized ? 'unauthorized' : 'failure', context: {}, steps: whyFailed(lambda, outcome) };
}

export function responseOf(lambda: LambdaFunction, outcome: Outcome): Response {
  if (outcome.kind === 'returned') return readResponse(outcome.value);
  return { answer: 'failure', steps: whyFailed(lambda, outcome) };
}

function whyFailed({ id }: LambdaFunction, outcome: Exclude<Outcome, { kind: 'returned' }>): SimulationStep[] {
  const name = quote(id.value);
  const text =
    outcome.kind === 'timeout'
      ? `${name} did not return within its timeout of ${outcome.seconds} s.`
      : `${name} failed: ${shorten(`${outcome.errorType}: ${outcome.errorMessage}`, 300).replace(/\.?$/, '.')}`;
  return [{ text, span: undefined }];
}
