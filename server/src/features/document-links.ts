// Document links: an existing function, in AWS's console.
import * as formats from '../language/formats.ts';
import { resourcesOfType, type Project } from '../model/project.ts';
import { type Span, innerSpan } from '../syntax/tree.ts';

export interface DocumentLink {
  readonly span: Span;
  readonly target: string;
  readonly tooltip: string;
}

export function documentLinks(project: Project): DocumentLink[] {
  const links = new Map<unknown, DocumentLink>();
  for (const { arn } of resourcesOfType(project, 'lambda-function')) {
    const target = arn && formats.matchesFormat(arn.value, formats.functionArn) ? consoleUrl(arn.value) : undefined;
    if (!arn || target === undefined) continue;
    links.set(arn.node, {
      span: innerSpan(project.tree, arn.node),
      target,
      tooltip: 'Open the function in the AWS console',
    });
  }
  return [...links.values()];
}

/** Each partition of AWS has a console of its own. */
const consoles = new Map([
  ['aws', 'console.aws.amazon.com'],
  ['aws-cn', 'console.amazonaws.cn'],
  ['aws-us-gov', 'console.amazonaws-us-gov.com'],
]);

/** Undefined in a partition whose console is not known. */
function consoleUrl(arn: string): string | undefined {
  const [, partition = '', , region = '', , , name = ''] = arn.split(':');
  const host = consoles.get(partition);
  return host && `https://${host}/lambda/home?region=${region}#/functions/${name}`;
}
