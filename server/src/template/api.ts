import { maximumDescription } from '../language/limits.ts';
import type { WebSocketApi } from '../model/project.ts';
import type { TemplateResource } from './template.ts';
import { description, tagMap } from './texts.ts';
import { literal, map, sourced } from './value.ts';

/** Physical names are CloudFormation's to give, but for this one: it is required, and no other API needs to differ from it. */
export function api(resource: WebSocketApi, logicalId: string): TemplateResource {
  const { id, name, routeSelectorProperty: selector } = resource;
  return {
    logicalId,
    type: 'AWS::ApiGatewayV2::Api',
    properties: map({
      Name: name && sourced(name.node.span, literal(name.value)),
      Description: description(resource.description, maximumDescription.api),
      ProtocolType: 'WEBSOCKET',
      RouteSelectionExpression: selector && sourced(selector.node.span, `$request.body.${selector.value}`),
      Tags: tagMap(id.value),
    }),
    source: id.node.span,
    comment: `${id.value}, a WebSocket API`,
  };
}
