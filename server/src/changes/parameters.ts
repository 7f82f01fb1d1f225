// Adds parameters to a project.
import { parametersEntry, resourcesEntry, type Project } from '../model/project.ts';
import { addEntry, fillEntry, indentStep, lineEnd, startOfLine } from '../syntax/edits.ts';
import { isEmpty, resolveAlias } from '../syntax/tree.ts';
import { changeBy, onlyByHand, refuse, type Change, type Refusal } from './change.ts';

/** Adds a parameter that each deployment must set. The first one goes above the resources. */
export function addParameter(project: Project, name: string): Change | Refusal {
  const { tree } = project;
  const root = resolveAlias(tree.root);
  const entry = parametersEntry(project);
  if (root?.kind !== 'map') return refuse(onlyByHand);
  if (entry?.value && !isEmpty(entry.value)) {
    return entry.value.kind === 'map' ? changeBy([addEntry(tree, entry.value, name, {})]) : refuse(onlyByHand);
  }
  if (entry) return changeBy([fillEntry(tree, entry, name, {})]);
  const resources = resourcesEntry(project);
  if (root.flow || !resources) return changeBy([addEntry(tree, root, 'parameters', { [name]: {} })]);
  const at = startOfLine(tree.text, resources.span.start);
  const end = lineEnd(tree.text);
  const newText = `parameters:${end}${' '.repeat(indentStep(tree))}${name}: {}${end}`;
  return changeBy([{ span: { start: at, end: at }, newText }]);
}
