// What the return value of an authorizer means: its policy, evaluated as IAM does, and its context.
import { t } from '../locale.ts';
import { quote } from '../wording.ts';
import { step, type AuthorizerAnswer, type SimulationStep } from './state.ts';

export interface AuthorizerDecision {
  readonly answer: AuthorizerAnswer;
  /** What later events have in `requestContext.authorizer`: everything as strings. */
  readonly context: Readonly<Record<string, string>>;
  readonly steps: readonly SimulationStep[];
}

/**
 * @param value what the authorizer returned, parsed
 * @param methodArn what the client wants to invoke, as in the authorizer's event
 */
export function decide(value: unknown, methodArn: string): AuthorizerDecision {
  const policy = readPolicy(value);
  if (typeof policy === 'string') return { answer: 'failure', context: {}, steps: [step(policy)] };
  const { statements, context } = policy;
  const matching = statements.filter((statement) => concerns(statement, methodArn));
  const denying = matching.some(({ effect }) => effect === 'Deny');
  const answer = !denying && matching.length > 0 ? 'allow' : 'deny';
  const conditional = matching.some(({ isConditional }) => isConditional)
    ? [step(t`Its policy has a \`Condition\`, which is not evaluated here: it is taken as met.`)]
    : [];
  return {
    answer,
    context,
    steps: [...conditional, ...(answer === 'deny' ? [whyDenied(policy, denying, methodArn)] : [])],
  };
}

function whyDenied({ statements }: Policy, denying: boolean, methodArn: string): SimulationStep {
  if (denying) return step(t`Its policy denies ${quote(methodArn)} explicitly.`);
  const allowed = statements.filter(({ effect, actions }) => effect === 'Allow' && actions.some(isInvoke));
  const [resource] = allowed.flatMap(({ resources }) => resources);
  if (resource === undefined) return step(t`Its policy allows no \`execute-api:Invoke\`.`);
  // The end is what usually differs, and a long text is shortened at its end.
  const [pattern, wanted] = [splitArn(resource), splitArn(methodArn)];
  const isElsewhere = pattern.slice(0, -1).some((part, index) => !matches(part, wanted[index] ?? ''));
  const [shown, meant] = isElsewhere ? [resource, methodArn] : [pattern.at(-1) ?? '', wanted.at(-1) ?? ''];
  return step(
    t`Its policy allows ${quote(shown)}, which does not match ${quote(meant)}. Return the \`methodArn\` of the event.`,
  );
}

interface Policy {
  readonly statements: readonly Statement[];
  readonly context: Readonly<Record<string, string>>;
}

interface Statement {
  readonly effect: 'Allow' | 'Deny';
  readonly actions: readonly string[];
  /** True if the statement is about all other actions: `NotAction`. */
  readonly isOtherAction: boolean;
  readonly resources: readonly string[];
  readonly isOtherResource: boolean;
  readonly isConditional: boolean;
}

/** A text says why it is invalid. */
function readPolicy(value: unknown): Policy | string {
  if (!isRecord(value)) return t`It returns no object with \`principalId\` and \`policyDocument\`.`;
  const { principalId, policyDocument, context } = value;
  if (typeof principalId !== 'string' || principalId === '')
    return t`It returns no \`principalId\`, which must be a string.`;
  if (!isRecord(policyDocument)) return t`It returns no \`policyDocument\`.`;
  const { Statement: written } = policyDocument;
  const statements = (Array.isArray(written) ? written : [written]).map(readStatement);
  const valid = statements.filter((statement) => statement !== undefined);
  if (valid.length < statements.length || valid.length === 0) {
    return t`Its \`policyDocument\` has an invalid \`Statement\`. Each needs \`Effect\`, \`Action\` and \`Resource\`, and a resource is \`*\` or an ARN.`;
  }
  const values = context === undefined || context === null ? {} : context;
  if (!isRecord(values)) return t`Its \`context\` is not an object.`;
  const strings: [string, string][] = [];
  for (const [name, one] of Object.entries(values)) {
    if (typeof one !== 'string' && typeof one !== 'number' && typeof one !== 'boolean') {
      return t`Its \`context\` has ${quote(name)}, which is no string, number or boolean.`;
    }
    strings.push([name, String(one)]);
  }
  return { statements: valid, context: Object.fromEntries([...strings, ['principalId', principalId]]) };
}

function readStatement(value: unknown): Statement | undefined {
  if (!isRecord(value)) return undefined;
  const { Effect, Action, NotAction, Resource, NotResource, Condition } = value;
  const actions = listOf(Action ?? NotAction);
  const resources = listOf(Resource ?? NotResource);
  if ((Effect !== 'Allow' && Effect !== 'Deny') || !actions || !resources?.every(isResource)) return undefined;
  return {
    effect: Effect,
    actions,
    isOtherAction: Action === undefined,
    resources,
    isOtherResource: Resource === undefined,
    isConditional: Condition !== undefined,
  };
}

function isResource(resource: string): boolean {
  return resource === '*' || resource.split(':').length >= arnParts;
}

function listOf(value: unknown): readonly string[] | undefined {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  const strings = list.filter((one) => typeof one === 'string');
  return strings.length === list.length && list.length > 0 ? strings : undefined;
}

function concerns({ actions, isOtherAction, resources, isOtherResource }: Statement, arn: string): boolean {
  const isAction = actions.some(isInvoke) !== isOtherAction;
  const isMeant = resources.some((resource) => matchesArn(resource, arn)) !== isOtherResource;
  return isAction && isMeant;
}

/** Names of actions are not case-sensitive. */
function isInvoke(action: string): boolean {
  return matches(action.toLowerCase(), 'execute-api:invoke');
}

/** `arn:partition:service:region:account:resource`. */
const arnParts = 6;

/** A wildcard stays within its part of the ARN. The last part is the resource, in which `*` spans slashes. */
function matchesArn(pattern: string, arn: string): boolean {
  if (pattern === '*') return true;
  const parts = splitArn(arn);
  return splitArn(pattern).every((part, index) => matches(part, parts[index] ?? ''));
}

function splitArn(arn: string): string[] {
  const parts = arn.split(':');
  return [...parts.slice(0, arnParts - 1), parts.slice(arnParts - 1).join(':')];
}

/** `*` is any text, and `?` any character. Takes at most the product of both lengths, whatever the pattern is. */
export function matches(pattern: string, text: string): boolean {
  let [at, star, resume] = [0, -1, 0];
  for (let offset = 0; offset < text.length;) {
    const wanted = pattern[at];
    if (wanted === '*') {
      [star, resume] = [at, offset];
      at++;
    } else if (wanted === '?' || wanted === text[offset]) {
      at++;
      offset++;
    } else if (star >= 0) {
      at = star + 1;
      offset = ++resume;
    } else return false;
  }
  return /^\**$/.test(pattern.slice(at));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
