// A new resource, with what it needs to be one.
import { resourceTypes, type ResourceType } from '../../language/index.ts';
import { operationModes } from '../../language/web-socket-api.ts';
import { newRoute } from '../../model/new-names.ts';
import { newResource } from '../../model/new-resource.ts';
import { insertEndpoint } from '../../rules/endpoints.ts';
import { objectionToResourceId } from '../../rules/names.ts';
import { fillEntry } from '../../syntax/edits.ts';
import { addMapEntry } from '../../syntax/insertions.ts';
import { findEntry, isEmpty, resolveAlias } from '../../syntax/tree.ts';
import { idAt } from './part.ts';
import { refuse, type Plan, type Refusal, type Step } from './plan.ts';
import { notThere, type Wanted } from './planner.ts';

export function addNewResource({ project, edit }: Wanted): Plan | Refusal {
  const { name = '' } = edit;
  const type = resourceTypes.find((known) => known === edit.type);
  if (!type) return notThere;
  const objection = objectionToResourceId(project, name);
  if (objection !== undefined) return refuse(objection);
  const address = { resource: project.resources.length, endpoint: undefined };
  return { steps: addResource(name, type), select: (after) => idAt(after, address) };
}

/** At the end of the file's resources. */
export function addResource(id: string, type: ResourceType): readonly Step[] {
  const step: Step = (project) => {
    const { tree } = project;
    const root = resolveAlias(tree.root);
    const entry = root?.kind === 'map' ? findEntry(root, 'resources') : undefined;
    const added = newResource(project, id, type);
    if (!entry || !added) return notThere;
    const { properties, file: creates } = added;
    if (entry.value?.kind === 'map') return { edits: [addMapEntry(tree, entry.value, id, properties)], creates };
    return { edits: isEmpty(entry.value) ? [fillEntry(tree, entry, id, properties)] : [], creates };
  };
  return type === 'websocket-api' ? [step, firstEndpoint(id)] : [step];
}

/** No API can be deployed without one. */
function firstEndpoint(id: string): Step {
  return (project) => {
    const api = project.find(id);
    if (api?.type !== 'websocket-api') return notThere;
    const [mode] = operationModes.values;
    const edit = insertEndpoint(project, api, { route: newRoute(api), operationMode: mode?.value ?? '' });
    return { edits: edit ? [edit] : [] };
  };
}
