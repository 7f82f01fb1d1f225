// Malicious descriptors, and pieces of text that cause trouble in the wrong place.

export const hostilePieces: readonly string[] = [
  '',
  ':',
  ': ',
  '- ',
  '[',
  '{',
  '}',
  ']',
  '"',
  "'",
  '\n',
  '\t',
  '#',
  ' #',
  '&a ',
  '*a',
  '|',
  '>',
  '>-\n',
  '!x ',
  '!!str ',
  '---\n',
  '...\n',
  '\r\n',
  '\r',
  '😀',
  '\uD83D',
  '\0',
  '\u2028',
  '${',
  '$',
  '__proto__: ',
  '<<: ',
  '? ',
  '%YAML 1.1\n',
  'null',
  '~',
  '1',
  '0x1F',
  'yes',
  '.inf',
  '2024-01-01',
  '{}',
  '[]',
  '[[',
  '- - ',
  'resources:\n',
  '\n\n\n',
  ',',
  ',,',
  'type: websocket-api\n',
  'connections: *a\n',
  'endpoints: [',
  'a'.repeat(70),
  ' '.repeat(40),
  '# websocket-project-ignore',
];

const depth = 10_000;
const many = 1000;
/** More than ten million characters: more than any descriptor has and anyone can type. */
const tenMegabytes = 2_000_001;

function aliasBomb(): string {
  const levels = Array.from({ length: 60 }, (_, level) => {
    const previous = level === 0 ? 'x' : `*a${level - 1}`;
    return `a${level}: &a${level} [${Array.from({ length: 9 }, () => previous).join(', ')}]`;
  });
  return `${levels.join('\n')}\nresources: { A: *a59 }\n`;
}

