// Random overlays of a template: further resources, and changes of generated ones, in the long form of CloudFormation.
import * as fc from 'fast-check';
import { bind } from '../../server/src/model/bind.ts';
import { parse } from '../../server/src/syntax/parse.ts';
import { generate } from '../../server/src/template/generate.ts';
import { optional } from './arbitrary-values.ts';
import { descriptorText, type Descriptor } from './descriptor.ts';

/** The descriptor with an overlay, or without one. */
export function withArbitraryOverlay(descriptor: Descriptor): fc.Arbitrary<Descriptor> {
  const { resources } = generate(bind(parse(descriptorText(descriptor, 'json'))));
  // A reference to a resource that may not exist would need the same condition.
  const always = resources.filter(({ condition }) => condition === undefined);
  const types = new Map(always.map(({ logicalId, type }) => [logicalId, type]));
  const parameters = Object.keys(descriptor.parameters ?? {});
  const isFree = !resources.some(({ logicalId }) => logicalId.startsWith('Overlay'));
  const overlay = isFree ? arbitraryOverlay(types, parameters) : fc.constant(undefined);
  return fc
    .oneof(fc.constant(undefined), overlay, overlay)
    .map((cloudformation) => ({ ...descriptor, cloudformation }));
}

/** What can be laid over a generated resource of the type, without a reference by which it would depend on itself. */
const changes: Readonly<Record<string, fc.Arbitrary<object>>> = {
  'AWS::ApiGatewayV2::Api': fc.record({ DisableExecuteApiEndpoint: fc.boolean(), Tags: fc.constant({ team: 'chat' }) }),
  'AWS::Lambda::Function': fc.record({
    EphemeralStorage: fc.constant({ Size: 1024 }),
    Tags: fc.constant([{ Key: 'zone', Value: 'chat' }]),
    Environment: fc.constant({ Variables: { OVERLAY_TOPIC: { Ref: 'OverlayTopic' }, OVERLAY: '012' } }),
  }),
  'AWS::IAM::Role': fc.record({
    MaxSessionDuration: fc.constantFrom(3600, 7200),
    Policies: fc.constant([
      {
        PolicyName: 'Overlay',
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Action: 'sns:Publish', Resource: { Ref: 'OverlayTopic' } }],
        },
      },
    ]),
  }),
  'AWS::Logs::LogGroup': fc.record({ RetentionInDays: fc.constantFrom(1, 365) }),
  'AWS::SQS::Queue': fc.record({ MessageRetentionPeriod: fc.constantFrom(3600, 7200) }),
  'AWS::SNS::Topic': fc.record({ DisplayName: fc.constant({ 'Fn::Sub': '${AWS::StackName}' }) }),
  'AWS::S3::Bucket': fc.record({ VersioningConfiguration: fc.constant({ Status: 'Enabled' }) }),
  'AWS::DynamoDB::Table': fc.record({ TableClass: fc.constantFrom('STANDARD', 'STANDARD_INFREQUENT_ACCESS') }),
  'AWS::Events::Rule': fc.record({ State: fc.constantFrom('ENABLED', 'DISABLED') }),
};

function changeOf(type: string): fc.Arbitrary<object> {
  return fc.record({
    Type: optional(fc.constant(type)),
    Metadata: optional(fc.constantFrom<object>({ Note: 'é: "x"' }, { Deep: [{ a: [1, true, '$X'] }] })),
    Properties: optional(changes[type] ?? fc.constant({})),
  });
}

