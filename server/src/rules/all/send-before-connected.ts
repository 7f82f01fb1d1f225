import { entryPointOf, targetOf, type EntryPointTarget } from '../../model/entry-point.ts';
import {
  oncePerProject,
  resourcesOfType,
  type LambdaFunction,
  type Located,
  type SourceExport,
  type SourceFiles,
} from '../../model/project.ts';
import { handlersOf } from '../../model/usage.ts';
import { quote } from '../../wording.ts';
import { rule } from '../rule.ts';
import { t } from '../../locale.ts';

export const sendBeforeConnected = rule({
  id: 'send-before-connected',
  severity: 'warning',
  summary: 'a function of `$connect` that sends to the client that is connecting',
  why: 'The connection opens only after the function of `$connect` has returned. Until then, `PostToConnection` with its ID fails with `410 Gone`, and waiting in the function does not help. Let the client ask for what it needs with a first message, or let the function invoke another one asynchronously, which sends once the connection is open. Only code in JavaScript, TypeScript and Python is checked, of functions that handle nothing but `$connect`. It is reported if it certainly sends to the `connectionId` of its own event: outside of conditions, loops and inner functions.',
  looksAt: 'source',
  *check({ lambda, files }, project) {
    const { connect, otherwise } = usesOf(project);
    const route = connect.get(lambda);
    const code = codeOf(lambda, files);
    if (!route || !lambda.entryPoint || code?.kind !== 'found' || code.export?.sendsToOwnConnection !== true) return;
    // Code that handles other routes too may send only then.
    if (otherwise.has(code.export)) return;
    const related = [{ span: route.node.span, message: t`The function handles ${quote('$connect')} here.` }];
    yield { span: lambda.entryPoint.node.span, data: { lambda, path: code.file.path }, related };
  },
  message: ({ lambda, path }: { readonly lambda: LambdaFunction; readonly path: string }) =>
    t`${quote(path)} sends to the client that is connecting, which fails with \`410 Gone\`: the connection opens only after ${quote(lambda.id.value)} has returned. Let the client send a first message, or invoke another function that sends later.`,
});

/** How the functions and their code are used. */
interface Uses {
  /** The first `$connect` route that a function handles. */
  readonly connect: ReadonlyMap<LambdaFunction, Located<string>>;
  /** The code that handles other routes. */
  readonly otherwise: ReadonlySet<SourceExport>;
}

const usesOf = oncePerProject((project): Uses => {
  const connect = new Map<LambdaFunction, Located<string>>();
  const otherwise = new Set<SourceExport>();
  for (const { lambda, routes } of resourcesOfType(project, 'websocket-api').flatMap((api) =>
    handlersOf(project, api),
  )) {
    const { files } = project;
    const code = files && routes.some(({ value }) => value !== '$connect') ? codeOf(lambda, files) : undefined;
    if (code?.kind === 'found' && code.export) otherwise.add(code.export);
    const route = routes.find(({ value }) => value === '$connect');
    if (route && !connect.has(lambda)) connect.set(lambda, route);
  }
  return { connect, otherwise };
});

/** What the function runs. Unknown for an existing one, whatever else it has. */
function codeOf(lambda: LambdaFunction, files: SourceFiles): EntryPointTarget | undefined {
  const parts = lambda.arn ? undefined : entryPointOf(lambda);
  return parts && targetOf(parts, files);
}
