// Where an API is deployed: its stage, with limits and logs, and its domain.
import { certificateArn, domainName, mappingKey, matchesFormat, stageName } from '../../language/formats.ts';
import { valueAt, type SourceValue } from '../source.ts';
import { becomes, consume, set, settle, type Draft, type DraftResource } from './draft.ts';
import { becomesAccessLog } from './logs.ts';
import { addParameter, textProperty } from './parameters.ts';
import { integerIn, plainText, soleReference, wordsOf } from './references.ts';
import { property, referredTo, textByDefault, textOf, type Member } from './stack.ts';

/** The first stage of the API. Others go into the overlay as they are. */
export function readStage(draft: Draft, api: Member, resource: DraftResource): Member | undefined {
  const { stack, entries } = draft;
  const [stage] = membersOf(draft, api, 'AWS::ApiGatewayV2::Stage');
  for (const deployment of membersOf(draft, api, 'AWS::ApiGatewayV2::Deployment')) consume(draft, deployment);
  if (!stage) {
    const deployed = membersOf(draft, api, 'AWS::ApiGatewayV2::Deployment').find((one) => textOf(one, 'StageName'));
    const name = textOf(deployed, 'StageName');
    if (name !== undefined && matchesFormat(name, stageName)) {
      set(resource, 'stage', name, deployed?.place ?? api.place);
    } else {
      entries.push({
        kind: 'changed',
        what: `Stage of ${resource.id}`,
        place: api.place,
        before: 'no stage',
        after: 'prod',
        why: 'Without a stage, no client could connect.',
        resource: resource.id,
      });
    }
    return undefined;
  }
  setStageName(draft, stage, resource);
  const settings = property(stage, 'DefaultRouteSettings');
  const rate = integerIn(valueAt(settings, 'ThrottlingRateLimit'));
  const burst = integerIn(valueAt(settings, 'ThrottlingBurstLimit'));
  if (rate && burst && rate <= maximumLimit && burst <= maximumLimit) {
    const limits = new Map([
      ['rate', rate],
      ['burst', burst],
    ]);
    set(resource, 'throttling', limits, settings?.place ?? stage.place);
  }
  const level = loggingLevels.get(plainText(valueAt(settings, 'LoggingLevel')) ?? '');
  set(resource, 'logging', level, settings?.place ?? stage.place);
  becomes(draft, stage, { kind: 'stage', id: resource.id }, ['ApiId', 'StageName', 'AutoDeploy', 'DeploymentId']);
  readAccessLogs(draft, stage, resource);
  readDomain(draft, api, stage, resource, stack.ofType('AWS::ApiGatewayV2::ApiMapping'));
  return stage;
}

const maximumLimit = 1_000_000;

const loggingLevels: ReadonlyMap<string, string> = new Map([
  ['OFF', 'off'],
  ['ERROR', 'errors'],
  ['INFO', 'all'],
]);

/** The resources of that type that belong to the API. */
export function membersOf({ stack }: Draft, api: Member, type: string): readonly Member[] {
  return stack.ofType(type).filter((member) => soleReference(property(member, 'ApiId'))?.id === api.logicalId);
}

function setStageName(draft: Draft, stage: Member, resource: DraftResource): void {
  const { stack, entries } = draft;
  const name = property(stage, 'StageName');
  const place = name?.place ?? stage.place;
  const what = `Stage of ${resource.id}`;
  const text = textProperty(draft, name, stageName);
  if (text !== undefined) {
    set(resource, 'stage', text, place);
    return;
  }
  const usual = textByDefault(stack, name);
  if (plainText(name) !== undefined) {
    const why = 'Only HTTP APIs can have a stage with such a name: no client could connect by it.';
    const todo = 'Check what clients connect to.';
    entries.push({
      kind: 'changed',
      what,
      place,
      before: wordsOf(name),
      after: 'prod',
      why,
      todo,
      resource: resource.id,
    });
    return;
  }
  const fitting = usual !== undefined && matchesFormat(usual, stageName) ? usual : undefined;
  const parameter = addParameter(draft, `${resource.name}StageName`, fitting, place);
  set(resource, 'stage', new Map([['parameter', parameter]]), place);
  entries.push({
    kind: 'changed',
    what,
    place,
    before: wordsOf(name),
    after: `parameter ${parameter}`,
    why: 'The stage is a text or a parameter, since URLs and permissions contain it.',
    todo: `Set the parameter ${parameter} when you deploy${fitting === undefined ? '' : `, unless it is ${fitting}`}.`,
    resource: resource.id,
  });
}

/** Access logs go to a log group of their own, if they went to one of the template. */
function readAccessLogs(draft: Draft, stage: Member, resource: DraftResource): void {
  const settings = property(stage, 'AccessLogSettings');
  const group = referredTo(draft.stack, valueAt(settings, 'DestinationArn'), 'AWS::Logs::LogGroup');
  if (!settings || !group) return;
  set(resource, 'accessLogs', true, settings.place);
  becomesAccessLog(draft, group, resource.id);
  settle(draft, stage, 'AccessLogSettings.DestinationArn');
}

/** A domain that is written out. Any other goes into the overlay as it is, with its mapping. */
function readDomain(
  draft: Draft,
  api: Member,
  stage: Member,
  resource: DraftResource,
  mappings: readonly Member[],
): void {
  const own = mappings.filter((mapping) => referredTo(draft.stack, property(mapping, 'ApiId'), api.type) === api);
  const [mapping] = own;
  const domain = mapping && referredTo(draft.stack, property(mapping, 'DomainName'), 'AWS::ApiGatewayV2::DomainName');
  const others = mappings.filter(
    (one) => referredTo(draft.stack, property(one, 'DomainName'), domain?.type ?? '') === domain,
  );
  if (!mapping || !domain || own.length > 1 || others.length > 1) return;
  if (mapping.attributes.has('Condition') || domain.attributes.has('Condition')) return;
  if (referredTo(draft.stack, property(mapping, 'Stage'), stage.type) !== stage) return;
  const configurations = property(domain, 'DomainNameConfigurations');
  const [configuration, more] = configurations?.kind === 'list' ? configurations.items : [];
  const name = fitting(property(domain, 'DomainName'), domainName);
  const certificate = fitting(valueAt(configuration, 'CertificateArn'), certificateArn);
  const key = property(mapping, 'ApiMappingKey');
  const path = key && fitting(key, mappingKey);
  if (name === undefined || certificate === undefined || more || (key && path === undefined && wordsOf(key) !== ''))
    return;
  const value = new Map([
    ['name', name],
    ['certificate', certificate],
  ]);
  if (path !== undefined) value.set('path', path);
  set(resource, 'domain', value, domain.place);
  becomes(draft, domain, { kind: 'domain', id: resource.id });
  becomes(draft, mapping, { kind: 'mapping', id: resource.id }, ['ApiId', 'DomainName', 'Stage']);
}

function fitting(value: SourceValue | undefined, format: typeof domainName): string | undefined {
  const text = plainText(value);
  return text !== undefined && matchesFormat(text, format) ? text : undefined;
}
