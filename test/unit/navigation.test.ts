// Invariants of names and outlines in any text: random valid descriptors, and cases broken somewhere.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { analyze, type Analysis } from '../../server/src/analysis.ts';
import type { DocumentSymbol } from '../../server/src/features/symbols.ts';
import { connectionsOf } from '../../server/src/model/references.ts';
import type { Span } from '../../server/src/syntax/tree.ts';
import { arbitraryDescriptor } from '../harness/arbitrary-project.ts';
import { descriptorText } from '../harness/descriptor.ts';
import { parseCaseFile, parseDescriptor } from '../harness/case-file.ts';
import { patience, runs, seed } from '../harness/property-runs.ts';
import { applyEdits } from '../harness/run-case.ts';

const root = join(import.meta.dirname, '../cases');
const texts = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.md'))
  .flatMap((name) => parseCaseFile(readFileSync(join(root, name), 'utf8')).cases)
  .map(({ descriptor }) => parseDescriptor(descriptor.text).text);

const descriptor = fc
  .tuple(arbitraryDescriptor(), fc.constantFrom('yaml' as const, 'json' as const))
  .map(([given, format]) => descriptorText(given, format));

const brokenText = fc
  .tuple(
    fc.constantFrom(...texts),
    fc.nat(10_000),
    fc.nat(12),
    fc.constantFrom('', ' ', '\n', '\r\n', '"', '[', '&a ', '*a', '# ', '\t', '😀'),
  )
  .map(([text, at, removed, inserted]) => {
    const offset = at % (text.length + 1);
    return text.slice(0, offset) + inserted + text.slice(offset + removed);
  });

function within(inner: Span, outer: Span): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

/** @throws {Error} if the rename is refused */
function renamed(analysis: Analysis, offset: number, newName: string): string {
  const found = analysis.rename(offset, newName);
  if (found.refused !== undefined) throw new Error(found.refused);
  return applyEdits(analysis.text, found.edits);
}

/** The targets of all connections by index, and so independent of names. */
function wiring({ project }: Analysis): unknown {
  const indexOf = (id: string): number => project.resources.findIndex((resource) => resource.id.value === id);
  return project.resources.map((resource) => ({
    name: resource.name?.value,
    connections: resource.connections.map(({ target }) => indexOf(target.value)),
    endpoints: (resource.type === 'websocket-api' ? resource.endpoints : []).map(({ route, connections }) => [
      route?.value,
      connections.map(({ target }) => indexOf(target.value)),
    ]),
  }));
}

describe('for every valid descriptor', { timeout: patience }, () => {
  test('a renamed resource is connected as before, and renaming it back restores the text', () => {
    fc.assert(
      fc.property(descriptor, fc.nat(), fc.boolean(), (text, choice, fromUse) => {
        const before = analyze(text);
        const { resources } = before.project;
        const { id } = resources[choice % resources.length] ?? {};
        if (!id) return;
        const sites = before.references(id.node.span.start, true);
        const site = fromUse ? sites.at(-1) : sites[0];
        expect(site).toBeDefined();
        const after = analyze(renamed(before, site?.start ?? 0, 'Renamed-1'));
        expect(after.project.resources.map((resource) => resource.id.value)).toEqual(
          resources.map((resource) => (resource.id === id ? 'Renamed-1' : resource.id.value)),
        );
        expect(wiring(after)).toEqual(wiring(before));
        expect(after.errors.map(({ rule }) => rule.id)).toEqual(before.errors.map(({ rule }) => rule.id));
        const renamedId = after.project.find('Renamed-1')?.id.node.span.start ?? 0;
        expect(renamed(after, renamedId, id.value)).toBe(text);
      }),
      { seed, numRuns: runs },
    );
  });

  test('a renamed route has the new name, and nothing else changes', () => {
    fc.assert(
      fc.property(descriptor, fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }), (text, wanted) => {
        const before = analyze(text);
        for (const api of before.project.resources) {
          if (api.type !== 'websocket-api') continue;
          for (const [index, { route }] of api.endpoints.entries()) {
            const renamed = route && before.rename(route.node.span.start, wanted);
            if (!renamed || renamed.refused !== undefined) continue;
            const after = analyze(applyEdits(text, renamed.edits)).project.find(api.id.value);
            const routes =
              after?.type === 'websocket-api' ? after.endpoints.map((endpoint) => endpoint.route?.value) : [];
            const expected = api.endpoints.map((endpoint, at) => (at === index ? wanted : endpoint.route?.value));
            expect(routes).toEqual(expected);
          }
        }
      }),
      { seed, numRuns: runs },
    );
  });
});

