// The policy templates of SAM: names for rights that a function often needs, with parameters. The statements are those of
// https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/serverless-policy-template-list.html
import { entryAt, made, type Made, type Place, type SourceValue } from '../source.ts';

interface Statement {
  /** Of one service, without its prefix. */
  readonly actions: string;
  readonly service: string;
  /** ARNs in which `${Name}` is a parameter of the template. */
  readonly resources: readonly string[];
  /** A key that has to be that ARN for the rights to hold. */
  readonly condition?: readonly [key: string, arn: string];
}

/** Rights on all resources, or on those of an ARN without its start: `dynamodb:table/${TableName}`. */
function on(service: string, actions: string, ...resources: readonly string[]): Statement {
  return { service, actions, resources: resources.length > 0 ? resources : ['*'] };
}

const own = (service: string, resource: string): string =>
  `arn:\${AWS::Partition}:${service}:\${AWS::Region}:\${AWS::AccountId}:${resource}`;

const queue = own('sqs', '${QueueName}');
const table = own('dynamodb', 'table/${TableName}');
const indexes = `${table}/index/*`;
const backups = `${table}/backup/*`;
const bucket = 'arn:${AWS::Partition}:s3:::${BucketName}';
const objects = `${bucket}/*`;
const collection = own('rekognition', 'collection/${CollectionId}');
const identity = own('ses', 'identity/${IdentityName}');
const stream = own('kinesis', 'stream/${StreamName}');
const delivery = own('firehose', 'deliverystream/${DeliveryStreamName}');
const cluster = own('elasticmapreduce', 'cluster/${ClusterId}');
const repository = own('codecommit', '${RepositoryName}');

