// The source code of a new function: the minimum that returns a valid response.

/** The use of a function. */
export type HandlerUse =
  | { readonly kind: 'authorizer' }
  /** It is invoked by "SQS queue Orders", in most cases with records, such as messages. */
  | { readonly kind: 'trigger'; readonly by: string; readonly hasRecords: boolean }
  | {
      readonly kind: 'handler';
      readonly routes: readonly string[];
      /** Whether the body that it returns is sent to the client. */
      readonly responds: boolean;
    };

export interface HandlerStub {
  /** The file extension, with its dot. */
  readonly extension: string;
  /** The text of a file with a function of that name, which the runtime can call. See `canNameHandler`. */
  readonly source: (use: HandlerUse, name: string) => string;
}

/** The stubs by the language of the runtime. There are none for other languages. */
export const handlerStubs: Readonly<Record<'nodejs' | 'python' | 'ruby', HandlerStub>> = {
  nodejs: { extension: '.mjs', source: inJavaScript },
  python: { extension: '.py', source: inPython },
  ruby: { extension: '.rb', source: inRuby },
};

/** Reserved in one of the languages, or used by a stub itself. */
const unusableNames = new Set(
  'False JSON None True alias and arguments as assert async await begin break case catch class const continue debugger def default del delete do elif else elsif end ensure enum eval except export extends false finally for from function global if implements import in instanceof interface is json lambda let module new next nil nonlocal not null or package pass private protected public raise redo rescue retry return self static super switch then this throw true try typeof undef unless until var void when while with yield'.split(
    ' ',
  ),
);

/** Whether a stub, in any language, can give its function that name. */
export function canNameHandler(name: string): boolean {
  return /^[A-Za-z_]\w*$/.test(name) && !unusableNames.has(name);
}

/** The comment on a handler, and whether its body is sent to the client. */
function purposeOf(use: HandlerUse): { readonly comment: string; readonly responds: boolean } {
  if (use.kind === 'authorizer') {
    return { comment: 'Decides whether a client can connect. Until you change it, nobody can.', responds: false };
  }
  if (use.kind === 'trigger') {
    return { comment: `The ${use.by} invokes it. If it fails, AWS invokes it again.`, responds: false };
  }
  const { routes, responds } = use;
  // A route can contain anything, such as the end of a comment.
  const named = routes.filter((route) => /^[\w$ .-]+$/.test(route)).map((route) => `\`${route}\``);
  const handles = `Handles ${named.length === 0 || named.length < routes.length ? 'messages' : named.join(', ')}`;
  const [only] = routes.length === 1 ? routes : [];
  const purpose = only === undefined ? undefined : purposes.get(only);
  if (purpose !== undefined) return { comment: `${handles}. ${purpose}`, responds: false };
  return { comment: responds ? `${handles}. The body is sent back to the client.` : `${handles}.`, responds };
}

const purposes: ReadonlyMap<string, string> = new Map([
  ['$connect', 'A 2xx status accepts the connection, any other refuses it.'],
  ['$disconnect', 'The connection is closed, so nothing can be sent to it anymore.'],
]);

function bodyFor(use: HandlerUse, policy: string, records: string, plain: string, response: string): string {
  if (use.kind === 'trigger') return use.hasRecords ? records : plain;
  return use.kind === 'authorizer' ? policy : response;
}

/** An ES module. */
function inJavaScript(use: HandlerUse, name: string): string {
  const { comment, responds } = purposeOf(use);
  const body = responds ? ', body: JSON.stringify({ received: event.body })' : '';
  return `/** ${comment} */
export async function ${name}(event) {
${bodyFor(use, javaScriptPolicy, javaScriptRecords, '  console.log(event);', `  return { statusCode: 200${body} };`)}
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

const javaScriptRecords = `  for (const record of event.Records) {
    console.log(record);
  }`;

function inPython(use: HandlerUse, name: string): string {
  const { comment, responds } = purposeOf(use);
  const body = responds ? `, "body": json.dumps({"received": event.get("body")})` : '';
  return `${responds ? 'import json\n\n\n' : ''}def ${name}(event, context):
    """${comment}"""
${bodyFor(use, pythonPolicy, pythonRecords, '    print(event)', `    return {"statusCode": 200${body}}`)}
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

const pythonRecords = `    for record in event["Records"]:
        print(record)`;

function inRuby(use: HandlerUse, name: string): string {
  const { comment, responds } = purposeOf(use);
  const body = responds ? `, body: JSON.generate({ received: event['body'] })` : '';
  return `${responds ? "require 'json'\n\n" : ''}# ${comment}
def ${name}(event:, context:)
${bodyFor(use, rubyPolicy, rubyRecords, '  puts event', `  { statusCode: 200${body} }`)}
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

const rubyRecords = `  event['Records'].each { |record| puts record }`;
