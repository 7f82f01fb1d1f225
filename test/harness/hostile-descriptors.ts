// Malicious descriptors, and pieces of text that cause trouble in the wrong place.
import { growing } from './growing-descriptors.ts';

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
/** Beyond all limits on how many resources, findings, levels or slips are looked at. */
const many = 250;
/** More than ten million characters: more than any descriptor has and anyone can type. */
const tenMegabytes = 2_000_001;

function aliasBomb(): string {
  const levels = Array.from({ length: 60 }, (_, level) => {
    const previous = level === 0 ? 'x' : `*a${level - 1}`;
    return `a${level}: &a${level} [${Array.from({ length: 9 }, () => previous).join(', ')}]`;
  });
  return `${levels.join('\n')}\nresources: { A: *a59 }\n`;
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
  { name: `${depth} brackets in an overlay`, text: `cloudformation: { Resources: { A: ${'['.repeat(depth)}` },
  {
    name: 'calls in calls in an overlay',
    text: `cloudformation: { Outputs: { A: { Value: ${'!Join ["", ['.repeat(40)}${']]'.repeat(40)} } } }`,
  },
  {
    name: 'an alias bomb in an overlay',
    text: `${aliasBomb()}cloudformation: { Resources: { A: *a59, B: { Properties: { C: [*a59, *a59] } } } }\n`,
  },
  {
    name: 'aliases in a circle in an overlay',
    text: 'cloudformation: &c\n  Resources: &r\n    A: &a { Properties: { B: *a, C: *r, D: !Sub *c } }\n  Outputs: *r\n',
  },
  {
    name: 'names of JavaScript in an overlay',
    text: ['Parameters', 'Mappings', 'Conditions', 'Resources', 'Outputs']
      .map(
        (section) => `  ${section}: { __proto__: { Type: a }, constructor: !Ref __proto__, toString: { Type: x } }\n`,
      )
      .join('')
      .replace(/^/, 'cloudformation:\n  __proto__: !Ref a\n'),
  },
  {
    name: 'half-typed tags',
    text: 'cloudformation:\n  Resources:\n    A: !\n    B: !Re\n    C: !Ref\n    D: !Sub "${\n    E: { Properties: !GetAtt .',
  },
  {
    name: 'references in one text',
    text: `cloudformation: { Outputs: { A: { Value: !Sub "${'${A.B}'.repeat(20_000)}" } } }`,
  },
  {
    name: 'references in one block',
    text: `cloudformation:\n  Outputs:\n    A:\n      Value: !Sub |\n${'        ${A.B}\n'.repeat(20_000)}`,
  },
  { name: 'more comments than lines', text: '# websocket-project-ignore: wrong-type\n'.repeat(25_000) },
];

export const largeTexts = Object.entries(growing).map(([name, make]) => ({
  name: `${many} ${name}`,
  text: make(many),
}));
