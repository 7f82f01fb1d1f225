// Where the variables of a service have their values: in the service itself, in its files, and in the options of the command
// line. Everything else is unknowable here: other stacks, the Parameter Store, the environment, plugins.
import { made, valueAt, type Place, type SourceMap, type SourceValue } from '../source.ts';
import { quote } from '../../wording.ts';
import type { ServiceFiles } from './files.ts';
import { scalarText } from './values.ts';

/** What a variable has there: a value whose own variables are not yet resolved, or none, with the reason as a sentence. */
export type Lookup =
  | { readonly kind: 'found'; readonly value: SourceValue }
  /** The next source counts. */
  | { readonly kind: 'missing'; readonly reason: string; readonly subject: string }
  /** There may be a value where an import cannot look. */
  | {
      readonly kind: 'unknowable';
      readonly reason: string;
      readonly subject: string;
      /** Its path in the Parameter Store. */
      readonly ssm?: string | undefined;
    };

/** A source of a variable: `file(names.yml):table` */
interface Request {
  readonly type: string;
  readonly parameters: readonly SourceValue[];
  readonly address: SourceValue;
  /** Whether there is no fallback. */
  readonly isLast: boolean;
  readonly place: Place;
}

/** What CloudFormation knows itself. */
const pseudoParameters: ReadonlyMap<string, string> = new Map([
  ['accountId', 'AWS::AccountId'],
  ['region', 'AWS::Region'],
  ['partition', 'AWS::Partition'],
]);

/** Why the values of other types of variables are unknown. */
const reasons: ReadonlyMap<string, string> = new Map([
  ['ssm', 'Its value is in the Parameter Store of an AWS account.'],
  ['s3', 'Its value is an object in Amazon S3.'],
  ['cf', 'Its value is an output of another stack.'],
  ['output', 'Its value is an output of another service.'],
  ['sls', 'The Serverless Framework makes up its value with each deployment.'],
]);

export class LookupTable {
  private isFindingStage = false;

  /** @param head puts the values of variables in a value, but not in its members */
  constructor(
    private readonly root: SourceMap,
    private readonly chosenStage: string | undefined,
    private readonly files: ServiceFiles,
    private readonly head: (value: SourceValue) => Promise<SourceValue>,
  ) {}

  /** The stage to which the service is deployed. */
  async stage(): Promise<string> {
    if (this.chosenStage !== undefined) return this.chosenStage;
    // `stage: ${opt:stage}` refers to itself.
    if (this.isFindingStage) return 'dev';
    this.isFindingStage = true;
    const stage = await this.walk(this.root, ['provider', 'stage']);
    this.isFindingStage = false;
    return scalarText(stage) ?? 'dev';
  }

  async find(request: Request): Promise<Lookup> {
    const { type, parameters, place } = request;
    const address = scalarText(request.address);
    const texts = parameters.map(scalarText);
    if (type === 'strToBool') return asBoolean(parameters[0], place);
    if (address === undefined || texts.includes(undefined)) {
      return { kind: 'unknowable', reason: 'It depends on a value that is not in the files.', subject: type };
    }
    switch (type) {
      case 'self':
        return this.self(address, place);
      case 'file':
        return this.file(texts[0] ?? '', address);
      case 'opt':
        return this.option(address, request);
      case 'param':
        return this.parameter(address);
      case 'env':
        return { kind: 'missing', reason: `It is an environment variable of the one who deploys.`, subject: address };
      case 'aws':
      case 'sls': {
        const name = pseudoParameters.get(address);
        if (type === 'aws' && name !== undefined) return { kind: 'found', value: made(place, { Ref: name }) };
        if (type === 'sls' && address === 'stage') return { kind: 'found', value: made(place, await this.stage()) };
      }
    }
    return unknowable(type, texts.length > 0, address);
  }