describe('for every text, whole or broken', { timeout: patience }, () => {
  /** Checks the property at any offset, and equally often at an offset within a name. */
  const holds = (property: (analysis: Analysis, offset: number) => void): void =>
    fc.assert(
      fc.property(fc.oneof(brokenText, descriptor), fc.nat(10_000), fc.boolean(), (text, at, onName) => {
        const analysis = analyze(text);
        const names = analysis.tree.anchors.map(({ span }) => span.start);
        for (const { id } of analysis.project.resources) names.push(id.node.span.start);
        for (const { connection } of connectionsOf(analysis.project)) names.push(connection.target.node.span.start);
        property(analysis, (onName ? names[at % names.length] : undefined) ?? at % (text.length + 1));
      }),
      { seed, numRuns: runs * 3 },
    );

  test('a name is found again from each of its places', () => {
    holds((analysis, offset) => {
      const sites = analysis.references(offset, true);
      for (const { start } of sites) {
        // An alias has its anchor's name, and an unclosed string extends into the following text.
        const isOther = analysis.text.startsWith('*', start) || analysis.tree.problems.length > 0;
        if (!isOther) expect(analysis.references(start, true)).toEqual(sites);
      }
      expect(analysis.references(offset, false).length).toBeLessThanOrEqual(sites.length);
      expect(analysis.highlights(offset).map(({ span }) => span)).toEqual(sites);
    });
  });

  test('a rename is refused, or leaves a file that can be parsed; linked ranges are those that it changes', () => {
    holds((analysis, offset) => {
      const renamed = analysis.rename(offset, 'Renamed1');
      expect('refused' in analysis.prepareRename(offset)).toBe(renamed.refused !== undefined);
      if (renamed.refused !== undefined) return;
      const after = analyze(applyEdits(analysis.text, renamed.edits));
      expect(after.tree.problems).toEqual([]);
      const linked = analysis.linkedEditing(offset);
      // A rename also changes what follows from the name.
      const changed = renamed.edits.map(({ span }) => span.start);
      for (const { start } of linked?.spans ?? [])
        expect(changed.some((at) => at === start || at === start - 1)).toBe(true);
    });
  });

  test('each part of the outline lies within what encloses it', () => {
    const check = (symbols: readonly DocumentSymbol[], outer: Span): void => {
      for (const { name, span, selection, children } of symbols) {
        expect(name.trim()).not.toBe('');
        expect(within(span, outer) && within(selection, span)).toBe(true);
        check(children, span);
      }
    };
    holds((analysis) => check(analysis.documentSymbols(), { start: 0, end: analysis.text.length }));
  });

  test('selections grow, up to the whole text', () => {
    holds((analysis, offset) => {
      const spans = analysis.selectionRanges(offset);
      expect(spans.at(-1)).toEqual({ start: 0, end: analysis.text.length });
      for (const [index, span] of spans.entries()) {
        expect(within({ start: offset, end: offset }, span)).toBe(true);
        const outer = spans[index + 1];
        if (outer) expect(within(span, outer) && span.end - span.start < outer.end - outer.start).toBe(true);
      }
    });
  });

  test('folding ranges are within the lines of the text, and no two start on the same line', () => {
    holds((analysis) => {
      const folds = analysis.folding();
      for (const { firstLine, lastLine } of folds) {
        expect(firstLine).toBeLessThan(lastLine);
        expect(lastLine).toBeLessThan(analysis.lines.starts.length);
      }
      expect(new Set(folds.map(({ firstLine }) => firstLine)).size).toBe(folds.length);
    });
  });

  test('incoming and outgoing calls agree', () => {
    holds((analysis, offset) => {
      for (const { id } of analysis.prepareCallHierarchy(offset)) {
        for (const { caller, from } of analysis.outgoingCalls(id)) {
          const back = analysis
            .incomingCalls(caller.id)
            .find((call) => JSON.stringify(call.caller.id) === JSON.stringify(id));
          expect(back?.from).toEqual(from);
        }
      }
    });
  });

  test('line endings and a byte order mark make no difference', () => {
    holds((analysis, offset) => {
      const { text } = analysis;
      if (/\r|\uFEFF/.test(text)) return;
      const windows = analyze(`\uFEFF${text.replaceAll('\n', '\r\n')}`);
      const moved = (at: number): number => 1 + at + (text.slice(0, at).split('\n').length - 1);
      // How far the parser gets with an invalid text depends on its line endings.
      if (analysis.tree.problems.length > 0) return;
      const linesOf = (given: Analysis): unknown =>
        given.folding().map(({ firstLine, lastLine, kind }) => [firstLine, lastLine, kind]);
      expect(linesOf(windows)).toEqual(linesOf(analysis));
      const sites = analysis.references(offset, true).map(({ start, end }) => text.slice(start, end));
      const same = windows.references(moved(offset), true).map(({ start, end }) => windows.text.slice(start, end));
      expect(same.map((site) => site.replaceAll('\r\n', '\n'))).toEqual(sites);
      const renamed = analysis.rename(offset, 'Renamed1');
      const there = windows.rename(moved(offset), 'Renamed1');
      if (renamed.refused !== undefined || there.refused !== undefined) return;
      const expected = applyEdits(text, renamed.edits).replaceAll('\n', '\r\n');
      expect(applyEdits(windows.text, there.edits)).toBe(`\uFEFF${expected}`);
    });
  });

  test('links and lenses are within the text', () => {
    holds((analysis) => {
      const spans = [...analysis.documentLinks(), ...analysis.codeLenses()].map(({ span }) => span);
      for (const span of spans) expect(within(span, { start: 0, end: analysis.text.length })).toBe(true);
    });
  });
});
