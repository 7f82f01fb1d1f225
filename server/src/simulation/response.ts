// What the return value of an endpoint's function means: whether API Gateway accepts it as a response, and why not.
import { t } from '../locale.ts';
import { valueOf, type Pair } from './events.ts';
import { step, type FunctionAnswer, type SimulationStep } from './state.ts';

export interface Response {
  readonly answer: FunctionAnswer;
  /** Why the value is no valid response. */
  readonly steps: readonly SimulationStep[];
}

/** @param value what the function returned, parsed */
export function readResponse(value: unknown): Response {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return invalid(
      t`The function returns no object with a \`statusCode\`. Return \`{ statusCode: 200 }\` if there is nothing to send.`,
    );
  }
  const { statusCode, body, headers, multiValueHeaders } = { ...emptyResponse, ...value };
  const status = typeof statusCode === 'string' && /^\d{3}$/.test(statusCode) ? Number(statusCode) : statusCode;
  if (typeof status !== 'number' || !Number.isInteger(status) || status < 100 || status > 599) {
    return invalid(
      statusCode === undefined
        ? t`The function returns an object without \`statusCode\`.`
        : t`The function returns an object whose \`statusCode\` is no HTTP status.`,
    );
  }
  if (body !== undefined && body !== null && typeof body !== 'string') {
    return invalid(t`The function returns a \`body\` that is not a string. Use \`JSON.stringify\`, or the like.`);
  }
  const pairs = [...headerPairs(headers), ...headerPairs(multiValueHeaders)];
  const subprotocol = valueOf(pairs, 'Sec-WebSocket-Protocol', true);
  return {
    answer: {
      statusCode: status,
      ...(typeof body === 'string' && { body }),
      ...(subprotocol !== undefined && { subprotocol }),
    },
    steps: [],
  };
}

interface Written {
  readonly statusCode?: unknown;
  readonly body?: unknown;
  readonly headers?: unknown;
  readonly multiValueHeaders?: unknown;
}

const emptyResponse: Written = {};

function headerPairs(headers: unknown): Pair[] {
  if (typeof headers !== 'object' || headers === null) return [];
  return Object.entries(headers).flatMap(([name, value]: [string, unknown]) =>
    (Array.isArray(value) ? value : [value]).flatMap((one: unknown): Pair[] =>
      typeof one === 'string' || typeof one === 'number' || typeof one === 'boolean' ? [[name, String(one)]] : [],
    ),
  );
}

function invalid(text: string): Response {
  return { answer: 'failure', steps: [step(text)] };
}
