// Hovers of values: of an enumeration's values, of numbers, and of strings with a format.
import { accessLevels, type AccessLevel } from '../../language/connections.ts';
import { actionsFor, dataResources } from '../../language/data-resources.ts';
import { isEntryPointFormat } from '../../language/entry-points.ts';
import * as formats from '../../language/formats.ts';
import {
  findResourceDefinition,
  resourceTypeEnum,
  type EnumType,
  type Property,
  type StringFormat,
} from '../../language/index.ts';
import { entryPointOf, functionWithEntryPointAt, targetOf } from '../../model/entry-point.ts';
import type { LambdaFunction, Project, Resource } from '../../model/project.ts';
import { connectionsOf } from '../../model/references.ts';
import { isDataResource } from '../../model/usage.ts';
import type { ScalarNode } from '../../syntax/tree.ts';
import { amount, arnNoun, card, code, enumValueMarkdown, resourceTypeMarkdown, typeWords } from '../markdown.ts';
import { withinSentence, withoutArticle } from '../../wording.ts';
import { messageWith, urlOf } from './route-card.ts';
import { t, translated } from '../../locale.ts';

/** Undefined if there is nothing to add to the text itself. */
export function valueCard(project: Project, scalar: ScalarNode, property: Property | undefined): string | undefined {
  const type = project.shape.typeOf(scalar);
  switch (type?.kind) {
    case 'enum':
      return enumCard(project, scalar, type, property);
    case 'integer':
      if (!property || typeof scalar.value !== 'number') return undefined;
      return card({
        title: amount(type, scalar.value),
        kind: [
          property.name,
          typeWords(type),
          ...(property.default === undefined ? [] : [t`default ${amount(type, property.default)}`]),
        ],
        paragraphs: [translated(property.docs)],
        link: property.link,
      });
    case 'string':
      return type.format && formattedCard(project, scalar, type.format, property);
    case 'boolean':
      if (!property || typeof scalar.value !== 'boolean') return undefined;
      return card({
        title: scalar.text,
        kind: [property.name],
        paragraphs: [translated(property.docs)],
        link: property.link,
      });
    case undefined:
    case 'list':
    case 'map':
    case 'any':
    case 'object':
    case 'resource':
    case 'connection':
      return undefined;
  }
}

function enumCard(
  project: Project,
  scalar: ScalarNode,
  type: EnumType,
  property: Property | undefined,
): string | undefined {
  if (type === resourceTypeEnum) {
    const definition = findResourceDefinition(scalar.text);
    return definition && resourceTypeMarkdown(definition);
  }
  const value = type.values.find((candidate) => candidate.value === scalar.text);
  if (!value) return undefined;
  const level = accessLevels.values.find((candidate) => candidate === value)?.value;
  if (type !== accessLevels || level === undefined) return enumValueMarkdown(value, type.noun, property?.link);
  return card({
    title: level,
    kind: [withoutArticle(translated(type.noun))],
    paragraphs: [translated(value.docs)],
    facts: [accessFact(project, scalar, level)],
  });
}

/** The IAM actions that the function's role then allows. */
function accessFact(project: Project, scalar: ScalarNode, level: AccessLevel): string | undefined {
  const from = connectionsOf(project).find(({ connection }) => connection.access?.node === scalar);
  const target = from && project.find(from.connection.target.value);
  if (!target || !isDataResource(target)) return undefined;
  const actions = actionsFor(target.type, level).flatMap((group) => group.actions);
  return t`Allows on ${code(target.id.value)}: ${[...new Set(actions)].map(code).join(', ')}`;
}

