// `diff FILE TEMPLATE`: what CloudFormation does when the template of FILE takes the place of an existing one.
import type { ResourceChange } from '../template/impact-words.ts';
import { losesPlace } from '../template/impact-words.ts';
import { analyzeFile, formatFinding, parseParameters, readText, UsageError, type Verb } from './verb.ts';

export const diff: Verb = {
  name: 'diff',
  usage: 'diff FILE TEMPLATE [--json]',
  summary:
    'Prints what CloudFormation does to a stack of TEMPLATE when it gets that of FILE: its status is 0 where nothing is replaced or deleted, 1 where something is, 2 where they cannot be compared.',
  async run(parameters) {
    const { positionals, values } = parseParameters(parameters, { json: { type: 'boolean' } });
    const [file, existing, ...others] = positionals;
    if (file === undefined || existing === undefined || others.length > 0) {
      throw new UsageError('diff needs a file and a template');
    }
    const analysis = await analyzeFile(file);
    const impact = analysis.impact(await readText(existing));
    if (!impact) {
      for (const error of analysis.errors) process.stderr.write(formatFinding(file, analysis, error));
      return 2;
    }
    if ('unreadable' in impact) throw new Error(`${existing} cannot be compared, since ${impact.unreadable}`);
    const { changes, warnings, summary } = impact;
    const lines = values.json ? [JSON.stringify(impact, null, 2)] : [...changes.map(lineOf), ...warnings, summary];
    process.stdout.write(`${lines.join('\n')}\n`);
    return warnings.length > 0 || changes.some(losesPlace) ? 1 : 0;
  },
};

const signs = { add: '+', update: '~', mayReplace: '!', replace: '!', delete: '-' } as const;

/** `! ChatStage AWS::ApiGatewayV2::Stage (StageName)` */
function lineOf({ logicalId, type, action, causes }: ResourceChange): string {
  const because = causes.length > 0 ? ` (${causes.map(({ property }) => property).join(', ')})` : '';
  // A foreign template's IDs may be any text.
  return `${signs[action]} ${logicalId} ${type}${because}`.replaceAll(/\s+/g, ' ');
}
