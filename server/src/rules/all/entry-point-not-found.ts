import { missingHandlerFile } from '../../changes/functions.ts';
import { didYouMean } from '../../language/similar.ts';
import {
  entryPointOf,
  filesOf,
  modulesIn,
  namesExtension,
  targetOf,
  type EntryPoint,
} from '../../model/entry-point.ts';
import { groupBy } from '../../model/group-by.ts';
import {
  oncePerProject,
  resourcesOfType,
  type LambdaFunction,
  type Located,
  type Project,
  type SourceFile,
  type SourceFiles,
} from '../../model/project.ts';
import { replaceScalar } from '../../syntax/edits.ts';
import { type Span, innerSpan } from '../../syntax/tree.ts';
import { rule } from '../rule.ts';
import { allOf, quote, sentences } from '../../wording.ts';
import { t } from '../../locale.ts';

interface NotFound {
  readonly lambda: LambdaFunction;
  readonly entryPoint: Located<string>;
  readonly parts: EntryPoint;
  /** The file that lacks the export; undefined if there is no file. */
  readonly file: SourceFile | undefined;
  /** Entry points that may have been intended. */
  readonly near: readonly string[];
}

export const entryPointNotFound = rule({
  id: 'entry-point-not-found',
  severity: 'information',
  summary: 'an `entryPoint` whose file or export does not exist',
  why: 'Lambda loads the file and its export when a request arrives, and the request fails if the deployed package does not contain them. Your build may generate them; otherwise the name is wrong, or the file is missing and a quick fix creates it with a minimal handler. Installed and generated files (in `node_modules`, `dist`, `build` and the like) are not checked, and neither is code in languages other than JavaScript, TypeScript, Python and Ruby.',
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
    yield { span: spanAtFault(entryPoint, parts, file, project), data: { lambda, entryPoint, parts, file, near } };
  },
  message({ parts, file, near: [meant] }: NotFound) {
    const advice = meant === undefined ? undefined : t`Did you mean ${quote(meant)}?`;
    if (!file) {
      const [path = '', ...others] = filesOf(parts);
      const ending = (file: string): string => file.slice(file.lastIndexOf('.'));
      const isAbsent = others.some((other) => ending(other) !== ending(path))
        ? t`There is no ${quote(path)} next to this file, nor the same with another extension.`
        : t`There is no ${quote(path)} next to this file.`;
      return sentences(isAbsent, advice ?? t`Create it, unless your build generates it.`);
    }
    return sentences(
      t`${quote(file.path)} does not export ${quote(parts.exportName)}.`,
      advice ?? exportsOf(file.exports.map(({ name }) => name)),
    );
  },
  *fixes({ lambda, entryPoint, near }, project) {
    for (const [index, meant] of near.entries()) {
      const edits = [replaceScalar(project.tree, entryPoint.node, meant)];
      yield { title: t`Change to \`${meant}\``, edits, preferred: index === 0 };
    }
    const creates = missingHandlerFile(project, lambda);
    if (creates) yield { title: t`Create ${quote(creates.path)}`, edits: [], creates, preferred: near.length === 0 };
  },
});

function exportsOf(names: readonly string[]): string {
  if (names.length === 0) return t`It exports nothing.`;
  return names.length > 5 ? t`It exports ${names.length} other names.` : t`It exports ${allOf(names)}.`;
}

/** An entry point with an anchor is reported once, however many functions share it. */
function isFirstWith({ node }: Located<string>, lambda: LambdaFunction, project: Project): boolean {
  if (project.tree.anchors.length === 0) return true;
  return byEntryPoint(project).get(node)?.[0] === lambda;
}

const byEntryPoint = oncePerProject((project) =>
  groupBy(resourcesOfType(project, 'lambda-function'), ({ entryPoint }) => entryPoint?.node),
);

/** The file or the export within the entry point; all of it if the source has escapes, so that it differs from the value. */
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

/** Files of the same name in other folders, and similarly named ones in the same folder, each with an export it has. */
function nearFiles({ language, folder: base, module, exportName }: EntryPoint, sources: SourceFiles): string[] {
  const modules = modulesIn(sources, language, base);
  const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
  const folder = module.slice(0, module.lastIndexOf('/') + 1);
  const moved = [...modules.keys()].filter((path) => nameOf(path) === nameOf(module));
  const siblings = [...modules.keys()].filter((path) => path === folder + nameOf(path));
  const similar = didYouMean(nameOf(module), siblings.map(nameOf)).map((name) => folder + name);
  return [...new Set([...similar, ...moved])]
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
