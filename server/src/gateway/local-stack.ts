// The template of a project as if it were deployed on this machine: every reference is replaced by the name, the ARN or the
// URL that the resource has here. What nobody can know here, such as a value of another stack, becomes `*`, which matches
// anything where rights are compared.
import type { Plain } from '../language/index.ts';
import { usualParameter } from '../model/parameters.ts';
import { oncePer, type Project } from '../model/project.ts';
import { generate } from '../template/generate.ts';
import { templateDocument } from '../template/template.ts';
import { bare, type Value } from '../template/value.ts';
import { localAccount, localRegion } from './functions/environment.ts';

export { localAccount, localRegion };

/** The ARN that a topic or queue has here, wherever it is on AWS. */
export function localArn(arn: string): string {
  return arn.replace(/^(arn:[^:]*:(?:sns|sqs)):[^:]*:[^:]*:/, `$1:${localRegion}:${localAccount}:`);
}

export interface LocalStack {
  /** By logical ID, those of the overlay too. Without those whose condition is false. */
  readonly resources: ReadonlyMap<string, LocalResource>;
  /** The value with all references replaced. Undefined if CloudFormation would leave it out. */
  resolve(value: Value): Plain | undefined;
}

export interface LocalResource {
  readonly logicalId: string;
  /** `AWS::DynamoDB::Table` */
  readonly type: string;
  readonly properties: Plain | undefined;
  /** Its own name in AWS, given or made up. */
  readonly name: string;
  readonly arn: string;
}

/** @param queues where the queues are: `http://127.0.0.1:4566` */
export function localStack(project: Project, queues: string): LocalStack {
  return stacksOf(project).get(queues);
}

const stacksOf = oncePer((project: Project) => {
  const stacks = new Map<string, LocalStack>();
  return {
    get(queues: string): LocalStack {
      const stack = stacks.get(queues) ?? deployHere(project, queues);
      stacks.set(queues, stack);
      return stack;
    },
  };
});

const anything = '*';

