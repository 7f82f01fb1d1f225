// The code that a new function starts with: as little as AWS takes for an answer.

/** What a function is connected as. */
export type HandlerPlace =
  | { readonly kind: 'authorizer' }
  | {
      readonly kind: 'handler';
      readonly routes: readonly string[];
      /** Whether a client gets the body that it returns. */
      readonly answers: boolean;
    };

export interface HandlerStub {
  /** Of the file, with its dot. */
  readonly extension: string;
  /** The text of a file whose `handler` a runtime can call. */
  readonly source: (place: HandlerPlace) => string;
}

/** By the language of the runtime: a stub can be written for no other. */
export const handlerStubs: Readonly<Record<'nodejs' | 'python' | 'ruby', HandlerStub>> = {
  nodejs: { extension: '.mjs', source: inJavaScript },
  python: { extension: '.py', source: inPython },
  ruby: { extension: '.rb', source: inRuby },
};

/** What the comment of a handler says, and whether a client gets what it returns. */
function purposeOf(place: HandlerPlace): { readonly comment: string; readonly answers: boolean } {
  if (place.kind === 'authorizer') {
    return { comment: 'Decides whether a client may connect. Until this says who may, nobody may.', answers: false };
  }
  const { routes, answers } = place;
  // A route may be any text, and a comment may not.
  const named = routes.filter((route) => /^[\w$ .-]+$/.test(route)).map((route) => `\`${route}\``);
  const handles = `Handles ${named.length === 0 || named.length < routes.length ? 'messages' : named.join(', ')}`;
  const [only] = routes.length === 1 ? routes : [];
  const purpose = only === undefined ? undefined : purposes.get(only);
  if (purpose !== undefined) return { comment: `${handles}: ${purpose}`, answers: false };
  return { comment: answers ? `${handles}: the body goes back to the client.` : `${handles}.`, answers };
}

const purposes: ReadonlyMap<string, string> = new Map([
  ['$connect', 'a status of 2xx lets the client in, any other refuses it.'],
  ['$disconnect', 'the connection has ended, and nothing can be sent to it any more.'],
]);

/** An ES module. */
function inJavaScript(place: HandlerPlace): string {
  const { comment, answers } = purposeOf(place);
  const body = answers ? ', body: JSON.stringify({ received: event.body })' : '';
  return `/** ${comment} */
export async function handler(event) {
${place.kind === 'authorizer' ? javaScriptPolicy : `  return { statusCode: 200${body} };`}
}
`;
}

const javaScriptPolicy = `  const isAllowed = false;
  return {
    principalId: 'user',
    policyDocument: {
      Version: '2012-10-17',
      Statement: [
        { Action: 'execute-api:Invoke', Effect: isAllowed ? 'Allow' : 'Deny', Resource: event.methodArn },
      ],
    },
  };`;

function inPython(place: HandlerPlace): string {
  const { comment, answers } = purposeOf(place);
  const body = answers ? `, "body": json.dumps({"received": event.get("body")})` : '';
  return `${answers ? 'import json\n\n\n' : ''}def handler(event, context):
    """${comment}"""
${place.kind === 'authorizer' ? pythonPolicy : `    return {"statusCode": 200${body}}`}
`;
}

const pythonPolicy = `    is_allowed = False
    return {
        "principalId": "user",
        "policyDocument": {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Action": "execute-api:Invoke",
                    "Effect": "Allow" if is_allowed else "Deny",
                    "Resource": event["methodArn"],
                }
            ],
        },
    }`;

function inRuby(place: HandlerPlace): string {
  const { comment, answers } = purposeOf(place);
  const body = answers ? `, body: JSON.generate({ received: event['body'] })` : '';
  return `${answers ? "require 'json'\n\n" : ''}# ${comment}
def handler(event:, context:)
${place.kind === 'authorizer' ? rubyPolicy : `  { statusCode: 200${body} }`}
end
`;
}

const rubyPolicy = `  is_allowed = false
  {
    principalId: 'user',
    policyDocument: {
      Version: '2012-10-17',
      Statement: [
        { Action: 'execute-api:Invoke', Effect: is_allowed ? 'Allow' : 'Deny', Resource: event['methodArn'] }
      ]
    }
  }`;