function arbitraryOverlay(types: ReadonlyMap<string, string>, parameters: readonly string[]): fc.Arbitrary<object> {
  const all = [...types.keys()];
  const value = arbitraryValue(types, parameters);
  const changed = fc
    .subarray(all, { maxLength: Math.min(4, all.length) })
    .chain((ids) => fc.tuple(...ids.map((id) => fc.tuple(fc.constant(id), changeOf(types.get(id) ?? '')))));
  const dependencies = fc.subarray(all, { minLength: 1, maxLength: Math.min(3, all.length) });
  const added = fc.record({
    OverlayAlarm: fc.record({
      Type: fc.constant('AWS::CloudWatch::Alarm'),
      Condition: optional(fc.constant('OverlayIsProd')),
      DependsOn: optional(fc.oneof(dependencies, fc.constantFrom(...all))),
      Properties: fc.record({
        AlarmDescription: value,
        MetricName: fc.constant('Errors'),
        Namespace: fc.constant('AWS/Lambda'),
        Statistic: fc.constant('Sum'),
        Period: fc.constantFrom(60, 300),
        EvaluationPeriods: fc.constant(1),
        Threshold: fc.constant(1),
        ComparisonOperator: fc.constant('GreaterThanOrEqualToThreshold'),
      }),
    }),
    OverlayParameter: fc
      .record({
        Type: fc.constant('AWS::SSM::Parameter'),
        Properties: fc.record({ Type: fc.constant('String'), Value: value }),
        policies: fc.constantFrom({}, { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' }),
      })
      .map(({ policies, ...rest }) => ({ ...rest, ...policies })),
  });
  const outputs = fc.record({
    OverlayOutput: fc.record({ Description: fc.constant('From the overlay'), Value: value }),
    OverlayConditional: fc.record({
      Value: fc.constant({ 'Fn::FindInMap': ['OverlaySizes', { Ref: 'AWS::AccountId' }, 'size'] }),
      Condition: fc.constant('OverlayIsProd'),
    }),
  });
  return fc.record({ changed, added, outputs }).map(({ changed, added, outputs }) => ({
    Parameters: { OverlayMail: { Type: 'String', Default: 'a@example.com' } },
    Mappings: { OverlaySizes: { prod: { size: '1024' }, '012345678901': { size: 256 } } },
    Conditions: {
      OverlayIsProd: {
        'Fn::And': [
          { 'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'OverlayMail' }, ''] }] },
          { 'Fn::Or': [{ Condition: 'OverlayHere' }, { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-west-1'] }] },
        ],
      },
      OverlayHere: { 'Fn::Equals': [{ Ref: 'AWS::Partition' }, 'aws'] },
    },
    Resources: {
      OverlayTopic: { Type: 'AWS::SNS::Topic', Properties: { DisplayName: { 'Fn::Sub': 'To ${OverlayMail}' } } },
      ...Object.fromEntries(changed),
      ...added,
    },
    Outputs: outputs,
  }));
}

/** A string, or a call that returns one. */
function arbitraryValue(types: ReadonlyMap<string, string>, parameters: readonly string[]): fc.Arbitrary<unknown> {
  const names = [...types.keys(), ...parameters, 'OverlayTopic', 'OverlayMail', 'AWS::Region', 'AWS::StackName'];
  const name = fc.constantFrom(...names);
  const functions = [...types].flatMap(([id, type]) => (type === 'AWS::Lambda::Function' ? [id] : []));
  const attribute = fc.constantFrom(...functions.map((id) => `${id}.Arn`), 'OverlayTopic.TopicName');
  const leaf: fc.Arbitrary<unknown> = fc.oneof(
    fc.constantFrom('text', '012', 'yes', 'a: b', '# c', 'é', '${Literal'),
    name.map((Ref) => ({ Ref })),
    attribute.map((one) => ({ 'Fn::GetAtt': one.split('.') })),
    fc.tuple(name, attribute).map(([one, other]) => ({ 'Fn::Sub': `a-\${${one}}-\${${other}}-\${!Name}` })),
    name.map((one) => ({ 'Fn::Sub': ['${Own}-${AWS::Region}', { Own: { Ref: one } }] })),
    fc.constant({ 'Fn::FindInMap': ['OverlaySizes', 'prod', 'size'] }),
  );
  // The CDK evaluates what is the same in every stack, so each call has a part that is not.
  const call = (inner: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
    fc.oneof(
      fc.tuple(inner, inner).map(([one, other]) => ({ 'Fn::Join': ['-', [one, { Ref: 'AWS::Region' }, other]] })),
      fc.tuple(inner, inner).map(([one, other]) => ({ 'Fn::If': ['OverlayIsProd', one, other] })),
      name.map((Ref) => ({ 'Fn::Select': ['0', { 'Fn::Split': [',', { Ref }] }] })),
      inner.map((one) => ({ 'Fn::Base64': one })),
    );
  return fc.oneof(leaf, call(leaf), call(call(leaf)));
}
