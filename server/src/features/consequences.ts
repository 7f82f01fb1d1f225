// What a change does beyond the file, as a part of its consequence: who can connect, who gets more rights, what is left
// without what it refers to, and what CloudFormation replaces.
import { changed, type Change, type Consequence, type Refusal } from '../changes/change.ts';
import { maximumResources } from '../language/limits.ts';
import { resourceCount } from '../model/logical-ids.ts';
import { resourcesOfType, type Project, type WebSocketApi } from '../model/project.ts';
import { findParameter } from '../model/parameters.ts';
import { findGenerated, overlaySites, overlaySitesOf, type Namespace } from '../model/template-names.ts';
import { findEndpoint } from '../model/usage.ts';
import { deployedOf } from '../template/deployed.ts';
import { isPart, type ResourceChange } from '../template/impact-words.ts';
import { impactOf } from '../template/impact.ts';
import { generate } from '../template/generate.ts';
import type { Template } from '../template/template.ts';
import { firstOf, quotePlain } from '../wording.ts';
import { t } from '../locale.ts';

/** As many as people read. */
const maximumSentences = 5;

/**
 * The change with everything that it does added to its own consequence, security first. A refusal stays as it is.
 * @param template the template of the project, generated only if it is needed; undefined if the project is not deployed
 * as it is
 */
export function withConsequences<C extends Change>(
  project: Project,
  template: (() => Template) | undefined,
  change: C,
): C;
export function withConsequences<C extends Change>(
  project: Project,
  template: (() => Template) | undefined,
  change: C | Refusal,
): C | Refusal;
export function withConsequences(
  project: Project,
  template: (() => Template) | undefined,
  change: Change | Refusal,
): Change | Refusal {
  if (change.refused !== undefined || change.edits.length === 0 || change.keepsMeaning) return change;
  const after = changed(project, change);
  // More resources than a stack can have have never been deployed as they are.
  const isDeployable = [project, after].every((one) => resourceCount(one) <= maximumResources);
  const deployment = template && isDeployable ? deploymentOf(template(), generate(after)) : undefined;
  const all = [openingOf(project, after), change.consequence, lostReferences(project, after), deployment].flatMap(
    (one) => one ?? [],
  );
  const label = change.consequence?.label ?? all[0]?.label;
  if (label === undefined) return change;
  const consequence = {
    label,
    description: all.map(({ description }) => description).join(' '),
    needsConfirmation: all.some(({ needsConfirmation }) => needsConfirmation),
  };
  return { ...change, consequence };
}

/**
 * The APIs whose clients are no longer authorized. By what the descriptor intends, because a project with errors, such
 * as an authorizer that does not exist, may be deployed from an earlier version.
 */
function openingOf(before: Project, after: Project): Consequence | undefined {
  const apis = resourcesOfType(after, 'websocket-api');
  const byId = new Map(apis.map((api) => [api.id.value, api]));
  const byLogicalId = new Map(apis.map((api) => [after.logicalIds.of(api), api]));
  const opened = resourcesOfType(before, 'websocket-api').filter((api) => {
    const now = byId.get(api.id.value) ?? byLogicalId.get(before.logicalIds.of(api));
    return now && isAuthorized(before, api) && !isAuthorized(after, now);
  });
  if (opened.length === 0) return undefined;
  const names = opened.map(({ id }) => quotePlain(id.value));
  return {
    label: t`Let anyone connect`,
    description: t`Anyone can then connect to ${firstOf(names, maximumSentences)}, because no authorizer is called.`,
    needsConfirmation: true,
  };
}

/** Also true for an unknown ID, which may be intended as an authorizer. */
function isAuthorized(project: Project, api: WebSocketApi): boolean {
  const isPossible = api.connections.some(({ target }) => {
    const resource = project.find(target.value);
    return !resource || resource.type === 'lambda-function';
  });
  return (isPossible || api.authorization !== undefined) && findEndpoint(api, '$connect') !== undefined;
}

/** What the overlay refers to, or is laid over, and the template no longer has. */
function lostReferences(before: Project, after: Project): Consequence | undefined {
  const lost = overlaySites(after).filter(
    ({ namespace, name, isKey }) =>
      isGenerated(before, namespace, name) &&
      !isGenerated(after, namespace, name) &&
      (isKey || overlaySitesOf(after, namespace, name).every((site) => !site.isKey)),
  );
  if (lost.length === 0) return undefined;
  const places = lost.map(({ name, span: { start } }) => {
    return t`${quotePlain(name)} (line ${after.tree.lines.positionAt(start).line + 1})`;
  });
  return {
    label: t`Leave references behind`,
    description: t`What is under “cloudformation” still needs ${firstOf(places, maximumSentences)}, which the template no longer has. Change that as well.`,
    needsConfirmation: true,
  };
}

/** Whether the template has that name even without the overlay. */
function isGenerated(project: Project, namespace: Namespace, name: string): boolean {
  const isParameter = namespace === 'Resources' && findParameter(project, name) !== undefined;
  return isParameter || findGenerated(project, namespace, name) !== undefined;
}

/** Excludes what the change itself says: what is opened and what is deleted. */
function deploymentOf(before: Template, after: Template): Consequence | undefined {
  const { changes, effects } = impactOf(deployedOf(before), deployedOf(after));
  const replaces = changes.some((change) => isReplaced(change) && !isPart(change));
  const said = effects.filter(({ kind }) =>
    kind === 'widened' || kind === 'published' ? true : replaces && kind !== 'opened',
  );
  if (said.length === 0) return undefined;
  const others = said.length - maximumSentences;
  const sentences = said.slice(0, maximumSentences).map(({ message }) => message);
  if (others > 0) sentences.push(t`And ${others} more.`);
  const opens = said[0]?.kind === 'widened' ? t`Grant more rights` : t`Open to everyone`;
  return {
    label: replaces ? t`Replace deployed resources` : opens,
    description: t`If it is deployed: ${sentences.join(' ')}`,
    needsConfirmation: replaces,
  };
}

function isReplaced({ action, replacedBy }: ResourceChange): boolean {
  return action === 'replace' || replacedBy !== undefined;
}
