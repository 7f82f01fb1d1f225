// Links out of the file: from entry points to the code of functions and back, and from an ARN to AWS's console.
import { nameInTitle } from '../graph/text.ts';
import { entryPointOf, filesOf, functionWithEntryPointAt, targetOf } from '../model/entry-point.ts';
import { existingArn, resourcesOfType, type LambdaFunction, type Project } from '../model/project.ts';
import { functionAt, handlersOf } from '../model/usage.ts';
import { routeSite, targetSite } from '../model/references.ts';
import { type Span, innerSpan } from '../syntax/tree.ts';
import * as formats from '../language/formats.ts';
import type { StringFormat } from '../language/index.ts';
import { t } from '../locale.ts';
import { arnNoun } from './markdown.ts';

/** The target of an entry point. */
export interface EntryPointLink {
  /** The entry point itself, without quotes. */
  readonly origin: Span;
  /** The file's path relative to the descriptor's folder, with `/`. */
  readonly path: string;
  /** The name of the export, which the file may not have. */
  readonly exportName: string;
}

/** No links if the file does not exist, or the source files are not known. */
export function entryPointTarget(project: Project, offset: number): EntryPointLink | undefined {
  const lambda = functionWithEntryPointAt(project, offset);
  return lambda && linkOf(project, lambda);
}

export function entryPointLinks(project: Project): EntryPointLink[] {
  const links = resourcesOfType(project, 'lambda-function').flatMap((lambda) => linkOf(project, lambda) ?? []);
  // An anchored entry point is in the text once, however many functions use it.
  return [...new Map(links.map((link) => [link.origin.start, link])).values()];
}

function linkOf(project: Project, lambda: LambdaFunction): EntryPointLink | undefined {
  const entryPoint = entryPointOf(lambda);
  if (!entryPoint || !lambda.entryPoint || !project.files) return undefined;
  const target = targetOf(entryPoint, project.files);
  if (target.kind !== 'found' && target.kind !== 'no-export') return undefined;
  const origin = innerSpan(project.tree, lambda.entryPoint.node);
  return { origin, path: target.file.path, exportName: entryPoint.exported };
}

/** The functions that use an export of a source file. */
export interface SourceLens {
  /** The name of the export. */
  readonly exportName: string;
  readonly title: string;
  /** The spans of the descriptor that use it. */
  readonly targets: readonly Span[];
}

/** The uses of the file at that path, relative to the descriptor's folder. */
export function sourceLenses(project: Project, path: string): SourceLens[] {
  return resourcesOfType(project, 'lambda-function').flatMap((lambda) => {
    const entryPoint = entryPointOf(lambda);
    if (!entryPoint) return [];
    const target = project.files && targetOf(entryPoint, project.files);
    const known = target && 'file' in target ? target.file.path : filesOf(entryPoint).find((one) => one === path);
    if (known !== path) return [];
    const exportName = entryPoint.exported;
    const uses = usesOf(project, lambda);
    const itself = {
      title: t`Code of ${nameInTitle(lambda.id.value)}`,
      targets: [innerSpan(project.tree, lambda.entry.key)],
    };
    return (uses.length > 0 ? uses : [itself]).map((use) => ({ exportName, ...use }));
  });
}

/** More routes than these would make a lens longer than the line below it. */
const maximumNamed = 3;

function usesOf(project: Project, lambda: LambdaFunction): Omit<SourceLens, 'exportName'>[] {
  return resourcesOfType(project, 'websocket-api').flatMap((api) => {
    const uses: Omit<SourceLens, 'exportName'>[] = [];
    const handler = handlersOf(project, api).find((one) => one.lambda === lambda);
    if (handler) {
      const routes = handler.routes.map(({ value }) => nameInTitle(value));
      const shown = routes.length > maximumNamed ? t`${routes.length} routes` : routes.join(', ');
      const endpoints = api.endpoints.filter(({ route }) => route && handler.routes.includes(route));
      const targets = endpoints.flatMap((endpoint) => routeSite(project, endpoint)?.span ?? []);
      uses.push({ title: t`Handles ${shown} of ${nameInTitle(api.id.value)}`, targets });
    }
    const [authorizer] = api.connections;
    if (authorizer && functionAt(project, authorizer) === lambda) {
      uses.push({
        title: t`Authorizes clients of ${nameInTitle(api.id.value)}`,
        targets: [targetSite(project, authorizer).span],
      });
    }
    return uses;
  });
}

export interface DocumentLink {
  readonly span: Span;
  readonly target: string;
  readonly tooltip: string;
}

export function documentLinks(project: Project): DocumentLink[] {
  const links = new Map<unknown, DocumentLink>();
  for (const resource of project.resources) {
    const arn = existingArn(resource);
    const type = arn && project.shape.typeOf(arn.node);
    const format = type?.kind === 'string' ? type.format : undefined;
    if (!arn || !format || !formats.matchesFormat(arn.value, format)) continue;
    const target = consoleUrl(arn.value, format);
    if (target === undefined) continue;
    const noun = arnNoun(format);
    links.set(arn.node, {
      span: innerSpan(project.tree, arn.node),
      target,
      tooltip: t`Open the ${noun} in the AWS console`,
    });
  }
  return [...links.values()];
}

/** Each partition of AWS has its own console. */
const consoles = new Map([
  ['aws', 'console.aws.amazon.com'],
  ['aws-cn', 'console.amazonaws.cn'],
  ['aws-us-gov', 'console.amazonaws-us-gov.com'],
]);

/** Undefined if the console of the partition is not known. */
function consoleUrl(arn: string, format: StringFormat): string | undefined {
  const { partition, region, account } = formats.homeOf(arn);
  const name = formats.nameIn(arn);
  const host = consoles.get(partition);
  if (host === undefined) return undefined;
  switch (format) {
    case formats.functionArn:
      return `https://${host}/lambda/home?region=${region}#/functions/${arn.split(':')[6]}`;
    case formats.tableArn:
      return `https://${host}/dynamodbv2/home?region=${region}#table?name=${name}`;
    case formats.queueArn: {
      const suffix = partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';
      const url = encodeURIComponent(`https://sqs.${region}.${suffix}/${account}/${name}`);
      return `https://${host}/sqs/v3/home?region=${region}#/queues/${url}`;
    }
    case formats.topicArn:
      return `https://${host}/sns/v3/home?region=${region}#/topic/${arn}`;
    case formats.bucketArn:
      return `https://${host}/s3/buckets/${name}`;
    default:
      return undefined;
  }
}
