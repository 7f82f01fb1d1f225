// The data resources of a descriptor on this machine: tables, queues, topics, buckets and schedules, what they invoke, and
// which calls AWS would refuse. Derived from the template, so that the overlay counts as well.
import { dataReference } from '../../template/addresses.ts';
import { dataResources } from '../../language/data-resources.ts';
import { homeOf, isFifoName, nameIn } from '../../language/formats.ts';
import { t } from '../../locale.ts';
import type { DataResource, LambdaFunction, Project } from '../../model/project.ts';
import { isDataResource } from '../../model/usage.ts';
import { quote } from '../../wording.ts';
import { localAccount, localArn, localStack, plainText, type LocalResource } from '../local-stack.ts';
import { missingRight } from '../rights.ts';
import type { Outcome, ServiceCall } from '../session.ts';
import { startDeliveries } from './deliveries.ts';
import type { JsonMap } from './json.ts';
import type { QueuesTopicsBuckets } from './queues-topics-buckets.ts';
import { addressOf, describeCall, type DescribedCall, type ServiceRequest } from './service-calls.ts';
import { errorAnswer, serveServices, type ServiceAnswer } from './service-server.ts';
import { storedTables, type StoredTables } from './stored-tables.ts';
import { tableDefinitions, tableProblem } from './table-definitions.ts';
import type { TableChange, Tables } from './tables.ts';
import { deletedKeys } from './trigger-events.ts';
import { triggersIn } from './triggers.ts';

export interface LocalData {
  /** By which SDKs find the services. Those that do not run here lead to an error that says so, never to AWS. */
  readonly environment: Readonly<Record<string, string>>;
  /** By what functions find the resource: a table's or bucket's name, a queue's URL, a topic's ARN. */
  valueOf(resource: DataResource): string;
  reload(project: Project): Promise<void>;
  stop(): Promise<void>;
}

export interface DataOptions {
  readonly project: Project;
  /** Where tables are kept between runs; in memory if it is undefined. */
  readonly directory: string | undefined;
  /** URLs of services that run elsewhere, by the names of the services: `dynamodb`, `sqs`. */
  readonly endpoints: Readonly<Record<string, string>>;
  /** Divides times, for tests. */
  readonly timeScale: number;
  readonly invoke: (lambda: LambdaFunction, event: unknown, trigger: string) => Promise<Outcome>;
  readonly onCall: (call: ServiceCall) => void;
  /** Something to know, in a sentence, such as a table that starts empty. */
  readonly onNotice: (text: string) => void;
}

/** How often expired items are deleted, in milliseconds. On AWS, it can take days. */
const expiryInterval = 60_000;

