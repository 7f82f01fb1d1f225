import { didYouMean } from '../../language/similar.ts';
import {
  entryPointOf,
  filesOf,
  modulesIn,
  namesExtension,
  targetOf,
  type EntryPoint,
} from '../../model/entry-point.ts';
import { resourcesOfType, type LambdaFunction, type Located, type Project } from '../../model/project.ts';
import type { SourceFile, SourceFiles } from '../../model/source-files.ts';
import { replaceScalar } from '../../syntax/edits.ts';
import { type Span, innerSpan } from '../../syntax/tree.ts';
import { rule } from '../rule.ts';
import { allOf, quote } from '../../wording.ts';

interface NotFound {
  readonly entryPoint: Located<string>;
  readonly parts: EntryPoint;
  /** The file that lacks the export; undefined where there is no file. */
  readonly file: SourceFile | undefined;
  /** Entry points that may have been meant. */
  readonly near: readonly string[];
}

export const entryPointNotFound = rule({
  id: 'entry-point-not-found',
  severity: 'information',
  summary: 'an `entryPoint` whose file, or export, is not there',
  why: 'Lambda looks for the file and its export when a request comes, and the request fails where they are not in the package that was deployed. A build may make them; where none does, the name is wrong. Files that are installed or built (`node_modules`, `dist`, `build` and the like) are not looked at, and neither is code in languages other than JavaScript, TypeScript, Python and Ruby.',
  looksAt: 'source',
  *check({ lambda, files }, project) {
    const { entryPoint, arn } = lambda;
    const parts = entryPointOf(lambda);
    if (!entryPoint || !parts || arn || namesExtension(entryPoint.value)) return;
    if (!isFirstWith(entryPoint, lambda, project)) return;
    const target = targetOf(parts, files);
    if (target.kind !== 'no-file' && target.kind !== 'no-export') return;
    const file = target.kind === 'no-export' ? target.file : undefined;
    const near = file ? nearExports(parts, file, entryPoint.value) : nearFiles(parts, files);
    yield { span: spanAtFault(entryPoint, parts, file, project), data: { entryPoint, parts, file, near } };
  },
  message({ parts, file, near: [meant] }: NotFound) {
    const advice = meant === undefined ? '' : ` Did you mean ${quote(meant)}?`;
    if (!file) {
      const [path = '', ...others] = filesOf(parts);
      const ending = (file: string): string => file.slice(file.lastIndexOf('.'));
      const orLike = others.some((other) => ending(other) !== ending(path)) ? ', nor the like with another ending' : '';
      return `There is no ${quote(path)} beside this file${orLike}.${advice || ' Write it, unless a build makes it.'}`;
    }
    const names = file.exports.map(({ name }) => name);
    const others = names.length === 0 ? 'nothing' : names.length > 5 ? `${names.length} other names` : allOf(names);
    return `${quote(file.path)} does not export ${quote(parts.exportName)}.${advice || ` It exports ${others}.`}`;
  },
  *fixes({ entryPoint, near }, project) {
    for (const [index, meant] of near.entries()) {
      const edits = [replaceScalar(project.tree, entryPoint.node, meant)];
      yield { title: `Change to \`${meant}\``, edits, preferred: index === 0 };
    }
  },
});

/** An anchored entry point is one text, however many functions have it. */
function isFirstWith({ node }: Located<string>, lambda: LambdaFunction, project: Project): boolean {
  if (project.tree.anchors.length === 0) return true;
  return resourcesOfType(project, 'lambda-function').find(({ entryPoint }) => entryPoint?.node === node) === lambda;
}

/** The file or the export, as far as the text is written as it reads. */
function spanAtFault(
  { value, node }: Located<string>,
  { dot }: EntryPoint,
  file: SourceFile | undefined,
  { tree }: Project,
): Span {
  const span = innerSpan(tree, node);
  if (tree.text.slice(span.start, span.end) !== value) return node.span;
  return file ? { start: span.start + dot + 1, end: span.end } : { start: span.start, end: span.start + dot };
}

function nearExports({ exportName }: EntryPoint, { exports }: SourceFile, written: string): string[] {
  const module = written.slice(0, -exportName.length);
  const names = exports.map(({ name }) => name);
  return didYouMean(exportName, names)
    .slice(0, 3)
    .map((name) => module + name);
}

/** Files of the same name in other folders, and those of a like name in the same one, with an export that they have. */
function nearFiles({ language, module, exportName }: EntryPoint, sources: SourceFiles): string[] {
  const modules = modulesIn(sources, language);
  const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
  const folder = module.slice(0, module.lastIndexOf('/') + 1);
  const moved = [...modules.keys()].filter((path) => nameOf(path) === nameOf(module));
  const beside = [...modules.keys()].filter((path) => path === folder + nameOf(path));
  const alike = didYouMean(nameOf(module), beside.map(nameOf)).map((name) => folder + name);
  return [...new Set([...alike, ...moved])]
    .flatMap((path) => {
      const file = modules.get(path);
      const names = file?.exports.map((one) => one.name) ?? [];
      const isThere = names.includes(exportName) || file?.allExportsKnown === false;
      const [only, ...others] = names;
      const meant = isThere
        ? exportName
        : (didYouMean(exportName, names)[0] ?? (others.length === 0 ? only : undefined));
      return meant === undefined ? [] : [`${path}.${meant}`];
    })
    .slice(0, 3);
}
