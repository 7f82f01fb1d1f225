// The rights of a SAM function: `Policies` as the managed policies and the documents of its role.
import { made, madeMap, type Place, type SourceEntry, type SourceMap, type SourceValue } from '../source.ts';
import { policyOfTemplate } from './policy-templates.ts';
import { isCall, lost, onlyEntry, placeOf, type Part, type SamResource } from './parts.ts';

/** What a role has under `ManagedPolicyArns` and `Policies`. */
export interface Rights {
  readonly managed: readonly SourceValue[];
  readonly inline: readonly SourceValue[];
  /** What could not be taken over. */
  readonly parts: readonly Part[];
}

/** Those managed policies that are not found under `policy/` alone. */
const inServiceRole = [
  'AWSLambdaBasicExecutionRole',
  'AWSLambdaDynamoDBExecutionRole',
  'AWSLambdaENIManagementAccess',
  'AWSLambdaKinesisExecutionRole',
  'AWSLambdaMSKExecutionRole',
  'AWSLambdaRole',
  'AWSLambdaSQSQueueExecutionRole',
  'AWSLambdaVPCAccessExecutionRole',
  'AmazonAPIGatewayPushToCloudWatchLogs',
];

/** The ARN of a managed policy of AWS that is given by its name. */
export function managedPolicy(name: string): string {
  if (name.startsWith('arn:')) return name;
  return `arn:aws:iam::aws:policy/${inServiceRole.includes(name) ? 'service-role/' : ''}${name}`;
}

/** The rights of `Policies`, which is a policy or a list of them. */
export function policiesOf(sam: SamResource): Rights {
  const given = sam.properties.entries.get('Policies')?.value;
  if (!given) return { managed: [], inline: [], parts: [] };
  const policies = given.kind === 'list' ? given.items : [given];
  const each = policies.map((policy, index) => rightsOf(sam, policy, `${sam.id}RolePolicy${index}`));
  return {
    managed: each.flatMap(({ managed }) => managed),
    inline: each.flatMap(({ inline }) => inline),
    parts: each.flatMap(({ parts }) => parts),
  };
}

function rightsOf(sam: SamResource, policy: SourceValue, name: string): Rights {
  const none: Rights = { managed: [], inline: [], parts: [] };
  if (policy.kind === 'scalar') {
    return policy.value === null ? none : { ...none, managed: [made(policy.place, managedPolicy(policy.text))] };
  }
  if (policy.kind === 'list') return none;
  const call = onlyEntry(policy);
  if (call?.[0] === 'Fn::If') return conditional(sam, policy.place, call[1], name);
  if (isCall(policy)) return { ...none, managed: [policy] };
  if (policy.entries.has('Statement')) return { ...none, inline: [inlinePolicy(policy.place, name, policy)] };
  const [template, parameters] = call ?? [];
  const document = template !== undefined && parameters && policyOfTemplate(template, parameters.value, policy.place);
  if (document) return { ...none, inline: [inlinePolicy(policy.place, name, document)] };
  return {
    ...none,
    parts: [
      lost(
        `Policy ${template ?? 'without statements'} of function ${sam.id}`,
        policy.place,
        template === undefined
          ? 'It is neither a policy document nor a policy template of SAM.'
          : 'SAM has no policy template with that name and those parameters.',
        'Give the function these rights with a connection, or under "permissions".',
      ),
    ],
  };
}

function inlinePolicy(place: Place, name: string, document: SourceValue): SourceValue {
  return madeMap(place, { PolicyName: name, PolicyDocument: document });
}

/** One policy or another, which have to be of the same kind: a role has a list for each. */
function conditional(sam: SamResource, place: Place, { value }: SourceEntry, name: string): Rights {
  const none: Rights = { managed: [], inline: [], parts: [] };
  const [condition, ...branches] = value.kind === 'list' ? value.items : [];
  if (!condition) return none;
  const rights = branches.map((branch) => (isNoValue(branch) ? none : rightsOf(sam, branch, name)));
  const choice = (kind: 'managed' | 'inline'): readonly SourceValue[] => {
    if (rights.every((branch) => branch[kind].length === 0)) return [];
    const chosen = rights.map((branch) => branch[kind][0] ?? madeMap(place, { Ref: 'AWS::NoValue' }));
    return [madeMap(place, { 'Fn::If': [condition, ...chosen] })];
  };
  return { managed: choice('managed'), inline: choice('inline'), parts: rights.flatMap(({ parts }) => parts) };
}

function isNoValue(value: SourceValue): boolean {
  const call = onlyEntry(value);
  return call?.[0] === 'Ref' && call[1].value.kind === 'scalar' && call[1].value.text === 'AWS::NoValue';
}

/** The right to send to the target of a failed or successful invocation, which SAM adds by itself. */
export function sendingPolicy(place: Place, id: string, kind: string, target: SourceValue): SourceValue | undefined {
  const known: Readonly<Record<string, readonly [name: string, action: string]>> = {
    SQS: ['SQSPolicy', 'sqs:SendMessage'],
    SNS: ['SNSPolicy', 'sns:publish'],
    EventBridge: ['EventBridgePolicy', 'events:PutEvents'],
    Lambda: ['LambdaPolicy', 'lambda:InvokeFunction'],
  };
  const [name, action] = Object.hasOwn(known, kind) ? (known[kind] ?? []) : [];
  if (name === undefined || action === undefined) return undefined;
  const statement = { Action: action, Effect: 'Allow', Resource: target };
  return madeMap(place, { PolicyName: `${id}${name}`, PolicyDocument: { Statement: [statement] } });
}

/** The role that SAM makes for a function or a state machine that is given none. */
export function roleProperties(
  sam: SamResource,
  place: Place,
  { managed, inline }: Omit<Rights, 'parts'>,
  service = 'lambda.amazonaws.com',
): SourceMap {
  const unique = managed.filter(
    (policy, index) =>
      policy.kind !== 'scalar' ||
      managed.findIndex((other) => other.kind === 'scalar' && other.text === policy.text) === index,
  );
  const trust = {
    Version: '2012-10-17',
    Statement: [{ Action: ['sts:AssumeRole'], Effect: 'Allow', Principal: { Service: [service] } }],
  };
  return madeMap(place, {
    AssumeRolePolicyDocument: sam.properties.entries.get('AssumeRolePolicyDocument')?.value ?? trust,
    ManagedPolicyArns: unique,
    Policies: inline.length > 0 ? inline : undefined,
    Path: sam.properties.entries.get('RolePath')?.value,
    PermissionsBoundary: sam.properties.entries.get('PermissionsBoundary')?.value,
  });
}

/** A managed policy that SAM adds because of a property. */
export function impliedPolicy(sam: SamResource, key: string, name: string): SourceValue[] {
  return sam.properties.entries.has(key) ? [made(placeOf(sam, key), managedPolicy(name))] : [];
}
