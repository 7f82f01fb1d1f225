// A template in which every resource is named after what it is, regardless of its logical ID, so that two templates can
// be compared.
import { get, isList, isMap, referencesIn, resourcesOf, texts } from './read-template.ts';

export interface NamedTemplate {
  /** By name: `AWS::ApiGatewayV2::Route sendMessage`. */
  readonly resources: ReadonlyMap<string, unknown>;
  readonly parameters: unknown;
  readonly outputs: unknown;
}

/** References become strings, `<name>`, whether written as `Ref`, `Fn::GetAtt`, `Fn::Sub` or `Fn::Join`. */
export function namedTemplate(template: unknown): NamedTemplate {
  const names = namesOf(template);
  return {
    resources: new Map(
      [...resourcesOf(template)].map(([logicalId, { whole }]) => [
        names.get(logicalId) ?? logicalId,
        withNames(whole, names),
      ]),
    ),
    parameters: get(template, 'Parameters'),
    outputs: withNames(get(template, 'Outputs'), names),
  };
}

/** By logical ID. There is one API, one stage and one table; functions are identified by their handlers. */
function namesOf(template: unknown): ReadonlyMap<string, string> {
  const resources = [...resourcesOf(template)];
  const names = new Map(resources.map(([logicalId, { type }]) => [logicalId, type]));
  const nameAll = (type: string, suffixOf: (properties: unknown, logicalId: string) => string): void => {
    for (const [logicalId, resource] of resources) {
      if (resource.type === type) names.set(logicalId, `${type} ${suffixOf(resource.properties, logicalId)}`);
    }
  };
  const refersTo = (value: unknown, type: string): string => {
    const found = referencesIn(value).map(({ logicalId }) => names.get(logicalId) ?? '');
    return found.find((name) => name.startsWith(type))?.slice(type.length + 1) ?? 'nothing';
  };
  const userOf = (logicalId: string): string => {
    const user = resources.find(
      ([, { type, properties }]) =>
        type === 'AWS::Lambda::Function' &&
        referencesIn([get(properties, 'Role'), get(properties, 'LoggingConfig')]).some(
          (reference) => reference.logicalId === logicalId,
        ),
    );
    return String(get(user?.[1].properties, 'Handler'));
  };
  const lambda = 'AWS::Lambda::Function';
  nameAll(lambda, (properties) => String(get(properties, 'Handler')));
  nameAll('AWS::IAM::Role', (_, logicalId) => userOf(logicalId));
  nameAll('AWS::Logs::LogGroup', (_, logicalId) => userOf(logicalId));
  nameAll('AWS::IAM::Policy', (properties) => refersTo(get(properties, 'Roles'), 'AWS::IAM::Role'));
  nameAll('AWS::ApiGatewayV2::Integration', (properties) => refersTo(properties, lambda));
  nameAll('AWS::Lambda::Permission', (properties) => refersTo(properties, lambda));
  nameAll('AWS::ApiGatewayV2::Route', (properties) => String(get(properties, 'RouteKey')));
  nameAll('AWS::ApiGatewayV2::RouteResponse', (properties) => refersTo(properties, 'AWS::ApiGatewayV2::Route'));
  return names;
}

function withNames(value: unknown, names: ReadonlyMap<string, string>): unknown {
  const named = (id: string): string => {
    const [logicalId = '', ...attribute] = id.split('.');
    return `<${[names.get(logicalId) ?? logicalId, ...attribute].join('.')}>`;
  };
  if (isList(value)) return value.map((item) => withNames(item, names));
  if (!isMap(value)) return value;
  const { Ref: target, 'Fn::GetAtt': attribute, 'Fn::Sub': text, 'Fn::Join': joined } = value;
  if (typeof target === 'string') return named(target);
  if (attribute !== undefined) return named(texts(attribute).join('.'));
  if (typeof text === 'string') return text.replaceAll(/\$\{([^!}][^}]*)\}/g, (_, id: string) => named(id));
  const pieces = get(joined, 1);
  if (isList(pieces)) return pieces.map((piece) => String(withNames(piece, names))).join('');
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withNames(item, names)]));
}
