// Imports a project of another tool: one of the doors reads its files, and the writer makes a descriptor and a report.
import { isAltostra, readAltostra } from './altostra/read-altostra.ts';
import { readFacts } from './cloudformation/read-facts.ts';
import { sourceTemplate, templateIn } from './cloudformation/read-template.ts';
import type { Facts, NewFile } from './facts.ts';
import type { ReportEntry } from './report.ts';
import { expandSam } from './sam/sam.ts';
import { readSource, textAt, valueAt, type SourceMap, type Unreadable } from './source.ts';
import { withoutErrors } from './without-errors.ts';

export interface ImportInput {
  /** The name of the file, without its folder: it is shown in the report. */
  readonly path: string;
  readonly text: string;
  /** The stage of a Serverless project. */
  readonly stage?: string | undefined;
  /**
   * Reads a file that the imported one refers to.
   * @param path relative to its folder, with slashes, and never outside of it
   * @returns undefined if there is no such text file
   */
  readonly read: (path: string) => Promise<string | undefined>;
}

/** The tools whose files can be imported. */
export type ImportSource = 'serverless' | 'sam' | 'cloudformation' | 'altostra';

export interface Import {
  readonly source: ImportSource;
  /** The text of the descriptor, formatted. */
  readonly descriptor: string;
  /** To be created beside it. */
  readonly files: readonly NewFile[];
  readonly entries: readonly ReportEntry[];
}

export type Imported = Import | Unreadable;

/** Imports the file, whichever tool it is of. Never throws because of what is in it. */
export async function importProject(input: ImportInput): Promise<Imported> {
  const root = readSource(input.path, input.text);
  if ('unreadable' in root) return root;
  if (isAltostra(root)) return finished('altostra', readAltostra(root), root);
  const kind = kindOf(root);
  if ('unreadable' in kind) return kind;
  const facts = readFacts(expandSam(sourceTemplate(kind.template)));
  if (!facts.resources.some(({ type }) => type === 'websocket-api')) {
    return { unreadable: 'it has no WebSocket API with routes', place: root.place };
  }
  return finished(kind.source, facts, root);
}

function finished(source: ImportSource, facts: Facts | Unreadable, { place }: SourceMap): Imported {
  if ('unreadable' in facts) return facts;
  const checked = withoutErrors(facts);
  if (!checked) return { unreadable: 'what it would become has errors that cannot be left out', place };
  const { files, entries } = checked.facts;
  return { source, descriptor: checked.descriptor, files, entries };
}

type Kind = { readonly source: ImportSource; readonly template: SourceMap };

/** What kind of file it is, by what is in it. */
function kindOf(root: SourceMap): Kind | Unreadable {
  const template = templateIn(root);
  if (template && 'unreadable' in template) return template;
  if (template) return { source: isSam(template) ? 'sam' : 'cloudformation', template };
  if (valueAt(root, 'service') && valueAt(root, 'provider')) {
    return { unreadable: 'projects of the Serverless Framework cannot be read yet', place: root.place };
  }
  const why = 'it is no project of the Serverless Framework, SAM, CloudFormation or Altostra';
  return { unreadable: why, place: root.place };
}

/** Whether SAM has to transform the template. */
function isSam(template: SourceMap): boolean {
  const resources = valueAt(template, 'Resources');
  const types =
    resources?.kind === 'map' ? [...resources.entries.values()].map(({ value }) => textAt(value, 'Type')) : [];
  return types.some((type) => type?.startsWith('AWS::Serverless::'));
}