/** Texts that repeat something very often, so that quadratic work shows. */
export const growing: Readonly<Record<string, (count: number) => string>> = {
  endpoints: (count) =>
    api(
      repeat(count, (n) => `      - { route: r${n}, operationMode: 1-way, connections: [F${n % 7}] }\n`),
      repeat(7, (n) => `  F${n}: { type: lambda-function, name: F${n}, runtime: nodejs22.x, entryPoint: f/f${n}.h }\n`),
    ),
  'endpoints of one route': (count) => api('      - { route: r, operationMode: 2-way }\n'.repeat(count)),
  'endpoints that are empty': (count) => api('      - {}\n'.repeat(count)),
  'functions, each connected': (count) =>
    api(
      repeat(count, (n) => `      - { route: r${n}, operationMode: 1-way, connections: [F${n}] }\n`),
      repeat(
        count,
        (n) => `  F${n}: { type: lambda-function, name: F${n}, runtime: nodejs22.x, entryPoint: f/f${n}.h }\n`,
      ),
    ),
  'connections to nothing': (count) =>
    api(repeat(count, (n) => `      - { route: r${n}, operationMode: 1-way, connections: [F${n}] }\n`)),
  'connections to slips of the keyboard': (count) =>
    api(
      repeat(count, (n) => `      - { route: r${n}, operationMode: 1-way, connections: [Functoin${n}] }\n`),
      repeat(
        count,
        (n) => `  Function${n}: { type: lambda-function, name: F${n}, runtime: node22.x, entryPoint: a.b }\n`,
      ),
    ),
  'tables, each used': (count) =>
    `resources:\n${repeat(
      count,
      (n) =>
        `  F${n}: { type: lambda-function, name: F${n}, runtime: nodejs22.x, entryPoint: a.b, connections: [{ to: T${n}, access: read-only }] }\n` +
        `  T${n}: { type: dynamodb-table, name: T${n}, key: { hash: { name: id, type: STRING } } }\n`,
    )}`,
  APIs: (count) =>
    `resources:\n  F: { type: lambda-function, name: F, runtime: nodejs22.x, entryPoint: a.b }\n${repeat(
      count,
      (n) =>
        `  A${n}:\n    type: websocket-api\n    name: A${n}\n    routeSelectorProperty: action\n    connections: [F]\n    endpoints:\n` +
        `      - { route: $connect, operationMode: 2-way, connections: [F] }\n`,
    )}`,
  'connections in the middle of what they may lead to': (count) => {
    const lead = (n: number): string =>
      `  A${n}: { type: websocket-api, name: A${n} }\n  T${n}: { type: dynamodb-table, name: T${n} }\n`;
    const connections = repeat(count, (n) => `      - { to: T${n}, access: read-only }\n`);
    const lambda = `  F:\n    type: lambda-function\n    name: F\n    connections:\n${connections}`;
    return `resources:\n${repeat(count / 2, lead)}${lambda}${repeat(count / 2, (n) => lead(count / 2 + n))}`;
  },
  'routes that differ by case': (count) =>
    api(repeat(count, (n) => `      - { route: ${n % 2 === 0 ? 'a' : 'A'}${n >> 1}, operationMode: 1-way }\n`)),
  'identity sources': (count) =>
    `resources:\n  A:\n    type: websocket-api\n    name: A\n    identitySource: [${repeat(count, (n) => `header.H${n >> 1}, `)}]\n`,
  comments: (count) => `resources:\n${repeat(count, (n) => `  # ${n}\n  R${n}: x # y\n`)}`,
  'connections of one function': (count) =>
    `resources:\n  A: { type: lambda-function, name: A, runtime: nodejs22.x, entryPoint: a.b, connections: [${'A, '.repeat(count)}] }\n`,
  'resources of one name': (count) =>
    `resources:\n${repeat(count, (n) => `  R${n}: { type: sqs-queue, name: Same }\n`)}`,
  'resources of one id': (count) => `resources:\n${'  R: { type: sqs-queue, name: Same }\n'.repeat(count)}`,
  'names that are no logical IDs': (count) =>
    `resources:\n${repeat(count, (n) => `  R${n}: { type: sqs-queue, name: a-${n} }\n`)}`,
  'properties that there are not': (count) =>
    `resources:\n  R:\n    type: sqs-queue\n    name: R\n${repeat(count, (n) => `    nam${n}: x\n`)}`,
  'resources with a property of their own in a connection': (count) =>
    `resources:\n${repeat(
      count,
      (n) =>
        `  F${n}: { type: lambda-function, name: F${n}, runtime: nodejs22.x, entryPoint: a.b, connections: [{ to: F${n}, memory: 1 }] }\n`,
    )}`,
  'functions with deprecated runtimes': (count) =>
    `resources:\n${repeat(
      count,
      (n) => `  F${n}: { type: lambda-function, name: F${n}, runtime: nodejs${n % 2 ? 20 : 12}.x, entryPoint: a.b }\n`,
    )}`,
  'resources on one line': (count) =>
    `resources: { ${repeat(count, (n) => `R${n}: { type: sqs-queue, name: R${n} }, `)}}\n`,
  'resources that are texts': (count) => `resources:\n${repeat(count, (n) => `  R${n}: x\n`)}`,
  'keys without a colon': (count) => `resources:\n${repeat(count, (n) => `  R${n}\n`)}`,
  variables: (count) =>
    `resources:\n  F:\n    type: lambda-function\n    name: F\n    environment:\n${repeat(count, (n) => `      AWS_${n}: 1\n`)}`,
  anchors: (count) => repeat(count, (n) => `a${n}: &a${n} 1\nb${n}: *a${n}\n`),
  'anchors of one name': (count) => repeat(count, (n) => `a${n}: &a 1\nb${n}: *a\n`),
  'quotes that nothing closes': (count) => `resources:\n${repeat(count, (n) => `  R${n}: "x\n`)}`,
  'brackets that nothing closes': (count) => `resources:\n${repeat(count, (n) => `  R${n}: [x\n`)}`,
  'tabs that indent': (count) => `resources:\n${'\ta: b\n'.repeat(count)}`,
  'items on one line': (count) => `resources: [${'{}, '.repeat(count)}]\n`,
  'comments on one line of JSON': (count) => `{ "resources": {${'/**/ '.repeat(count)}} }`,
  'tags on one line of JSON': (count) => `{ "resources": {${repeat(count, (n) => `"R${n}": !a 1, `)}} }`,
  'items on lines of their own': (count) =>
    `resources:\n  A: { type: lambda-function, name: A, runtime: nodejs22.x, entryPoint: a.b, connections: [\n${'    A,\n'.repeat(count)}  ] }\n`,
  'items in a block': (count) =>
    `resources:\n  A:\n    type: lambda-function\n    name: A\n    connections:\n${'      - A\n'.repeat(count)}`,
  'lines of one text': (count) => `description: a\n${'  b\n'.repeat(count)}`,
  'blank lines': (count) => `resources:\n${'\n'.repeat(count)}`,
  directives: (count) => '%A\n'.repeat(count),
  'marks of documents': (count) => '---\n'.repeat(count),
  'anchors without a value': (count) => '&a '.repeat(count),
  'tags without a value': (count) => '!a '.repeat(count),
  'dashes without an item': (count) => '-\n'.repeat(count),
  'question marks': (count) => '? a\n'.repeat(count),
  suppressions: (count) => '# websocket-project-ignore: wrong-type\n'.repeat(count),
  'words in a suppression': (count) =>
    `# websocket-project-ignore: wrong-type ${'a word '.repeat(count)}\nresources:\n`,
  'suppressed rules in one comment': (count) =>
    `# websocket-project-ignore: ${repeat(count, (n) => `rule-${n}, `)}wrong-type\nresources:\n`,
  'suppressions of what is there': (count) =>
    `resources:\n${repeat(count, (n) => `  R${n}: x # websocket-project-ignore: wrong-type\n`)}`,
};

function repeat(count: number, text: (n: number) => string): string {
  return Array.from({ length: count }, (_, n) => text(n)).join('');
}

function api(endpoints: string, others = ''): string {
  return `resources:
  Chat:
    type: websocket-api
    name: Chat
    routeSelectorProperty: action
    endpoints:
${endpoints}${others}`;
}

/** As long as one value of a hostile file may be. */
const long = 30_000;

export const hostileTexts: readonly { readonly name: string; readonly text: string }[] = [
  { name: 'a stage of dashes', text: `resources: { A: { type: websocket-api, stage: a${'-'.repeat(long)}b. } }\n` },
  {
    name: 'an id of digits',
    text: `resources: { A${'1'.repeat(long)}x: { type: sqs-queue, name: ${'1'.repeat(long)} } }\n`,
  },
  { name: 'spaces before brackets', text: `resources:${' '.repeat(long)}[a]\n` },
  { name: 'a comment of spaces', text: `resources: [ # ${' '.repeat(long)}x\n` },
  { name: 'words without a comma', text: `resources: {a ${'b'.repeat(long)} c: d}\n` },
  { name: 'quotes with escapes in brackets', text: `resources: [${'"\\ '.repeat(long / 3)}\n` },
  { name: 'words in a suppression', text: `# websocket-project-ignore: wrong-type ${'a word '.repeat(long / 7)}\n` },
  { name: 'keys in keys', text: `a:${' :'.repeat(depth)}\n` },
  { name: '10 MB', text: 'a: b\n'.repeat(tenMegabytes) },
  { name: '10 MB on one line', text: `resources: [${'a, '.repeat(tenMegabytes)}` },
  { name: `${depth} brackets`, text: '['.repeat(depth) },
  { name: `${depth} brackets, closed`, text: '['.repeat(depth) + ']'.repeat(depth) },
  { name: `${depth} braces`, text: '{a: '.repeat(depth) },
  { name: `${depth} dashes`, text: '- '.repeat(depth) },
  { name: `${depth} question marks`, text: '? '.repeat(depth) },
  { name: `${depth} levels`, text: Array.from({ length: 1400 }, (_, level) => `${' '.repeat(level)}a:`).join('\n') },
  { name: 'an alias bomb', text: aliasBomb() },
  {
    name: 'an alias of itself',
    text: 'resources: &r\n  A: &a { type: websocket-api, endpoints: [*a], connections: *r }\n',
  },
  { name: 'aliases in a circle', text: 'resources: &a\n  A: &b { type: *c, name: *b }\n  B: &c [*a, *b, *c]\n' },
  {
    name: 'a resource that is its own connection',
    text: 'resources: { A: &a { type: lambda-function, connections: *a } }',
  },
  {
    name: 'names of JavaScript',
    text: ['__proto__', 'constructor', 'toString', 'hasOwnProperty']
      .map((name) => `  ${name}: { type: ${name}, name: ${name}, ${name}: ${name}, connections: [${name}] }\n`)
      .join('')
      .replace(/^/, 'resources:\n'),
  },
  { name: 'more comments than lines', text: '# websocket-project-ignore: wrong-type\n'.repeat(25_000) },
];

export const largeTexts = Object.entries(growing).map(([name, make]) => ({
  name: `${many} ${name}`,
  text: make(many),
}));