function deployHere(project: Project, queues: string): LocalStack {
  const document = templateDocument(generate(project), 'json');
  const declared = membersOf(memberOf(document, 'Resources'));
  const conditions = membersOf(memberOf(document, 'Conditions'));
  const mappings = memberOf(document, 'Mappings');
  const parameters = membersOf(memberOf(document, 'Parameters'));
  /** What is being resolved, so that a circle ends. */
  const open = new Set<string>();

  const once = <T>(key: string, compute: () => T, circular: T): T => {
    if (open.has(key)) return circular;
    open.add(key);
    try {
      return compute();
    } finally {
      open.delete(key);
    }
  };

  const typeOf = (id: string): string => textOf(memberOf(declared.get(id), 'Type')) ?? '';
  const nameOf = (id: string): string => {
    const kind = kinds[typeOf(id)];
    const given = kind && memberOf(memberOf(declared.get(id), 'Properties'), kind.nameProperty);
    const name = given === undefined ? undefined : once(`name of ${id}`, () => resolve(given), anything);
    if (typeof name === 'string' && name !== '') return name;
    const properties = memberOf(declared.get(id), 'Properties');
    return kind ? kind.made(id, memberOf(properties, 'FifoQueue') !== undefined) : id;
  };
  const arnOf = (id: string): string => kinds[typeOf(id)]?.arn(nameOf(id)) ?? anything;

  const reference = (id: string): Plain | undefined => {
    const pseudo = pseudoParameters.get(id);
    if (pseudo !== undefined || id === 'AWS::NoValue') return pseudo;
    if (parameters.has(id)) return usualParameter(project, id) ?? textOf(memberOf(parameters.get(id), 'Default')) ?? id;
    const type = typeOf(id);
    if (type === 'AWS::SQS::Queue') return `${queues}/${localAccount}/${nameOf(id)}`;
    return type === 'AWS::SNS::Topic' ? arnOf(id) : nameOf(id);
  };
  const attribute = (id: string, name: string): Plain => {
    if (name === 'Arn' || name === 'TopicArn') return arnOf(id);
    if (name === 'StreamArn') return `${arnOf(id)}/stream/2024-01-01T00:00:00.000`;
    if (name === 'QueueUrl') return reference(id) ?? anything;
    return name === 'QueueName' || name === 'TopicName' ? nameOf(id) : anything;
  };

  const substitute = (pattern: string, variables: ReadonlyMap<string, Value>): string =>
    pattern.replaceAll(/\$\{(!?)([^{}]+)\}/g, (_, escape: string, name: string) => {
      if (escape !== '') return `\${${name}}`;
      const variable = variables.get(name);
      if (variable !== undefined) return plainText(resolve(variable));
      const [id = '', ...rest] = name.split('.');
      return plainText(rest.length > 0 ? attribute(id, rest.join('.')) : reference(id));
    });

  const isTrue = (name: string): boolean => {
    const condition = conditions.get(name);
    return condition === undefined || once(`condition ${name}`, () => resolve(condition) !== false, true);
  };

  const call = (name: string, argument: Value): Plain | undefined => {
    const items = itemsOf(argument);
    const values = (): readonly (Plain | undefined)[] => items.map(resolve);
    switch (name) {
      case 'Ref':
        return reference(textOf(argument) ?? '');
      case 'Condition':
        return isTrue(textOf(argument) ?? '');
      case 'Fn::GetAtt': {
        const [id = '', ...rest] = items.length > 0 ? items.map((item) => textOf(item) ?? '') : split(argument, '.');
        return attribute(id, rest.join('.'));
      }
      case 'Fn::Sub':
        return substitute(textOf(items[0] ?? argument) ?? '', items[1] ? membersOf(items[1]) : new Map());
      case 'Fn::Join': {
        const parts = items[1] && resolve(items[1]);
        return isPlainList(parts) ? parts.map(plainText).join(plainText(items[0] && resolve(items[0]))) : anything;
      }
      case 'Fn::Split':
        return plainText(items[1] && resolve(items[1])).split(plainText(items[0] && resolve(items[0])));
      case 'Fn::Select': {
        const [index, list] = values();
        return (isPlainList(list) ? list[Number(index)] : undefined) ?? anything;
      }
      case 'Fn::If': {
        const chosen = items[isTrue(textOf(items[0]) ?? '') ? 1 : 2];
        return chosen && resolve(chosen);
      }
      case 'Fn::Equals': {
        const [one, other] = values().map((value) => JSON.stringify(value ?? ''));
        return one === other;
      }
      case 'Fn::And':
        return values().every((value) => value !== false);
      case 'Fn::Or':
        return values().some((value) => value !== false);
      case 'Fn::Not':
        return values()[0] === false;
      case 'Fn::FindInMap': {
        const found = values().map(plainText).reduce<Value | undefined>(memberOf, mappings);
        return (found && resolve(found)) ?? anything;
      }
      default:
        return anything;
    }
  };

  const resolve = (value: Value): Plain | undefined => {
    const content = bare(value);
    if (typeof content !== 'object') return content;
    switch (content.kind) {
      case 'ref':
        return reference(content.logicalId);
      case 'getAtt':
        return attribute(content.logicalId, content.attribute);
      case 'sub':
        return content.parts.map((part) => plainText(resolve(part))).join('');
      case 'list':
        return content.items.flatMap((item) => resolve(item) ?? []);
      case 'map': {
        const [first, second] = content.entries;
        if (first && !second && /^(?:Ref|Condition|Fn::\w+)$/.test(first.key)) return call(first.key, first.value);
        const members = content.entries.flatMap(({ key, value: member }) => {
          const resolved = resolve(member);
          return resolved === undefined ? [] : [[key, resolved] as const];
        });
        return Object.fromEntries(members);
      }
    }
  };

  const resources = new Map<string, LocalResource>();
  for (const [logicalId, resource] of declared) {
    const condition = textOf(memberOf(resource, 'Condition'));
    if (condition !== undefined && !isTrue(condition)) continue;
    const properties = memberOf(resource, 'Properties');
    resources.set(logicalId, {
      logicalId,
      type: typeOf(logicalId),
      properties: properties && resolve(properties),
      name: nameOf(logicalId),
      arn: arnOf(logicalId),
    });
  }
  return { resources, resolve };
}

