// The graph for other programs: as a standalone picture, as a Mermaid flowchart, and in a Markdown page. That the
// picture looks the same as in the preview is tested in a browser: test/browser/exported-picture.test.ts.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { analyze } from '../../../server/src/analysis.ts';
import { arbitraryDescriptor } from '../../harness/arbitrary-project.ts';
import { descriptorText } from '../../harness/descriptor.ts';
import { hostileText } from '../../harness/hostile-text.ts';
import { patience, runs, seed } from '../../harness/property-runs.ts';

const example = readFileSync(join(import.meta.dirname, '../../../examples/chat/websocket.yaml'), 'utf8');
const chat = analyze(example);

/** A project with the text wherever it is allowed. */
function saying(text: string): string {
  const connections = [text, 'F'];
  const resources = {
    Api: {
      type: 'websocket-api',
      name: text,
      description: text,
      routeSelectorProperty: text,
      stage: text,
      identitySource: [text],
      connections,
      endpoints: [{ route: text, operationMode: '2-way', connections }],
    },
    F: {
      type: 'lambda-function',
      name: text,
      runtime: text,
      entryPoint: text,
      connections: [{ to: text, access: text }],
    },
    [text]: { type: text, name: text },
  };
  return JSON.stringify({ description: text, resources });
}

function pictures(text: string): string[] {
  const analysis = analyze(text);
  return (['light', 'dark'] as const).flatMap((theme) => analysis.picture(theme) ?? []);
}

describe('a standalone picture', () => {
  test('has fixed colors, and only CSS that any program supports', () => {
    const [light = '', dark = ''] = pictures(example);
    expect(light).toContain('fill="#ffffff"');
    expect(dark).toContain('fill="#1f1f1f"');
    for (const picture of [light, dark]) {
      const style = /<style>([^<]*)<\/style>/.exec(picture)?.[1] ?? '';
      expect(style).toMatch(/\.api \.card \{ fill: #[\da-f]{6}; stroke: #[\da-f]{6}; \}/);
      expect(style).not.toMatch(/var\(|light-dark|color-mix|--|@|:hover|:focus|vscode/);
    }
  });

  test('has no marks of problems, but shows wrong connections', () => {
    const faulty = example.replace('[Connect]', '[Nowhere]').replace('timeout: 20', 'timeout: 2000');
    for (const picture of pictures(faulty)) {
      expect(picture).not.toMatch(/class="badge"|has-(?:error|warning|information)/);
      expect(picture).toContain('class="cross"');
    }
  });

  test('has nothing to focus or fold', () => {
    for (const picture of pictures(example)) {
      expect(picture).not.toContain('tabindex');
      expect(picture).toContain('.toggle { display: none; }');
    }
  });
});

describe('a Mermaid flowchart', () => {
  test('of the example', () => {
    expect(chat.mermaid()?.split('\n')).toEqual(
      expect.arrayContaining([
        'flowchart LR',
        '  n10{{"$connect<br/>1-way"}}',
        '  n13(["sendMessage<br/>2-way"])',
        '  n9[("Sessions<br/>DynamoDB table")]',
        '  n13 <--> n7',
        '  n4 -->|"write-only"| n9',
      ]),
    );
  });

  test('marks what exists already', () => {
    const text = 'resources: { Uploads: { type: s3-bucket, name: Uploads, arn: "arn:aws:s3:::uploads" } }';
    expect(analyze(text).mermaid()?.split('\n').slice(1)).toEqual([
      '  n1[("Uploads<br/>S3 bucket · existing")]',
      '  classDef existing stroke-dasharray: 2 3',
      '  class n1 existing',
      '',
    ]);
  });

  const label = String.raw`"(?:[^"#<>&${'`'}%\\*_~|;[\](){}]|#\d+;|<br/>)*"`;
  const shape = String.raw`(?:\(\(${label}\)\)|\[\[${label}\]\]|\{\{${label}\}\}|\(\[${label}\]\)|\[\(${label}\)\]|\[${label}\]|\(${label}\))`;
  const arrow = String.raw`(?:<-->|-->|--x|-\.->)(?:\|${label}\|)?`;
  const statement = new RegExp(
    String.raw`^(?:flowchart LR|  n\d+${shape}|  n\d+ ${arrow} n\d+|  classDef missing stroke-dasharray: 5 4|  classDef existing stroke-dasharray: 2 3|  class n\d+(?:,n\d+)* (?:missing|existing)|)$`,
  );

  test(
    'treats any text as plain text',
    () => {
      fc.assert(
        fc.property(hostileText, (text) => {
          const lines = analyze(saying(text)).mermaid()?.split('\n') ?? [];
          expect(lines.length).toBeGreaterThan(5);
          for (const line of lines) expect(line).toMatch(statement);
        }),
        { numRuns: runs, seed },
      );
    },
    patience,
  );

  test('has no formulas and no statements in its labels', () => {
    const text = analyze(saying('$$x$$ direction TB')).mermaid() ?? '';
    expect(text).toContain('#36;#36;x#36;#36; direction#32;TB');
    expect(text).not.toMatch(/\$\$|direction\s+TB/i);
  });

  test(
    'is well-formed for any project',
    () => {
      fc.assert(
        fc.property(arbitraryDescriptor(), (descriptor) => {
          const lines = analyze(descriptorText(descriptor)).mermaid()?.split('\n') ?? [];
          expect(lines.length).toBeGreaterThan(0);
          for (const line of lines) expect(line).toMatch(statement);
        }),
        { numRuns: runs, seed },
      );
    },
    patience,
  );
});

describe('a Markdown page', () => {
  test('has the routes of each API as a table', () => {
    expect(chat.routeTable()).toContain('| `sendMessage` | 2-way | `SendMessage` | `functions/send-message.handler` |');
    expect(chat.routeTable()).toContain(chat.mermaid() ?? 'no flowchart');
  });

  test(
    'has as many cells in each row, whatever is in them',
    () => {
      fc.assert(
        fc.property(hostileText, (text) => {
          const rows = (analyze(saying(text)).routeTable() ?? '').split('\n').filter((line) => line.startsWith('|'));
          expect(rows.length).toBeGreaterThanOrEqual(6);
          for (const row of rows) expect(row.match(/(?<!\\)\|/g)).toHaveLength(5);
        }),
        { numRuns: runs, seed },
      );
    },
    patience,
  );
});

test('a file that cannot be parsed gives nothing', () => {
  const broken = analyze(`${example}\n  - [`);
  expect([broken.picture('light'), broken.mermaid(), broken.routeTable()]).toEqual([undefined, undefined, undefined]);
});
