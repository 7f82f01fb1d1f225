// A new endpoint of an API, behind the others.
import { operationModes } from '../../language/web-socket-api.ts';
import { insertEndpoint } from '../../rules/endpoints.ts';
import { quote } from '../../wording.ts';
import { idAt, ownerAt } from './part.ts';
import { refuse, type Plan, type Refusal } from './plan.ts';
import { notThere, type Wanted } from './planner.ts';

export function addEndpoint({ edit, part }: Wanted): Plan | Refusal {
  const { name: route = '' } = edit;
  const mode = operationModes.values.find(({ value }) => value === edit.option);
  if (part?.kind !== 'owner' || part.owner.resource.type !== 'websocket-api' || part.owner.endpoint || !mode) {
    return notThere;
  }
  const { address, resource: api } = part.owner;
  if (route === '') return refuse('AWS refuses an empty route. Write the value that selects the endpoint.');
  if (api.endpoints.some((endpoint) => endpoint.route?.value === route)) {
    return refuse(
      `${quote(api.id.value)} has the route ${quote(route)} already, and only one endpoint can take its messages.`,
    );
  }
  const endpoint = api.endpoints.length;
  return {
    steps: [
      (project) => {
        const now = ownerAt(project, address)?.resource;
        if (now?.type !== 'websocket-api') return notThere;
        const edit = insertEndpoint(project, now, { route, operationMode: mode.value });
        return { edits: edit ? [edit] : [] };
      },
    ],
    select: (after) => idAt(after, { ...address, endpoint }),
  };
}
