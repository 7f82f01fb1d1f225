import { integrationId } from '../model/logical-ids.ts';
import type { Handler } from '../model/usage.ts';
import type { WebSocketApi } from '../model/project.ts';
import { invocationUri, type FunctionTarget } from './function-target.ts';
import type { TemplateResource } from './template.ts';
import { map, ref } from './value.ts';

/** One for each function of an API, shared by its routes. */
export function integration(
  resource: WebSocketApi,
  apiId: string,
  { via }: Handler,
  target: FunctionTarget,
): TemplateResource {
  return {
    logicalId: integrationId(apiId, target.logicalId),
    type: 'AWS::ApiGatewayV2::Integration',
    properties: map({
      ApiId: ref(apiId),
      IntegrationType: 'AWS_PROXY',
      IntegrationMethod: 'POST',
      IntegrationUri: invocationUri(target),
    }),
    source: via.target.node.span,
    comment: `How ${resource.id.value} calls ${target.lambda.id.value}`,
  };
}