const templates: Readonly<Record<string, readonly Statement[]>> = {
  AMIDescribePolicy: [on('ec2', 'DescribeImages', own('ec2', 'image/*'))],
  AWSSecretsManagerGetSecretValuePolicy: [on('secretsmanager', 'GetSecretValue', '${SecretArn}')],
  AWSSecretsManagerRotationPolicy: [
    {
      ...on(
        'secretsmanager',
        'DescribeSecret GetSecretValue PutSecretValue UpdateSecretVersionStage',
        own('secretsmanager', 'secret:*'),
      ),
      condition: ['secretsmanager:resource/AllowRotationLambdaArn', own('lambda', 'function:${FunctionName}')],
    },
    on('secretsmanager', 'GetRandomPassword'),
  ],
  AthenaQueryPolicy: [
    on(
      'athena',
      'ListWorkGroups GetExecutionEngine GetExecutionEngines GetNamespace GetCatalogs GetNamespaces GetTables GetTable',
    ),
    on(
      'athena',
      'StartQueryExecution GetQueryResults DeleteNamedQuery GetNamedQuery ListQueryExecutions StopQueryExecution GetQueryResultsStream ListNamedQueries CreateNamedQuery GetQueryExecution BatchGetNamedQuery BatchGetQueryExecution GetWorkGroup',
      own('athena', 'workgroup/${WorkGroupName}'),
    ),
  ],
  CloudFormationDescribeStacksPolicy: [on('cloudformation', 'DescribeStacks', own('cloudformation', 'stack/*'))],
  CloudWatchDashboardPolicy: [on('cloudwatch', 'GetDashboard ListDashboards PutDashboard ListMetrics')],
  CloudWatchDescribeAlarmHistoryPolicy: [on('cloudwatch', 'DescribeAlarmHistory')],
  CloudWatchPutMetricPolicy: [on('cloudwatch', 'PutMetricData')],
  CodeCommitReadPolicy: [
    on(
      'codecommit',
      'GitPull GetBranch ListBranches BatchDescribeMergeConflicts DescribeMergeConflicts GetMergeCommit GetMergeOptions BatchGetPullRequests DescribePullRequestEvents GetCommentsForPullRequest GetCommitsFromMergeBase GetMergeConflicts GetPullRequest ListPullRequests GetBlob GetFile GetFolder GetComment GetCommentsForComparedCommit BatchGetCommits GetCommit GetCommitHistory GetDifferences GetObjectIdentifier GetReferences GetTree GetRepository ListTagsForResource GetRepositoryTriggers TestRepositoryTriggers GetUploadArchiveStatus',
      repository,
    ),
  ],
  CodeCommitCrudPolicy: [
    on(
      'codecommit',
      'GitPull GitPush CreateBranch DeleteBranch GetBranch ListBranches MergeBranchesByFastForward MergeBranchesBySquash MergeBranchesByThreeWay UpdateDefaultBranch BatchDescribeMergeConflicts CreateUnreferencedMergeCommit DescribeMergeConflicts GetMergeCommit GetMergeOptions BatchGetPullRequests CreatePullRequest DescribePullRequestEvents GetCommentsForPullRequest GetCommitsFromMergeBase GetMergeConflicts GetPullRequest ListPullRequests MergePullRequestByFastForward MergePullRequestBySquash MergePullRequestByThreeWay PostCommentForPullRequest UpdatePullRequestDescription UpdatePullRequestStatus UpdatePullRequestTitle DeleteFile GetBlob GetFile GetFolder PutFile DeleteCommentContent GetComment GetCommentsForComparedCommit PostCommentForComparedCommit PostCommentReply UpdateComment BatchGetCommits CreateCommit GetCommit GetCommitHistory GetDifferences GetObjectIdentifier GetReferences GetTree GetRepository UpdateRepositoryDescription ListTagsForResource TagResource UntagResource GetRepositoryTriggers PutRepositoryTriggers TestRepositoryTriggers UploadArchive GetUploadArchiveStatus CancelUploadArchive',
      repository,
    ),
  ],
  CodePipelineLambdaExecutionPolicy: [on('codepipeline', 'PutJobSuccessResult PutJobFailureResult')],
  CodePipelineReadOnlyPolicy: [on('codepipeline', 'ListPipelineExecutions', own('codepipeline', '${PipelineName}'))],
  ComprehendBasicAccessPolicy: [
    on(
      'comprehend',
      'BatchDetectKeyPhrases DetectDominantLanguage DetectEntities BatchDetectEntities DetectKeyPhrases DetectSentiment BatchDetectDominantLanguage BatchDetectSentiment',
    ),
  ],
  CostExplorerReadOnlyPolicy: [
    on(
      'ce',
      'GetCostAndUsage GetDimensionValues GetReservationCoverage GetReservationPurchaseRecommendation GetReservationUtilization GetTags',
    ),
  ],
  DynamoDBBackupFullAccessPolicy: [
    on('dynamodb', 'CreateBackup DescribeContinuousBackups', table),
    on('dynamodb', 'DeleteBackup DescribeBackup ListBackups', backups),
  ],
  DynamoDBCrudPolicy: [
    on(
      'dynamodb',
      'GetItem DeleteItem PutItem Scan Query UpdateItem BatchWriteItem BatchGetItem DescribeTable ConditionCheckItem',
      table,
      indexes,
    ),
  ],
  DynamoDBReadPolicy: [on('dynamodb', 'GetItem Scan Query BatchGetItem DescribeTable', table, indexes)],
  DynamoDBReconfigurePolicy: [on('dynamodb', 'UpdateTable', table)],
  DynamoDBRestoreFromBackupPolicy: [
    on('dynamodb', 'RestoreTableFromBackup', backups),
    on('dynamodb', 'PutItem UpdateItem DeleteItem GetItem Query Scan BatchWriteItem', table),
  ],
  DynamoDBStreamReadPolicy: [
    on('dynamodb', 'DescribeStream GetRecords GetShardIterator', `${table}/stream/\${StreamName}`),
    on('dynamodb', 'ListStreams', `${table}/stream/*`),
  ],
  DynamoDBWritePolicy: [on('dynamodb', 'PutItem UpdateItem BatchWriteItem', table, indexes)],
  EC2CopyImagePolicy: [on('ec2', 'CopyImage', own('ec2', 'image/${ImageId}'))],
  EC2DescribePolicy: [on('ec2', 'DescribeRegions DescribeInstances')],
  EFSWriteAccessPolicy: [
    {
      ...on('elasticfilesystem', 'ClientMount ClientWrite', own('elasticfilesystem', 'file-system/${FileSystem}')),
      condition: ['elasticfilesystem:AccessPointArn', own('elasticfilesystem', 'access-point/${AccessPoint}')],
    },
  ],
  EKSDescribePolicy: [on('eks', 'DescribeCluster ListClusters')],
  EcsRunTaskPolicy: [on('ecs', 'RunTask', own('ecs', 'task-definition/${TaskDefinition}'))],
  ElasticMapReduceAddJobFlowStepsPolicy: [on('elasticmapreduce', 'AddJobFlowSteps', cluster)],
  ElasticMapReduceCancelStepsPolicy: [on('elasticmapreduce', 'CancelSteps', cluster)],
  ElasticMapReduceModifyInstanceFleetPolicy: [
    on('elasticmapreduce', 'ModifyInstanceFleet ListInstanceFleets', cluster),
  ],
  ElasticMapReduceModifyInstanceGroupsPolicy: [
    on('elasticmapreduce', 'ModifyInstanceGroups ListInstanceGroups', cluster),
  ],
  ElasticMapReduceSetTerminationProtectionPolicy: [on('elasticmapreduce', 'SetTerminationProtection', cluster)],
  ElasticMapReduceTerminateJobFlowsPolicy: [on('elasticmapreduce', 'TerminateJobFlows', cluster)],
  ElasticsearchHttpPostPolicy: [on('es', 'ESHttpPost ESHttpPut', own('es', 'domain/${DomainName}/*'))],
  EventBridgePutEventsPolicy: [on('events', 'PutEvents', own('events', 'event-bus/${EventBusName}'))],
  FilterLogEventsPolicy: [on('logs', 'FilterLogEvents', own('logs', 'log-group:${LogGroupName}:log-stream:*'))],
  FirehoseCrudPolicy: [
    on(
      'firehose',
      'CreateDeliveryStream DeleteDeliveryStream DescribeDeliveryStream PutRecord PutRecordBatch UpdateDestination',
      delivery,
    ),
  ],
  FirehoseWritePolicy: [on('firehose', 'PutRecord PutRecordBatch', delivery)],
  KMSDecryptPolicy: [on('kms', 'Decrypt', own('kms', 'key/${KeyId}'))],
  KMSEncryptPolicy: [on('kms', 'Encrypt', own('kms', 'key/${KeyId}'))],
  KMSEncryptPolicy_v2: [
    on(
      'kms',
      'Encrypt GenerateDataKey GenerateDataKeyWithoutPlaintext GenerateDataKeyPair GenerateDataKeyPairWithoutPlaintext',
      own('kms', 'key/${KeyId}'),
    ),
  ],
  KinesisCrudPolicy: [
    on(
      'kinesis',
      'AddTagsToStream CreateStream DecreaseStreamRetentionPeriod DeleteStream DescribeStream DescribeStreamSummary GetShardIterator IncreaseStreamRetentionPeriod ListTagsForStream MergeShards PutRecord PutRecords SplitShard RemoveTagsFromStream',
      stream,
    ),
  ],
  KinesisStreamReadPolicy: [
    on('kinesis', 'ListStreams DescribeLimits', own('kinesis', 'stream/*')),
    on('kinesis', 'DescribeStream DescribeStreamSummary GetRecords GetShardIterator', stream),
  ],
  LambdaInvokePolicy: [on('lambda', 'InvokeFunction', own('lambda', 'function:${FunctionName}*'))],
  MobileAnalyticsWriteOnlyAccessPolicy: [on('mobileanalytics', 'PutEvents')],
  OrganizationsListAccountsPolicy: [on('organizations', 'ListAccounts')],
  PinpointEndpointAccessPolicy: [
    on(
      'mobiletargeting',
      'GetEndpoint UpdateEndpoint UpdateEndpointsBatch',
      own('mobiletargeting', 'apps/${PinpointApplicationId}/endpoints/*'),
    ),
  ],
  PollyFullAccessPolicy: [
    on('polly', 'GetLexicon DeleteLexicon', own('polly', 'lexicon/${LexiconName}')),
    on('polly', 'DescribeVoices ListLexicons PutLexicon SynthesizeSpeech', own('polly', 'lexicon/*')),
  ],
  RekognitionDetectOnlyPolicy: [on('rekognition', 'DetectFaces DetectLabels DetectModerationLabels DetectText')],
  RekognitionFacesManagementPolicy: [
    on('rekognition', 'IndexFaces DeleteFaces SearchFaces SearchFacesByImage ListFaces', collection),
  ],
  RekognitionFacesPolicy: [on('rekognition', 'CompareFaces DetectFaces')],
  RekognitionLabelsPolicy: [on('rekognition', 'DetectLabels DetectModerationLabels')],
  RekognitionNoDataAccessPolicy: [
    on('rekognition', 'CompareFaces DetectFaces DetectLabels DetectModerationLabels', collection),
  ],
  RekognitionReadPolicy: [on('rekognition', 'ListCollections ListFaces SearchFaces SearchFacesByImage', collection)],
  RekognitionWriteOnlyAccessPolicy: [on('rekognition', 'CreateCollection IndexFaces', collection)],
  Route53ChangeResourceRecordSetsPolicy: [
    on('route53', 'ChangeResourceRecordSets', 'arn:${AWS::Partition}:route53:::hostedzone/${HostedZoneId}'),
  ],
  S3CrudPolicy: [
    on(
      's3',
      'GetObject ListBucket GetBucketLocation GetObjectVersion PutObject PutObjectAcl GetLifecycleConfiguration PutLifecycleConfiguration DeleteObject',
      bucket,
      objects,
    ),
  ],
  S3FullAccessPolicy: [
    on(
      's3',
      'GetObject GetObjectAcl GetObjectVersion PutObject PutObjectAcl DeleteObject DeleteObjectTagging DeleteObjectVersionTagging GetObjectTagging GetObjectVersionTagging PutObjectTagging PutObjectVersionTagging',
      objects,
    ),
    on('s3', 'ListBucket GetBucketLocation GetLifecycleConfiguration PutLifecycleConfiguration', bucket),
  ],
  S3ReadPolicy: [
    on('s3', 'GetObject ListBucket GetBucketLocation GetObjectVersion GetLifecycleConfiguration', bucket, objects),
  ],
  S3WritePolicy: [on('s3', 'PutObject PutObjectAcl PutLifecycleConfiguration', bucket, objects)],
  SESBulkTemplatedCrudPolicy: [
    on(
      'ses',
      'GetIdentityVerificationAttributes SendEmail SendRawEmail SendTemplatedEmail SendBulkTemplatedEmail VerifyEmailIdentity',
      identity,
    ),
  ],
  SESBulkTemplatedCrudPolicy_v2: [
    on(
      'ses',
      'SendEmail SendRawEmail SendTemplatedEmail SendBulkTemplatedEmail',
      identity,
      own('ses', 'template/${TemplateName}'),
    ),
    on('ses', 'GetIdentityVerificationAttributes VerifyEmailIdentity'),
  ],
  SESCrudPolicy: [on('ses', 'GetIdentityVerificationAttributes SendEmail SendRawEmail VerifyEmailIdentity', identity)],
  SESEmailTemplateCrudPolicy: [
    on('ses', 'CreateTemplate GetTemplate ListTemplates UpdateTemplate DeleteTemplate TestRenderTemplate'),
  ],
  SESSendBouncePolicy: [on('ses', 'SendBounce', identity)],
  SNSCrudPolicy: [
    on('sns', 'ListSubscriptionsByTopic CreateTopic SetTopicAttributes Subscribe Publish', own('sns', '${TopicName}*')),
  ],
  SNSPublishMessagePolicy: [on('sns', 'Publish', own('sns', '${TopicName}'))],
  SQSPollerPolicy: [
    on(
      'sqs',
      'ChangeMessageVisibility ChangeMessageVisibilityBatch DeleteMessage DeleteMessageBatch GetQueueAttributes ReceiveMessage',
      queue,
    ),
  ],
  SQSSendMessagePolicy: [on('sqs', 'SendMessage*', queue)],
  SSMParameterReadPolicy: [
    on('ssm', 'DescribeParameters'),
    on('ssm', 'GetParameters GetParameter GetParametersByPath', own('ssm', 'parameter/${ParameterName}')),
  ],
  SSMParameterWithSlashPrefixReadPolicy: [
    on('ssm', 'DescribeParameters'),
    on('ssm', 'GetParameters GetParameter GetParametersByPath', own('ssm', 'parameter${ParameterName}')),
  ],
  SageMakerCreateEndpointConfigPolicy: [
    on('sagemaker', 'CreateEndpointConfig', own('sagemaker', 'endpoint-config/${EndpointConfigName}')),
  ],
  SageMakerCreateEndpointPolicy: [on('sagemaker', 'CreateEndpoint', own('sagemaker', 'endpoint/${EndpointName}'))],
  ServerlessRepoReadWriteAccessPolicy: [
    on(
      'serverlessrepo',
      'CreateApplication CreateApplicationVersion UpdateApplication GetApplication ListApplications ListApplicationVersions ListApplicationDependencies',
      own('serverlessrepo', 'applications/*'),
    ),
  ],
  StepFunctionsCallbackPolicy: [
    on(
      'states',
      'SendTaskFailure SendTaskHeartbeat SendTaskSuccess',
      own('states', 'stateMachine:${StateMachineName}'),
    ),
  ],
  StepFunctionsExecutionPolicy: [on('states', 'StartExecution', own('states', 'stateMachine:${StateMachineName}'))],
  StepFunctionsExecutionPolicy_v2: [
    on('states', 'StartExecution StartSyncExecution', own('states', 'stateMachine:${StateMachineName}')),
  ],
  TextractDetectAnalyzePolicy: [
    on('textract', 'DetectDocumentText StartDocumentTextDetection StartDocumentAnalysis AnalyzeDocument'),
  ],
  TextractGetResultPolicy: [on('textract', 'GetDocumentTextDetection GetDocumentAnalysis')],
  TextractPolicy: [on('textract', '*')],
  VPCAccessPolicy: [
    on('ec2', 'CreateNetworkInterface DeleteNetworkInterface DescribeNetworkInterfaces DetachNetworkInterface'),
  ],
};

