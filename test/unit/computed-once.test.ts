// Nothing is computed twice: how often the expensive steps run for what a keystroke asks, counted.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { Parser } from 'yaml';
import { analyze } from '../../server/src/analysis.ts';
import * as positions from '../../server/src/syntax/positions.ts';

vi.mock(import('../../server/src/syntax/positions.ts'), { spy: true });

const example = readFileSync(join(import.meta.dirname, '../../examples/chat/websocket.yaml'), 'utf8');
const parses = vi.spyOn(Parser.prototype, 'parse');
const lineIndexes = vi.mocked(positions.lineIndex);

beforeEach(() => void vi.clearAllMocks());

describe('diagnostics', () => {
  test('parse the text once, and look for its lines once', () => {
    const { findings, lines } = analyze(example.replace('routeSelectorProperty', 'description: A chat.\n    route'));
    expect(findings.map(({ span }) => lines.positionAt(span.start))).not.toEqual([]);
    expect(parses).toHaveBeenCalledTimes(1);
    expect(lineIndexes).toHaveBeenCalledTimes(1);
  });

  test.each([
    ['a key without its colon', 'resources:\n  Chat\n    type: websocket-api\n', 2],
    ['an unclosed quote', 'description: "Chat\nresources: {}\n', 2],
    ['both', 'resources:\n  Chat\n    type: websocket-api\n    name: "Chat\n  Other:\n    type: sqs-queue\n', 3],
  ])('parse a text with %s as often as it needs to be read otherwise', (_, text, times) => {
    expect(analyze(text).findings.length).toBeGreaterThan(0);
    expect(parses.mock.calls.length).toBeLessThanOrEqual(times);
  });
});
