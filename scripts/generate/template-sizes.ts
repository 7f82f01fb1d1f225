// The template sizes of typical projects: the figures of docs/template.md.
import { byteLength } from '../../server/src/syntax/positions.ts';
import { bind } from '../../server/src/model/bind.ts';
import { parse } from '../../server/src/syntax/parse.ts';
import { generate } from '../../server/src/template/generate.ts';
import { maximumResources, maximumTemplateBody, maximumTemplateSize } from '../../server/src/language/limits.ts';
import { stringify } from '../../server/src/template/stringify.ts';

const kinds = {
  shared: '`1-way` endpoints that share one function',
  mixed: 'half of them `2-way`, a function for five, all of which use a table',
  own: '`2-way` endpoints, each with a function of its own',
} as const;

type Kind = keyof typeof kinds;

/** A project of an API with that many endpoints besides `$connect`, which shares the function of the first. */
export function projectWith(endpoints: number, kind: Kind): string {
  const endpointsOf = { shared: endpoints, mixed: 5, own: 1 }[kind];
  const handlerOf = (index: number): string => `handler${Math.floor(index / endpointsOf)}`;
  const modeOf = (index: number): string => (kind === 'own' || (kind === 'mixed' && index % 2 > 0) ? '2-way' : '1-way');
  const indices = Array.from({ length: endpoints }, (_, index) => index);
  const handlers = [...new Set(indices.map(handlerOf))];
  return [
    'resources:',
    '  chat:',
    '    type: websocket-api',
    '    name: Chat',
    '    routeSelectorProperty: action',
    '    endpoints:',
    ...indices.map(
      (index) =>
        `      - { route: messageOfKind${index}, operationMode: ${modeOf(index)}, connections: [${handlerOf(index)}] }`,
    ),
    ...handlers.map(
      (id) =>
        `  ${id}: { type: lambda-function, name: ${id.replace('h', 'H')}, runtime: nodejs22.x, entryPoint: functions/${id}.handler${kind === 'mixed' ? ', connections: [{ to: items, access: read-write }]' : ''} }`,
    ),
    ...(kind === 'mixed'
      ? ['  items: { type: dynamodb-table, name: Items, key: { hash: { name: id, type: STRING } } }']
      : []),
    '',
  ].join('\n');
}

interface Measured {
  readonly resources: number;
  readonly bytes: number;
}

function measured(endpoints: number, kind: Kind): Measured {
  const template = generate(bind(parse(projectWith(endpoints, kind))));
  return { resources: template.resources.length, bytes: byteLength(stringify(template, 'yaml')) };
}

/** The maximum number of endpoints whose template is within the limit: the size only grows with them. */
function most(kind: Kind, unit: keyof Measured, limit: number): number {
  let fitting = 0;
  let tooMany: number = maximumResources;
  while (tooMany - fitting > 1) {
    const middle = Math.floor((fitting + tooMany) / 2);
    if (measured(middle, kind)[unit] <= limit) fitting = middle;
    else tooMany = middle;
  }
  return fitting;
}

/** Extrapolates linearly: generating such templates would take a while, and no stack can hold them. */
function extrapolated(one: Measured, other: Measured, endpointsBetween: number, limit: number): number {
  const each = (other.bytes - one.bytes) / endpointsBetween;
  return Math.floor((limit - one.bytes) / each / 100) * 100;
}

/** In Markdown. */
export function sizeTable(): string {
  const counts = [10, 50, 150, 300];
  const rows = Object.entries(kinds).map(([key, title]) => {
    const kind = key === 'shared' || key === 'mixed' ? key : 'own';
    const sizes = counts.map((count) => measured(count, kind));
    const [first, last] = [measured(10, kind), measured(300, kind)];
    return [
      title,
      ...sizes.map(
        (size) => `${size.resources.toLocaleString('en')} / ${Math.round(size.bytes / 1000).toLocaleString('en')} kB`,
      ),
      most(kind, 'resources', maximumResources).toLocaleString('en'),
      most(kind, 'bytes', maximumTemplateBody).toLocaleString('en'),
      `about ${extrapolated(first, last, 290, maximumTemplateSize).toLocaleString('en')}`,
    ];
  });
  const head = [
    'endpoints: resources / size of the YAML',
    ...counts.map(String),
    'fit in 500 resources',
    'in 51,200 bytes',
    'in 1 MB',
  ];
  return [head, head.map(() => '-'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
