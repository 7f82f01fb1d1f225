// Which files are projects of other tools that have a WebSocket API, by their names and by a cheap look at their texts. It misses
// some rather than take one for what it is not: the language server, which reads them properly, has the last word.
import { property } from '../checks.ts';

/** A glob pattern for the files that can be imported. `isImportable` knows the same names. */
export const importableGlob =
  '**/{serverless.yml,serverless.yaml,serverless.json,template.yml,template.yaml,template.json,*.template.json,cloudformation-template-update-stack.json,.altostra/project.json}';

/** @param path with slashes */
export function hasImportableName(path: string): boolean {
  if (/websocket\.template\.json$/i.test(path)) return false;
  return (
    /\/(?:(?:serverless|template)\.(?:ya?ml|json)|cloudformation-template-update-stack\.json|[^/]+\.template\.json)$/i.test(
      path,
    ) || /\/\.altostra\/project\.json$/i.test(path)
  );
}

/** In UTF-16 units. The language server reads no longer text. */
const maximumLength = 1_000_000;

/** Whether the file is a project with a WebSocket API. */
export function hasWebSocketApi(path: string, text: string): boolean {
  if (!hasImportableName(path) || text.length > maximumLength || !/web-?socket/i.test(text)) return false;
  return path.endsWith('.json') ? saysSoInJson(path, text) : saysSoInYaml(path, text);
}

/** Line by line, since lines with comments say nothing. */
function saysSoInYaml(path: string, text: string): boolean {
  const lines = text.split(/\r?\n/).filter((line) => !/^\s*#/.test(line));
  const has = (pattern: RegExp): boolean => lines.some((line) => pattern.test(line));
  if (/\/serverless\.ya?ml$/i.test(path) && has(/^\s*-\s+(?:\{\s*)?websocket\s*:/)) return true;
  return (
    has(/^\s*Type:\s*["']?AWS::Serverless::WebSocketApi\b/) ||
    (has(/^\s*Type:\s*["']?AWS::ApiGatewayV2::Api\b/) && has(/^\s*ProtocolType:\s*["']?WEBSOCKET\b/))
  );
}

function saysSoInJson(path: string, text: string): boolean {
  const root = parsed(text);
  if (/\/serverless\.json$/i.test(path) && values(property(root, 'functions')).some(hasWebSocketEvent)) return true;
  if (/\/\.altostra\//i.test(path)) return /"(?:type|resourceType)":\s*"[^"]*web-?socket/i.test(text);
  return values(property(root, 'Resources') ?? property(property(root, 'resources'), 'Resources')).some((resource) => {
    const type = property(resource, 'Type');
    if (type === 'AWS::Serverless::WebSocketApi') return true;
    return (
      type === 'AWS::ApiGatewayV2::Api' && property(property(resource, 'Properties'), 'ProtocolType') === 'WEBSOCKET'
    );
  });
}

function hasWebSocketEvent(lambda: unknown): boolean {
  return values(property(lambda, 'events')).some((event) => property(event, 'websocket') !== undefined);
}

function values(of: unknown): readonly unknown[] {
  return typeof of === 'object' && of !== null ? Object.values(of) : [];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return undefined;
  }
}
