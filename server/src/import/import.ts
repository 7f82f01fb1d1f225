// Imports a project of another tool: one of the doors reads its files, and the writer makes a descriptor and a report.
import { isAltostra, readAltostra } from './altostra/read-altostra.ts';
import { readFacts } from './cloudformation/read-facts.ts';
import { sourceTemplate, templateIn } from './cloudformation/read-template.ts';
import type { Facts, NewFile } from './facts.ts';
import type { ReportEntry } from './report.ts';
import { expandSam } from './sam/sam.ts';
import { isServerless, readServerless, refusalOfProgram } from './serverless/serverless.ts';
import type { SourceTemplate } from './source-template.ts';
import { readSource, textAt, valueAt, type ImportInput, type SourceMap, type Unreadable } from './source.ts';
import { withoutErrors } from './without-errors.ts';

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
  const program = refusalOfProgram(input.path);
  if (program) return program;
  const root = readSource(input.path, input.text);
  if ('unreadable' in root) return root;
  if (isAltostra(root)) return finished('altostra', readAltostra(root), root);
  const project = await readProject(input, root);
  if ('unreadable' in project) return project;
  const facts = readFacts(project.template);
  if (!facts.resources.some(({ type }) => type === 'websocket-api')) {
    return { unreadable: 'it has no WebSocket API with routes', place: root.place };
  }
  return finished(project.source, facts, root);
}

function finished(source: ImportSource, facts: Facts | Unreadable, { place }: SourceMap): Imported {
  if ('unreadable' in facts) return facts;
  const checked = withoutErrors(facts);
  if (!checked) return { unreadable: 'what it would become has errors that cannot be left out', place };
  const { files, entries } = checked.facts;
  return { source, descriptor: checked.descriptor, files, entries };
}

type Project = { readonly source: ImportSource; readonly template: SourceTemplate };

/** Reads the file by the door for what is in it. */
async function readProject(input: ImportInput, root: SourceMap): Promise<Project | Unreadable> {
  const template = templateIn(root);
  if (template && 'unreadable' in template) return template;
  if (template) {
    return { source: isSam(template) ? 'sam' : 'cloudformation', template: expandSam(sourceTemplate(template)) };
  }
  if (isServerless(root)) {
    const service = await readServerless(input, root);
    return 'unreadable' in service ? service : { source: 'serverless', template: service };
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
