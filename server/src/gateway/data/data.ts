// The data resources of a descriptor on this machine: tables, queues, topics, buckets and schedules, what they invoke, and
// which calls AWS would refuse. Derived from the template, so that the overlay counts as well.
import { dataReference } from '../../template/addresses.ts';
import { homeOf, nameIn } from '../../language/formats.ts';
import { t } from '../../locale.ts';
import type { DataResource, LambdaFunction, Project } from '../../model/project.ts';
import { quote } from '../../wording.ts';
import { localAccount, localRegion, localStack, plainText } from '../local-stack.ts';
import { missingRight } from '../rights.ts';
import type { Outcome, ServiceCall } from '../session.ts';
import type { JsonMap } from './json.ts';
import { describeCall, type ServiceRequest } from './service-calls.ts';
import { errorAnswer, serveServices, type ServiceAnswer } from './service-server.ts';
import { storedTables, type StoredTables } from './stored-tables.ts';
import { tableDefinitions, tableProblem } from './table-definitions.ts';
import type { TableChange, Tables } from './tables.ts';

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
  let expiry: NodeJS.Timeout | undefined;

  const onChanges = (changes: readonly TableChange[]): void => {
    stored?.append(changes, (table) => tables?.items(table) ?? none());
  };

  const handle = async (request: ServiceRequest): Promise<ServiceAnswer> => {
    const started = performance.now();
    const { operation, resource, rights, input } = describeCall(request);
    const { service, caller } = request;
    const answer = await answerOf(request, operation, input);
    onCall({
      service,
      operation,
      resource,
      function: caller,
      refused: caller === undefined ? undefined : missingRight(project, caller, rights),
      problem: answer.problem,
      durationMs: performance.now() - started,
    });
    return answer;
  };

  const answerOf = async (
    request: ServiceRequest,
    operation: string,
    input: JsonMap,
  ): Promise<ServiceAnswer & { readonly problem?: string | undefined }> => {
    const { service } = request;
    if (service === 'dynamodb' && tables) {
      const { status, body } = await tables.call(operation, input);
      return {
        status,
        headers: { 'content-type': 'application/x-amz-json-1.0' },
        body: JSON.stringify(body),
        problem: status === 200 ? undefined : tableProblem(body),
      };
    }
    const problem = whyNotHere(service);
    return {
      ...errorAnswer({ headers: request.headers, method: request.method }, 400, 'NotOnThisMachine', problem),
      problem,
    };
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
  await defineTables();

  return {
    environment: environmentOf(origin, endpoints),
    valueOf(resource) {
      const value = existingValue(resource, queues, endpoints) ?? dataReference(project, resource);
      return value === undefined ? '' : plainText(stack.resolve(value));
    },
    async reload(next) {
      project = next;
      stack = localStack(project, queues);
      await defineTables();
    },
    async stop() {
      clearInterval(expiry);
      await server.stop();
      await stored?.close();
    },
  };
}

async function* none(): AsyncIterable<JsonMap> {}

/** The services that run here, by the parts of the names of their variables. */
const services = ['dynamodb', 'sqs', 'sns', 's3'];

function environmentOf(origin: string, endpoints: DataOptions['endpoints']): Readonly<Record<string, string>> {
  const urls = { ...Object.fromEntries(services.map((service) => [service, origin])), ...endpoints };
  const variables = Object.entries(urls).map(
    ([service, url]) => [`AWS_ENDPOINT_URL_${service.toUpperCase().replaceAll('-', '_')}`, url] as const,
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
  return isHere ? `arn:aws:sns:${localRegion}:${localAccount}:${nameIn(arn)}` : undefined;
}

function whyNotHere(service: string): string {
  return services.includes(service)
    ? t`The descriptor declares no resource of the service ${service}, so it does not run here. Lead calls to one that you run by --endpoint ${service}=URL.`
    : t`The service ${service} does not run here. Lead calls to one that you run, such as LocalStack, by --endpoint ${service}=URL.`;
}
