// The public projects of which the files here are translations, and what each translation loses: everything that the
// original deploys and the translation does not, with the reason. A test compares them.

export interface RealProject {
  /** The translation is `<name>.websocket.yaml`. */
  readonly name: string;
  /** The original, as a path in the folder of samples; of two of them, also what SAM makes of it. */
  readonly originals: readonly string[];
  /** The files that the original reads, by their paths in it: paths in the folder of samples. */
  readonly files?: Readonly<Record<string, string>>;
  /** The rules whose warnings are justified. */
  readonly warnings?: readonly string[];
  /** What AWS's validator says about the original as well. */
  readonly remarks?: readonly RegExp[];
  readonly losses: readonly Loss[];
  /** Why it cannot be described without loss; undefined if it can, but for names and tuning. */
  readonly notDescribable?: string;
}

/** What is missing, as a pattern of the facts of `inventoryOf`, and why that is no more than names and tuning. */
export interface Loss {
  readonly what: RegExp;
  readonly why: string;
}

/** What no translation has, because it has something else for it, or it is a name or a description. */
const replaced: readonly Loss[] = [
  {
    what: / AWS::ApiGatewayV2::(Deployment|Stage\.DeploymentId)(\W|$)/,
    why: 'The stage deploys the API by itself.',
  },
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
    why: 'Lambda no longer creates functions with the runtime, whatever deploys them.',
  },
  { what: / may logs:CreateLogGroup$/, why: 'The template has the log group itself.' },
];

export function lossesOf(project: RealProject): readonly Loss[] {
  return [...project.losses, ...replaced];
}

const goBinary: Loss = {
  what: /( runs |\.Handler: )bin\//,
  why: 'The runtime that replaces go1.x runs a file named bootstrap, whatever deploys it.',
};

const sharedRole = (functions: string, actions: string): Loss => ({
  what: new RegExp(`^(${functions}) may ${actions}$`),
  why: 'One role for all functions gave them the right to poll, which only the function that is invoked needs.',
});

const samTags: Loss = {
  what: / AWS::ApiGatewayV2::Stage\.Tags$/,
  why: 'The tag says that SAM created the stage.',
};

const defaultStage: Loss = {
  what: /^the stage is \$default$|Stage\.StageName: \$default$/,
  why: 'A name, by which no client can connect: only HTTP APIs can have a stage $default.',
};

