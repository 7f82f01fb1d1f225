// The names of the template under `cloudformation`: whatever is renamed, everything still refers to the same.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { analyze, type Analysis } from '../../server/src/analysis.ts';
import { endpointsOf } from '../../server/src/model/project.ts';
import { applyEdits } from '../../server/src/syntax/edits.ts';
import { arbitraryDescriptor } from '../harness/arbitrary-project.ts';
import { descriptorText } from '../harness/descriptor.ts';
import { patience, runs, seed } from '../harness/property-runs.ts';
import { get, isList, isMap, readTemplate } from '../harness/read-template.ts';

const descriptor = fc
  .tuple(arbitraryDescriptor({ overlays: true }), fc.constantFrom('yaml' as const, 'json' as const))
  .map(([given, format]) => descriptorText(given, format))
  .filter((text) => text.includes('cloudformation'));

/** Every place with a name. */
function placesOf({ project }: Analysis): number[] {
  const { resources, parameters, overlay } = project;
  return [
    ...resources.flatMap(({ id, name }) => [id.node, ...(name ? [name.node] : [])]),
    ...endpointsOf(project).flatMap(({ route }) => route?.node ?? []),
    ...parameters.map(({ name }) => name.node),
    ...overlay.entries.map(({ entry }) => entry.key),
    ...overlay.references,
  ].map(({ span }) => span.start + 1);
}

/** What refers to what in a template, with the position of each name in place of the name. */
function wiring(analysis: Analysis): unknown {
  // Keys that are numbers would come first.
  const template = readTemplate((analysis.template('json') ?? '{}').replaceAll(/"(\d+)":/g, '"#$1":'), 'json');
  const membersOf = (section: string): Readonly<Record<string, unknown>> => {
    const members = get(template, section);
    return isMap(members) ? members : {};
  };
  const namesIn = (section: string): string[] => Object.keys(membersOf(section)).map((key) => key.replace('#', ''));
  const ids = [...namesIn('Parameters'), ...namesIn('Resources')];
  const idOf = (text: unknown): string => {
    const [name = '', ...attribute] = textOf(text).split('.');
    return name.startsWith('AWS::') ? name : [ids.indexOf(name), ...attribute].join('.');
  };
  const idsIn = (text: unknown): string[] =>
    [...textOf(text).matchAll(/\$\{([^!}]+)\}/g)].map(([, name]) => idOf(name));
  const found: unknown[] = [];
  const walk = (value: unknown): void => {
    if (isList(value)) value.forEach(walk);
    if (!isMap(value)) return;
    for (const [key, inner] of Object.entries(value)) {
      const list = isList(inner) ? inner : [inner];
      const [first] = list;
      if (key === 'Ref' || key === 'DependsOn') found.push([key, list.map(idOf)]);
      if (key === 'Fn::GetAtt') found.push([key, idOf(list.map(textOf).join('.'))]);
      if (key === 'Fn::Sub' && idsIn(first).length > 0) found.push([key, idsIn(first)]);
      if (key === 'Fn::If' || (key === 'Condition' && typeof inner === 'string')) {
        found.push([key, namesIn('Conditions').indexOf(textOf(first))]);
      }
      if (key === 'Fn::FindInMap') found.push([key, namesIn('Mappings').indexOf(textOf(first))]);
      walk(inner);
    }
  };
  for (const section of ['Conditions', 'Resources', 'Outputs']) {
    for (const part of Object.values(membersOf(section))) {
      found.push('part');
      walk(part);
    }
  }
  return found;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

describe('for every valid descriptor with an overlay', { timeout: patience }, () => {
  test('what is renamed keeps its references, and causes no error', () => {
    fc.assert(
      fc.property(descriptor, fc.nat(), fc.constantFrom('Renamed1', 'renamed2', '1e3'), (text, choice, newName) => {
        const before = analyze(text);
        const places = placesOf(before);
        const offset = places[choice % places.length] ?? 0;
        const renamed = before.rename(offset, newName);
        expect('refused' in before.prepareRename(offset) && renamed.refused === undefined).toBe(false);
        if (renamed.refused !== undefined) return;
        const after = analyze(applyEdits(text, renamed.edits));
        expect(after.errors.map(({ message }) => message)).toEqual(before.errors.map(({ message }) => message));
        expect(wiring(after)).toEqual(wiring(before));
      }),
      { seed, numRuns: runs * 4 },
    );
  });

  test('a name is found from each of its places', () => {
    fc.assert(
      fc.property(descriptor, fc.nat(), (text, choice) => {
        const analysis = analyze(text);
        const places = placesOf(analysis);
        const sites = analysis.references(places[choice % places.length] ?? 0, true);
        for (const { start } of sites) expect(analysis.references(start, true)).toEqual(sites);
      }),
      { seed, numRuns: runs * 2 },
    );
  });
});

test('a change that takes what something refers to from the template says so', () => {
  const text = `resources:
  Chat:
    type: websocket-api
    name: Chat
    routeSelectorProperty: action
    endpoints:
      - { route: send, operationMode: 1-way, connections: [Send] }
      - { route: say, operationMode: 1-way, connections: [Send] }
  Other: { type: websocket-api, name: Other, routeSelectorProperty: action, endpoints: [{ route: a, operationMode: 1-way, connections: [Send] }] }
  Send: { type: lambda-function, name: Send, runtime: nodejs22.x, entryPoint: send.handler }
cloudformation:
  Resources:
    ChatRouteSend: { Properties: { OperationName: Send } }
  Outputs:
    Route: { Value: !Ref ChatRouteSend }
    Kept: { Value: !Ref ChatRouteSay }
`;
  const analysis = analyze(text);
  expect(analysis.errors).toEqual([]);
  const at = text.indexOf('route: send');
  const move = analysis.codeActions({ start: at, end: at }).find(({ title }) => title === 'Move `send` to `Other`');
  const { consequence } = move?.change() ?? {};
  expect(consequence?.description).toContain(
    'What is under “cloudformation” still needs “ChatRouteSend” (line 12), which the template no longer has.',
  );
  expect(consequence?.needsConfirmation).toBe(true);
  expect(analysis.graphEdit({ kind: 'delete', part: 'resource Chat' }).refused).toContain('ChatRouteSend');
});
