// The right to send to the clients of WebSocket APIs. The descriptor gives it for its own APIs only, and to every function that
// handles an endpoint of one.
import type { SourceValue } from '../source.ts';
import type { Draft } from './draft.ts';
import { includesAction, isDenied, policiesOf, roleOf } from './policies.ts';
import { listOf, referencesIn, wordsOf } from './references.ts';
import { property, type Member } from './stack.ts';

export const send = 'execute-api:ManageConnections';

/** The APIs of the template to whose clients the statement lets a function send. */
export function apisIn(draft: Draft, actions: readonly string[], resource: SourceValue): readonly string[] {
  if (!actions.some((pattern) => pattern !== '*' && includesAction(pattern, send))) return [];
  const apis = draft.plan.all.filter(({ type }) => type === 'websocket-api');
  const named = apis.filter(({ member }) => [...referencesIn(resource)].some(({ id }) => id === member.logicalId));
  if (named.length > 0) return named.map(({ id }) => id);
  return isEveryApi(resource) ? apis.map(({ id }) => id) : [];
}

export function isHandler({ resources }: Draft, api: string, lambda: string): boolean {
  return resources.get(api)?.endpoints.some(({ handler }) => handler === lambda) === true;
}

/** Reports rights to send to the clients of every API, which the descriptor narrows to its own. */
export function reportNarrowed(draft: Draft): void {
  const { stack, plan, entries } = draft;
  const found = new Map<SourceValue, Set<string>>();
  for (const { id, type, member } of plan.all) {
    const role = type === 'lambda-function' ? roleOf(stack, member) : undefined;
    for (const { allowed } of role ? policiesOf(stack, role).flatMap(({ statements }) => statements) : []) {
      for (const resource of allowed?.actions.includes(send) === true ? allowed.resources : []) {
        if (isEveryApi(resource)) found.set(resource, (found.get(resource) ?? new Set()).add(id));
      }
    }
  }
  const distinct = new Map(
    [...found].map(([resource, functions]) => [[wordsOf(resource), ...functions].join(), { resource, functions }]),
  );
  for (const { resource, functions } of distinct.values()) {
    const [first] = functions;
    entries.push({
      kind: 'changed',
      what: `Right of ${[...functions].join(', ')} to send to clients`,
      place: resource.place,
      before: wordsOf(resource),
      after: 'the WebSocket APIs of the project file',
      why: 'A function can send to the clients of the APIs that it handles or connects to.',
      resource: first,
    });
  }
}

/** Reports the handlers that could not send to clients before: the descriptor lets every handler of an API do it. */
export function reportGained(draft: Draft): void {
  const { stack, plan, entries } = draft;
  if (stack.isOwn) return;
  const apis = plan.all.filter(({ type }) => type === 'websocket-api');
  const gained = plan.all.filter(({ id, type, member }) => {
    const role = type === 'lambda-function' ? roleOf(stack, member) : undefined;
    const handled = apis.filter((api) => isHandler(draft, api.id, id));
    return role !== undefined && handled.length > 0 && !decides(draft, role, new Set(handled.map((api) => api.id)));
  });
  const [first] = gained;
  if (!first) return;
  entries.push({
    kind: 'changed',
    what: `Right of ${gained.map(({ id }) => id).join(', ')} to send to clients`,
    place: first.member.place,
    before: 'not allowed',
    after: send,
    why: 'In a project file, a function that handles an endpoint can send to the clients of its API.',
    resource: first.id,
  });
}

/** The policies of AWS that include the right. */
const sendingPolicies = ['AdministratorAccess', 'AmazonAPIGatewayInvokeFullAccess', 'PowerUserAccess'];

/** Whether the role has the right for all of those APIs, or is explicitly denied it. */
function decides(draft: Draft, role: Member, apis: ReadonlySet<string>): boolean {
  const managed = listOf(property(role, 'ManagedPolicyArns')).map((arn) => wordsOf(arn).split('/').at(-1) ?? '');
  if (managed.some((name) => sendingPolicies.includes(name))) return true;
  const statements = policiesOf(draft.stack, role).flatMap((policy) => policy.statements);
  if (statements.some((statement) => isDenied(statement, send))) return true;
  const allowed = new Set(
    statements.flatMap((statement) => {
      const actions =
        statement.allowed?.actions.some((pattern) => includesAction(pattern, send)) === true ? [send] : [];
      return statement.allowed?.resources.flatMap((resource) => apisIn(draft, actions, resource)) ?? [];
    }),
  );
  return [...apis].every((api) => allowed.has(api));
}

function isEveryApi(resource: SourceValue): boolean {
  return /^(?:\*|arn:aws:execute-api:(?:\*|(?:\$\{[^}]*\}|[^:$])*(?::(?:\$\{[^}]*\}|[^:$])*)?:\*.*))$/.test(
    wordsOf(resource),
  );
}
