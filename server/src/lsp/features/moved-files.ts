// The entry points of files that are about to be moved or renamed.
import {
  FileOperationPatternKind,
  type RenameFilesParams,
  type TextEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import type { Move } from '../../changes/move-files.ts';
import { descriptorGlobs } from '../../language/files.ts';
import { fileSchemes } from '../all-files.ts';
import { toWorkspaceEdit } from '../convert.ts';
import type { ServerFeature } from '../feature.ts';
import { pathOf } from '../../files/paths.ts';
import { sourceGlob } from '../watched-files.ts';

/** Entry points follow the files that a client is about to move or rename, in all descriptors, open or not. */
export const movedFiles: ServerFeature = {
  capabilities: (params) => ({
    workspace: {
      fileOperations: {
        willRename: {
          filters: fileSchemes(params).flatMap((scheme) => [
            ...[sourceGlob, ...descriptorGlobs].map((glob) => ({
              scheme,
              pattern: { glob, matches: FileOperationPatternKind.file },
            })),
            { scheme, pattern: { glob: '**', matches: FileOperationPatternKind.folder } },
          ]),
        },
      },
    },
  }),
  register({ connection, workspace, client, contain }) {
    connection.workspace.onWillRenameFiles(async (params, token) => {
      const edit = await contain('Rename files', params, async () => {
        const moves = movesOf(params);
        const edits: WorkspaceEdit[] = [];
        const isWanted = (uri: string): boolean => concerns(pathOf(uri) ?? '', moves);
        await workspace.forEach(
          token,
          ({ uri, version, analysis }) => {
            const followed = analysis.followMoves(pathOf(uri) ?? '', moves);
            if (followed.length > 0) edits.push(toWorkspaceEdit({ uri, version, analysis, edits: followed }, client()));
          },
          isWanted,
        );
        return edits.length > 0 ? together(edits) : null;
      });
      return edit ?? null;
    });
  },
};

function together(edits: readonly WorkspaceEdit[]): WorkspaceEdit {
  const documentChanges = edits.flatMap((edit) => edit.documentChanges ?? []);
  if (documentChanges.length > 0) return { documentChanges };
  const changes = edits.flatMap((edit) => Object.entries<TextEdit[]>(edit.changes ?? {}));
  return { changes: Object.fromEntries(changes) };
}

function movesOf({ files }: RenameFilesParams): Move[] {
  return files.flatMap(({ oldUri, newUri }) => {
    const [from, to] = [pathOf(oldUri), pathOf(newUri)];
    return from === undefined || to === undefined ? [] : [{ from, to }];
  });
}

/** Whether something in the descriptor's folder, the descriptor or a folder around it moves. */
function concerns(descriptor: string, moves: readonly Move[]): boolean {
  const folder = descriptor.slice(0, descriptor.lastIndexOf('/') + 1);
  return moves.some(({ from }) => from.startsWith(folder) || descriptor.startsWith(`${from}/`));
}
