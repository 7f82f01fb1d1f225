// A service of the Serverless Framework (versions 1 to 4) as the CloudFormation template that the framework makes of it, with
// the logical IDs and the defaults of the framework. Each value has the place of the line from which it comes.
import { quote } from '../../wording.ts';
import type { ImportInput } from '../imported.ts';
import type { SourceTemplate } from '../source-template.ts';
import {
  textAt,
  valueAt,
  type Place,
  type SourceEntry,
  type SourceMap,
  type SourceValue,
  type Unreadable,
} from '../source.ts';
import { addEvents } from './events.ts';
import { addFunction } from './functions.ts';
import { addLayers } from './layers.ts';
import { merged } from './merge.ts';
import { addResources } from './resources.ts';
import { addRoles } from './roles.ts';
import { Draft } from './draft.ts';
import { functionsIn, type Named, type Service } from './service.ts';
import { reportSettings } from './settings.ts';
import { scalarText } from './values.ts';
import { entryFor, entryForReference, packagedTemplate, parameterFor } from './unresolved.ts';
import { Variables } from './variables.ts';
import { addWebSocketApi } from './websocket.ts';

/** Why a service that is a program cannot be imported; undefined for another file. */
export function refusalOfProgram(path: string): Unreadable | undefined {
  if (!/(?:^|[/\\])serverless[^/\\]*\.[cm]?[jt]s$/.test(path)) return undefined;
  return { unreadable: `it is a program, which an import does not run. ${packagedTemplate}` };
}

/** Reads a service. Never throws. */
export async function readServerless(input: ImportInput, root: SourceMap): Promise<SourceTemplate | Unreadable> {
  if (!root.entries.has('service') || !root.entries.has('provider')) {
    return { unreadable: 'it is no Serverless service, which has a `service` and a `provider`', place: root.place };
  }
  const variables = new Variables(root, input);
  const sections = new Map<string, SourceEntry>();
  for (const key of ['service', 'provider', 'functions', 'plugins', 'package', 'layers', 'resources']) {
    const entry = root.entries.get(key);
    if (entry) sections.set(key, { place: entry.place, value: await variables.resolve(entry.value) });
  }
  const stage = await variables.stage();
  if (variables.isTooLarge) {
    return { unreadable: 'its variables expand to more values than a service can have', place: root.place };
  }
  const provider = sections.get('provider')?.value;
  const cloud = scalarText(provider) ?? textAt(provider, 'name');
  if (cloud !== undefined && cloud !== 'aws') {
    return { unreadable: `it deploys to ${quote(cloud)} instead of AWS`, place: valueAt(provider, 'name')?.place };
  }
  const draft = new Draft();
  const service = sections.get('service')?.value;
  return templateOf(
    {
      name: scalarText(service) ?? textAt(service, 'name') ?? 'service',
      stage,
      place: root.entries.get('service')?.place ?? root.place,
      provider: provider?.kind === 'map' ? provider : undefined,
      functions: functionsIn(sections.get('functions')?.value, variables, draft),
      plugins: pluginsIn(sections.get('plugins')?.value),
      sections,
      variables,
    },
    root,
    draft,
  );
}

/** A list, or a map with the list of those that are installed locally. */
function pluginsIn(section: SourceValue | undefined): readonly Named[] {
  const list = valueAt(section, 'modules') ?? section;
  return (list?.kind === 'list' ? list.items : []).flatMap((item) => {
    const name = scalarText(item);
    return name === undefined ? [] : [{ name, place: item.place }];
  });
}

function templateOf(service: Service, root: SourceMap, draft: Draft): SourceTemplate {
  addWebSocketApi(service, draft);
  for (const fn of service.functions) addFunction(service, fn, draft);
  addEvents(service, draft);
  addLayers(service, draft);
  addRoles(service, draft);
  const sections = addResources(service, draft);
  reportSettings(service, root, draft);

  const conditions = withEntries(sections.conditions, draft.conditions, service.place);
  const values = [...draft.resources.values()].flatMap(({ properties, attributes }) => [
    ...(properties ? [properties] : []),
    ...attributes.values(),
  ]);
  const others = [sections.description, sections.parameters, sections.mappings, conditions, sections.outputs];
  const unresolved = service.variables.unresolved.usedBy([...values, ...others.filter((value) => value !== undefined)]);
  const parameters = new Map(unresolved.map((one) => [one.name, parameterFor(one)]));
  return {
    ...sections,
    conditions,
    parameters: withEntries(sections.parameters, parameters, service.place),
    resources: draft.resources,
    entries: [...draft.entries, ...unresolved.map(entryFor), ...[...draft.dynamicReferences].map(entryForReference)],
  };
}

function withEntries(
  map: SourceMap | undefined,
  entries: ReadonlyMap<string, SourceEntry>,
  place: Place,
): SourceMap | undefined {
  if (entries.size === 0) return map;
  return merged({ kind: 'map', place, entries }, ...(map ? [map] : []));
}
