import { isJson } from '../../syntax/tree.ts';
import { plainValue, writeFlow } from '../../syntax/write-value.ts';
import { rule } from '../rule.ts';
import { quote } from '../../wording.ts';
import { t } from '../../locale.ts';

export const aliasInOverlay = rule({
  id: 'alias-in-overlay',
  severity: 'error',
  summary: 'a YAML alias under `cloudformation`',
  why: 'CloudFormation has no aliases, so a template with one cannot be copied here or back. In the rest of a project file, aliases are allowed.',
  looksAt: 'overlayFault',
  *check(fault) {
    if (fault.kind === 'alias') yield { span: fault.span, data: fault.node };
  },
  message: ({ name }) =>
    t`CloudFormation has no aliases, so ${quote(`*${name}`)} is not allowed here. Replace it with its value.`,
  *fixes({ span, target }, { tree }) {
    const value = plainValue(target);
    if (value === undefined) return;
    const written = writeFlow(value, isJson(tree) ? 'json' : 'yaml');
    if (written.length > longest) return;
    yield { title: t`Replace with its value`, edits: [{ span, newText: written }], preferred: true };
  },
});

/** In characters. */
const longest = 200;
