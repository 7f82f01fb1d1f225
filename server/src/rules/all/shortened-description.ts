import { maximumDescription } from '../../language/limits.ts';
import { byteLength } from '../../syntax/positions.ts';
import { existingArn, type Located, type Project, type Resource } from '../../model/project.ts';
import { rule } from '../rule.ts';
import { t } from '../../locale.ts';
import { amount } from '../../wording.ts';

interface Shortened {
  readonly text: Located<string>;
  readonly size: number;
  readonly maximum: number;
  readonly unit: 'characters' | 'bytes';
}

export const shortenedDescription = rule({
  id: 'shortened-description',
  severity: 'information',
  summary: 'a `description` that is longer than AWS allows',
  why: `CloudFormation limits the description of a template or an output to ${maximumDescription.template.toLocaleString('en')} bytes and that of a parameter to ${maximumDescription.parameter.toLocaleString('en')}, API Gateway that of an API to ${maximumDescription.api.toLocaleString('en')} characters, and Lambda that of a function to ${maximumDescription.function}. A longer description is truncated in the template; the file keeps all of it.`,
  looksAt: 'project',
  *check(project) {
    for (const found of descriptions(project)) {
      if (found.size > found.maximum) yield { span: found.text.node.span, data: found };
    }
  },
  message: ({ size, maximum, unit }) =>
    unit === 'bytes'
      ? t`The description is ${amount(size)} bytes long, over AWS's limit of ${amount(maximum)}, so it is truncated in the template. Move the rest to a comment.`
      : t`The description is ${amount(size)} characters long, over AWS's limit of ${amount(maximum)}, so it is truncated in the template. Move the rest to a comment.`,
});

function descriptions({ description, parameters, resources }: Project): Shortened[] {
  return [
    ...(description ? [inBytes(description)] : []),
    ...parameters.flatMap(({ description: text }) => (text ? [inBytes(text, maximumDescription.parameter)] : [])),
    ...resources.flatMap(ofResource),
  ];
}

function ofResource(resource: Resource): Shortened[] {
  const { description: text } = resource;
  // An existing resource keeps its own description.
  if (!text || resource.type === undefined || existingArn(resource)) return [];
  if (resource.type !== 'websocket-api' && resource.type !== 'lambda-function') return [inBytes(text)];
  const maximum = resource.type === 'websocket-api' ? maximumDescription.api : maximumDescription.function;
  return [{ text, size: text.value.length, maximum, unit: 'characters' }];
}

function inBytes(text: Located<string>, maximum: number = maximumDescription.template): Shortened {
  return { text, size: byteLength(text.value), maximum, unit: 'bytes' };
}
