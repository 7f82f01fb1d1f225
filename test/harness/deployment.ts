// An example as if it were deployed: what its template gives each function in its environment and by its role.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { analyze, type Analysis } from '../../server/src/analysis.ts';
import { get, isList, isMap, readTemplate, resourcesOf, texts, type ReadResource } from './read-template.ts';

export interface Deployment {
  readonly folder: string;
  readonly text: string;
  readonly analysis: Analysis;
  readonly resources: ReadonlyMap<string, ReadResource>;
  readonly template: unknown;
  /** The value that CloudFormation would fill in. The ARN and the name of a new resource are its logical ID. */
  readonly resolve: (value: unknown) => string;
  readonly function: (logicalId: string) => DeployedFunction;
}

export interface DeployedFunction {
  readonly entryPoint: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Throws unless the role of the function allows the action. */
  readonly demand: (action: string, arn: string) => void;
}

const pseudoParameters = {
  'AWS::Partition': 'aws',
  'AWS::Region': 'eu-west-1',
  'AWS::AccountId': '123456789012',
  'AWS::URLSuffix': 'amazonaws.com',
};

/** @param parameters the values of those that have no default, or another one */
export function deploy(example: string, parameters: Readonly<Record<string, string>> = {}): Deployment {
  const folder = join(import.meta.dirname, '../../examples', example);
  const text = readFileSync(join(folder, 'websocket.yaml'), 'utf8');
  const analysis = analyze(text);
  const template = readTemplate(analysis.template('json') ?? '{}', 'json');
  const resources = resourcesOf(template);
  const known = new Map(Object.entries({ ...defaultsOf(template), ...pseudoParameters, ...parameters }));

  const resolve = (value: unknown): string => {
    if (typeof value === 'string') return value;
    const { Ref: name, 'Fn::GetAtt': attribute, 'Fn::Sub': pattern } = isMap(value) ? value : {};
    if (typeof name === 'string') return known.get(name) ?? name;
    const [id] = texts(attribute);
    if (id !== undefined) return id;
    if (typeof pattern !== 'string') throw new Error(`What is ${JSON.stringify(value)}?`);
    return pattern.replaceAll(/\$\{([\w:]+)(?:\.Arn)?\}/g, (_, part: string) => known.get(part) ?? part);
  };

  const deployedFunction = (logicalId: string): DeployedFunction => {
    const { properties } = resources.get(logicalId) ?? {};
    const [roleId = ''] = texts(get(properties, 'Role', 'Fn::GetAtt'));
    const statements = list(get(resources.get(roleId)?.properties, 'Policies')).flatMap((policy) =>
      list(get(policy, 'PolicyDocument', 'Statement')),
    );
    const variables = get(properties, 'Environment', 'Variables');
    return {
      entryPoint: String(get(properties, 'Handler')),
      environment: Object.fromEntries(
        Object.entries(isMap(variables) ? variables : {}).map(([name, value]) => [name, resolve(value)]),
      ),
      demand(action, arn) {
        const isAllowed = statements.some(
          (statement) =>
            [get(statement, 'Action')].flat().includes(action) && matches(resolve(get(statement, 'Resource')), arn),
        );
        if (!isAllowed) throw new Error(`AccessDenied: ${logicalId} may not ${action} on ${arn}`);
      },
    };
  };
  return { folder, text, analysis, resources, template, resolve, function: deployedFunction };
}

function defaultsOf(template: unknown): Readonly<Record<string, string>> {
  const parameters = get(template, 'Parameters');
  return Object.fromEntries(
    Object.entries(isMap(parameters) ? parameters : {}).flatMap(([name, parameter]) => {
      const value = get(parameter, 'Default');
      return typeof value === 'string' ? [[name, value]] : [];
    }),
  );
}

function list(value: unknown): readonly unknown[] {
  return isList(value) ? value : [];
}

/** `*` in the pattern is any text. */
function matches(pattern: string, arn: string): boolean {
  const parts = pattern.split('*').map((part) => part.replaceAll(/[^\w]/g, String.raw`\$&`));
  return new RegExp(`^${parts.join('.*')}$`).test(arn);
}
