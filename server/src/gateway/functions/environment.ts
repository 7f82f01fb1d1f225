// The environment variables of an instance: Lambda's own, those of the descriptor, and those that the gateway adds. Nothing
// else: the variables of the user's shell do not reach a handler, above all not the user's credentials.
import { defaultOf } from '../../language/index.ts';
import type { LambdaFunction } from '../../model/project.ts';

export interface Surroundings {
  readonly lambda: LambdaFunction;
  /** What the gateway adds. The user's own variables of the same names are kept, as in the template. */
  readonly added: Readonly<Record<string, string>>;
  /** The folder of the function's code. */
  readonly folder: string;
  /** A folder of this run alone, so that no program finds the user's settings there. */
  readonly home: string;
  readonly instance: number;
}

/** Where everything is that runs on this machine. fauxqs, for queues and topics, knows no other account. */
export const localAccount = '000000000000';
export const localRegion = 'eu-west-1';

/** What a program needs on this machine. Lambda has some of them too, with other values. */
const ofThisMachine =
  process.platform === 'win32'
    ? ['PATH', 'PATHEXT', 'SystemRoot', 'SystemDrive', 'COMSPEC', 'windir', 'TEMP', 'TMP', 'NUMBER_OF_PROCESSORS']
    : ['PATH', 'TMPDIR'];

export function environmentOf(surroundings: Surroundings): Record<string, string> {
  const { lambda, added, folder, home } = surroundings;
  const name = functionName(lambda);
  const region = added['AWS_REGION'] ?? localRegion;
  return {
    ...Object.fromEntries(
      ofThisMachine.flatMap((key) => (process.env[key] === undefined ? [] : [[key, process.env[key]]])),
    ),
    ...(process.env['ELECTRON_RUN_AS_NODE'] === undefined ? {} : { ELECTRON_RUN_AS_NODE: '1' }),
    HOME: home,
    ...(process.platform === 'win32' && { USERPROFILE: home }),
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

/** A value that only a deployment knows is one that the gateway has for it, or none. */
function declaredVariables({ lambda, added }: Surroundings): Record<string, string> {
  const variables: Record<string, string> = {};
  for (const { name, value } of lambda.environment) {
    const text = value.value ?? added[name.value];
    if (text !== undefined) variables[name.value] = text;
  }
  return variables;
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
  return `arn:aws:lambda:${region}:${localAccount}:function:${functionName(lambda)}`;
}
