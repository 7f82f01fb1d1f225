// Macros: what CloudFormation, and not the template, makes of itself. Their result is not in the file.
import { shownName, type ReportEntry } from '../report.ts';
import {
  textAt,
  valueAt,
  type Place,
  type SourceEntry,
  type SourceMap,
  type SourceValue,
  type Unreadable,
} from '../source.ts';

const advice = 'import the processed template: aws cloudformation get-template --template-stage Processed';

/** Those that make nothing of a template without loops, or that the import applies itself. */
const harmless: readonly string[] = ['AWS::Serverless-2016-10-31', 'AWS::LanguageExtensions'];

const loop = 'Fn::ForEach';

/** The functions whose values only CloudFormation computes, and which a template without a transform cannot have. */
const computed: readonly string[] = ['Fn::Transform', 'Fn::Length', 'Fn::ToJsonString'];

/** Why the template is refused: only CloudFormation knows what resources it has. */
export function refusalOfMacros(template: SourceMap): Unreadable | undefined {
  for (const section of ['Conditions', 'Resources', 'Outputs']) {
    const [found] = entriesIn(valueAt(template, section), isLoop);
    if (found) {
      return {
        unreadable: `it has ${loop}, and only CloudFormation knows what the loop makes; ${advice}`,
        place: found[1].place,
      };
    }
  }
  const [macro] = macrosOf(template);
  const [broken] = macro ? nonResources(template) : [];
  if (!macro || !broken) return undefined;
  const why = `it has ${shownName(broken.what)}, which is no resource, and only CloudFormation knows what the macro ${shownName(macro.name)} makes of it`;
  return { unreadable: `${why}; ${advice}`, place: broken.place };
}

/** What is left out of a template because of macros, and what is no resource. */
export function macroEntries(template: SourceMap): readonly ReportEntry[] {
  return [
    ...macrosOf(template).map(({ name, place }) => ({
      kind: 'left out' as const,
      what: `What the macro ${shownName(name)} makes of the template`,
      place,
      why: 'Only CloudFormation knows the result. The template is read as it is written.',
      todo: `${advice.replace(/^i/, 'I')}.`,
    })),
    ...computedValues(template),
    ...nonResources(template).map(({ what, place }) => ({
      kind: 'left out' as const,
      what: shownName(what),
      place,
      why: 'It is no resource with a type.',
      todo: 'Write its type as a text, and import the template again.',
    })),
  ];
}

function isLoop(key: string): boolean {
  return key === loop || key.startsWith(`${loop}::`);
}

/** One entry for each of the functions, where it is called first. The values are left out where a project file has them. */
function computedValues(template: SourceMap): readonly ReportEntry[] {
  const calls = new Map<string, Place>();
  for (const section of ['Conditions', 'Resources', 'Outputs']) {
    for (const [name, { place }] of entriesIn(valueAt(template, section), (key) => computed.includes(key))) {
      if (!calls.has(name)) calls.set(name, place);
    }
  }
  return [...calls].map(([name, place]) => ({
    kind: 'left out',
    what: `What ${name} makes of its argument`,
    place,
    why: 'Only CloudFormation knows the result, and the template of a project file cannot call the function.',
    todo: `${advice.replace(/^i/, 'I')}.`,
  }));
}

/** The entries with such a key anywhere in the value. @param seen what has been looked through, since aliases repeat it */
function* entriesIn(
  value: SourceValue | undefined,
  isWanted: (key: string) => boolean,
  seen = new Set<SourceValue>(),
): Iterable<readonly [string, SourceEntry]> {
  if (!value || value.kind === 'scalar' || seen.has(value)) return;
  seen.add(value);
  if (value.kind === 'list') for (const item of value.items) yield* entriesIn(item, isWanted, seen);
  else {
    for (const entry of value.entries) if (isWanted(entry[0])) yield entry;
    for (const { value: inner } of value.entries.values()) yield* entriesIn(inner, isWanted, seen);
  }
}

interface Macro extends Pick<SourceValue, 'place'> {
  readonly name: string;
}

/** The macros of the whole template, as texts or with parameters. */
function macrosOf(template: SourceMap): readonly Macro[] {
  const value = valueAt(template, 'Transform');
  const items = value?.kind === 'list' ? value.items : value ? [value] : [];
  return items.flatMap((item) => {
    const name = textAt(item.kind === 'map' ? valueAt(item, 'Name') : item) ?? '';
    return name === '' || harmless.includes(name) ? [] : [{ name, place: item.place }];
  });
}

/** The entries among the resources that have no type. */
function nonResources(template: SourceMap): readonly (Pick<SourceValue, 'place'> & { readonly what: string })[] {
  const resources = valueAt(template, 'Resources');
  const entries = resources?.kind === 'map' ? [...resources.entries] : [];
  return entries.flatMap(([what, { place, value }]) => (textAt(value, 'Type') === undefined ? [{ what, place }] : []));
}
