// The public projects in the folder of samples, and what their import loses: what the original deploys and the template of
// the descriptor does not, with the reason, and how the report says it where it is a loss.

export interface Sample {
  /** A path in the folder of samples. */
  readonly file: string;
  /** The files that it reads, by their paths in it: paths in the folder of samples. */
  readonly files?: Readonly<Record<string, string>>;
  /** Why it cannot be imported. */
  readonly refused?: RegExp;
  readonly losses?: readonly Loss[];
  /** What AWS's validator says about the original as well. */
  readonly remarks?: readonly RegExp[];
}

/** Patterns of the facts of `inventoryOf`, and of what the report leaves out; without the latter, nothing is lost. */
export interface Loss {
  readonly what: RegExp;
  readonly why: string;
  readonly reported?: RegExp;
}

/** What no import has, because the descriptor has something else for it. */
export const replaced: readonly Loss[] = [
  { what: / AWS::ApiGatewayV2::(Deployment|Stage\.DeploymentId)(\W|$)/, why: 'The stage deploys the API by itself.' },
  {
    what: /\.(Description|ConstraintDescription|AlarmDescription|Comment|HostedZoneConfig|ReplicationGroupDescription)(:|$)/,
    why: 'A description for people.',
  },
  {
    what: / AWS::(ApiGatewayV2::(Route\.OperationName|Authorizer\.Name)|Logs::LogGroup\.LogGroupName)(:|$)/,
    why: 'A name that nothing uses: functions refer to their log groups.',
  },
  {
    what: /( runs on |\.Runtime: )(nodejs8\.10|nodejs1[0-4]\.x|go1\.x|dotnetcore2\.1)$/,
    why: 'Lambda no longer creates functions with the runtime. The report says which one the descriptor has.',
  },
  {
    what: /( runs |\.Handler: )bin\//,
    why: 'The runtime that replaces go1.x runs a file named bootstrap, which the report says.',
  },
  {
    what: / may (logs:CreateLogGroup|.*AWSLambdaBasicExecutionRole"\]\]\})$/,
    why: 'The template has the log group itself.',
  },
  { what: /^parameter BootstrapVersion/, why: 'The CDK needs it to upload code.' },
  { what: /^\d AWS::IAM::Policy$/, why: 'Its rights are those of the roles.' },
  { what: / AWS::ApiGatewayV2::Stage\.Tags$/, why: 'The tag says that SAM created the stage.' },
  { what: /^the stage is \$default$|Stage\.StageName: \$default$/, why: 'No client can connect by that name.' },
];

const httpApi = (reported: RegExp): Loss => ({
  what: /^\d AWS::(ApiGateway::|Lambda::Permission)/,
  why: 'A REST API.',
  reported,
});

const sharedRole = (functions: string, actions: string): Loss => ({
  what: new RegExp(`^(${functions}) may ${actions}$`),
  why: 'One role for all functions gave them the right to poll, which only the function that is invoked needs. The report says so.',
});

export const samples: readonly Sample[] = [
  ...['02', '03', '04', '05', '06', '07', '08', '09'].map((name) => ({ file: `altostra/${name}.json` })),
  {
    file: 'cdk/01.json',
    losses: [
      {
        what: / may dynamodb:(GetRecords|GetShardIterator)$/,
        why: 'Rights on a stream have no effect on a table. The report says so.',
      },
    ],
  },
  { file: 'cdk/02.json' },
  {
    file: 'cdk/03.json',
    losses: [{ what: /\.ApiKeySelectionExpression(:|$)/, why: "It is API Gateway's default." }],
  },
  ...['04', '05', '06'].map((name) => ({ file: `cdk/${name}.json` })),
  {
    file: 'cloudformation/01.yml',
    remarks: [/W2509: Parameter 'JwtSecret'/, /W3002: .*DependencyLayer/, /W9003: 300 is not of type 'string'/],
  },
  {
    file: 'cloudformation/02.yml',
    remarks: [/E3045: .*WebsiteBucket/, /W3045: .*WebsiteBucket/, /W3005: .*ProcessDynamoDBStreamPermission/],
  },
  { file: 'cloudformation/03.yml' },
  { file: 'cloudformation/08.yml' },
  { file: 'cloudformation/09.yml' },
  ...['14.yml', '15.yml', '19.yml', '20.yml', '23.yml', '24.yml', '25.json', '26.json', '27.yml'].map((name) => ({
    file: `cloudformation/${name}`,
  })),
  { file: 'cloudformation/28.json' },
  { file: 'cloudformation/29.json' },
  { file: 'cloudformation/32.yml' },
  {
    file: 'cloudformation/33.yml',
    losses: [httpApi(/^Event HttpPost/)],
  },
  {
    file: 'cloudformation/39.yml',
    remarks: [/W3002: .*RequestsLayer/],
    losses: [{ what: /\.RuntimeManagementConfig$/, why: "It is set to Lambda's default." }],
  },
  {
    file: 'cloudformation/40.yml',
    remarks: [/W2001: Parameter '(Region|AWSAccount|Deployment\w+)' is not referenced/],
  },
  { file: 'serverless/01.yml' },
  { file: 'serverless/02.yml', refused: /no WebSocket API/ },
  { file: 'serverless/03.yml', files: { 'infra/dynamodb.yml': 'serverless/02.yml' } },
  {
    file: 'serverless/05.yml',
    losses: [
      {
        what: /AWS::Lambda::EventSourceMapping|^subscriptionEventsTable invokes/,
        why: 'The sample lacks the file with the table.',
        reported: /^PublishEventSourceMapping/,
      },
    ],
  },
  { file: 'serverless/07.yml', losses: [httpApi(/^Event `http` of function `frontend`/)] },
  { file: 'serverless/08.yml', losses: [httpApi(/^Event `http` of function `initiateOneWay`/)] },
  { file: 'serverless/09.yml', losses: [httpApi(/^Event `http` of function `handler`/)] },
  { file: 'serverless/10.yml', losses: [httpApi(/^Event `http` of function `handler`/)] },
  ...['12', '14', '15', '19', '24', '26', '27'].map((name) => ({ file: `serverless/${name}.yml` })),
  {
    file: 'serverless/28.yml',
    remarks: [/W9002: .*EventSourceArn/, /W9013: Hardcoded account ID/],
    losses: [
      {
        what: /^message leads to message$|RouteKey: message$|^4 AWS::(ApiGatewayV2::(Route|Integration)|Lambda::Permission)/,
        why: 'Two functions handle the route, which API Gateway does not allow.',
        reported: /^Route `message`/,
      },
    ],
  },
  { file: 'serverless/32.yml' },
  {
    file: 'serverless/34.yml',
    losses: [{ what: /AWS::ApiGateway::Account/, why: 'The role for logs is one of the account, not of the stack.' }],
  },
  {
    file: 'serverless/35.yml',
    losses: [
      {
        what: /^[24] AWS::(ApiGatewayV2::|Lambda::Permission)|ProtocolType: HTTP/,
        why: 'An HTTP API.',
        reported: /^Event `httpApi` of function `api`/,
      },
      { what: / gets APP_API_ID$/, why: 'The ID of that API.', reported: /^APP_API_ID/ },
      sharedRole('api|cli|websocket', 'sqs:(ReceiveMessage|DeleteMessage)'),
    ],
  },
  {
    file: 'serverless/36.yml',
    losses: [sharedRole('connect|disconnect', 'dynamodb:(GetRecords|GetShardIterator|DescribeStream|ListStreams)')],
  },
];
