// The parameters of the template, and the values of texts that are known only when the stack is deployed.
import { maximumDescription } from '../language/limits.ts';
import { defaultOf } from '../language/index.ts';
import { codeParameters } from '../model/logical-ids.ts';
import { parameterFormats } from '../model/parameters.ts';
import {
  resourcesOfType,
  type DynamicText,
  type Project,
  type Reference,
  type WebSocketApi,
} from '../model/project.ts';
import type { TemplateParameter } from './template.ts';
import { plainDescription } from './texts.ts';
import { literal, located, ref, sourced, type Ref, type Value } from './value.ts';

/** The parameters of the project. */
export function ownParameters(project: Project): readonly TemplateParameter[] {
  const formatOf = parameterFormats(project);
  return project.parameters.map(({ name, entry, description, secret, allowed, ...rest }) => ({
    logicalId: name.value,
    description:
      description && description.value !== ''
        ? sourced(description.node.span, plainDescription(description.value, maximumDescription.parameter))
        : undefined,
    // Intrinsic functions are not allowed here.
    default: located(rest.default),
    allowed: allowed.map(({ node, value }) => sourced(node.span, value)),
    // Other values would fail only when AWS creates the stage or the resource.
    pattern: allowed.length === 0 ? formatOf.get(name.value)?.pattern : undefined,
    isSecret: secret?.value === true,
    source: entry.span,
  }));
}

/**
 * Where the code is: the whole project in one zip file, which has the entry point of each function, except of those with a
 * folder of their own.
 */
export function codeLocation(project: Project): readonly TemplateParameter[] {
  const deployed = resourcesOfType(project, 'lambda-function').filter(
    (lambda) => !lambda.arn && project.logicalIds.of(lambda) !== undefined,
  );
  if (deployed.length === 0) return [];
  const isWhole = deployed.some(({ code }) => !code);
  const content = isWhole ? 'the zipped project' : 'the zipped code';
  return [
    { logicalId: codeParameters.bucket, description: `The S3 bucket that holds ${content}` },
    ...(isWhole
      ? [
          {
            logicalId: codeParameters.key,
            description: 'The key of the zip file in that bucket; functions are updated only when it changes',
          },
        ]
      : []),
    ...deployed.flatMap((lambda): TemplateParameter[] => {
      const { id, code } = lambda;
      const ids = project.logicalIds.ofFunction(lambda);
      if (!code || !ids) return [];
      const description = `The key of the zip file with the content of ${code.value}, the code of ${id.value}, in that bucket; the function is updated only when it changes`;
      return [{ logicalId: ids.codeKey, description: plainDescription(description), source: code.node.span }];
    }),
  ];
}

/** The text, a reference to a parameter, or one that CloudFormation resolves when it deploys the stack. */
export function dynamicValue(text: DynamicText): Value {
  return sourced(text.node.span, text.value === undefined ? resolved(text) : literal(text.value));
}

function resolved({ parameter, ssm, secret, key }: Reference): Value {
  if (parameter) return ref(parameter.value);
  if (ssm) return `{{resolve:ssm:${ssm.value}}}`;
  return `{{resolve:secretsmanager:${secret?.value}${key ? `:SecretString:${key.value}` : ''}}}`;
}

/** The stage of an API, as a part of its URLs and ARNs. */
export function stageValue({ stage }: WebSocketApi): string | Ref {
  return stage ? textOrRef(stage) : String(defaultOf('websocket-api', 'stage'));
}

/** A text that is known, or that of a parameter. */
export function textOrRef(text: DynamicText): string | Ref {
  return text.value === undefined ? ref(text.parameter?.value ?? '') : text.value;
}