const pseudoParameters: ReadonlyMap<string, Plain> = new Map<string, Plain>([
  ['AWS::Partition', 'aws'],
  ['AWS::Region', localRegion],
  ['AWS::AccountId', localAccount],
  ['AWS::URLSuffix', 'amazonaws.com'],
  ['AWS::StackName', 'local'],
  [
    'AWS::StackId',
    `arn:aws:cloudformation:${localRegion}:${localAccount}:stack/local/00000000-0000-0000-0000-000000000000`,
  ],
  ['AWS::NotificationARNs', []],
]);

/** What is named and addressed, by its type. */
interface Kind {
  readonly nameProperty: string;
  /** The name, from the logical ID, of one that has none. */
  readonly made: (logicalId: string, isFifo: boolean) => string;
  readonly arn: (name: string) => string;
}

const inRegion = (service: string, kind = ''): ((name: string) => string) => {
  return (name) => `arn:aws:${service}:${localRegion}:${localAccount}:${kind}${name}`;
};
const asItIs = (id: string): string => id;

const kinds: Readonly<Record<string, Kind | undefined>> = {
  'AWS::DynamoDB::Table': {
    nameProperty: 'TableName',
    // At least three characters.
    made: (id) => (id.length < 3 ? `${id}-table` : id),
    arn: inRegion('dynamodb', 'table/'),
  },
  'AWS::SQS::Queue': {
    nameProperty: 'QueueName',
    made: (id, isFifo) => (isFifo ? `${id.slice(0, 75)}.fifo` : id.slice(0, 80)),
    arn: inRegion('sqs'),
  },
  'AWS::SNS::Topic': { nameProperty: 'TopicName', made: asItIs, arn: inRegion('sns') },
  'AWS::S3::Bucket': {
    nameProperty: 'BucketName',
    made: (id) => `local-${id.toLowerCase()}`.slice(0, 63),
    arn: (name) => `arn:aws:s3:::${name}`,
  },
  'AWS::Lambda::Function': { nameProperty: 'FunctionName', made: asItIs, arn: inRegion('lambda', 'function:') },
  'AWS::Events::Rule': { nameProperty: 'Name', made: asItIs, arn: inRegion('events', 'rule/') },
  'AWS::Logs::LogGroup': { nameProperty: 'LogGroupName', made: asItIs, arn: inRegion('logs', 'log-group:') },
  'AWS::IAM::Role': {
    nameProperty: 'RoleName',
    made: asItIs,
    arn: (name) => `arn:aws:iam::${localAccount}:role/${name}`,
  },
};

function memberOf(value: Value | undefined, key: string): Value | undefined {
  const content = value === undefined ? undefined : bare(value);
  return typeof content === 'object' && content.kind === 'map'
    ? content.entries.find((entry) => entry.key === key)?.value
    : undefined;
}

function membersOf(value: Value | undefined): ReadonlyMap<string, Value> {
  const content = value === undefined ? undefined : bare(value);
  const entries = typeof content === 'object' && content.kind === 'map' ? content.entries : [];
  return new Map(entries.map(({ key, value: member }) => [key, member]));
}

function itemsOf(value: Value): readonly Value[] {
  const content = bare(value);
  return typeof content === 'object' && content.kind === 'list' ? content.items : [];
}

function textOf(value: Value | undefined): string | undefined {
  const content = value === undefined ? undefined : bare(value);
  return typeof content === 'object' || content === undefined ? undefined : String(content);
}

function split(value: Value, separator: string): readonly string[] {
  return (textOf(value) ?? '').split(separator);
}

export function plainText(value: Plain | undefined): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value ?? '');
}

export function isPlainList(value: Plain | undefined): value is readonly Plain[] {
  return Array.isArray(value);
}

/** A property of a resolved value, however deep; undefined if there is none. */
export function plainAt(value: Plain | undefined, ...path: readonly string[]): Plain | undefined {
  return path.reduce<Plain | undefined>(
    (at, key) => (typeof at === 'object' && !isPlainList(at) && Object.hasOwn(at, key) ? at[key] : undefined),
    value,
  );
}

/** The items of a resolved list; a single value is a list of one, as in policies. */
export function plainItems(value: Plain | undefined): readonly Plain[] {
  return isPlainList(value) ? value : value === undefined ? [] : [value];
}

/** The properties of the template as the attributes of the service, which are strings. */
export function attributesOf(properties: Plain | undefined, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = plainAt(properties, name);
      return value === undefined ? [] : [[name, plainText(value)] as const];
    }),
  );
}
