// `init [FILE]`: starts a project.
import { basename, dirname, join } from 'node:path';
import { formatOf, isDescriptorName } from '../language/files.ts';
import { starterProject, starterSource } from '../language/starter.ts';
import { command, UsageError } from './command.ts';
import { createFile, ExistsError } from './files.ts';
import { printLine } from './output.ts';

export const init = command({
  name: 'init',
  parameters: '[FILE]',
  summary: 'Create a small project file, with the source file of its function.',
  details: ['FILE is websocket.yaml unless you name another one. Existing files are never overwritten.'],
  options: {},
  examples: [
    { line: 'init', does: 'Creates websocket.yaml and functions/hello.mjs.' },
    { line: 'init services/shop/shop.websocket.json', does: 'Creates a project in JSON, in a folder of its own.' },
  ],
  async run({ positionals }) {
    const [file = 'websocket.yaml', ...others] = positionals;
    if (others.length > 0) throw new UsageError('init creates only one file');
    if (!isDescriptorName(basename(file))) {
      throw new UsageError(
        `the name must be websocket.yaml, or end in .websocket.yaml, .websocket.yml or .websocket.json, not ${JSON.stringify(file)}`,
      );
    }
    await createFile(file, starterProject(formatOf(file)));
    printLine(`Created ${file}`);
    const source = join(dirname(file), starterSource.path);
    await createFile(source, starterSource.text).then(
      () => printLine(`Created ${source}`),
      (error: unknown) => {
        if (!(error instanceof ExistsError)) throw error;
      },
    );
    printLine('Next: websocket-project check');
    return 0;
  },
});
