// Texts of any size that repeat one thing, so that quadratic work shows. Every kind that was once slow is here.
import { explain } from '../../server/src/syntax/messages.ts';
import { maximumItems, parse, whyTooLarge } from '../../server/src/syntax/parse.ts';

/** More layout mistakes than are read as corrected. */
const slips = 60;

/** By what is repeated. */
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
  'resources of an overlay': (count) =>
    `cloudformation:\n  Resources:\n${repeat(count, (n) => `    R${n}: { Type: AWS::SNS::Topic, DependsOn: R${n + 1}, Properties: { A: !Ref R${n + 2} } }\n`)}`,
  'references in a text of an overlay': (count) =>
    `cloudformation:\n  Outputs:\n    A:\n      Value: !Sub |\n${'        ${AWS::Region}\n'.repeat(count)}`,
  'circles in an overlay': (count) =>
    `cloudformation:\n  Resources:\n${repeat(count, (n) => `    R${n}: { Type: AWS::SNS::Topic, DependsOn: R${n ^ 1} }\n`)}`,
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
  'brackets in brackets': (count) => '['.repeat(count) + ']'.repeat(count),
  'braces in braces': (count) => '{a: '.repeat(count) + '}'.repeat(count),
  'brackets in brackets that nothing closes': (count) => '['.repeat(count),
  'deep brackets, again and again': (count) => `a:\n${`  - ${'['.repeat(90)}${']'.repeat(90)}\n`.repeat(count)}`,
  'deep blocks, again and again': (count) =>
    `a:\n${repeat(count, (n) => `  b${n}:\n${repeat(40, (level) => `${' '.repeat(level + 4)}a:\n`)}`)}`,
  commas: (count) => `resources: [${','.repeat(count)}`,
  'lines of commas': (count) => `resources: [\n${',\n'.repeat(count)}`,
  'brackets on lines of their own': (count) => `resources:\n${'  [\n'.repeat(count)}`,
  'brackets that open nothing': (count) => `resources:\n${'  ]\n'.repeat(count)}`,
  'brackets of the wrong kind': (count) => `resources:\n${'  a: [}\n'.repeat(count)}`,
  'keys in one brace': (count) => `resources: {${repeat(count, (n) => `key${n} `)}`,
  'braces with a key': (count) => `resources:\n${repeat(count, (n) => `  R${n}: {key\n`)}`,
  'braces with a key, in a list': (count) => `resources: [\n${repeat(count, (n) => `  {key${n}\n`)}`,
  'aliases on lines': (count) => `a: &a x\n${'*a\n'.repeat(count)}`,
  'aliases as values': (count) => `a: &a { b: c }\n${repeat(count, (n) => `b${n}: *a\n`)}`,
  'aliases of nothing': (count) => `resources:\n${repeat(count, (n) => `  b${n}: *a${n}\n`)}`,
  'merge keys': (count) => `a: &a { b: c }\nresources:\n${'  <<: *a\n'.repeat(count)}`,
  'merge keys on lines': (count) => '<<: *a\n'.repeat(count),
  'keys that are aliases': (count) => `a: &a x\nresources:\n${'  *a : x\n'.repeat(count)}`,
  'line ends of all kinds': (count) =>
    `resources:\n${repeat(count, (n) => `  R${n}: x${['\n', '\r\n', '\r'][n % 3]}`)}`,
  'lone carriage returns': (count) => '\r'.repeat(count),
  'line ends in brackets': (count) => `resources: [\r${'a,\r\nb,\r'.repeat(count)}`,
  'keys below keys': (count) => repeat(count, (n) => `${n % 2 === 0 ? '' : ' '}a${n}\n`),
  'keys with a value and a block': (count) => `resources:\n${repeat(slips + count, (n) => `  R${n}: x\n    a: b\n`)}`,
  'keys of alternating columns': (count) =>
    `resources:\n${repeat(count, (n) => `${' '.repeat(2 + (n % 5))}a${n}: x\n`)}`,
  'keys that come again': (count) => `resources:\n${'  type: sqs-queue\n  name: a\n'.repeat(count)}`,
  'keys that come again in a resource': (count) =>
    `resources:\n  A:\n${'    type: sqs-queue\n    name: a\n'.repeat(count)}`,
  'dashes without a space': (count) =>
    `resources:\n  A:\n    endpoints:\n      - a: b\n${'      -a: b\n'.repeat(slips + count)}`,
  'joined lines': (count) =>
    `resources:\n${repeat(slips + count, (n) => `  R${n}: a type: sqs-queue\n      name: x\n`)}`,
  'conflict markers': (count) => '<<<<<<< a\n=======\n>>>>>>> b\n'.repeat(count),
  'wrong spaces': (count) => `resources:\n${repeat(count, (n) => `  R${n}:\u00a0[]\n`)}`,
  'comments in brackets': (count) => `resources: [\n${repeat(count, (n) => `  {}, # ${n}\n`)}]\n`,
  'comments after nothing': (count) => `resources: [\n${'  # x\n'.repeat(count)}`,
  'lines of tabs': (count) => `resources:\n${'\t\n'.repeat(count)}`,
  'one word': (count) => 'a'.repeat(count),
  'one line of words': (count) => 'a '.repeat(count),
  'one text in quotes': (count) => `description: "${'a '.repeat(count)}"\n`,
  'escapes in quotes': (count) => `description: "${'\\n'.repeat(count)}"\n`,
  'quotes in a row': (count) => `resources: [${'"" '.repeat(count)}`,
  'colons in a row': (count) => `a${' :'.repeat(count)}\n`,
  'tagged values': (count) => `resources:\n${repeat(count, (n) => `  R${n}: !a x\n`)}`,
  'stray resources': (count) => repeat(count, (n) => `R${n}: { type: sqs-queue, name: R${n} }\n`),
  'stray resources below resources': (count) =>
    `resources:\n  A: { type: sqs-queue, name: A }\n${repeat(count, (n) => `R${n}: { type: sqs-queue, name: R${n} }\n`)}`,
  'stray properties': (count) => `resources:\n${'  name: x\n  type: sqs-queue\n'.repeat(count)}`,
  'endpoints in resources': (count) =>
    `resources:\n${repeat(count, (n) => `  R${n}: { route: a, operationMode: 1-way }\n`)}`,
  'connections of one function to tables': (count) =>
    `resources:\n  F:\n    type: lambda-function\n    name: F\n    runtime: nodejs22.x\n    entryPoint: a.b\n    connections:\n${repeat(
      count,
      (n) => `      - { to: T${n}, access: read-only }\n`,
    )}${repeat(count, (n) => `  T${n}: { type: dynamodb-table, name: T${n}, key: { hash: { name: id, type: STRING } } }\n`)}`,
  'connections of one endpoint': (count) =>
    api(
      `      - { route: a, operationMode: 1-way, connections: [${repeat(count, (n) => `F${n}, `)}] }\n`,
      repeat(
        count,
        (n) => `  F${n}: { type: lambda-function, name: F${n}, runtime: nodejs22.x, entryPoint: f/f${n}.h }\n`,
      ),
    ),
  'connections from functions to one table': (count) =>
    `resources:\n  T: { type: dynamodb-table, name: T, key: { hash: { name: id, type: STRING } } }\n${repeat(
      count,
      (n) =>
        `  F${n}: { type: lambda-function, name: F${n}, runtime: nodejs22.x, entryPoint: a.b, connections: [{ to: T, access: read-only }] }\n`,
    )}`,
  'functions in a circle': (count) => `resources:\n${repeat(count, (n) => lambda(n, `F${(n + 1) % count}`))}`,
  'functions with the same twenty connections': (count) =>
    `resources:\n  A: { connections: &all [${repeat(20, (n) => `F${n}, `)}] }\n${repeat(
      count,
      (n) =>
        `  F${n}: { type: lambda-function, name: F${n}, runtime: nodejs22.x, entryPoint: a.b, connections: *all }\n`,
    )}`,
  'functions of one entry point with one variable': (count) =>
    `resources:\n${repeat(
      count,
      (n) =>
        `  F${n}: { type: lambda-function, name: F${n}, runtime: nodejs22.x, entryPoint: a.b, environment: { A: ${n} } }\n`,
    )}`,
  'routes whose parts get one ID': (count) =>
    api(repeat(count, (n) => `      - { route: a${n >> 2}${'.-_:'.charAt(n % 4)}b, operationMode: 2-way }\n`)),
  'APIs with an authorizer each': (count) =>
    `resources:\n${repeat(
      count,
      (n) =>
        `  A${n}: { type: websocket-api, name: A${n}, routeSelectorProperty: a, identitySource: [header.A], connections: [F${n}], ` +
        `endpoints: [{ route: $connect, operationMode: 2-way, connections: [F${n}] }] }\n${lambda(n, '')}`,
    )}`,
  'resources of one name in upper and lower case': (count) =>
    `resources:\n${repeat(count, (n) => `  R${n}: { type: s3-bucket, name: ${n % 2 ? 'same' : 'SAME'} }\n`)}`,
  'misspelled types': (count) =>
    `resources:\n${repeat(count, (n) => `  R${n}: { type: lambda-funtcion, name: R${n} }\n`)}`,
  'misspelled properties': (count) =>
    `resources:\n${repeat(count, (n) => `  R${n}: { type: sqs-queue, nmae: R${n} }\n`)}`,
  'values that are not allowed': (count) =>
    api(repeat(count, (n) => `      - { route: [], operationMode: ${n}-way, connections: {} }\n`)),
  'connections that are empty': (count) =>
    `resources:\n  A:\n    type: lambda-function\n    name: A\n    connections:\n${'      -\n'.repeat(count)}`,
  'resources that are empty': (count) => `resources:\n${repeat(count, (n) => `  R${n}:\n`)}`,
  'empty lists in a list': (count) => `resources:\n${'  - []\n'.repeat(count)}`,
  'endpoints in JSON': (count) =>
    `{ "resources": { "A": { "type": "websocket-api", "name": "A", "endpoints": [\n${repeat(
      count,
      (n) => `  { "route": "r${n}", "operationMode": "1-way" },\n`,
    )}  {} ] } } }\n`,
  'maps with merge keys': (count) =>
    `a: &a { b: c }\nresources:\n${repeat(count, (n) => `  R${n}: { <<: *a, type: sqs-queue }\n`)}`,
  'anchors on resources': (count) =>
    `resources:\n${repeat(count, (n) => `  R${n}: &R${n} { type: sqs-queue, name: R${n} }\n`)}`,
  'comments above one resource': (count) => `resources:\n${'  # x\n'.repeat(count)}  A: { type: sqs-queue, name: A }\n`,
  'one long comment': (count) => `resources: # ${'a '.repeat(count)}\n`,
  'texts in blocks': (count) => `resources:\n${repeat(count, (n) => `  R${n}: |\n    text\n`)}`,
  'texts in blocks in texts in blocks': (count) =>
    `resources:\n${repeat(count, (n) => `${' '.repeat(2 + (n % 10))}R${n}: >-\n`)}`,
  'one text in a block': (count) => `description: |\n${'  a\n\n'.repeat(count)}`,
  'texts on several lines': (count) => `resources:\n${repeat(count, (n) => `  R${n}: "a\n\n    b"\n`)}`,
  'letters on lines': (count) => 'x\n'.repeat(count),
  'letters in resources': (count) => `resources:\n${'  x\n'.repeat(count)}`,
  'dashes in a row': (count) => `${'- '.repeat(40)}a\n`.repeat(count),
  'question marks in a row': (count) => `${'? '.repeat(40)}a\n`.repeat(count),
  'braces and brackets in turn': (count) => `a:\n${`  - ${'[{a: '.repeat(40)}${'}]'.repeat(40)}\n`.repeat(count)}`,
  'braces and brackets in turn that nothing closes': (count) => `a:\n${`  - ${'[{a: '.repeat(40)}\n`.repeat(count)}`,
  'brackets on several lines': (count) => `resources:\n${repeat(count, (n) => `  R${n}: [\n    a\n  ]\n`)}`,
  'braces on one line of JSON': (count) => `{ "resources": {${repeat(count, (n) => `"R${n}": {}, `)}}`,
  'line ends of Windows': (count) => `resources:\r\n${repeat(count, (n) => `  R${n}:\r\n    type: sqs-queue\r\n`)}`,
  'ends of documents': (count) => '...\n'.repeat(count),
  'lines of spaces': (count) => `resources:\n${'          \n'.repeat(count)}`,
  'one line of spaces': (count) => `resources:\n${' '.repeat(count)}`,
  'one long key': (count) => `${'a'.repeat(count)}: b\n`,
  'one long route': (count) => api(`      - { route: ${'aaaaaaaa'.repeat(count)}, operationMode: 1-way }\n`),
  'one long entry point': (count) =>
    `resources:\n  F: { type: lambda-function, name: F, runtime: nodejs22.x, entryPoint: ${'a/'.repeat(count)}b.c }\n`,
  'one long name': (count) => `resources:\n  R: { type: sqs-queue, name: ${'a'.repeat(count)} }\n`,
  'one long ID': (count) => `resources:\n  ${'A'.repeat(count)}: { type: sqs-queue, name: A }\n`,
  'one line of emoji': (count) => `description: ${'😀'.repeat(count)}\n`,
  'control characters': (count) => `description: ${'\u0001'.repeat(count)}\n`,
  'separators of lines': (count) => `description: ${'\u2028'.repeat(count)}\n`,
  'slashes for comments': (count) => `resources:\n${'  // x\n'.repeat(count)}`,
  'comments in JSON on lines': (count) => `{ "resources": {\n${'  // x\n'.repeat(count)}} }`,
  'resources with IDs that are not allowed': (count) =>
    `resources:\n${repeat(
      count,
      (n) =>
        `  "a function ${n}": { type: lambda-function, name: F${n}, runtime: nodejs22.x, entryPoint: a.b, connections: [AFunction${n}] }\n`,
    )}`,
  'functions with one entry point by alias': (count) =>
    `a: &a b.c\nresources:\n${repeat(
      count,
      (n) => `  F${n}: { type: lambda-function, name: F${n}, runtime: nodejs22.x, entryPoint: *a }\n`,
    )}`,
  'connections to slips in the long IDs of two hundred functions': (count) =>
    api(
      repeat(
        count,
        (n) => `      - { route: r${n}, operationMode: 1-way, connections: [SendsAMessageToTheUsres${n}] }\n`,
      ),
      repeat(
        199,
        (n) =>
          `  SendsAMessageToAllUsers${n}: { type: lambda-function, name: F${n}, runtime: nodejs22.x, entryPoint: a.b }\n`,
      ),
    ),
  'queues in a chain of dead letters': (count) =>
    `resources:\n${repeat(count, (n) => queue(n, n + 1))}  Q${count}: { type: sqs-queue, name: Q${count} }\n`,
  'queues in one circle of dead letters': (count) => `resources:\n${repeat(count, (n) => queue(n, (n + 1) % count))}`,
  placeholders: (count) => `resources:\n${repeat(count, (n) => `  R${n}: { type: sqs-queue, name: "\${a}" }\n`)}`,
};

function repeat(count: number, text: (n: number) => string): string {
  return Array.from({ length: count }, (_, n) => text(n)).join('');
}

function lambda(n: number, connections: string): string {
  return `  F${n}: { type: lambda-function, name: F${n}, runtime: nodejs22.x, entryPoint: a.b, connections: [${connections}] }\n`;
}

function queue(n: number, deadLetters: number): string {
  return `  Q${n}: { type: sqs-queue, name: Q${n}, deadLetter: { to: Q${deadLetters} } }\n`;
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

/** The longest text of that kind, of no more than that many characters, that is not refused as too large. */
export function grownTo(length: number, make: (count: number) => string): string {
  const fits = (count: number): boolean => {
    const text = make(count);
    return text.length <= length && whyTooLarge(text) === undefined;
  };
  const hasFewItems = (count: number): boolean => {
    const { problems } = parse(make(count));
    return problems.every(({ message }) => message !== explain.tooManyItems(maximumItems));
  };
  const most = longest(fits);
  return make(hasFewItems(most) ? most : longest((count) => fits(count) && hasFewItems(count)));
}

function longest(fits: (count: number) => boolean): number {
  let [least, beyond] = [1, 2];
  while (fits(beyond)) [least, beyond] = [beyond, 2 * beyond];
  while (beyond - least > 1) {
    const middle = (least + beyond) >> 1;
    if (fits(middle)) least = middle;
    else beyond = middle;
  }
  return least;
}