/** @throws an error for the user if another run has the directory */
export async function startData(options: DataOptions): Promise<LocalData> {
  const { directory, endpoints, timeScale, onCall, onNotice } = options;
  let { project } = options;
  const server = await serveServices((request) => handle(request));
  const { origin } = server;
  const queues = endpoints['sqs']?.replace(/\/$/, '') ?? origin;
  let stack = localStack(project, queues);
  let tables: Tables | undefined;
  let stored: StoredTables | undefined;
  let others: QueuesTopicsBuckets | undefined;
  let expiry: NodeJS.Timeout | undefined;
  const deliveries = startDeliveries(options);

  const onChanges = (changes: readonly TableChange[]): void => {
    stored?.append(changes, (table) => tables?.items(table) ?? none());
    deliveries.onChanges(changes);
  };

  const handle = async (request: ServiceRequest): Promise<ServiceAnswer> => {
    const from = performance.now();
    const described = describeCall(request);
    const { service, caller } = request;
    const { problem, ...answer } = await answerTo(request, described);
    onCall({
      service,
      operation: described.operation,
      resource: described.resource,
      function: caller,
      refused: caller === undefined ? undefined : missingRight(project, caller, described.rights),
      problem,
      durationMs: performance.now() - from,
    });
    return answer;
  };

  const answerTo = async (
    request: ServiceRequest,
    described: DescribedCall,
  ): Promise<ServiceAnswer & { readonly problem?: string | undefined }> => {
    const { service } = request;
    if (service === 'dynamodb' && tables) {
      const { status, body } = await tables.call(described.operation, described.input);
      const headers = { 'content-type': 'application/x-amz-json-1.0' };
      return { status, headers, body: JSON.stringify(body), problem: status === 200 ? undefined : tableProblem(body) };
    }
    if (service !== 'dynamodb' && services.includes(service) && others) {
      const answer = await others.call(request, described);
      if (service === 's3' && answer.status < 300) void notify(request, described, answer);
      return answer;
    }
    const problem = whyNotHere(service);
    return { ...errorAnswer(request, 400, 'NotOnThisMachine', problem), problem };
  };

  /** Tells the functions of a bucket what has changed in it. */
  const notify = async (
    request: ServiceRequest,
    { operation }: DescribedCall,
    { body }: ServiceAnswer,
  ): Promise<void> => {
    const { bucket, key } = addressOf(request.url);
    const time = Date.now();
    const removed = operation === 'DeleteObjects' ? deletedKeys(body) : operation === 'DeleteObject' ? [key] : [];
    for (const one of removed) {
      await others?.objectAt(bucket, one);
      deliveries.onObject({ bucket, key: one, name: 'ObjectRemoved:Delete', object: undefined, time });
    }
    const created = creations[operation];
    const object = created === undefined ? undefined : await others?.objectAt(bucket, key);
    if (object) deliveries.onObject({ bucket, key, name: `ObjectCreated:${created}`, object, time });
  };

  const isElsewhere = (service: string): boolean => endpoints[service] !== undefined;

  const defineOthers = async (): Promise<void> => {
    const resources = [...stack.resources.values(), ...existingIn(project)].filter(({ type }) => {
      const service = servicesByType[type];
      return service !== undefined && !isElsewhere(service);
    });
    if (resources.length > 0 && !others) {
      const { queuesTopicsBuckets } = await import('./queues-topics-buckets.ts');
      others = queuesTopicsBuckets(origin, timeScale);
    }
    await others?.define(resources);
  };

  const said = new Set<string>();
  const subscribed: string[] = [];
  const useTriggers = async (): Promise<void> => {
    const { triggers, subscriptions, missing } = triggersIn(project, stack);
    const here = triggers.filter(({ kind }) => kind === 'schedule' || !isElsewhere(servicesByTrigger[kind]));
    const away = triggers
      .filter((trigger) => !here.includes(trigger))
      .map(
        ({ source, lambda }) =>
          t`${quote(source)} does not invoke ${quote(lambda.id.value)} here, because it runs elsewhere.`,
      );
    for (const text of [...missing, ...away]) if (said.size < said.add(text).size) onNotice(text);
    for (const arn of subscribed.splice(0)) await others?.unsubscribe(arn);
    for (const { topicArn, queueArn, attributes } of subscriptions) {
      if (others) subscribed.push(await others.subscribe(topicArn, queueArn, attributes));
    }
    await deliveries.use(here, others);
  };

  const defineTables = async (): Promise<void> => {
    const definitions = endpoints['dynamodb'] === undefined ? tableDefinitions(stack) : [];
    if (definitions.length === 0) return;
    if (!tables) {
      const { memoryTables } = await import('./tables.ts');
      tables = memoryTables(onChanges);
      expiry = setInterval(() => void tables?.expire(Date.now()), expiryInterval / timeScale).unref();
    }
    for (const definition of definitions) {
      const { name } = definition;
      const items = defined.has(name) ? [] : await stored?.open(name, definition.key);
      if (stored && !items) {
        onNotice(
          t`The items that were kept of the table ${quote(name)} have another key. It starts empty, and their file is kept.`,
        );
      }
      defined.add(name);
      if (!(await tables.define(definition, items ?? []))) {
        onNotice(
          t`The key of the table ${quote(name)} has changed. AWS would replace the table by an empty one; here, it keeps its key until the next run.`,
        );
      }
    }
  };
  const defined = new Set<string>();

  if (directory !== undefined) {
    const onError = ({ message }: Error): void => onNotice(t`The data cannot be kept: ${message}`);
    try {
      stored = await storedTables(directory, onError);
    } catch (error) {
      await server.stop();
      throw error;
    }
  }
  const use = async (): Promise<void> => {
    await defineTables();
    await defineOthers();
    await useTriggers();
  };
  await use();

  return {
    environment: environmentOf(origin, endpoints),
    valueOf({ id }) {
      // That of the descriptor as it is now.
      const resource = project.find(id.value);
      if (!resource || !isDataResource(resource)) return '';
      const value = existingValue(resource, queues, endpoints) ?? dataReference(project, resource);
      return value === undefined ? '' : plainText(stack.resolve(value));
    },
    async reload(next) {
      project = next;
      stack = localStack(project, queues);
      await use();
    },
    async stop() {
      clearInterval(expiry);
      deliveries.stop();
      await others?.stop();
      await server.stop();
      await stored?.close();
    },
  };
}

