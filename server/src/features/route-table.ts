// The project as a Markdown page: a diagram, each API's routes as a table, and what the functions use.
import type { Connection, Endpoint, LambdaFunction, Project, Resource, WebSocketApi } from '../model/project.ts';
import { resourcesOfType } from '../model/project.ts';
import { stageName } from '../model/usage.ts';
import { graphAsMermaid } from '../graph/index.ts';
import { code, plain } from './markdown.ts';

export function routeTable(project: Project): string {
  const functions = resourcesOfType(project, 'lambda-function');
  const sections = [
    '# WebSocket routes',
    project.description && plain(project.description.value),
    `\`\`\`mermaid\n${graphAsMermaid(project)}\`\`\``,
    ...resourcesOfType(project, 'websocket-api').flatMap((api) => apiSections(api, project)),
    ...(functions.length > 0 ? ['## Functions', functionTable(functions)] : []),
  ];
  return `${sections.filter((section) => section !== undefined && section !== '').join('\n\n')}\n`;
}

function apiSections(api: WebSocketApi, project: Project): (string | undefined)[] {
  const authorizer = api.connections[0];
  return [
    `## ${plain(api.id.value)}`,
    api.description && plain(api.description.value),
    list([
      ['Route selector', api.routeSelectorProperty && code(`$request.body.${api.routeSelectorProperty.value}`)],
      ['Stage', code(stageName(project, api))],
      ['Authorizer', authorizer && code(authorizer.target.value)],
      ['Authorization', api.authorization && code(api.authorization.value)],
      ['Domain', api.domain?.name && code(api.domain.name.value)],
      ['Identity sources', api.identitySource.map(({ value }) => code(value)).join(', ')],
    ]),
    api.endpoints.length === 0
      ? 'No endpoints.'
      : table(
          ['Route', 'Mode', 'Function', 'Code'],
          api.endpoints.map((endpoint) => endpointRow(endpoint, project)),
        ),
  ];
}

function endpointRow({ route, operationMode, connections }: Endpoint, project: Project): string[] {
  const [handler] = connections;
  const target = handler && project.find(handler.target.value);
  return [optionalCode(route?.value), operationMode?.value ?? '', optionalCode(handler?.target.value), codeOf(target)];
}

function functionTable(functions: readonly LambdaFunction[]): string {
  return table(
    ['Function', 'Runtime', 'Code', 'Connections'],
    functions.map((one) => [
      optionalCode(one.id.value),
      optionalCode(one.runtime?.value),
      codeOf(one),
      one.connections.map(connectionText).join(', '),
    ]),
  );
}

function connectionText({ target, access }: Connection): string {
  return access ? `${code(target.value)} (${access.value})` : code(target.value);
}

/** Where a function's code is: its entry point, or the ARN of an existing function. */
function codeOf(resource: Resource | undefined): string {
  return resource?.type === 'lambda-function' ? optionalCode((resource.entryPoint ?? resource.arn)?.value) : '';
}

function optionalCode(text: string | undefined): string {
  return text === undefined ? '' : code(text);
}

function list(facts: readonly (readonly [name: string, value: string | undefined])[]): string {
  return facts.flatMap(([name, value]) => (value ? `- ${name}: ${value}` : [])).join('\n');
}

function table(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  // A bar ends a cell of a table, even in code.
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(headings), line(headings.map(() => '---')), ...rows.map(line)].join('\n');
}
