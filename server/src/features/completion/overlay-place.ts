// The places of the cursor in the overlay: the name of something in the template, a value that may call a function, a key.
import { callOf, type Call, type ReferenceTarget } from '../../model/intrinsics.ts';
import { overlaySections, type OverlayEntry, type OverlaySection } from '../../model/overlay.ts';
import type { Project } from '../../model/project.ts';
import { hasTooMany } from '../../model/overlay-faults.ts';
import type { Probe } from '../../syntax/probe.ts';
import { findEntry, type Location, type MapNode, type ScalarNode, type SyntaxNode } from '../../syntax/tree.ts';
import { generatedResource } from '../../template/generate.ts';

export type OverlayPlace =
  | {
      /** A name of the template, alone. */
      readonly kind: 'template-name';
      readonly to: ReferenceTarget;
      /** The entry with the reference. */
      readonly entry: OverlayEntry;
      /** The attribute that the name must have, or the other names of the list. */
      readonly attribute: string | undefined;
      readonly taken: readonly string[];
    }
  | {
      /** The name of a resource and one of its attributes, as one text; or the attribute alone. */
      readonly kind: 'template-attribute';
      readonly entry: OverlayEntry;
      /** The resource of an attribute alone. */
      readonly of: string | undefined;
    }
  | {
      /** A value that may call a function. */
      readonly kind: 'template-value';
      readonly entry: OverlayEntry;
      readonly wants: 'value' | 'condition';
      /** Whether it is the only key of a map, which calls the function in the long form. */
      readonly isKey: boolean;
    }
  | {
      /** The name of a new entry in a section. */
      readonly kind: 'template-entry';
      readonly section: OverlaySection;
      readonly within: 'map' | 'nothing';
      readonly taken: readonly string[];
    }
  | {
      /** The type of something that is generated, which cannot be another one. */
      readonly kind: 'generated-type';
      readonly type: string;
    };

/** The entry of a section that contains the location. */
function entryAround({ overlay }: Project, { steps }: Location): OverlayEntry | undefined {
  const parts: readonly unknown[] = steps.map(({ part }) => part);
  return overlay.entry && parts.includes(overlay.entry)
    ? overlay.entries.find(({ entry }) => parts.includes(entry))
    : undefined;
}

/** The innermost call with the scalar at the location as an argument, and its position if there are several. */
export function callAround({ steps }: Location, scalar: ScalarNode): CallAround | undefined {
  if (scalar.tag !== undefined) return { call: callOf<ScalarNode>(scalar), index: undefined };
  const last = steps.at(-1);
  if (last?.collection.kind === 'map') return { call: argumentOf(last.collection, scalar), index: undefined };
  if (last?.collection.kind !== 'list') return undefined;
  const list = last.collection;
  const outer = steps.at(-2)?.collection;
  const call =
    list.tag !== undefined ? callOf<ScalarNode>(list) : outer?.kind === 'map' ? argumentOf(outer, list) : undefined;
  return { call, index: list.items.findIndex((item) => item === last.part) };
}

export interface CallAround {
  readonly call: Call<ScalarNode> | undefined;
  readonly index: number | undefined;
}

function argumentOf(map: MapNode, argument: SyntaxNode): Call<ScalarNode> | undefined {
  const call = callOf<ScalarNode>(map);
  return call?.argument === argument ? call : undefined;
}

export function overlayValuePlace(project: Project, probed: Probe): OverlayPlace | undefined {
  const { location, scalar, tree } = probed;
  const last = location.steps.at(-1)?.part;
  if (last && 'key' in last && /[\r\n]/.test(tree.text.slice(last.key.span.end, scalar.span.start))) return undefined;
  const entry = entryAround(project, location);
  if (!entry) return emptySectionPlace(project, probed);
  const around = callAround(location, scalar);
  const call = around?.call;
  const isCall = call && (call.name !== 'Condition' || call.isShort || entry.section === 'Conditions');
  if (isCall && hasTooMany(call)) return undefined;
  const argument = isCall ? argumentPlace(entry, call, around.index, scalar) : undefined;
  if (argument || scalar.tag !== undefined || call?.name === 'Fn::Sub') return argument;
  return attributePlace(project, entry, probed) ?? valueThere(project, entry, scalar, call, false);
}

