// The differences between the template of the chat example and what the CDK's own constructs generate for the same API:
// the source of docs/cdk-comparison.md, checked by a test.

export interface Difference {
  /** The resource type, or the section of the template. */
  readonly of: string;
  /** The property or attribute; absent for the whole type or section. */
  readonly at?: string;
  readonly ours: string;
  readonly cdk: string;
  readonly why: string;
}

export const differences: readonly Difference[] = [
  {
    of: 'AWS::ApiGatewayV2::Api',
    at: 'Tags',
    ours: 'the tag `websocket-project:resource`',
    cdk: 'none',
    why: "The tag identifies the resource of the project file in AWS's console and bills.",
  },
  {
    of: 'AWS::ApiGatewayV2::Stage',
    at: 'DependsOn',
    ours: 'every route and response',
    cdk: 'none',
    why: 'A stage with automatic deployment deploys the API when it is created and again after each change. If it is created before the routes, it first deploys an API without them, and then once for each route.',
  },
  {
    of: 'AWS::ApiGatewayV2::Integration',
    at: 'IntegrationMethod',
    ours: '`POST`',
    cdk: 'none',
    why: 'Lambda is always called with `POST`. It is the default for `AWS_PROXY`; the template states it for readers.',
  },
  {
    of: 'AWS::Lambda::Permission',
    at: 'SourceArn',
    ours: '`…:${Chat}/prod/sendMessage`: this route of this stage',
    cdk: '`…:${Chat}/*sendMessage`: anything that ends with this route',
    why: 'The asterisk in the CDK matches the stage and the slash, but also routes with the same ending: `*sendMessage` matches `/prod/resendMessage`.',
  },
  {
    of: 'AWS::Lambda::Function',
    at: 'DependsOn',
    ours: 'none',
    cdk: 'the role and its policy',
    why: 'A policy that is a separate resource may be created after the function that needs it. A policy in the role is created with it.',
  },
  {
    of: 'AWS::Lambda::Function',
    at: 'Tags',
    ours: 'the tag `websocket-project:resource`',
    cdk: 'none',
    why: 'As for the API.',
  },
  {
    of: 'AWS::IAM::Role',
    at: 'ManagedPolicyArns',
    ours: 'none',
    cdk: '`AWSLambdaBasicExecutionRole`',
    why: 'The managed policy lets a function write to every log group of the account and create new ones. Here, it may only write to its own log group, which is part of the template.',
  },
  {
    of: 'AWS::IAM::Role',
    at: 'Policies',
    ours: 'one policy with all permissions of the function',
    cdk: 'none: a separate resource',
    why: 'This saves one resource per function, of the 500 in a stack, and keeps all permissions of a function in one place.',
  },
  {
    of: 'AWS::IAM::Policy',
    ours: 'none: part of the role',
    cdk: 'one for each function that has permissions',
    why: 'As above.',
  },
  {
    of: 'AWS::IAM::Policy',
    at: 'dynamodb:GetRecords, dynamodb:GetShardIterator',
    ours: 'not allowed',
    cdk: 'allowed with `grantReadData`',
    why: "These actions read a table's stream, and tables of a project file have none. All other actions on the table and on the API's connections are the same.",
  },
  {
    of: 'AWS::IAM::Policy',
    at: 'dynamodb:Query on /index/*',
    ours: 'allowed to readers',
    cdk: 'allowed if the table has an index',
    why: 'An index that is added to the table by hand can be read without another deployment.',
  },
  {
    of: 'AWS::IAM::Policy',
    at: 'dynamodb:Scan on /index/*',
    ours: 'allowed to readers',
    cdk: 'allowed if the table has an index',
    why: 'As above.',
  },
  {
    of: 'AWS::Logs::LogGroup',
    at: 'DeletionPolicy',
    ours: 'none: the log group is deleted with its function',
    cdk: '`Retain`',
    why: 'Log entries expire after 30 days in any case, and a log group that outlives its stack is easily forgotten.',
  },
  {
    of: 'AWS::Logs::LogGroup',
    at: 'UpdateReplacePolicy',
    ours: 'none',
    cdk: '`Retain`',
    why: 'As above.',
  },
  {
    of: 'AWS::DynamoDB::Table',
    at: 'DeletionPolicy',
    ours: '`RetainExceptOnCreate`',
    cdk: '`Retain`',
    why: 'Both keep the table when the stack is deleted. If the first deployment fails, `Retain` keeps an empty table outside of the stack as well.',
  },
  {
    of: 'AWS::DynamoDB::Table',
    at: 'Tags',
    ours: 'the tag `websocket-project:resource`',
    cdk: 'none',
    why: 'As for the API.',
  },
  {
    of: 'Parameters',
    at: 'Description',
    ours: 'the value to enter',
    cdk: 'none',
    why: 'The console shows the description when you deploy the template there.',
  },
  {
    of: 'Outputs',
    at: 'Description',
    ours: 'what the value is',
    cdk: 'none',
    why: "The stack's page in the console shows it.",
  },
  {
    of: 'Outputs',
    at: 'FunctionArn',
    ours: 'one for each function',
    cdk: 'only on request',
    why: 'To invoke or monitor a function, you need its name, which CloudFormation generates.',
  },
];

export function comparisonPage(): string {
  const rows = differences.map(({ of, at, ours, cdk, why }) => {
    const place = `${code(of)}${at === undefined ? '' : `: ${at.split(', ').map(code).join(', ')}`}`;
    return `| ${place} | ${ours} | ${cdk} | ${why} |`;
  });
  return `# Comparison with the CDK

The AWS Cloud Development Kit (CDK) has constructs for WebSocket APIs. This page lists where the [template](template.md) of the [chat example](../examples/chat/websocket.yaml) differs from the template that they generate for the same API, functions and table. Everything else is the same, property by property, except for the logical IDs and \`Fn::Join\` instead of \`Fn::Sub\`. A test compares the two templates, and this page is generated from its expectations.

| where | this template | the CDK | why |
| - | - | - | - |
${rows.join('\n')}

The CDK creates one integration and one permission per route, even if routes share a function. This template creates one per function of an API. In the chat example there is no difference, because no function handles two routes.
`;
}

function code(text: string): string {
  return `\`${text}\``;
}