function formattedCard(
  project: Project,
  scalar: ScalarNode,
  format: StringFormat,
  property: Property | undefined,
): string | undefined {
  const title = scalar.text;
  const kind = [withoutArticle(translated(format.noun))];
  if (!formats.matchesFormat(title, format)) return undefined;
  switch (format) {
    case formats.routeSelector:
      return card({
        title,
        kind,
        paragraphs: [t`A message that selects a route looks like ${code(messageWith(title, 'ROUTE'))}.`],
        facts: [t`Selection expression: ${code(`$request.body.${title}`)}`],
        link: property?.link,
      });
    case formats.stageName:
      return card({
        title,
        kind,
        paragraphs: [t`Clients connect to ${code(urlOf(title))}.`],
        link: property?.link,
      });
    case formats.layerArn: {
      const [, , , region = '', account = '', , name = '', version = ''] = title.split(':');
      const text = t`Version ${version} of the layer ${code(name)}, from account ${account} in ${region}.`;
      return card({ title: name, kind, paragraphs: [text] });
    }
    case formats.tableArn:
    case formats.queueArn:
    case formats.topicArn:
    case formats.bucketArn: {
      const { region, account } = formats.homeOf(title);
      const noun = arnNoun(format);
      const text =
        region === ''
          ? t`An existing ${noun}. It is used and not created.`
          : t`An existing ${noun}, in the account ${account} in ${region}. It is used and not created.`;
      return card({ title: formats.nameIn(title), kind, paragraphs: [text], link: property?.link });
    }
    case formats.ssmName:
      return resolvedCard(title, kind, `{{resolve:ssm:${title}}}`, property);
    case formats.secretName:
      return resolvedCard(title, kind, `{{resolve:secretsmanager:${title}…}}`, property);
    case formats.identitySource:
      return card({ title, kind, paragraphs: [identitySourceText(title)] });
    case formats.environmentName: {
      const from = connectionsOf(project).find(({ connection }) => connection.as?.node === scalar);
      const resource = from && project.find(from.connection.target.value);
      if (!from || !resource) return undefined;
      const paragraphs = [t`By it, the code of ${code(from.resource.id.value)} finds ${code(resource.id.value)}.`];
      return card({
        title,
        kind: [t`environment variable`],
        paragraphs,
        facts: [valueFact(resource)],
        link: property?.link,
      });
    }
    default: {
      const lambda = isEntryPointFormat(format) && functionWithEntryPointAt(project, scalar.span.start);
      if (!lambda) return undefined;
      return card({ title, kind, paragraphs: [entryPointText(project, lambda)], link: property?.link });
    }
  }
}

/** The value of a variable for the resource. */
function valueFact(resource: Resource): string | undefined {
  const id = code(resource.id.value);
  if (resource.type === 'websocket-api') return t`Value: the URL for sending messages to the clients of ${id}`;
  if (!isDataResource(resource)) return undefined;
  const { ref, loss } = dataResources[resource.type];
  return t`Value: the ${translated(ref.gives)} of the ${withinSentence(translated(loss.noun))}`;
}

function resolvedCard(title: string, kind: string[], written: string, property: Property | undefined): string {
  const facts = [t`In the template: ${code(written)}`];
  return card({ title, kind, paragraphs: [property && translated(property.docs)], facts, link: property?.link });
}

function identitySourceText(source: string): string {
  const dot = source.indexOf('.');
  const name = source.slice(dot + 1);
  return source.slice(0, dot) === 'header'
    ? t`The client must send the header ${code(name)} when it connects. Otherwise it gets 401, and the authorizer is not called.`
    : t`The client must send the query parameter ${code(name)}, as in ${code(`wss://…?${name}=…`)}. Otherwise it gets 401, and the authorizer is not called.`;
}

function entryPointText(project: Project, lambda: LambdaFunction): string | undefined {
  const entryPoint = entryPointOf(lambda);
  if (!entryPoint) return undefined;
  const { folder, module, exportName } = entryPoint;
  const target = project.files && targetOf(entryPoint, project.files);
  return target && 'file' in target
    ? t`The export ${code(exportName)} of ${code(target.file.path)}.`
    : t`The export ${code(exportName)} of the file ${code(folder + module)} with the extension of its language.`;
}
