// An API that is deployed from another tool's template: its routes, stages and authorizers have other logical IDs there, and
// API Gateway does not create a second one with the same name.
import { t } from '../locale.ts';
import { firstOf, listed } from '../wording.ts';
import type { DeployedResource, DeployedTemplate } from './deployed.ts';
import type { Effect, ResourceChange } from './impact-words.ts';
import { identityOf, isApiConflict, namedPartsOfApis, uniqueNames } from './name-conflicts.ts';
import { mention } from './texts.ts';

/** For each API whose parts get other logical IDs and keep their names, why CloudFormation rejects that, and the ways out. */
export function apiConflicts(changes: readonly ResourceChange[], after: DeployedTemplate): readonly Effect[] {
  const byApi = new Map<string, ResourceChange[]>();
  for (const change of changes.filter(isApiConflict)) {
    const api = after.resources.get(change.logicalId)?.properties.get('ApiId');
    const id = api ? identityOf(api) : '';
    byApi.set(id, [...(byApi.get(id) ?? []), change]);
  }
  return [...byApi].map(([api, conflicts]) => {
    const names = namedPartsOfApis.map((type) =>
      conflicts
        .filter((conflict) => conflict.type === type)
        .map(({ logicalId }) => nameOf(after.resources.get(logicalId))),
    );
    const taken = listed(
      names.flatMap((found, index) => (found.length > 0 ? [nounFor(index, found)] : [])),
      'and',
    );
    return {
      kind: 'rejected',
      message: t`CloudFormation rejects the update, and rolls it back: ${mention(api)} has ${taken} under other logical IDs until the end of the update, and cannot have them twice. Deploy a second stack and let a custom domain lead to it, give the deployed resources the new logical IDs with a stack refactoring of CloudFormation, or, if clients may be disconnected in between, deploy the existing template without them first.`,
    };
  });
}

function nounFor(index: number, names: readonly string[]): string {
  const shown = firstOf(names);
  const isOne = names.length === 1;
  if (index === 0) return isOne ? t`the route ${shown}` : t`the routes ${shown}`;
  if (index === 1) return isOne ? t`the stage ${shown}` : t`the stages ${shown}`;
  return isOne ? t`the authorizer ${shown}` : t`the authorizers ${shown}`;
}

function nameOf(resource: DeployedResource | undefined): string {
  const name = resource?.properties.get(uniqueNames.get(resource.type)?.name ?? '');
  return mention(name?.text ?? name?.canonical ?? '');
}
