// The parameters of a project: where they are used, and what a text that depends on one is by default.
import type { StringFormat } from '../language/index.ts';
import {
  oncePerProject,
  physicalNameOf,
  type DynamicText,
  type Located,
  type Parameter,
  type Project,
  type Reference,
  type Resource,
} from './project.ts';

/** A use of a parameter. */
export interface ParameterUse {
  /** The name of the parameter, whether or not there is one. */
  readonly name: Located<string>;
  readonly reference: Reference;
  readonly resource: Resource;
}

/** In the order of the file. */
export const parameterUses = oncePerProject(({ resources }): readonly ParameterUse[] => resources.flatMap(usesIn));

export function usesIn(resource: Resource): readonly ParameterUse[] {
  return referencesIn(resource).flatMap((reference) =>
    reference.parameter ? [{ name: reference.parameter, reference, resource }] : [],
  );
}

/** The maps in the resource that stand for a text. */
export function referencesIn(resource: Resource): readonly Reference[] {
  const texts: (DynamicText | undefined)[] = [
    ...(resource.type === 'lambda-function' ? resource.environment.map(({ value }) => value) : []),
    resource.type === 'websocket-api' ? resource.stage : undefined,
    physicalNameOf(resource),
  ];
  return texts.flatMap((text) => (text?.value === undefined && text ? [text] : []));
}

const parametersByName = oncePerProject(
  ({ parameters }): ReadonlyMap<string, Parameter> => new Map(parameters.map((one) => [one.name.value, one])),
);

export function findParameter(project: Project, name: string): Parameter | undefined {
  return parametersByName(project).get(name);
}

/** The text, or what it is unless the deployment says otherwise; the name of the parameter if nothing is known. */
export function usualText(project: Project, text: DynamicText): string {
  if (text.value !== undefined) return text.value;
  const { parameter, ssm, secret } = text;
  return (parameter && usualParameter(project, parameter.value)) ?? (parameter ?? ssm ?? secret)?.value ?? '';
}

/** The value of the parameter unless the deployment has another one; undefined if nothing is known. */
export function usualParameter(project: Project, name: string): string | undefined {
  const parameter = findParameter(project, name);
  return (parameter?.default ?? parameter?.allowed[0])?.value;
}

/** The format that the values of a parameter must have because of where it is used, by the name of the parameter. */
export const parameterFormats = oncePerProject(({ resources, shape }): ReadonlyMap<string, StringFormat> => {
  const formats = new Map<string, StringFormat>();
  for (const resource of resources) {
    for (const text of [resource.type === 'websocket-api' ? resource.stage : undefined, physicalNameOf(resource)]) {
      if (text?.value !== undefined || !text?.parameter) continue;
      const type = shape.typeOf(text.map);
      const { value: name } = text.parameter;
      if (type?.kind === 'string' && type.format && !formats.has(name)) formats.set(name, type.format);
    }
  }
  return formats;
});
