import { byteLength, maximumDescription } from '../../language/limits.ts';
import type { Located, Project, Resource } from '../../model/project.ts';
import { rule } from '../rule.ts';

interface Shortened {
  readonly text: Located<string>;
  readonly size: number;
  readonly maximum: number;
  readonly unit: 'characters' | 'bytes';
}

export const shortenedDescription = rule({
  id: 'shortened-description',
  severity: 'information',
  summary: 'a `description` that is too long for AWS',
  why: `CloudFormation takes ${maximumDescription.template.toLocaleString('en')} bytes for the description of a template or of an output, API Gateway ${maximumDescription.api.toLocaleString('en')} characters for an API's, Lambda ${maximumDescription.function} for a function's. What is longer is cut in the template; the file keeps all of it.`,
  looksAt: 'project',
  *check(project) {
    for (const found of descriptions(project)) {
      if (found.size > found.maximum) yield { span: found.text.node.span, data: found };
    }
  },
  message: ({ size, maximum, unit }) =>
    `The description has ${size.toLocaleString('en')} ${unit}, and AWS takes ${maximum.toLocaleString('en')}: in the template its end is cut. Put what does not fit into a comment.`,
});

function descriptions({ description, resources }: Project): Shortened[] {
  return [...(description ? [inBytes(description)] : []), ...resources.flatMap(ofResource)];
}

function ofResource(resource: Resource): Shortened[] {
  const { description: text } = resource;
  if (!text || resource.type === undefined) return [];
  if (resource.type !== 'websocket-api' && resource.type !== 'lambda-function') return [inBytes(text)];
  // A function that exists already has its description.
  if (resource.type === 'lambda-function' && resource.arn) return [];
  const maximum = resource.type === 'websocket-api' ? maximumDescription.api : maximumDescription.function;
  return [{ text, size: text.value.length, maximum, unit: 'characters' }];
}

function inBytes(text: Located<string>): Shortened {
  return { text, size: byteLength(text.value), maximum: maximumDescription.template, unit: 'bytes' };
}
