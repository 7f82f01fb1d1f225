// Everything about where an API is deployed: its stage, with limits and logs, and its own domain.
import type { ApiIds, WebSocketApi } from '../model/project.ts';
import { stageValue } from './parameters.ts';
import { logGroup, type TemplateResource } from './template.ts';
import { tagMap } from './texts.ts';
import { getAtt, list, located, map, ref, sourced, type Value } from './value.ts';

/** @param routes the logical IDs of all routes and route responses */
export function stageResources(
  resource: WebSocketApi,
  ids: ApiIds,
  routes: readonly string[],
): readonly TemplateResource[] {
  return [...accessLog(resource, ids), stage(resource, ids, routes), ...domain(resource, ids)];
}

/**
 * The stage deploys the API automatically whenever a route changes; an explicit deployment would go stale. It depends
 * on all routes, so that the first deployment includes them.
 */
function stage(resource: WebSocketApi, ids: ApiIds, routes: readonly string[]): TemplateResource {
  const { accessLogs } = resource;
  return {
    logicalId: ids.stage,
    type: 'AWS::ApiGatewayV2::Stage',
    dependsOn: routes,
    properties: map({
      ApiId: ref(ids.api),
      StageName: sourced(resource.stage?.node.span, stageValue(resource)),
      AutoDeploy: true,
      DefaultRouteSettings: routeSettings(resource),
      AccessLogSettings: accessLogs?.value
        ? sourced(
            accessLogs.node.span,
            map({ DestinationArn: getAtt(ids.accessLog, 'Arn'), Format: JSON.stringify(accessLogFormat) }),
          )
        : undefined,
    }),
    source: resource.stage?.node.span ?? resource.id.node.span,
    comment: `The stage of ${resource.id.value}`,
  };
}

const loggingLevels = { off: 'OFF', errors: 'ERROR', all: 'INFO' } as const;

function routeSettings({ throttling, logging }: WebSocketApi): Value | undefined {
  const settings = map({
    ThrottlingRateLimit: located(throttling?.rate),
    ThrottlingBurstLimit: located(throttling?.burst),
    LoggingLevel: logging && sourced(logging.node.span, loggingLevels[logging.value]),
  });
  return settings.entries.length > 0 ? settings : undefined;
}

/** What one searches for: the connection, the request, the route, who it was, and what went wrong. */
const accessLogFormat = {
  requestTime: '$context.requestTime',
  requestId: '$context.requestId',
  connectionId: '$context.connectionId',
  eventType: '$context.eventType',
  routeKey: '$context.routeKey',
  status: '$context.status',
  integrationStatus: '$context.integrationStatus',
  integrationLatency: '$context.integrationLatency',
  error: '$context.error.message',
  integrationError: '$context.integrationErrorMessage',
  principalId: '$context.authorizer.principalId',
  sourceIp: '$context.identity.sourceIp',
  userAgent: '$context.identity.userAgent',
} as const;

function accessLog({ id, accessLogs }: WebSocketApi, ids: ApiIds): readonly TemplateResource[] {
  if (!accessLogs?.value) return [];
  return [
    logGroup({ logicalId: ids.accessLog, source: accessLogs.node.span, comment: `The access log of ${id.value}` }),
  ];
}

function domain({ id, domain }: WebSocketApi, ids: ApiIds): readonly TemplateResource[] {
  if (!domain) return [];
  const { name, certificate, path } = domain;
  return [
    {
      logicalId: ids.domain,
      type: 'AWS::ApiGatewayV2::DomainName',
      properties: map({
        DomainName: located(name),
        DomainNameConfigurations: list(
          map({
            CertificateArn: located(certificate),
            EndpointType: 'REGIONAL',
            SecurityPolicy: 'TLS_1_2',
          }),
        ),
        Tags: tagMap(id.value),
      }),
      source: domain.map.span,
      comment: `The domain of ${id.value}`,
    },
    {
      logicalId: ids.mapping,
      type: 'AWS::ApiGatewayV2::ApiMapping',
      properties: map({
        ApiId: ref(ids.api),
        DomainName: ref(ids.domain),
        Stage: ref(ids.stage),
        ApiMappingKey: located(path),
      }),
      source: domain.map.span,
      comment: `Makes ${id.value} available under its domain`,
    },
  ];
}
