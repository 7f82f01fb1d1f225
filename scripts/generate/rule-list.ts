// The list of all rules, read from their folder, so that adding a rule needs no registration. It is generated before
// everything else, which imports it.
import { readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { writeOrCheck } from './generated-files.ts';

const ids = readdirSync('server/src/rules/all')
  .filter((name) => name.endsWith('.ts'))
  .map((name) => basename(name, '.ts'))
  .sort();
/** A rule's file exports its ID in camel case: `duplicate-route.ts` exports `duplicateRoute`. */
const nameOf = (id: string): string => id.replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase());

await writeOrCheck([
  {
    path: 'server/src/rules/all-rules.ts',
    content: `// All rules. Generated from the files in all/ by \`npm run generate\`: do not edit it.
${ids.map((id) => `import { ${nameOf(id)} } from './all/${id}.ts';`).join('\n')}
import type { Rule } from './rule.ts';

export const rules: readonly Rule[] = [${ids.map(nameOf).join(', ')}];
`,
  },
]);