  private async self(address: string, place: Place): Promise<Lookup> {
    const keys = address === '' ? [] : address.split('.');
    const value = await this.walk(this.root, keys);
    if (value) {
      // `service: {name: chat}` is the older form of `service: chat`.
      const name = address === 'service' ? valueAt(value, 'name') : undefined;
      return { kind: 'found', value: name ?? value };
    }
    if (address === 'provider.stage') return { kind: 'found', value: made(place, await this.stage()) };
    if (address === 'provider.region') return { kind: 'found', value: made(place, { Ref: 'AWS::Region' }) };
    return { kind: 'missing', reason: `The service has no value ${quote(address)}.`, subject: address };
  }

  private async file(path: string, address: string): Promise<Lookup> {
    const found = await this.files.read(path);
    const subject = `${path} ${address}`;
    if ('missing' in found) return { kind: found.isProgram ? 'unknowable' : 'missing', reason: found.missing, subject };
    const value = await this.walk(found.value, address === '' ? [] : address.split('.'));
    if (value) return { kind: 'found', value };
    return { kind: 'missing', reason: `The file ${quote(path)} has no value ${quote(address)}.`, subject };
  }

  private async option(name: string, { isLast, place }: Request): Promise<Lookup> {
    if (name === 'stage' && (isLast || this.chosenStage !== undefined)) {
      return { kind: 'found', value: made(place, await this.stage()) };
    }
    if (name === 'region' && isLast) return { kind: 'found', value: made(place, { Ref: 'AWS::Region' }) };
    return { kind: 'missing', reason: `It is the option \`--${name}\` of the one who deploys.`, subject: name };
  }

  /** Of the stage, or the default of all stages. Newer services have them in `stages`. */
  private async parameter(name: string): Promise<Lookup> {
    const stage = await this.stage();
    for (const keys of [
      ['params', stage],
      ['stages', stage, 'params'],
      ['params', 'default'],
      ['stages', 'default', 'params'],
    ]) {
      const value = await this.walk(this.root, [...keys, name]);
      if (value) return { kind: 'found', value };
    }
    return { kind: 'missing', reason: `The service has no parameter ${quote(name)}.`, subject: name };
  }

  /** The value below those keys, if there is one. */
  private async walk(from: SourceValue, keys: readonly string[]): Promise<SourceValue | undefined> {
    let value = await this.head(from);
    for (const key of keys) {
      const member = value.kind === 'list' ? value.items[Number(key)] : valueAt(value, key);
      if (!member) return undefined;
      value = await this.head(member);
    }
    return value.kind === 'scalar' && value.value === null ? undefined : value;
  }
}

function unknowable(type: string, hasParameters: boolean, address: string): Lookup {
  // `cf.us-east-1` and `cf(us-east-1)` are of another region, as is `ssm.us-east-1`.
  const [source = type] = type.split('.');
  const reason = reasons.get(source) ?? 'The Serverless Framework, or a plugin, gets its value during a deployment.';
  if (source !== 'ssm') return { kind: 'unknowable', reason, subject: `${source} ${address}` };
  // The older form says with a suffix whether the value is to be decrypted.
  const path = /^([\w./-]+?)(?:~false)?$/.exec(address)?.[1];
  const isOwn = type === 'ssm' && !hasParameters && path?.startsWith('/aws/reference/') === false;
  return { kind: 'unknowable', reason, subject: address, ssm: isOwn ? path : undefined };
}

/** A text that is only known when CloudFormation deploys remains one. */
function asBoolean(value: SourceValue | undefined, place: Place): Lookup {
  const text = scalarText(value)?.trim().toLowerCase();
  if (text === 'true' || text === '1') return { kind: 'found', value: made(place, true) };
  if (text === 'false' || text === '0') return { kind: 'found', value: made(place, false) };
  if (value?.kind === 'map') return { kind: 'found', value };
  return { kind: 'missing', reason: 'It is neither `true` nor `false`.', subject: text ?? 'boolean' };
}