export const projects: readonly RealProject[] = [
  {
    name: 'cloudformation-01',
    originals: ['cloudformation/01.yml'],
    losses: [
      { what: /^parameter GSI1Name/, why: 'The name of an index, which is fixed now.' },
      {
        what: / (AWS::IAM::Role|AWS::ApiGatewayV2::Authorizer\.AuthorizerCredentialsArn)$|^apigateway\.amazonaws\.com may /,
        why: 'API Gateway calls the authorizer by a permission instead of a role.',
      },
    ],
  },
  {
    name: 'cloudformation-02',
    originals: ['cloudformation/02.yml'],
    // The bucket is a public website.
    warnings: ['overlay-opens'],
    remarks: [/W3045: AccessControl property is deprecated/],
    losses: [
      {
        what: /^4 AWS::Lambda::Permission/,
        why: 'It lets API Gateway call a function that only the stream of a table invokes.',
      },
    ],
  },
  { name: 'cloudformation-03', originals: ['cloudformation/03.yml'], losses: [] },
  { name: 'cloudformation-08', originals: ['cloudformation/08.yml'], losses: [] },
  {
    name: 'cloudformation-09',
    originals: ['cloudformation/09.yml'],
    warnings: ['response-never-sent'],
    losses: [],
  },
  { name: 'cloudformation-14', originals: ['cloudformation/14.yml'], losses: [] },
  { name: 'cloudformation-15', originals: ['cloudformation/15.yml'], losses: [] },
  { name: 'cloudformation-19', originals: ['cloudformation/19.yml'], losses: [] },
  { name: 'cloudformation-20', originals: ['cloudformation/20.yml', 'cloudformation/25.json'], losses: [samTags] },
  { name: 'cloudformation-23', originals: ['cloudformation/23.yml', 'cloudformation/26.json'], losses: [samTags] },
  { name: 'cloudformation-24', originals: ['cloudformation/24.yml'], losses: [] },
  { name: 'cloudformation-27', originals: ['cloudformation/27.yml'], losses: [] },
  { name: 'cloudformation-28', originals: ['cloudformation/28.json'], losses: [defaultStage] },
  { name: 'cloudformation-29', originals: ['cloudformation/29.json'], losses: [defaultStage] },
  {
    name: 'cloudformation-32',
    originals: ['cloudformation/32.yml'],
    losses: [
      {
        what: / AWS::(EC2::SecurityGroup\.Tags|ElastiCache::ReplicationGroup\.Tags|CloudWatch::Alarm\.AlarmName)(:|$)/,
        why: 'Names.',
      },
    ],
  },
  { name: 'cloudformation-33', originals: ['cloudformation/33.yml'], losses: [] },
  {
    name: 'cloudformation-39',
    originals: ['cloudformation/39.yml'],
    losses: [{ what: / AWS::Lambda::Function\.RuntimeManagementConfig$/, why: "It is set to Lambda's default." }],
  },
  {
    name: 'cloudformation-40',
    originals: ['cloudformation/40.yml'],
    losses: [
      { what: /^parameter (Region|AWSAccount)/, why: 'The template takes the region and the account of the stack.' },
      {
        what: /^parameter Deployment(BucketName|Key)/,
        why: 'CodeS3Bucket and CodeS3Key say where the code is, without a default.',
      },
    ],
  },
  { name: 'serverless-01', originals: ['serverless/01.yml'], losses: [] },
  {
    name: 'serverless-03',
    originals: ['serverless/03.yml'],
    files: { './infra/dynamodb.yml': 'serverless/02.yml' },
    losses: [],
  },
  {
    name: 'serverless-05',
    originals: ['serverless/05.yml'],
    notDescribable: 'Its tables and rights are in two files that the sample lacks, so nobody knows what would be lost.',
    losses: [],
  },
  { name: 'serverless-07', originals: ['serverless/07.yml'], losses: [] },
  { name: 'serverless-08', originals: ['serverless/08.yml'], losses: [] },
  { name: 'serverless-09', originals: ['serverless/09.yml'], losses: [] },
  { name: 'serverless-10', originals: ['serverless/10.yml'], losses: [] },
  { name: 'serverless-12', originals: ['serverless/12.yml'], losses: [] },
  { name: 'serverless-14', originals: ['serverless/14.yml'], losses: [] },
  { name: 'serverless-15', originals: ['serverless/15.yml'], losses: [goBinary] },
  { name: 'serverless-19', originals: ['serverless/19.yml'], losses: [] },
  { name: 'serverless-24', originals: ['serverless/24.yml'], losses: [] },
  {
    name: 'serverless-26',
    originals: ['serverless/26.yml'],
    losses: [
      goBinary,
      { what: / AWS::DynamoDB::Table\.ProvisionedThroughput$/, why: 'Tuning: the table is billed per request.' },
    ],
  },
  { name: 'serverless-27', originals: ['serverless/27.yml'], losses: [] },
  {
    name: 'serverless-28',
    originals: ['serverless/28.yml'],
    notDescribable: 'Two functions handle the route `message`, which neither the language nor API Gateway allows.',
    remarks: [/W9002: .*EventSourceArn/, /W9013: Hardcoded account ID/],
    losses: [
      {
        what: /^message leads to freezemoney$|RouteKey: message$|^4 AWS::(ApiGatewayV2::(Route|Integration)|Lambda::Permission)/,
        why: 'The second function of the route is not called.',
      },
    ],
  },
  { name: 'serverless-32', originals: ['serverless/32.yml'], losses: [] },
  { name: 'serverless-34', originals: ['serverless/34.yml'], losses: [goBinary] },
  {
    name: 'serverless-35',
    originals: ['serverless/35.yml'],
    notDescribable:
      'Settings come from Parameter Store if they are there and have a default otherwise, which CloudFormation cannot do: they are parameters of the stack here.',
    warnings: ['short-visibility-timeout'],
    losses: [sharedRole('api|cli|websocket', 'sqs:(ReceiveMessage|DeleteMessage)')],
  },
  {
    name: 'serverless-36',
    originals: ['serverless/36.yml'],
    losses: [sharedRole('connect|disconnect', 'dynamodb:(GetRecords|GetShardIterator|DescribeStream|ListStreams)')],
  },
];
