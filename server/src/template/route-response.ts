import { routeId, routeResponseId } from '../model/logical-ids.ts';
import type { Endpoint, Located } from '../model/project.ts';
import type { TemplateResource } from './template.ts';
import { mention } from './texts.ts';
import { map, ref } from './value.ts';

/** The second half of a 2-way route; without it, what the function returns goes nowhere. */
export function routeResponse(endpoint: Endpoint, key: Located<string>, apiId: string): TemplateResource | undefined {
  if (endpoint.operationMode?.value !== '2-way') return undefined;
  return {
    logicalId: routeResponseId(apiId, key.value),
    type: 'AWS::ApiGatewayV2::RouteResponse',
    properties: map({
      ApiId: ref(apiId),
      RouteId: ref(routeId(apiId, key.value)),
      RouteResponseKey: '$default',
    }),
    source: endpoint.operationMode.node.span,
    comment: `Sends what the function returns on ${mention(key.value)} back to the client`,
  };
}
