// Turns the parser's errors into messages for the person who wrote the text.
import type { ErrorCode } from 'yaml';
import type { ProblemKind } from './tree.ts';

interface Explanation {
  readonly message: string;
  /** Absent if there is no automatic fix. */
  readonly kind?: ProblemKind;
}

const misaligned =
  'The indentation does not match the lines above. Align this line with the others of its map or list.';

const severalDocuments =
  'A file can contain only one project, but `---` starts a second document. Move it to a separate file.';

const secondKey =
  'A second `key: value` cannot follow on the same line. Start a new line, or quote the string if the colon is part of it.';

const unexpected: Explanation = {
  message: 'YAML does not allow this here. Remove it, or quote the whole value if it is part of a string.',
};

/** By the parser's code: every code has our own words, so that the parser's never reach anyone. */
const byCode: Readonly<Record<ErrorCode, Explanation>> = {
  ALIAS_PROPS: { message: 'An alias cannot have an anchor or a tag of its own. Remove what is before the `*`.' },
  BAD_ALIAS: {
    message:
      'The name of an anchor or alias is missing after `&` or `*`, or ends with a colon. Write a name and a space, or quote the string if the character is part of it.',
    kind: 'bad-alias',
  },
  BAD_COLLECTION_TYPE: { message: 'This tag does not match the value after it. Remove the tag.', kind: 'tag' },
  BAD_DIRECTIVE: { message: 'Unknown YAML directive. Remove the line.' },
  BAD_DQ_ESCAPE: {
    message:
      'This is not a valid escape sequence in YAML. Use `\\\\` for a backslash, or use single quotes, which take everything literally.',
  },
  BAD_INDENT: { message: misaligned, kind: 'misaligned' },
  BAD_PROP_ORDER: { message: 'An anchor or a tag must be directly before its value. Move it there, or remove it.' },
  BAD_SCALAR_START: {
    message: 'A string cannot start with this character unless it is quoted. Add quotes.',
    kind: 'bad-start',
  },
  BLOCK_AS_IMPLICIT_KEY: {
    message: secondKey,
    kind: 'second-key',
  },
  BLOCK_IN_FLOW: {
    message:
      'A second `key: value` starts here before the first one has ended. Add a comma between the two, or quote the string if the colon is part of it.',
    kind: 'second-pair',
  },
  DUPLICATE_KEY: { message: 'The map already has this key. Remove one of the two.' },
  IMPOSSIBLE: unexpected,
  KEY_OVER_1024_CHARS: { message: 'A key cannot be longer than 1024 characters. Shorten it.' },
  MISSING_CHAR: unexpected,
  MULTILINE_IMPLICIT_KEY: {
    message: 'A key must be on a single line. Check the indentation of this line and the one above.',
  },
  MULTIPLE_ANCHORS: { message: 'A value can have only one anchor. Remove the others.' },
  MULTIPLE_DOCS: { message: severalDocuments },
  MULTIPLE_TAGS: { message: 'A value can have only one tag. Remove the others.' },
  NON_STRING_KEY: { message: 'A key must be a string. Quote it.' },
  RESOURCE_EXHAUSTION: {
    message: 'The file is nested too deeply to be read. Check for brackets that are never closed.',
  },
  TAB_AS_INDENT: {
    message: 'YAML does not allow tabs for indentation. Replace them with spaces.',
    kind: 'tab',
  },
  TAG_RESOLVE_FAILED: { message: 'This tag is unknown, or its value does not match it. Remove the tag.', kind: 'tag' },
  UNEXPECTED_TOKEN: unexpected,
};

/** Errors that share a code with others; the start of the parser's message distinguishes them. */
const byWords: readonly (readonly [RegExp, Explanation])[] = [
  [/^Sequence item without/, { message: misaligned, kind: 'misaligned' }],
  [/^Missing , /, { message: 'A comma is missing before this item. Add one.', kind: 'missing-comma' }],
  [
    /^Missing space after :/,
    { message: 'A space is missing after this colon. Add one, or quote the string if the colon is part of it.' },
  ],
  [
    /^Missing directives-end/,
    { message: '`---` is missing below the YAML directive. Add it, or remove the directive.' },
  ],
  [/^Block collection cannot start on same line/, { message: '`---` must be on a line of its own. Start a new line.' }],
  [/^Comments must be separated/, { message: 'A space is missing before this comment. Add one.' }],
  [/^Tags and anchors must be/, { message: 'A space is missing after this anchor or tag. Add one.' }],
  [/^Implicit map keys need/, { message: 'This key has no value. Add a colon, a space and a value.' }],
  [
    /^Unexpected flow-(?:map|seq)-end/,
    { message: 'This bracket has no matching opening bracket. Remove it.', kind: 'stray-bracket' },
  ],
  [
    /^Unexpected , |^Unexpected empty item/,
    { message: 'There is nothing between this comma and the one before it. Remove it.', kind: 'extra-comma' },
  ],
  [
    /^Unexpected block-seq-ind/,
    {
      message: 'A list cannot start on the line of its key. Start a new line, or use brackets.',
      kind: 'list-on-key-line',
    },
  ],
  [
    /^Block scalar|^Not a YAML token/,
    {
      message:
        'This text after `|` or `>` is not valid: nothing but a comment can follow on the line, and the lines below must be indented further than their key. Fix the indentation.',
    },
  ],
  [
    /^Flow end indicator/,
    { message: 'The closing bracket must be indented further than the key of its value. Indent it.' },
  ],
  [
    /^Unexpected .* at node end$/,
    {
      message:
        'The value before this has already ended, and nothing can follow it on the same line. Remove this text, or quote the whole value.',
    },
  ],
];

