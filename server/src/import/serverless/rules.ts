// The rules of EventBridge that invoke the functions of a service, by a schedule or for events of AWS.
import { made, textAt, valueAt, type Made, type SourceValue } from '../source.ts';
import type { Draft } from './draft.ts';
import { alphanumericName, functionArn, normalName } from './naming.ts';
import { leaveOutEvent, type FunctionEvent, type Service, type ServiceFunction } from './service.ts';
import { given, isFalse, jsonOf, scalarText } from './values.ts';

/** A rule for each expression. The schedules of a function are counted. */
export function addSchedule(event: FunctionEvent, fn: ServiceFunction, draft: Draft): void {
  const { place, value } = event;
  const rate = valueAt(value, 'rate') ?? value;
  if (textAt(value, 'method') === 'scheduler') {
    leaveOutEvent(event, fn, draft, 'It is a schedule of EventBridge Scheduler, which a project file does not have.');
    return;
  }
  const normal = normalName(fn.name);
  for (const expression of rate.kind === 'list' ? rate.items : [rate]) {
    const number = draft.nextNumber(`${normal}EventsRuleSchedule`);
    const id = `${normal}EventsRuleSchedule${number}`;
    draft.add(id, 'AWS::Events::Rule', place, {
      Name: given(valueAt(value, 'name')),
      Description: given(valueAt(value, 'description')),
      ScheduleExpression: expression,
      State: stateOf(id, valueAt(value, 'enabled'), draft),
      Targets: [{ ...targetOf(value, fn), Id: `${fn.name}Schedule` }],
    });
    const source = { 'Fn::GetAtt': [id, 'Arn'] };
    const permissionId = `${normal}LambdaPermissionEventsRuleSchedule${number}`;
    draft.allow(permissionId, 'events', functionArn(fn.name), place, source);
  }
}

/** A rule for a schedule or a pattern of events. The events of a function are counted, whatever they are. */
export function addRule(event: FunctionEvent, fn: ServiceFunction, draft: Draft, service: Service): void {
  const { place, value, number } = event;
  const bus = given(valueAt(value, 'eventBus'));
  const busName = scalarText(bus);
  if (busName !== undefined && busName !== 'default' && !busName.startsWith('arn:')) {
    leaveOutEvent(event, fn, draft, 'It has an event bus of its own.');
    return;
  }
  const functionName = textAt(fn.definition, 'name') ?? `${service.name}-${service.stage}-${fn.name}`;
  const name = `${functionName}-rule-${number}`;
  const id = `${alphanumericName(name)}EventBridgeRule`;
  const retry = valueAt(value, 'retryPolicy');
  const deadLetter = given(valueAt(value, 'deadLetterQueueArn'));
  draft.add(id, 'AWS::Events::Rule', place, {
    Name: given(valueAt(value, 'name')),
    Description: given(valueAt(value, 'description')),
    EventBusName: busName === 'default' ? undefined : bus,
    ScheduleExpression: given(valueAt(value, 'schedule')),
    EventPattern: given(valueAt(value, 'pattern')),
    State: stateOf(id, valueAt(value, 'enabled'), draft),
    Targets: [
      {
        ...targetOf(value, fn),
        Id: `${textAt(value, 'name') ?? name}-target`,
        RetryPolicy: retry && {
          MaximumEventAgeInSeconds: valueAt(retry, 'maximumEventAge'),
          MaximumRetryAttempts: valueAt(retry, 'maximumRetryAttempts'),
        },
        DeadLetterConfig: deadLetter && { Arn: deadLetter },
      },
    ],
  });
  const source = { 'Fn::GetAtt': [id, 'Arn'] };
  draft.allow(
    `${normalName(fn.name)}EventBridgeLambdaPermission${number}`,
    'events',
    functionArn(fn.name),
    place,
    source,
  );
}

/** What the rules of both kinds invoke, and with what. */
function targetOf(value: SourceValue, fn: ServiceFunction): Readonly<Record<string, Made | undefined>> {
  const transformer = valueAt(value, 'inputTransformer');
  return {
    Arn: functionArn(fn.name),
    Input: inputOf(valueAt(value, 'input')),
    InputPath: given(valueAt(value, 'inputPath')),
    InputTransformer: transformer && {
      InputTemplate: valueAt(transformer, 'inputTemplate'),
      InputPathsMap: valueAt(transformer, 'inputPathsMap'),
    },
  };
}

/** Whether the rule is on can depend on a parameter. */
function stateOf(id: string, enabled: SourceValue | undefined, draft: Draft): Made {
  if (enabled?.kind !== 'map') return isFalse(enabled) ? 'DISABLED' : 'ENABLED';
  const condition = `${id}IsEnabled`;
  draft.conditions.set(condition, {
    place: enabled.place,
    value: made(enabled.place, { 'Fn::Equals': [enabled, 'true'] }),
  });
  return { 'Fn::If': [condition, 'ENABLED', 'DISABLED'] };
}

/** A text, or the JSON of a map. */
function inputOf(input: SourceValue | undefined): Made | undefined {
  return input && (input.kind === 'scalar' ? given(input) : jsonOf(input));
}
