// Follows source files that are moved or renamed: an entry point names its file relative to the descriptor's folder.
import { entryPointOf, filesOf, folderOf as folderOfCode, targetOf, withFile } from '../model/entry-point.ts';
import { resourcesOfType, type LambdaFunction, type Project } from '../model/project.ts';
import { replaceScalar, type Edit } from '../syntax/edits.ts';
import type { ScalarNode } from '../syntax/tree.ts';

/** The move of a file, or of a folder with all that is in it. Paths have `/` on every system. */
export interface Move {
  readonly from: string;
  readonly to: string;
}

/**
 * The edits of the entry points whose files, or whose descriptor, are moved, and of the folders of code that are. None for a file that no entry point can name
 * at its new place: outside of the descriptor's folder, or in another language.
 * @param descriptor its path before the moves
 */
export function followMoves(project: Project, descriptor: string, moves: readonly Move[]): Edit[] {
  const before = folderOf(descriptor);
  const after = folderOf(moved(descriptor, moves));
  const newPath = (path: string): string | undefined => {
    const place = moved(before + path, moves);
    return place.startsWith(after) ? place.slice(after.length) : undefined;
  };
  // Functions can share an entry point by an alias.
  const edits = new Map<ScalarNode, Edit>();
  for (const lambda of resourcesOfType(project, 'lambda-function')) {
    const from = fileOf(project, lambda, (path) => newPath(path) !== path);
    const to = from === undefined ? undefined : newPath(from);
    if (!lambda.entryPoint || !lambda.runtime || from === undefined || to === undefined || from === to) continue;
    const { value, node } = lambda.entryPoint;
    const folder = folderOfCode(lambda.code);
    const code = folder.replace(/\/$/, '');
    const newCode = newPath(code);
    if (lambda.code && folder !== '' && newCode !== code) {
      if (newCode !== undefined) edits.set(lambda.code.node, replaceScalar(project.tree, lambda.code.node, newCode));
    } else if (to.startsWith(folder)) {
      const inside = { from: from.slice(folder.length), to: to.slice(folder.length) };
      const text = withFile(value, lambda.runtime.value, inside);
      if (text !== undefined) edits.set(node, replaceScalar(project.tree, node, text));
    }
  }
  return [...edits.values()];
}

/** The file that the runtime loads or, if it is not known, one that it would load and that is moved. */
function fileOf({ files }: Project, lambda: LambdaFunction, isMoved: (path: string) => boolean): string | undefined {
  const entryPoint = entryPointOf(lambda);
  const target = entryPoint && files && targetOf(entryPoint, files);
  return target && 'file' in target ? target.file.path : entryPoint && filesOf(entryPoint).find(isMoved);
}

/** Ends with a slash, unless it is empty. */
function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}

function moved(path: string, moves: readonly Move[]): string {
  const move = moves.find(({ from }) => path === from || path.startsWith(`${from}/`));
  return move ? move.to + path.slice(move.from.length) : path;
}
