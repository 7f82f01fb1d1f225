// What the report says of every import, whichever door it came through: what is taken over, and what remains to do.
import { findResourceDefinition } from '../language/index.ts';
import { firstOf } from '../wording.ts';
import type { Facts } from './facts.ts';
import { routeWords, shownName, type ReportEntry } from './report.ts';
import { textAt, type Place } from './source.ts';

/**
 * The resources and routes of the descriptor, and the resources under `cloudformation`. A route that is not the same as in the
 * source has an entry that says so instead.
 */
export function takenOver({ resources, cloudformation, entries }: Facts): readonly ReportEntry[] {
  const changed = new Set(entries.flatMap((one) => (one.kind === 'changed' ? [`${one.resource} ${one.what}`] : [])));
  const taken = (what: string, place: Place, resource?: string): ReportEntry => ({
    kind: 'taken',
    what,
    place,
    resource,
  });
  const additions = [...(cloudformation.get('Resources')?.entries ?? [])].flatMap(([name, { place, value }]) => {
    const type = textAt(value, 'Type');
    return type === undefined ? [] : taken(`Resource ${shownName(name)} (${shownName(type)})`, place);
  });
  return [
    ...resources.flatMap(({ id, type, place, endpoints }) => [
      taken(`${findResourceDefinition(type)?.label ?? type} ${shownName(id)}`, place, id),
      ...endpoints
        .filter(({ route }) => !changed.has(`${id} ${routeWords(route)}`))
        .map((endpoint) => taken(routeWords(endpoint.route), endpoint.place, id)),
    ]),
    ...additions,
  ];
}

/** What there is to do for this descriptor, in that order. */
export function nextSteps({ resources, parameters }: Facts): readonly ReportEntry[] {
  const namesOf = (names: readonly string[]): string => firstOf(names.map(shownName));
  const withCode = resources.filter(({ properties }) => properties.some(({ name }) => name === 'entryPoint'));
  const toSet = parameters.filter(({ properties }) => !properties.some(({ name }) => name === 'default'));
  const hasCode = withCode.length > 0;
  const deploy = (template: string): string =>
    `aws cloudformation deploy --template-file ${template} --stack-name STACK --capabilities CAPABILITY_IAM`;
  const steps = [
    hasCode &&
      `Check the entry points of ${namesOf(withCode.map(({ id }) => id))}: each path is relative to the folder of the project file.`,
    'If a stack is deployed, save its template with aws cloudformation get-template, and compare: websocket-project diff PROJECT_FILE TEMPLATE.',
    `Make a template: websocket-project build PROJECT_FILE${hasCode ? ' --code' : ''} --out stack.yaml.`,
    hasCode
      ? `Upload the code and deploy: aws cloudformation package --template-file stack.yaml --s3-bucket BUCKET --output-template-file packaged.yaml, then ${deploy('packaged.yaml')}.`
      : `Deploy it: ${deploy('stack.yaml')}.`,
    toSet.length > 0 &&
      `Set ${namesOf(toSet.map(({ name }) => name))} when you deploy: --parameter-overrides NAME=VALUE.`,
  ];
  return steps.flatMap((todo) => (todo === false ? [] : [{ kind: 'next step', todo }]));
}
