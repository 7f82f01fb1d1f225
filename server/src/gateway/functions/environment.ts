// The environment variables of an instance: Lambda's own, those of the descriptor, and those that the gateway adds. Nothing
// else: the variables of the user's shell do not reach a handler, above all not the user's credentials.
import { defaultOf } from '../../language/index.ts';
import { findParameter } from '../../model/parameters.ts';
import type { DynamicText, LambdaFunction, Project } from '../../model/project.ts';

export interface Surroundings {
  readonly project: Project;
  readonly lambda: LambdaFunction;
  /** What the gateway adds. The user's own variables of the same names are kept, as in the template. */
  readonly added: Readonly<Record<string, string>>;
  /** The folder of the function's code. */
  readonly folder: string;
  /** A folder of this run alone, so that no program finds the user's settings there. */
  readonly home: string;
  readonly instance: number;
}

const accountId = '123456789012';
export const defaultRegion = 'eu-west-1';

/** What a program needs on this machine. Lambda has some of them too, with other values. */
const ofThisMachine =
  process.platform === 'win32'
    ? ['PATH', 'PATHEXT', 'SystemRoot', 'SystemDrive', 'COMSPEC', 'windir', 'TEMP', 'TMP', 'NUMBER_OF_PROCESSORS']
    : ['PATH', 'TMPDIR'];

export function environmentOf(surroundings: Surroundings): Record<string, string> {
  const { lambda, added, folder, home } = surroundings;
  const name = functionName(lambda);
  const region = added['AWS_REGION'] ?? defaultRegion;
  return {
    ...Object.fromEntries(
      ofThisMachine.flatMap((key) => (process.env[key] === undefined ? [] : [[key, process.env[key]]])),
    ),
    ...(process.env['ELECTRON_RUN_AS_NODE'] === undefined ? {} : { ELECTRON_RUN_AS_NODE: '1' }),
    HOME: home,
    LANG: 'en_US.UTF-8',
    TZ: 'UTC',
    ...added,
    ...declaredVariables(surroundings),
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_EXECUTION_ENV: `AWS_Lambda_${lambda.runtime?.value}`,
    AWS_LAMBDA_FUNCTION_NAME: name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryOf(lambda)),
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: `local/[$LATEST]${surroundings.instance}`,
    LAMBDA_TASK_ROOT: folder,
    LAMBDA_RUNTIME_DIR: folder,
    _HANDLER: lambda.entryPoint?.value ?? '',
  };
}

function declaredVariables({ project, lambda, added }: Surroundings): Record<string, string> {
  const variables: Record<string, string> = {};
  for (const { name, value } of lambda.environment) {
    const text = literal(project, value) ?? added[name.value];
    if (text !== undefined) variables[name.value] = text;
  }
  return variables;
}

/** The names of the variables whose values only a deployment knows. */
export function unknownVariables(surroundings: Pick<Surroundings, 'project' | 'lambda' | 'added'>): readonly string[] {
  const { project, lambda, added } = surroundings;
  return lambda.environment
    .filter(({ name, value }) => literal(project, value) === undefined && added[name.value] === undefined)
    .map(({ name }) => name.value);
}

function literal(project: Project, text: DynamicText): string | undefined {
  if (text.value !== undefined) return text.value;
  return text.parameter && findParameter(project, text.parameter.value)?.default?.value;
}

export function memoryOf({ memory }: LambdaFunction): number {
  return memory?.value ?? Number(defaultOf('lambda-function', 'memory'));
}

/** In seconds. */
export function timeoutOf({ timeout }: LambdaFunction): number {
  return timeout?.value ?? Number(defaultOf('lambda-function', 'timeout'));
}

function functionName({ physicalName, id }: LambdaFunction): string {
  return physicalName?.value ?? id.value;
}

export function functionArn(lambda: LambdaFunction, region: string): string {
  return `arn:aws:lambda:${region}:${accountId}:function:${functionName(lambda)}`;
}
