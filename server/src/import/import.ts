// Imports a project of another tool: one of the doors reads its files, and the writer makes a descriptor and a report.
import { maximumResources } from '../language/limits.ts';
import { amount } from '../wording.ts';
import { isAltostra, readAltostra } from './altostra/read-altostra.ts';
import { refusalOfMacros } from './cloudformation/macros.ts';
import { readFacts } from './cloudformation/read-facts.ts';
import { sourceTemplate, templateIn } from './cloudformation/read-template.ts';
import type { Facts } from './facts.ts';
import type { Imported, ImportInput, ImportSource } from './imported.ts';
import { nextSteps, takenOver } from './outcome.ts';
import { expandSam } from './sam/sam.ts';
import { readServerless, refusalOfProgram } from './serverless/serverless.ts';
import type { SourceTemplate } from './source-template.ts';
import { readSource, textAt, valueAt, type SourceMap, type Unreadable } from './source.ts';
import { withoutErrors } from './without-errors.ts';

export type { Import, Imported, ImportInput, ImportSource } from './imported.ts';

/** Folders in a project that its tool has made, or that only it reads. The descriptor belongs above. */
export const toolFolders: readonly string[] = ['.altostra', '.serverless', 'cdk.out'];

/** Imports the file, whichever tool it is of. Never throws because of what is in it. */
export async function importProject(input: ImportInput): Promise<Imported> {
  const refusal = refusalOfProgram(input.path);
  if (refusal) return refusal;
  const root = readSource(input.path, input.text);
  if ('unreadable' in root) return root;
  if (isAltostra(root)) return finished('altostra', readAltostra(root), root);
  if (isServerless(root)) {
    const template = await readServerless(input, root);
    return 'unreadable' in template ? template : fromTemplate('serverless', template, root);
  }
  const template = templateIn(root);
  if (!template) {
    const why = 'it is no project of the Serverless Framework, SAM, CloudFormation or Altostra';
    return { unreadable: why, place: root.place };
  }
  if ('unreadable' in template) return template;
  const macros = refusalOfMacros(template);
  if (macros) return macros;
  const source = isSam(template) ? 'sam' : 'cloudformation';
  return fromTemplate(source, expandSam(sourceTemplate(template)), root);
}

function fromTemplate(source: ImportSource, template: SourceTemplate, root: SourceMap): Imported {
  const { size } = template.resources;
  if (size > maximumResources) {
    const why = `it has ${amount(size)} resources, and a stack has at most ${maximumResources}`;
    return { unreadable: why, place: root.place };
  }
  const facts = readFacts(template);
  if ('unreadable' in facts) return facts;
  if (!facts.resources.some(({ type }) => type === 'websocket-api')) {
    return { unreadable: 'it has no WebSocket API with routes', place: root.place };
  }
  return finished(source, facts, root);
}

function finished(source: ImportSource, facts: Facts | Unreadable, { place }: SourceMap): Imported {
  if ('unreadable' in facts) return facts;
  const checked = withoutErrors(facts);
  if ('unreadable' in checked) return { ...checked, place };
  const { files, entries } = checked.facts;
  const hasApi = checked.facts.resources.some(({ type }) => type === 'websocket-api');
  return {
    source,
    descriptor: checked.descriptor,
    files,
    entries: [...takenOver(checked.facts), ...entries, ...(hasApi ? nextSteps(checked.facts) : [])],
  };
}

/** A template has none of those keys. */
function isServerless(root: SourceMap): boolean {
  const isService = ['service', 'provider', 'functions'].filter((key) => valueAt(root, key) !== undefined).length > 1;
  return isService && valueAt(root, 'Resources') === undefined;
}

/** Whether SAM has to transform the template. */
function isSam(template: SourceMap): boolean {
  const resources = valueAt(template, 'Resources');
  const types =
    resources?.kind === 'map' ? [...resources.entries.values()].map(({ value }) => textAt(value, 'Type')) : [];
  return types.some((type) => type?.startsWith('AWS::Serverless::'));
}