const slashComment: Explanation = {
  message: 'Comments start with `#`, and JSON does not allow any. Replace the slashes, or remove the comment.',
  kind: 'slash-comment',
};

export const explain = {
  yaml(code: ErrorCode, message: string, text: string): Explanation {
    if (text.startsWith('//')) return slashComment;
    return byWords.find(([words]) => words.test(message))?.[1] ?? byCode[code];
  },
  incompleteKey(key: string, alias?: string): Explanation {
    if (key.startsWith('//')) return slashComment;
    const [written, signs] =
      alias === undefined ? [key, 'a colon, a space'] : [`*${alias}`, 'a space, a colon, a space'];
    const message = `\`${shortened(written)}\` is a key without a value. Add ${signs} and a value.`;
    return { message, kind: 'missing-colon' };
  },
  missingColonAbove: (key: string): string =>
    `\`${shortened(key)}\` is a key without a colon, and the lines below are its value. Add the colon.`,
  tag: {
    message: 'Tags such as `!Ref` are allowed only below the key `cloudformation` of the top level. Remove the tag.',
    kind: 'tag',
  } satisfies Explanation,
  jsonTag: {
    message: 'JSON has no tags such as `!Ref`. Below `cloudformation`, write `{ "Ref": … }`.',
    kind: 'tag',
  } satisfies Explanation,
  misaligned,
  secondKey,
  conflict:
    'This merge conflict is not resolved. The rest of the file is checked with the current side. Choose a side, and remove the markers.',
  conflictMarker: 'This marker of a merge conflict is left over. Remove the line.',
  wrongSpace:
    'This is a no-break space or another special one, which YAML takes for a letter. Replace it with an ordinary space.',
  dashWithoutSpace: 'A space is missing after this dash, so this is not a list item. Add one.',
  missingKey:
    'The key of these lines is missing above, or they are indented too far. Add the key on a line of its own, or fix the indentation.',
  aboveItsKey: (key: string): string =>
    `This line is above its key \`${shortened(key)}\`. Move it below that line, or fix the indentation.`,
  anotherMap:
    'This line and the one below are in this map already, so they start another one, whose key is missing. Add the key above, on a line of its own.',
  unclosed(opening: string): string {
    const closing = closingOf(opening);
    return `This \`${opening}\` is never closed, so everything after it is read as part of it. Add \`${closing}\` where it ends.`;
  },
  wrongBracket: (opening: string, closing: string): string =>
    `This \`${closing}\` closes a \`${opening}\`, which needs \`${closingOf(opening)}\`. Replace it.`,
  unclosedOnLine: (quote: string): string =>
    `This \`${quote}\` is never closed, so the rest of the line is read as part of the string. Add \`${quote}\` where it ends.`,
  keyIsNotString: 'A key must be a plain string. It cannot be a map, a list, an alias of one, or empty.',
  aliasWithColon: 'The colon is part of the name of this alias. Add a space before the colon.',
  unknownAnchor: (name: string): string =>
    `There is no anchor \`&${shortened(name)}\` above. Define it before it is used, or quote the string if the \`*\` is part of it.`,
  severalDocuments,
  tooDeep: (maximum: number): string =>
    `The file is nested more than ${maximum} levels deep and is not read any further. No WebSocket project needs that: check for unclosed brackets.`,
  tooManyItems: (maximum: number): string =>
    `This has more than ${maximum.toLocaleString('en')} entries, so the file is not checked. Split the project into several files.`,
  tooManyAliases: (maximum: number): string =>
    `With this alias, the aliases of the file expand to more than ${maximum.toLocaleString('en')} values, so it is not read any further. Replace the alias with its value, or use fewer aliases.`,
  tooLong: (length: number, maximum: number): string =>
    `The file is ${length.toLocaleString('en')} characters long, over the limit of ${maximum.toLocaleString('en')}, so it is not checked. Split the project into several files.`,
  tooManySigns: (maximum: number): string =>
    `The file has more than ${maximum.toLocaleString('en')} line breaks and punctuation marks, so it is not checked. Split the project into several files.`,
};

/** The bracket or quote that closes the given one. */
export function closingOf(opening: string): string {
  return { '[': ']', '{': '}' }[opening] ?? opening;
}

function shortened(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
