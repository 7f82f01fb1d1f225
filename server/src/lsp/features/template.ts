import {
  impactRequest,
  templateOriginRequest,
  templatePartsRequest,
  templateRequest,
  type ImpactParams,
  type ImpactResult,
  type TemplateFormat,
  type TemplateLocationParams,
  type TemplateParams,
  type TemplateParts,
  type TemplatePartsParams,
  type TemplateResult,
} from '../../protocol.ts';
import type { Analysis } from '../../analysis.ts';
import { lineIndex } from '../../syntax/positions.ts';
import { positionEncodingOf, problemsOf, toRange } from '../convert.ts';
import type { ServerFeature } from '../feature.ts';

/** The template itself, what becomes of a stack with it, and from where to where in it one goes. */
export const template: ServerFeature = {
  capabilities: {},
  register({ connection, answer, client }) {
    /** The template's lines, for `toRange`. */
    const linesOf = (analysis: Analysis, format: TemplateFormat): Pick<Analysis, 'lines'> => ({
      lines: lineIndex(analysis.template(format) ?? '', positionEncodingOf(client())),
    });
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
    connection.onRequest(
      templateOriginRequest,
      answer('Template origin', (analysis, { format, position }: TemplateLocationParams) => {
        const { lines } = linesOf(analysis, format);
        const span = analysis.templateOrigin(format, lines.offsetAt(position));
        return span ? toRange(span, analysis) : null;
      }),
    );
    connection.onRequest(
      templatePartsRequest,
      answer('Template parts', (analysis, { format, position }: TemplatePartsParams): TemplateParts => {
        const written = linesOf(analysis, format);
        const spans = analysis.templateParts(format, analysis.lines.offsetAt(position));
        return { ranges: spans.map((span) => toRange(span, written)) };
      }),
    );
  },
};
