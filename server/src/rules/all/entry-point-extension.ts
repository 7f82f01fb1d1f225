import { entryPointOf, namesExtension, sourceExtensions, targetOf, type EntryPoint } from '../../model/entry-point.ts';
import type { Located } from '../../model/project.ts';
import { replaceScalar } from '../../syntax/edits.ts';
import { rule } from '../rule.ts';
import { quote } from '../../wording.ts';
import { t } from '../../locale.ts';

interface Extended {
  readonly entryPoint: Located<string>;
  readonly parts: EntryPoint;
  readonly extension: string;
  readonly corrected: string;
}

export const entryPointExtension = rule({
  id: 'entry-point-extension',
  severity: 'warning',
  summary: 'an `entryPoint` that includes a file extension',
  why: 'Lambda adds the file extension itself; what follows the dot is the name of an export. For `functions/send.js.handler`, Lambda would look for an export `js` in the file `functions/send`.',
  looksAt: 'function',
  local: true,
  *check(lambda, { files }) {
    const { entryPoint, arn } = lambda;
    const parts = entryPointOf(lambda);
    if (!entryPoint || !parts || arn || !namesExtension(entryPoint.value)) return;
    // An export may have the name of an extension, if the file does export it.
    const target = files && targetOf(parts, files);
    if (target?.kind === 'found' && target.export) return;
    yield { span: entryPoint.node.span, data: extended(entryPoint, parts) };
  },
  message({ entryPoint, parts: { language, module, exportName }, extension, corrected }) {
    const { value } = entryPoint;
    return language === 'python'
      ? t`Lambda adds the file extension itself, so it would look for ${quote(exportName)} in a module ${quote(module)}: everything before the last dot of ${quote(value)} is the module. Use ${quote(corrected)}.`
      : t`Lambda adds the file extension itself, so it would look for an export ${quote(extension)}: what follows the first dot of ${quote(value)} is the export. Use ${quote(corrected)}.`;
  },
  *fixes({ entryPoint, corrected }, project) {
    const edits = [replaceScalar(project.tree, entryPoint.node, corrected)];
    yield { title: t`Change to ${quote(corrected)}`, edits, preferred: true };
  },
});

/** `functions/send.js`, which names no export, is assumed to mean the usual one, `handler`. */
function extended(entryPoint: Located<string>, parts: EntryPoint): Extended {
  const { value } = entryPoint;
  const folder = value.slice(0, value.lastIndexOf('/') + 1);
  const [file = '', ...rest] = value.slice(folder.length).split('.');
  const extension = rest.find((part) => sourceExtensions.includes(`.${part}`)) ?? '';
  const names = rest.filter((part) => part !== extension);
  return {
    entryPoint,
    parts,
    extension,
    corrected: `${folder}${[file, ...(names.length > 0 ? names : ['handler'])].join('.')}`,
  };
}
