// What an Altostra project has in the words of CloudFormation: its policies and its custom resources.
import { iamAction, matchesFormat, resourceArn } from '../../language/formats.ts';
import { roleId } from '../../model/logical-ids.ts';
import { listOf, referencesIn } from '../cloudformation/references.ts';
import { isPlainList, type PlainValue } from '../facts.ts';
import { shownName } from '../report.ts';
import { madeMap, textAt, valueAt, type Place, type SourceMap, type SourceValue } from '../source.ts';
import { leaveOut, type Draft, type DraftResource } from './resources.ts';

/** The policies of functions: permissions if they are as simple, and otherwise policies of their roles as they are. */
export function readPolicies(blueprint: SourceMap, draft: Draft): void {
  for (const [id, { value, place }] of draft.others) {
    if (textAt(value, 'type') !== 'resource.access.policy') continue;
    const links = valueAt(blueprint, 'connections', id);
    const functions = [...(links?.kind === 'map' ? links.entries.keys() : [])].flatMap((to) => {
      const resource = draft.resources.get(to);
      return resource?.type === 'lambda-function' ? resource : [];
    });
    const document = valueAt(value, 'policyDocument');
    const permissions = permissionsIn(document);
    if (permissions) for (const resource of functions) addPermissions(resource, permissions, place);
    else if (!document || !addPolicy(id, document, functions, place, draft)) continue;
    draft.others.delete(id);
    draft.entries.push({ kind: 'taken', what: `Policy ${id}`, place });
  }
}

/** Undefined if a statement is more than actions that are allowed on ARNs. */
function permissionsIn(document: SourceValue | undefined): readonly PlainValue[] | undefined {
  const written = valueAt(document, 'Statement');
  const statements = written?.kind === 'map' ? [written] : listOf(written);
  const permissions = statements.map((statement): PlainValue | undefined => {
    const members = statement.kind === 'map' ? [...statement.entries.keys()] : [];
    const actions = textsIn(valueAt(statement, 'Action'));
    const resources = textsIn(valueAt(statement, 'Resource'));
    const isSimple =
      textAt(statement, 'Effect') === 'Allow' &&
      members.every((name) => ['Sid', 'Effect', 'Action', 'Resource'].includes(name)) &&
      actions.length > 0 &&
      resources.length > 0 &&
      actions.every((action) => matchesFormat(action, iamAction)) &&
      resources.every((resource) => matchesFormat(resource, resourceArn));
    return isSimple
      ? new Map([
          ['actions', actions],
          ['resources', resources],
        ])
      : undefined;
  });
  const known = permissions.flatMap((permission) => permission ?? []);
  return known.length > 0 && known.length === permissions.length ? known : undefined;
}

/** None if one of them is no text. */
function textsIn(value: SourceValue | undefined): readonly string[] {
  const items = value?.kind === 'list' ? value.items : value ? [value] : [];
  const texts = items.flatMap((item) => (item.kind === 'scalar' && item.value !== null ? item.text : []));
  return texts.length === items.length ? texts : [];
}

function addPermissions(resource: DraftResource, permissions: readonly PlainValue[], place: Place): void {
  const at = resource.properties.findIndex(({ name }) => name === 'permissions');
  const before = resource.properties[at];
  if (!before) resource.properties.push({ name: 'permissions', value: permissions, place });
  else if (isPlainList(before.value)) resource.properties[at] = { ...before, value: [...before.value, ...permissions] };
}

function addPolicy(
  id: string,
  document: SourceValue,
  functions: readonly DraftResource[],
  place: Place,
  draft: Draft,
): boolean {
  if (functions.length === 0 || !isKnown(document, draft, [])) return false;
  const roles = functions.map(({ name }) => ({ Ref: roleId(name) }));
  const properties = { PolicyName: id, PolicyDocument: document, Roles: roles };
  draft.additions.set(id.replaceAll(/[^A-Za-z0-9]/g, ''), {
    place,
    value: madeMap(place, { Type: 'AWS::IAM::Policy', Properties: properties }),
  });
  return true;
}

/** Resources in the words of CloudFormation go there as they are. */
export function readCustomResources(draft: Draft): void {
  for (const [id, { value }] of draft.others) {
    if (textAt(value, 'type') !== 'resource.cloud-formation.custom-resources') continue;
    const resources = valueAt(value, 'resources');
    const entries = resources?.kind === 'map' ? [...resources.entries] : [];
    draft.others.delete(id);
    for (const [name, entry] of entries) {
      if (
        isKnown(
          entry.value,
          draft,
          entries.map(([other]) => other),
        )
      ) {
        draft.additions.set(name, entry);
      } else {
        const why = 'It refers to a resource that is not in the project file.';
        leaveOut(
          draft,
          `Custom resource ${shownName(name)}`,
          entry.place,
          why,
          'Add it under cloudformation without the reference.',
        );
      }
    }
  }
}

/** Whether everything that the value refers to is in the template. */
function isKnown(value: SourceValue, draft: Draft, further: readonly string[]): boolean {
  const names = new Set([
    ...[...draft.resources.values()].map(({ name }) => name),
    ...draft.additions.keys(),
    ...further,
  ]);
  return [...referencesIn(value)].every(({ id }) => id.startsWith('AWS::') || names.has(id));
}