/**
 * The policy document that a policy template stands for.
 * @returns undefined if there is no such template, or if it lacks a parameter
 */
export function policyOfTemplate(name: string, parameters: SourceValue, place: Place): SourceValue | undefined {
  const statements = Object.hasOwn(templates, name) ? templates[name] : undefined;
  if (!statements) return undefined;
  const filled = statements.map((statement) => fill(statement, parameters));
  const complete = filled.filter((statement) => statement !== undefined);
  return complete.length === filled.length ? made(place, { Statement: complete }) : undefined;
}

function fill({ service, actions, resources, condition }: Statement, parameters: SourceValue): Made | undefined {
  const filled = resources.map((resource) => substituted(resource, parameters)).filter((arn) => arn !== undefined);
  const [first] = filled;
  const [key, arn] = condition ?? [];
  const required = arn === undefined ? undefined : substituted(arn, parameters);
  if (first === undefined || filled.length < resources.length || (arn !== undefined && !required)) return undefined;
  return {
    Effect: 'Allow',
    Action: actions.split(' ').map((action) => `${service}:${action}`),
    Resource: filled.length > 1 ? filled : first,
    Condition: key === undefined ? undefined : { StringEquals: { [key]: required } },
  };
}

/** The ARN with the values of its parameters, as SAM writes it. */
function substituted(arn: string, parameters: SourceValue): Made | undefined {
  const names = [...arn.matchAll(/\$\{(\w+)\}/g)].map(([, name = '']) => name);
  if (names.length === 0) return arn.includes('${') ? { 'Fn::Sub': arn } : arn;
  const values = names.map((name) => [variable(name), entryAt(parameters, name)?.value] as const);
  if (values.some(([, value]) => value === undefined)) return undefined;
  const text = arn.replaceAll(/\$\{(\w+)\}/g, (_, name: string) => `\${${variable(name)}}`);
  return { 'Fn::Sub': [text, Object.fromEntries(values)] };
}

function variable(parameter: string): string {
  return parameter.charAt(0).toLowerCase() + parameter.slice(1);
}
