import { propertiesIn } from '../../model/overlay.ts';
import { rule } from '../rule.ts';
import { quote } from '../../wording.ts';
import { t } from '../../locale.ts';

export const overrideOfProperty = rule({
  id: 'override-of-property',
  severity: 'warning',
  summary: 'a property under `cloudformation` that the project file sets elsewhere',
  why: 'Routes, their functions and their authorization come from `resources`. So do the route graph, the answers to “where does this message go?”, the URLs among the outputs and the permissions to call functions. A value that is laid over a generated one changes only that one place in the template, and everything else still follows `resources`.',
  looksAt: 'overlay',
  *check({ overlay, facts }) {
    const opened = new Set(facts.openings().map(({ span }) => span));
    for (const entry of overlay.entries) {
      const origins = entry.section === 'Resources' ? originsOf.get(facts.types.get(entry.name) ?? '') : undefined;
      if (!origins) continue;
      const generated = facts.propertiesOf(entry.name);
      for (const { key, value } of propertiesIn(entry)) {
        const origin = generated.includes(key.text) ? origins.get(key.text) : undefined;
        // What removes the authorization is reported as that.
        if (origin === undefined || (value && opened.has(value.span))) continue;
        yield { span: key.span, data: { name: entry.name, property: key.text, origin } };
      }
    }
  },
  message: ({ name, property, origin }) =>
    t`${quote(property)} of ${quote(name)} comes from ${origin()}, which the graph, the simulator and the rest of the template still follow. Change that instead.`,
});

/** By type, the generated properties that decide where a message goes, with what they come from. */
const originsOf: ReadonlyMap<string, ReadonlyMap<string, () => string>> = new Map(
  Object.entries({
    'AWS::ApiGatewayV2::Api': {
      ProtocolType: () => t`the \`type\` of the resource`,
      RouteSelectionExpression: () => t`\`routeSelectorProperty\``,
    },
    'AWS::ApiGatewayV2::Stage': { ApiId: () => t`the API`, StageName: () => t`\`stage\`` },
    'AWS::ApiGatewayV2::Route': {
      ApiId: () => t`the API`,
      RouteKey: () => t`the \`route\` of the endpoint`,
      Target: () => t`the \`connections\` of the endpoint`,
      AuthorizationType: () => t`the \`connections\` or the \`authorization\` of the API`,
      AuthorizerId: () => t`the \`connections\` of the API`,
      RouteResponseSelectionExpression: () => t`the \`operationMode\` of the endpoint`,
    },
    'AWS::ApiGatewayV2::Integration': {
      ApiId: () => t`the API`,
      IntegrationType: () => t`the \`connections\` of the endpoint`,
      IntegrationUri: () => t`the \`connections\` of the endpoint`,
    },
    'AWS::ApiGatewayV2::Authorizer': {
      ApiId: () => t`the API`,
      AuthorizerUri: () => t`the \`connections\` of the API`,
    },
    'AWS::Events::Rule': { ScheduleExpression: () => t`\`expression\`` },
  }).map(([type, origins]) => [type, new Map(Object.entries(origins))]),
);
