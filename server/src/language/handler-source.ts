// The code that a new function starts with: as little as AWS takes for an answer, in JavaScript for Node.js.

/** What a function is connected as. */
export type HandlerPlace =
  | { readonly kind: 'authorizer' }
  | {
      readonly kind: 'handler';
      readonly routes: readonly string[];
      /** Whether a client gets the body that it returns. */
      readonly answers: boolean;
    };

/** The text of an ES module that exports `handler`. */
export function handlerSource(place: HandlerPlace): string {
  if (place.kind === 'authorizer') return authorizer;
  const { routes, answers } = place;
  // A route may be any text, and a comment may not.
  const named = routes.filter((route) => /^[\w$ .-]+$/.test(route)).map((route) => `\`${route}\``);
  const handles = `Handles ${named.length === 0 || named.length < routes.length ? 'messages' : named.join(', ')}`;
  const [only] = routes.length === 1 ? routes : [];
  const purpose = only === undefined ? undefined : purposes.get(only);
  if (answers && purpose === undefined) {
    return `/** ${handles}: the body goes back to the client. */
export async function handler(event) {
  return { statusCode: 200, body: JSON.stringify({ received: event.body }) };
}
`;
  }
  return `/** ${handles}${purpose === undefined ? '.' : `: ${purpose}`} */
export async function handler(event) {
  return { statusCode: 200 };
}
`;
}

const purposes: ReadonlyMap<string, string> = new Map([
  ['$connect', 'a status of 2xx lets the client in, any other refuses it.'],
  ['$disconnect', 'the connection has ended, and nothing can be sent to it any more.'],
]);

const authorizer = `/** Decides whether a client may connect. Until this says who may, nobody may. */
export async function handler(event) {
  const isAllowed = false;
  return {
    principalId: 'user',
    policyDocument: {
      Version: '2012-10-17',
      Statement: [
        { Action: 'execute-api:Invoke', Effect: isAllowed ? 'Allow' : 'Deny', Resource: event.methodArn },
      ],
    },
  };
}
`;
