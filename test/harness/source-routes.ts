// The WebSocket routes that a source of an import deploys, counted from its plain values. It knows how each tool writes a
// route and nothing else, and reads more forms than people should write.
import { get, isList, isMap, readTemplate, referencesIn, resourcesOf } from './read-template.ts';

export interface SourceRoute {
  /** The logical ID of the API, or what names it. */
  readonly api: string;
  readonly key: string;
  /** Whether the source asks clients for something: an authorizer, AWS credentials, or an API key. */
  readonly isProtected: boolean;
}

/** The texts of the files of a project, by their paths. */
export type SourceTexts = Readonly<Record<string, string>>;

/**
 * The routes of all WebSocket APIs.
 * @param path one of the files
 */
export function sourceRoutes(path: string, files: SourceTexts): readonly SourceRoute[] {
  const root = readText(path, files[path] ?? '');
  if (isList(get(root, 'blueprints'))) return altostraRoutes(root);
  // The answer of `get-template` has the template in it, as text or as a map.
  const body = get(root, 'TemplateBody');
  const template =
    typeof body === 'string' ? readText(body.trimStart().startsWith('{') ? '.json' : '.yml', body) : body;
  if (template !== undefined) return templateRoutes(template);
  return get(root, 'functions') === undefined && get(root, 'service') === undefined
    ? templateRoutes(root)
    : serverlessRoutes(root, files);
}

function readText(path: string, text: string): unknown {
  return readTemplate(text.replace(/^\uFEFF/, ''), path.endsWith('.json') ? 'json' : 'yaml', '1.1');
}

/** Routes of `AWS::ApiGatewayV2` but for those of HTTP APIs, and those of SAM. */
function templateRoutes(template: unknown): readonly SourceRoute[] {
  const resources = resourcesOf(template);
  return [...resources].flatMap(([id, { type, properties }]): readonly SourceRoute[] => {
    if (type === 'AWS::Serverless::WebSocketApi') {
      const isOpen = (get(properties, 'Auth', 'AuthType') ?? 'NONE') === 'NONE';
      const routes = get(properties, 'Routes');
      return Object.entries(isMap(routes) ? routes : {}).map(([key, route]) => ({
        api: id,
        key,
        isProtected: key === '$connect' && (!isOpen || isTrue(get(route, 'ApiKeyRequired'))),
      }));
    }
    if (type !== 'AWS::ApiGatewayV2::Route') return [];
    const api = referencesIn(get(properties, 'ApiId'))[0]?.logicalId ?? '';
    const of = resources.get(api);
    if (of && !(get(of.properties, 'ProtocolType') === 'WEBSOCKET' || of.type.endsWith('::WebSocketApi'))) return [];
    const key = textOf(get(properties, 'RouteKey'), template);
    const kind = get(properties, 'AuthorizationType') ?? 'NONE';
    const isProtected = kind !== 'NONE' || isTrue(get(properties, 'ApiKeyRequired'));
    return [{ api, key, isProtected }];
  });
}

function isTrue(value: unknown): boolean {
  return value === true || value === 'true';
}

/** A text, with the defaults of parameters. */
function textOf(value: unknown, template: unknown): string {
  const name = get(value, 'Ref');
  const pattern = typeof name === 'string' ? `\${${name}}` : (get(value, 'Fn::Sub') ?? value);
  if (typeof pattern !== 'string') return JSON.stringify(value);
  return pattern.replaceAll(/\$\{(\w+)\}/g, (all, id: string) => {
    const otherwise = get(template, 'Parameters', id, 'Default');
    return typeof otherwise === 'string' ? otherwise : all;
  });
}

function serverlessRoutes(root: unknown, files: SourceTexts): readonly SourceRoute[] {
  const look = (value: unknown): unknown => resolved(value, root, files);
  const functions = partsOf(get(root, 'functions'), look);
  const routes = functions.flatMap(([, definition]) => {
    const events = look(get(look(definition), 'events'));
    return (isList(events) ? events : []).flatMap((written): readonly SourceRoute[] => {
      const event = look(written);
      if (event === 'websocket') return [];
      if (!isMap(event) || !('websocket' in event)) return [];
      // One project has the properties beside `websocket` instead of in it.
      const own = look(event['websocket'] ?? event);
      const key = typeof own === 'string' ? own : look(get(own, 'route') ?? get(own, 'routeKey'));
      if (typeof key !== 'string' && typeof key !== 'number') return [];
      return [{ api: 'WebsocketsApi', key: String(key), isProtected: get(own, 'authorizer') !== undefined }];
    });
  });
  const own = look(get(root, 'resources'));
  const parts = (isList(own) ? own : [own]).map(look).map((part) => ({ Resources: look(get(part, 'Resources')) }));
  return [...routes, ...parts.flatMap(templateRoutes)];
}

/** The entries of a map, or of a list of maps, each of which can be in a file. */
function partsOf(value: unknown, look: (value: unknown) => unknown): readonly (readonly [string, unknown])[] {
  const found = look(value);
  if (isList(found)) return found.flatMap((item) => partsOf(item, look));
  return Object.entries(isMap(found) ? found : {});
}

/** What a variable stands for, if the whole value is one. */
function resolved(value: unknown, root: unknown, files: SourceTexts, depth = 0): unknown {
  if (typeof value !== 'string' || depth > 20) return value;
  const again = (found: unknown): unknown => resolved(found, root, files, depth + 1);
  const [, path, inner] = /^\$\{file\((?:\.\/)?([^)]+)\)(?::([\w.-]+))?\}$/.exec(value) ?? [];
  if (path !== undefined) {
    const text = Object.hasOwn(files, path) ? files[path] : undefined;
    const found = text === undefined ? undefined : readText(path, text);
    return again(inner === undefined ? found : get(found, ...inner.split('.')));
  }
  const [, self] = /^\$\{self:([\w.-]+)\}$/.exec(value) ?? [];
  if (self !== undefined) return again(get(root, ...self.split('.')));
  const [, otherwise] = /^\$\{opt:[\w-]+, *'([^']*)'\}$/.exec(value) ?? [];
  return otherwise ?? value;
}

/** By any name that a Web Socket resource could have. Its endpoints are in it, or are resources to which it refers. */
function altostraRoutes(root: unknown): readonly SourceRoute[] {
  const blueprints = get(root, 'blueprints');
  return (isList(blueprints) ? blueprints : []).flatMap((blueprint) => {
    const resources = get(blueprint, 'resources');
    const all = isMap(resources) ? resources : {};
    return Object.entries(all).flatMap(([api, resource]) => {
      const endpoints = get(resource, 'endpoints') ?? get(resource, 'routes');
      if (!/web-?socket/i.test(String(get(resource, 'type'))) || !isList(endpoints)) return [];
      const hasAuthorizer = Object.values(mapOf(get(blueprint, 'connections', api))).length > 0;
      return endpoints.map((given): SourceRoute => {
        const endpoint = get(given, 'type') === 'ref' ? all[String(get(given, 'id'))] : given;
        const key = String(get(endpoint, 'route') ?? get(endpoint, 'routeKey'));
        return { api, key, isProtected: key === '$connect' && hasAuthorizer };
      });
    });
  });
}

function mapOf(value: unknown): Readonly<Record<string, unknown>> {
  return isMap(value) ? value : {};
}
