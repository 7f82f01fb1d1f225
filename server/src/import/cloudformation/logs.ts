// The log groups of functions and APIs, and how long they keep what is written to them.
import { logRetention } from '../../template/template.ts';
import type { Place } from '../source.ts';
import { becomes, consume, type Draft } from './draft.ts';
import type { Planned } from './plan.ts';
import { soleReference, wordsOf } from './references.ts';
import { property, type Member } from './stack.ts';

/** A log group of a function becomes the one that every function has. */
export function readLogGroups(draft: Draft): void {
  const { stack, plan, fates } = draft;
  const lambdas = plan.all.filter(({ type }) => type === 'lambda-function');
  const groups = new Map<Planned, Member>();
  for (const group of stack.ofType('AWS::Logs::LogGroup')) {
    if (fates.has(group.logicalId)) continue;
    const owner = lambdas.find(({ member }) => isLogOf(group, member));
    if (!owner) continue;
    if (groups.has(owner)) consume(draft, group);
    else becomes(draft, group, { kind: 'logGroup', id: owner.id }, ['LogGroupName']);
    groups.set(owner, groups.get(owner) ?? group);
  }
  const keeping = lambdas.find((lambda) => keepsForever(groups.get(lambda)));
  if (keeping) addRetention(draft, 'Logs of the functions', (groups.get(keeping) ?? keeping.member).place);
}

function isLogOf(group: Member, lambda: Member): boolean {
  const words = wordsOf(property(group, 'LogGroupName'));
  const name = property(lambda, 'FunctionName');
  return (
    soleReference(property(lambda, 'LoggingConfig', 'LogGroup'))?.id === group.logicalId ||
    words === `/aws/lambda/\${${lambda.logicalId}}` ||
    (name !== undefined && words === `/aws/lambda/${wordsOf(name)}`)
  );
}

/** Access logs go to a log group of the API, if they went to one of the template. */
export function becomesAccessLog(draft: Draft, group: Member, id: string): void {
  becomes(draft, group, { kind: 'accessLog', id }, ['LogGroupName']);
  if (keepsForever(group)) addRetention(draft, `Access logs of ${id}`, group.place);
}

/** Whether CloudWatch keeps all of it. That is also true of a log group that Lambda creates on its own. */
function keepsForever(group: Member | undefined): boolean {
  return property(group, 'RetentionInDays') === undefined;
}

function addRetention({ entries }: Draft, what: string, place: Place): void {
  entries.push({
    kind: 'changed',
    what,
    place,
    before: 'kept forever',
    after: `deleted after ${logRetention} days`,
    why: 'This is the retention of the log groups in the template of a project file.',
    todo: 'To keep them longer, set RetentionInDays of the log groups under cloudformation.',
  });
}
