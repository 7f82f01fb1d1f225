import {
  impactRequest,
  templateRequest,
  type ImpactParams,
  type ImpactResult,
  type TemplateParams,
  type TemplateResult,
} from '../../protocol.ts';
import { problemsOf } from '../convert.ts';
import type { ServerFeature } from '../feature.ts';

/** The template itself, and what becomes of a stack with it. */
export const template: ServerFeature = {
  capabilities: {},
  register({ connection, answer }) {
    connection.onRequest(
      templateRequest,
      answer('Template', (analysis, { format }: TemplateParams): TemplateResult => ({
        template: analysis.template(format),
        errors: problemsOf(analysis),
      })),
    );
    connection.onRequest(
      impactRequest,
      answer('Impact', (analysis, { format, existing }: ImpactParams): ImpactResult => {
        const found = analysis.impact(format, existing);
        const unreadable = found && 'unreadable' in found ? found.unreadable : undefined;
        const impact = found && 'changes' in found ? found : undefined;
        return { template: analysis.template(format), errors: problemsOf(analysis), impact, unreadable };
      }),
    );
  },
};
