// `explain LOGICAL_ID FILE`: the place of the file that CloudFormation means when it speaks of a logical ID.
import { parseParameters, analyzeFile, UsageError, type Verb } from './verb.ts';

export const explain: Verb = {
  name: 'explain',
  usage: 'explain LOGICAL_ID FILE',
  summary: 'Prints `file:line:column: text` of what the resource or output of the template comes from.',
  async run(parameters) {
    const { positionals } = parseParameters(parameters, {});
    const [logicalId, file, ...others] = positionals;
    if (logicalId === undefined || file === undefined || others.length > 0) {
      throw new UsageError('explain needs a logical ID and one file');
    }
    const analysis = await analyzeFile(file);
    const origin = analysis.originOfResource(logicalId);
    if (!origin) {
      process.stderr.write(`${file}: its template has no resource or output ${JSON.stringify(logicalId)}\n`);
      return 1;
    }
    const { line, character } = analysis.lines.positionAt(origin.start);
    const source = analysis.text.slice(origin.start, origin.end).replaceAll(/\s+/g, ' ');
    process.stdout.write(`${file}:${line + 1}:${character + 1}: ${source}\n`);
    return 0;
  },
};
