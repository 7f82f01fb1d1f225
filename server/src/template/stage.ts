import { stageId } from '../model/logical-ids.ts';
import type { WebSocketApi } from '../model/project.ts';
import { stageName } from '../model/usage.ts';
import type { TemplateResource } from './template.ts';
import { map, ref, sourced } from './value.ts';

/**
 * The stage deploys the API by itself whenever a route changes; a fixed deployment would go stale. It waits for all
 * routes, so that its first deployment has them.
 */
export function stage(resource: WebSocketApi, apiId: string, routes: readonly string[]): TemplateResource {
  return {
    logicalId: stageId(apiId),
    type: 'AWS::ApiGatewayV2::Stage',
    dependsOn: routes,
    properties: map({
      ApiId: ref(apiId),
      StageName: sourced(resource.stage?.node.span, stageName(resource)),
      AutoDeploy: true,
    }),
    source: resource.stage?.node.span ?? resource.id.node.span,
    comment: `The stage of ${resource.id.value}`,
  };
}