/** The place of a name that the function takes. */
function argumentPlace(
  entry: OverlayEntry,
  { name, argument }: Call<ScalarNode>,
  index: number | undefined,
  scalar: ScalarNode,
): OverlayPlace | undefined {
  const items = argument?.kind === 'list' ? argument.items.map(({ value }) => value) : [];
  const textOf = (item = items[index === 0 ? 1 : 0]): string | undefined =>
    item?.kind === 'scalar' && item !== scalar ? item.text : undefined;
  const names = { kind: 'template-name', entry, attribute: undefined, taken: [] } as const;
  if (name === 'Ref') return { ...names, to: 'value' };
  if (name === 'Condition' || (name === 'Fn::If' && index === 0)) return { ...names, to: 'condition' };
  if (name === 'Fn::FindInMap' && index === 0) return { ...names, to: 'mapping' };
  if (name !== 'Fn::GetAtt' || (index !== undefined && index > 1)) return undefined;
  if (index === 0) return { ...names, to: 'resource', attribute: textOf() };
  return { kind: 'template-attribute', entry, of: index === 1 ? (textOf() ?? '') : undefined };
}

/** The place of an attribute that has names, or a type. */
function attributePlace(project: Project, entry: OverlayEntry, { location, scalar }: Probe): OverlayPlace | undefined {
  const { steps } = location;
  const at = steps.findIndex(({ collection }) => collection === entry.map);
  const own = steps[at]?.part;
  const depth = steps.length - at;
  if (!own || !('key' in own)) return undefined;
  const names = { kind: 'template-name', entry, attribute: undefined } as const;
  switch (own.key.text) {
    case 'DependsOn': {
      const list = steps.at(-1)?.collection;
      const items = list?.kind === 'list' ? list.items.map(({ value }) => value) : [];
      const taken = items.flatMap((item) => (item?.kind === 'scalar' && item !== scalar ? item.text : []));
      return depth <= 2 ? { ...names, to: 'resource', taken } : undefined;
    }
    case 'Condition':
      return depth === 1 ? { ...names, to: 'condition', taken: [] } : undefined;
    case 'Type':
      return depth === 1 ? generatedTypePlace(project, entry) : undefined;
    default:
      return undefined;
  }
}

/** Functions are possible where nothing is known of the value. */
function valueThere(
  project: Project,
  entry: OverlayEntry,
  node: SyntaxNode,
  call: Call<ScalarNode> | undefined,
  isKey: boolean,
): OverlayPlace | undefined {
  const { section } = entry;
  const isQuoted = node.kind === 'scalar' && node.style !== 'plain' && project.tree.format !== 'json';
  if (project.shape.typeOf(node)?.kind !== 'any' || section === 'Parameters' || section === 'Mappings' || isQuoted) {
    return undefined;
  }
  const isLogical = !call || ['Fn::And', 'Fn::Or', 'Fn::Not'].includes(call.name);
  return { kind: 'template-value', entry, wants: section === 'Conditions' && isLogical ? 'condition' : 'value', isKey };
}

export function overlayKeyPlace(project: Project, { location }: Pick<Probe, 'location'>): OverlayPlace | undefined {
  const map = location.steps.at(-1)?.collection;
  const { key } = location;
  if (map?.kind !== 'map' || !key) return undefined;
  const section = sectionOf(project, map);
  const others = map.entries.filter((entry) => entry !== key);
  if (section) return { kind: 'template-entry', section, within: 'map', taken: others.map((one) => one.key.text) };
  const entry = entryAround(project, location);
  if (!entry || others.length > 0) return undefined;
  const outer = location.steps.at(-2)?.collection;
  const list = outer?.kind === 'list' ? outer : undefined;
  const holder = location.steps.at(-3)?.collection;
  const call =
    outer?.kind === 'map'
      ? argumentOf(outer, map)
      : list?.tag !== undefined
        ? callOf<ScalarNode>(list)
        : holder?.kind === 'map' && list
          ? argumentOf(holder, list)
          : undefined;
  return call && hasTooMany(call) ? undefined : valueThere(project, entry, map, call, true);
}

/** The section whose entries the map has. */
function sectionOf({ overlay }: Project, map: MapNode): OverlaySection | undefined {
  const sections = overlay.entry?.value;
  if (sections?.kind !== 'map') return undefined;
  return overlaySections.find((section) => findEntry(sections, section)?.value === map);
}

/** A section that has no entries yet. */
function emptySectionPlace(project: Project, { location, scalar }: Probe): OverlayPlace | undefined {
  const sections = project.overlay.entry?.value;
  if (sections?.kind !== 'map' || project.shape.typeOf(scalar)?.kind !== 'map') return undefined;
  const part = location.steps.at(-1)?.part;
  const section = overlaySections.find((one) => findEntry(sections, one) === part);
  return section && { kind: 'template-entry', section, within: 'nothing', taken: [] };
}

/** The type of what is laid over something generated. */
function generatedTypePlace(project: Project, { section, name }: OverlayEntry): OverlayPlace | undefined {
  const type = section === 'Resources' ? generatedResource(project, name)?.type : undefined;
  return type === undefined ? undefined : { kind: 'generated-type', type };
}
