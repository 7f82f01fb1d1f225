// Where the template of the chat example differs from what the CDK's own constructs make of the same API: the page
// docs/cdk-comparison.md, and what a test holds against both.

export interface Difference {
  /** The resource type, or the section of the template. */
  readonly of: string;
  /** The property or attribute; absent for the whole. */
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
    why: "By the tag, AWS's console and bills tell which resource of the project file this is.",
  },
  {
    of: 'AWS::ApiGatewayV2::Stage',
    at: 'DependsOn',
    ours: 'every route and response',
    cdk: 'none',
    why: 'A stage that deploys itself does so for the first time when it is made. Made before the routes, it deploys an API without them, again for each route that comes.',
  },
  {
    of: 'AWS::ApiGatewayV2::Integration',
    at: 'IntegrationMethod',
    ours: '`POST`',
    cdk: 'none',
    why: 'Lambda is called by `POST`, whatever the route. AWS assumes it for `AWS_PROXY`; here it stands where a reader looks for it.',
  },
  {
    of: 'AWS::Lambda::Permission',
    at: 'SourceArn',
    ours: '`…:${Chat}/*/sendMessage`: any stage, that route',
    cdk: '`…:${Chat}/*sendMessage`: whatever ends in that route',
    why: 'The star of the CDK stands for the stage and its slash, and so for other routes that end alike: `/prod/resendMessage` with `*sendMessage`.',
  },
  {
    of: 'AWS::Lambda::Function',
    at: 'DependsOn',
    ours: 'none',
    cdk: 'the role and its policy',
    why: 'A policy that is a resource of its own may come after the function that needs it. Policies in the role come with it.',
  },
  {
    of: 'AWS::Lambda::Function',
    at: 'Tags',
    ours: 'the tag `websocket-project:resource`',
    cdk: 'none',
    why: 'As with the API.',
  },
  {
    of: 'AWS::IAM::Role',
    at: 'ManagedPolicyArns',
    ours: 'none',
    cdk: '`AWSLambdaBasicExecutionRole`',
    why: "The managed policy lets a function write to every log of the account, and make new ones. Here it may write to its own, which is the template's.",
  },
  {
    of: 'AWS::IAM::Role',
    at: 'Policies',
    ours: 'one policy with all that the function may do',
    cdk: 'none: a resource of its own',
    why: 'One resource less for each function, of the 500 that a stack has, and what a function may do stands in one place.',
  },
  {
    of: 'AWS::IAM::Policy',
    ours: 'none: in the role',
    cdk: 'one for each function that may do something',
    why: 'As above.',
  },
  {
    of: 'AWS::IAM::Policy',
    at: 'dynamodb:GetRecords, dynamodb:GetShardIterator',
    ours: 'not allowed',
    cdk: 'allowed with `grantReadData`',
    why: "They read a table's stream, and tables of this language have none. All other actions on the table and on the API's connections are the same.",
  },
  {
    of: 'AWS::Logs::LogGroup',
    at: 'DeletionPolicy',
    ours: 'none: the log goes with its function',
    cdk: '`Retain`',
    why: 'What a log says is kept for 30 days in any case. A log that outlives its stack is one that nobody looks at.',
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
    at: 'Tags',
    ours: 'the tag `websocket-project:resource`',
    cdk: 'none',
    why: 'As with the API.',
  },
  {
    of: 'Parameters',
    at: 'Description',
    ours: 'what to give',
    cdk: 'none',
    why: 'Whoever deploys the template in the console is asked for them.',
  },
  {
    of: 'Outputs',
    at: 'Description',
    ours: 'what it is',
    cdk: 'none',
    why: "They are what the stack's page in the console shows.",
  },
  {
    of: 'Outputs',
    at: 'FunctionArn',
    ours: 'of each function',
    cdk: 'only what is asked for',
    why: 'To call or to watch a function, one needs its name, which CloudFormation makes up.',
  },
];

export function comparisonPage(): string {
  const rows = differences.map(({ of, at, ours, cdk, why }) => {
    const place = `${code(of)}${at === undefined ? '' : `: ${at.split(', ').map(code).join(', ')}`}`;
    return `| ${place} | ${ours} | ${cdk} | ${why} |`;
  });
  return `# Beside the CDK

The AWS Cloud Development Kit has constructs for WebSocket APIs. Here is where the [template](template.md) of the [chat example](../examples/chat/websocket.yaml) differs from what they make of the same API, the same functions and the same table. All else is the same, property by property, apart from the logical IDs and from \`Fn::Join\` in place of \`Fn::Sub\`. A test compares the two, and this page is made from what it expects.

| where | this template | the CDK | why |
| - | - | - | - |
${rows.join('\n')}

The CDK makes one integration and one permission for each route, also where routes share a function; this template makes one for each function of an API. In the chat, where no function handles two routes, that makes no difference.
`;
}

function code(text: string): string {
  return `\`${text}\``;
}
