// The reference page: every object of the language with its properties.
import {
  documentObject,
  resourceDefinitions,
  type EnumType,
  type ObjectType,
  type Property,
  type Type,
} from '../server/src/language/index.ts';
import { allowedConnections } from '../server/src/language/connections.ts';
import { gatewayRoutes } from '../server/src/language/routes.ts';
import { typeWords } from '../server/src/features/markdown.ts';

export function referencePage(): string {
  const enums = new Set<EnumType>();
  const objects = collect([documentObject, ...resourceDefinitions], enums);
  return `# The language

A websocket project file is \`websocket.yaml\`, \`*.websocket.yaml\`, \`*.websocket.yml\` or \`*.websocket.json\`.

${objects.map(objectSection).join('\n')}
## API Gateway's own routes

${gatewayRoutes.map(({ route, docs }) => `- \`${route}\`: ${docs}`).join('\n')}

## Connections

| from | to | \`access\` | |
| --- | --- | --- | --- |
${allowedConnections.map(({ from, to, access, docs }) => `| ${from} | ${to} | ${access ? 'required' : 'none'} | ${docs} |`).join('\n')}

## Values

${[...enums].map(enumSection).join('\n\n')}
`;
}

function collect(objects: readonly ObjectType[], enums: Set<EnumType>): readonly ObjectType[] {
  const found = new Set<ObjectType>();
  const visit = (type: Type): void => {
    if (type.kind === 'object') visitObject(type);
    else if (type.kind === 'list') visit(type.items);
    else if (type.kind === 'connection') visitObject(type.object);
    else if (type.kind === 'enum') enums.add(type);
  };
  const visitObject = (object: ObjectType): void => {
    if (found.has(object)) return;
    found.add(object);
    for (const { type } of object.properties) visit(type);
  };
  objects.forEach(visitObject);
  return [...found];
}

function objectSection(object: ObjectType): string {
  const heading = object.noun.replace(/^an? /, '');
  const title = heading.charAt(0).toUpperCase() + heading.slice(1);
  return `## ${title}

${object.docs}

| property | type | | |
| --- | --- | --- | --- |
${object.properties.map(row).join('\n')}
`;
}

function row(property: Property): string {
  const need =
    property.requiredUnless !== undefined
      ? `required without \`${property.requiredUnless}\``
      : property.requiredFor !== undefined
        ? `required for ${property.requiredFor}`
        : property.required
          ? 'required'
          : property.default !== undefined
            ? `default \`${property.default}\``
            : '';
  return `| \`${property.name}\` | ${typeWords(property.type)} | ${need} | ${property.docs} |`;
}

function enumSection({ noun, values }: EnumType): string {
  const current = values.filter(({ deprecated }) => !deprecated);
  const heading = noun.replace(/^an? /, '');
  return `### ${heading.charAt(0).toUpperCase() + heading.slice(1)}\n\n${current.map(({ value, docs }) => `- \`${value}\`: ${docs}`).join('\n')}`;
}
