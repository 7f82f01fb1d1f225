import { entryPointOf, namesExtension, sourceExtensions, targetOf, type EntryPoint } from '../../model/entry-point.ts';
import type { Located } from '../../model/project.ts';
import { replaceScalar } from '../../syntax/edits.ts';
import { rule } from '../rule.ts';
import { quote } from '../../wording.ts';

interface Extended {
  readonly entryPoint: Located<string>;
  readonly parts: EntryPoint;
  readonly extension: string;
  readonly mended: string;
}

export const entryPointExtension = rule({
  id: 'entry-point-extension',
  severity: 'warning',
  summary: 'an `entryPoint` that names the extension of its file',
  why: 'What stands behind the dot is what the file exports: Lambda finds the extension by itself. With `functions/send.js.handler` it would look for an export `js` in the file `functions/send`.',
  looksAt: 'function',
  *check(lambda, project) {
    const { entryPoint, arn } = lambda;
    const parts = entryPointOf(lambda);
    if (!entryPoint || !parts || arn || !namesExtension(entryPoint.value)) return;
    // An export may have such a name, if it is there to be seen.
    const target = project.files && targetOf(parts, project.files);
    if (target?.kind === 'found' && target.export) return;
    yield { span: entryPoint.node.span, data: extended(entryPoint, parts) };
  },
  message({ entryPoint, parts: { language, module, exportName }, extension, mended }) {
    const { value } = entryPoint;
    const sought =
      language === 'python'
        ? `${quote(exportName)} in a module ${quote(module)} here: what stands before the last dot of ${quote(value)} is the module`
        : `an export ${quote(extension)} here: what stands behind the first dot of ${quote(value)} is what the file exports`;
    return `Lambda finds the extension by itself, and would look for ${sought}. Write ${quote(mended)}.`;
  },
  *fixes({ entryPoint, mended }, project) {
    const edits = [replaceScalar(project.tree, entryPoint.node, mended)];
    yield { title: `Change to ${quote(mended)}`, edits, preferred: true };
  },
});

/** `functions/send.js` without an export is taken to mean the one that everybody has. */
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
    mended: `${folder}${[file, ...(names.length > 0 ? names : ['handler'])].join('.')}`,
  };
}
