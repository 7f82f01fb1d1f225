// The values that an import drops because AWS has them anyway: compared one by one with AWS's own specification of
// CloudFormation, and with the page that states them where it does not.
import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import { describe, expect, test } from 'vitest';
import { defaults } from '../../../server/src/import/cloudformation/usual-values.ts';
import { importedAlone } from '../../harness/import-files.ts';
import { smallTemplate } from '../../harness/small-template.ts';

const spec = loadAwsServiceSpecSync();
const propertiesOf = (type: string) => spec.lookup('resource', 'cloudFormationType', 'equals', type).only().properties;
type Properties = ReturnType<typeof propertiesOf>;
type Property = Properties[string];

function propertyAt(type: string, path: string): Property {
  let properties: Properties | undefined = propertiesOf(type);
  let found: Property | undefined;
  for (const name of path.split('.')) {
    found = properties?.[name];
    properties =
      found?.type.type === 'ref' ? spec.get('typeDefinition', found.type.reference.$ref).properties : undefined;
  }
  if (!found) throw new Error(`CloudFormation has no ${path} of ${type}`);
  return found;
}

/** Words in which the reference of CloudFormation states a default, with the value in the group. */
const statements: readonly RegExp[] = [
  /default value is:? `?(-?\w+(?:,\d+)*)/i,
  /by default, this property is set to `?(\w+)/i,
  /\bthe default is `?(\d+)/i,
  /^default: (\w+)$/im,
  /\*default \([^)]*amazon sqs[^)]*\)\* : (\d+)/i,
  /defaults to a slash \((\/)\)/i,
];

/** The default that the specification states for the property, as the import writes values. */
function stated({ defaultValue, documentation = '' }: Property): string | undefined {
  if (defaultValue !== undefined) return String(JSON.parse(defaultValue));
  const [value] = statements.flatMap((pattern) => pattern.exec(documentation)?.[1] ?? []);
  // "Default: True", and 345,600 seconds
  return value?.replace(/^(?:True|False)$/, (word) => word.toLowerCase()).replace(/(\d),(?=\d{3})/g, '$1');
}

/** Where the specification says it in a sentence of its own. */
const sentences: Readonly<Record<string, string>> = {
  'AWS::ApiGatewayV2::Api DisableExecuteApiEndpoint': 'By default, clients can invoke your API with the default',
  'AWS::ApiGatewayV2::Integration PayloadFormatVersion':
    'For all other integrations, `1.0` is the only supported value',
  'AWS::ApiGatewayV2::Integration TimeoutInMillis': 'The default timeout is 29 seconds for WebSocket APIs',
  'AWS::DynamoDB::Table DeletionProtectionEnabled': 'This setting is disabled by default',
  'AWS::Events::Rule EventBusName': 'If you omit this, the default event bus is used',
  'AWS::IAM::Role MaxSessionDuration': 'the default value of one hour is applied',
  'AWS::SNS::Subscription RawMessageDelivery': 'When set to `true` , enables raw message delivery',
  'AWS::SNS::Topic FifoTopic': 'Set to true to create a FIFO topic',
  'AWS::SQS::Queue FifoQueue': "If you don't specify this property, Amazon SQS creates a standard queue",
  'AWS::SQS::Queue ReceiveMessageWaitTimeSeconds': 'Short polling is used as the default or when you specify 0',
  'AWS::SQS::Queue SqsManagedSseEnabled': 'is not defined, `SSE-SQS` encryption is enabled by default',
};

/** Maps that are listed as a whole, with what the specification says of their member. */
const members: Readonly<Record<string, readonly [path: string, sentence: string]>> = {
  'AWS::DynamoDB::Table SSESpecification': ['SSESpecification.SSEEnabled', 'If disabled (false) or not specified'],
  'AWS::Lambda::Function RuntimeManagementConfig': ['RuntimeManagementConfig.UpdateRuntimeOn', '*Auto (default)*'],
  'AWS::Lambda::Function SnapStart': ['SnapStart.ApplyOn', 'Set `ApplyOn` to `PublishedVersions` to create a snapshot'],
  'AWS::Lambda::Function EphemeralStorage': ['EphemeralStorage', 'The default value is 512'],
};

const terraform = 'https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources';

/** Pages that state a default on which the specification is silent. */
const pages: Readonly<Record<string, string>> = {
  'AWS::ApiGatewayV2::Api ApiKeySelectionExpression':
    'https://docs.aws.amazon.com/cli/latest/reference/apigatewayv2/create-api.html#examples',
  'AWS::ApiGatewayV2::Api IpAddressType':
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-ip-address-type.html',
  'AWS::ApiGatewayV2::Route ApiKeyRequired': `${terraform}/apigatewayv2_route`,
  'AWS::ApiGatewayV2::Route AuthorizationType': `${terraform}/apigatewayv2_route`,
  'AWS::ApiGatewayV2::Stage DefaultRouteSettings.DataTraceEnabled': `${terraform}/apigatewayv2_stage`,
  'AWS::ApiGatewayV2::Stage DefaultRouteSettings.DetailedMetricsEnabled': `${terraform}/apigatewayv2_stage`,
  'AWS::ApiGatewayV2::Stage DefaultRouteSettings.LoggingLevel': `${terraform}/apigatewayv2_stage`,
  'AWS::DynamoDB::Table PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled': `${terraform}/dynamodb_table`,
  'AWS::DynamoDB::Table TableClass': `${terraform}/dynamodb_table`,
  'AWS::Events::Rule State': 'https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html',
  'AWS::Lambda::Function PackageType': `${terraform}/lambda_function`,
  'AWS::Lambda::Function RecursiveLoop':
    'https://docs.aws.amazon.com/lambda/latest/api/API_PutFunctionRecursionConfig.html',
};

const all = Object.entries(defaults).flatMap(([type, texts]) =>
  Object.entries(texts).map(([path, value]) => [`${type} ${path}`, type, path, value] as const),
);

describe('a value that an import drops', () => {
  test.each(all)('%s is a default that is documented', (name, type, path, value) => {
    const property = propertyAt(type, path);
    const [sentence, member, page] = [sentences[name], members[name], pages[name]];
    if (member) {
      expect(propertyAt(type, member[0]).documentation).toContain(member[1]);
    } else if (sentence !== undefined) {
      expect(property.documentation).toContain(sentence);
    } else if (page === undefined) {
      expect(stated(property)).toBe(value.replace(/^\[(.*)\]$/, '$1'));
    } else {
      expect(stated(property), 'The specification states it now: remove the page').toBeUndefined();
    }
  });

  test('each source belongs to a value', () => {
    const names = new Set<string>(all.map(([name]) => name));
    const sources = [...Object.keys(sentences), ...Object.keys(members), ...Object.keys(pages)];
    expect(sources.filter((name) => !names.has(name))).toEqual([]);
  });

  test.each(all.filter(([, , path]) => path.includes('.')))('%s is not required in its map', (_, type, path) => {
    expect(propertyAt(type, path).required).not.toBe(true);
  });
});

/** The descriptor of an API whose template has a table with that property besides. */
async function imported(property: string): Promise<string> {
  const table = `  Sessions:
    Type: AWS::DynamoDB::Table
    DeletionPolicy: Retain
    Properties:
      BillingMode: PAY_PER_REQUEST
      AttributeDefinitions: [{ AttributeName: id, AttributeType: S }]
      KeySchema: [{ AttributeName: id, KeyType: HASH }]
      ${property}
`;
  return (await importedAlone('template.yaml', smallTemplate({}, table))).descriptor;
}

test('a map that has more than the default stays complete', async () => {
  expect(await imported('SSESpecification: { SSEEnabled: false }')).not.toContain('SSE');
  const more = await imported('SSESpecification: { SSEEnabled: false, SSEType: KMS }');
  expect(more).toContain('SSEEnabled: false');
  expect(more).toContain('SSEType: KMS');
});

test('insights that are switched off stay, because nothing states the default', async () => {
  const descriptor = await imported('ContributorInsightsSpecification: { Enabled: false }');
  expect(descriptor).toContain('Enabled: false');
});
