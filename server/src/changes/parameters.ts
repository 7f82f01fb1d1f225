// Adds parameters to a project, makes texts parameters, and parameters texts.
import { matchesFormat } from '../language/formats.ts';
import { maximumParameters } from '../language/limits.ts';
import { newName } from '../model/new-names.ts';
import { parameterUses } from '../model/parameters.ts';
import { overlaySitesOf } from '../model/template-names.ts';
import { parametersEntry, resourcesEntry, type Parameter, type Project } from '../model/project.ts';
import {
  addEntry,
  commentsWithin,
  contentEnd,
  fillEntry,
  indentStep,
  isInFlow,
  lineEnd,
  removeEntry,
  setValue,
  startOfLine,
  type Edit,
} from '../syntax/edits.ts';
import { isEmpty, locate, resolveAlias, type Entry, type MapNode, type SyntaxNode } from '../syntax/tree.ts';
import { writeFlow, writeScalar } from '../syntax/write-value.ts';
import { capitalize, quote } from '../wording.ts';
import { changeBy, inSequence, onlyByHand, refuse, refuseIfAliased, type Change, type Refusal } from './change.ts';
import { t } from '../locale.ts';

/** Adds a parameter that each deployment must set, unless it has a default. The first one goes above the resources. */
export function addParameter(project: Project, name: string, content: { default?: string } = {}): Change | Refusal {
  const { tree } = project;
  const root = resolveAlias(tree.root);
  const entry = parametersEntry(project);
  if (root?.kind !== 'map') return refuse(onlyByHand());
  if (entry?.value && !isEmpty(entry.value)) {
    return entry.value.kind === 'map' ? changeBy([addEntry(tree, entry.value, name, content)]) : refuse(onlyByHand());
  }
  if (entry) return changeBy([fillEntry(tree, entry, name, content)]);
  const resources = resourcesEntry(project);
  const at = resources ? startOfLine(tree.text, resources.span.start) : 0;
  const lead = tree.text.slice(at, resources?.span.start);
  if (root.flow || !resources || !/^ *$/.test(lead)) {
    return changeBy([addEntry(tree, root, 'parameters', { [name]: content })]);
  }
  const end = lineEnd(tree.text);
  const step = ' '.repeat(indentStep(tree));
  const newText = `${lead}parameters:${end}${lead}${step}${name}: ${writeFlow(content, 'yaml')}${end}`;
  return changeBy([{ span: { start: at, end: at }, newText }]);
}

/** Removes the parameter, and the whole `parameters` with the last one; undefined if it is written in another way. */
export function removalOf(project: Project, { entry }: Pick<Parameter, 'entry'>): Edit | undefined {
  const [map, own] = rest(project, entry);
  return map && removeEntry(project.tree, map, own);
}

/** The entry with its map; the whole `parameters` for the only parameter. */
function rest(project: Project, entry: Entry): readonly [MapNode | undefined, Entry] {
  const all = parametersEntry(project);
  const map = resolveAlias(all?.value);
  const root = resolveAlias(project.tree.root);
  if (map?.kind !== 'map') return [undefined, entry];
  return all && root?.kind === 'map' && map.entries.length === 1 ? [root, all] : [map, entry];
}

/** A text that can become a parameter. */
export interface ExtractableText {
  /** The entry whose value it is. */
  readonly entry: Entry;
  readonly text: string;
  /** The name of the new parameter. */
  readonly name: string;
}

/** The text that is the value of the entry, if a parameter can stand for it. */
export function extractableText(project: Project, entry: Entry): ExtractableText | undefined {
  const node = entry.value;
  const type = node && project.shape.typeOf(node);
  if (node?.kind !== 'scalar' || node.style === 'block' || typeof node.value !== 'string') return undefined;
  if (type?.kind !== 'string' || !type.sources || project.parameters.length >= maximumParameters / 2) return undefined;
  if ((type.format && !matchesFormat(node.value, type.format)) || !isPlain(node.value)) return undefined;
  const name = newName(project, inPascalCase(entry.key.text), undefined);
  return name === undefined ? undefined : { entry, text: node.value, name };
}

/** Whether the template has the text as it is. CloudFormation resolves a dynamic reference only where it is written. */
function isPlain(text: string): boolean {
  return !text.includes('${') && !text.includes('{{resolve:');
}

/** `LogLevel` for `LOG_LEVEL`. */
function inPascalCase(key: string): string {
  const words = key.split(/[^\p{L}\p{N}]+/u);
  return words.map((word) => capitalize(/\p{Ll}/u.test(word) ? word : word.toLowerCase())).join('');
}

/** Puts a new parameter in place of the text, which becomes its default. */
export function extractParameter(project: Project, { entry, text, name }: ExtractableText): Change | Refusal {
  return inSequence(project, [
    () => changeBy([setValue(entry, { parameter: name })]),
    (now) => addParameter(now, name, { default: text }),
  ]);
}

/** Puts the default of the parameter in place of it wherever it is used, and removes it. */
export function inlineParameter(project: Project, parameter: Parameter): Change | Refusal {
  const { name, default: usual, secret, entry } = parameter;
  if (overlaySitesOf(project, 'Resources', name.value).length > 0) {
    return refuse(t`What is under \`cloudformation\` refers to ${quote(name.value)}. Change that first.`);
  }
  const removal = removalOf(project, parameter);
  const hasComments = commentsWithin(project.tree, entry.span).length > 0;
  if (!usual || !isPlain(usual.value) || secret?.value || !removal || hasComments) return refuse(onlyByHand());
  const uses = parameterUses(project).filter((use) => use.name.value === name.value);
  const edits = new Map<SyntaxNode, Edit>();
  for (const { reference } of uses) {
    const edit = textInPlaceOf(project, reference.node, usual.value);
    if (!edit) return refuse(onlyByHand());
    edits.set(reference.node, edit);
  }
  return refuseIfAliased(project, { edits: [removal, ...edits.values()] });
}

/** Undefined if the text cannot be there, or a comment would be lost. */
function textInPlaceOf({ tree, shape }: Project, node: SyntaxNode, text: string): Edit | undefined {
  const { steps } = locate(tree, node.span.start);
  const part = steps.find((step) => step.part.value === node)?.part;
  if (node.kind !== 'map' || !part || !('key' in part)) return undefined;
  const type = shape.propertyOf(part)?.type;
  const isPossible = type?.kind !== 'string' || !type.format || matchesFormat(text, type.format);
  const start = node.flow ? node.span.start : part.key.span.end;
  const end = contentEnd(tree.text, node.span.end);
  if (!isPossible || commentsWithin(tree, { start, end }).length > 0) return undefined;
  const isJson = part.key.style === 'double';
  const written = writeScalar(text, { flow: isInFlow(tree, node.span.start), quote: isJson ? 'double' : 'none' });
  return { span: { start, end }, newText: node.flow ? written : `: ${written}` };
}
