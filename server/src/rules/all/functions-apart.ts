import { homeOf } from '../../language/formats.ts';
import { resourcesOfType, type LambdaFunction, type Project } from '../../model/project.ts';
import { isCalledBy, triggersTo } from '../../model/usage.ts';
import type { Span } from '../../syntax/tree.ts';
import { rule } from '../rule.ts';
import { quote } from '../../wording.ts';

export const functionsApart = rule({
  id: 'functions-apart',
  severity: 'warning',
  summary: 'existing functions in different regions or partitions that the same stack calls',
  why: 'API Gateway, data resources and schedules can only call functions in their own region. If a stack calls functions in two regions, or in two partitions such as `aws` and `aws-cn`, it cannot reach all of them, wherever it is deployed.',
  looksAt: 'project',
  *check(project) {
    const [first, ...others] = calledFunctions(project);
    for (const other of first ? others : []) {
      const where = other.partition === first?.partition ? 'region' : 'partition';
      if (!first || other[where] === first[where]) continue;
      const message = `${quote(first.id)} is in ${quote(first[where])}.`;
      yield {
        span: other.span,
        data: { ids: [other.id, first.id], places: [other[where], first[where]], where },
        related: [{ span: first.span, message }],
      };
    }
  },
  message: ({ ids: [id = '', other = ''], places: [place = '', otherPlace = ''], where }) =>
    `${quote(id)} is in the ${where} ${quote(place)} and ${quote(other)} is in ${quote(otherPlace)}: API Gateway can only call functions in its own ${where}, so one of them is never reached. Use a function in the same ${where}.`,
});

interface CalledFunction {
  readonly id: string;
  readonly span: Span;
  readonly partition: string;
  readonly region: string;
}

/** The existing functions that an API, a data resource or a schedule calls. */
function calledFunctions(project: Project): readonly CalledFunction[] {
  const apis = resourcesOfType(project, 'websocket-api');
  const isCalled = (lambda: LambdaFunction): boolean =>
    apis.some((api) => isCalledBy(project, api, lambda)) || triggersTo(project, lambda).length > 0;
  return resourcesOfType(project, 'lambda-function').flatMap((lambda) => {
    const { id, arn } = lambda;
    if (!arn || !isCalled(lambda)) return [];
    const { partition, region } = homeOf(arn.value);
    // A malformed ARN is reported by `invalid-format`.
    return region === '' ? [] : { id: id.value, span: arn.node.span, partition, region };
  });
}
