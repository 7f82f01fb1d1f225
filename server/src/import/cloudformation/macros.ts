// Macros: what CloudFormation, and not the template, makes of itself. Their result is not in the file.
import { shownName, type ReportEntry } from '../report.ts';
import { textAt, valueAt, type SourceMap, type SourceValue, type Unreadable } from '../source.ts';

const advice = 'import the processed template: aws cloudformation get-template --template-stage Processed';

/** Those that make nothing of a template without loops, or that the import applies itself. */
const harmless: readonly string[] = ['AWS::Serverless-2016-10-31', 'AWS::LanguageExtensions'];

const loop = 'Fn::ForEach';

/** Why the template is refused: only CloudFormation knows what resources it has. */
export function refusalOfMacros(template: SourceMap): Unreadable | undefined {
  for (const section of ['Conditions', 'Resources', 'Outputs']) {
    const found = loopIn(valueAt(template, section), new Set());
    if (found) {
      return {
        unreadable: `it has ${loop}, and only CloudFormation knows what the loop makes; ${advice}`,
        place: found.place,
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
    ...nonResources(template).map(({ what, place }) => ({
      kind: 'left out' as const,
      what: shownName(what),
      place,
      why: 'It is no resource with a type.',
      todo: 'Write its type as a text, and import the template again.',
    })),
  ];
}

/** A key of a loop anywhere in the value. @param seen what has been looked through, since aliases repeat it */
function loopIn(value: SourceValue | undefined, seen: Set<SourceValue>): Pick<SourceValue, 'place'> | undefined {
  if (!value || value.kind === 'scalar' || seen.has(value)) return undefined;
  seen.add(value);
  if (value.kind === 'map') {
    for (const [key, entry] of value.entries) if (key === loop || key.startsWith(`${loop}::`)) return entry;
  }
  const inner = value.kind === 'map' ? [...value.entries.values()].map((entry) => entry.value) : value.items;
  for (const one of inner) {
    const found = loopIn(one, seen);
    if (found) return found;
  }
  return undefined;
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