async function* none(): AsyncIterable<JsonMap> {}

/** The services that run here, by their names in signatures. */
const services = ['dynamodb', 'sqs', 'sns', 's3'];

const servicesByType: Readonly<Record<string, string | undefined>> = {
  'AWS::SQS::Queue': 'sqs',
  'AWS::SNS::Topic': 'sns',
  'AWS::S3::Bucket': 's3',
};

const servicesByTrigger = { queue: 'sqs', topic: 'sns', bucket: 's3', stream: 'dynamodb' };

/** The operations that create an object, by their names in events. */
const creations: Readonly<Record<string, string | undefined>> = {
  PutObject: 'Put',
  CopyObject: 'Copy',
  CompleteMultipartUpload: 'CompleteMultipartUpload',
};

/** Resources that exist on AWS are here too, empty, apart from tables, whose keys are not known. */
function existingIn(project: Project): readonly LocalResource[] {
  return project.resources.flatMap((resource) => {
    const arn = isDataResource(resource) ? resource.arn?.value : undefined;
    if (arn === undefined || !isDataResource(resource)) return [];
    const properties = isFifoName(arn) ? { FifoQueue: true, FifoTopic: true } : {};
    const type = dataResources[resource.type].awsType;
    return { logicalId: resource.id.value, type, properties, name: nameIn(arn), arn: localArn(arn) };
  });
}

/** The names of services in variables, where they are not those in signatures. */
const variableNames: Readonly<Record<string, string | undefined>> = {
  bedrock: 'BEDROCK_RUNTIME',
  'cognito-idp': 'COGNITO_IDENTITY_PROVIDER',
  events: 'EVENTBRIDGE',
  logs: 'CLOUDWATCH_LOGS',
  monitoring: 'CLOUDWATCH',
  secretsmanager: 'SECRETS_MANAGER',
  states: 'SFN',
};

function environmentOf(origin: string, endpoints: DataOptions['endpoints']): Readonly<Record<string, string>> {
  const urls = { ...Object.fromEntries(services.map((service) => [service, origin])), ...endpoints };
  const variables = Object.entries(urls).map(
    ([service, url]) => [`AWS_ENDPOINT_URL_${variableNames[service] ?? service.toUpperCase()}`, url] as const,
  );
  return { AWS_ENDPOINT_URL: origin, ...Object.fromEntries(variables) };
}

/** Queues and topics that exist already have the same name here, but not the same address. */
function existingValue(
  resource: DataResource,
  queues: string,
  endpoints: DataOptions['endpoints'],
): string | undefined {
  const arn = resource.arn?.value;
  if (arn === undefined) return undefined;
  if (resource.type === 'sqs-queue') {
    return `${queues}/${endpoints['sqs'] === undefined ? localAccount : homeOf(arn).account}/${nameIn(arn)}`;
  }
  const isHere = resource.type === 'sns-topic' && endpoints['sns'] === undefined;
  return isHere ? localArn(arn) : undefined;
}

function whyNotHere(service: string): string {
  return services.includes(service)
    ? t`The descriptor declares no resource of the service ${service}, so it does not run here. Lead calls to one that you run by --endpoint ${service}=URL.`
    : t`The service ${service} does not run here. Lead calls to one that you run, such as LocalStack, by --endpoint ${service}=URL.`;
}
