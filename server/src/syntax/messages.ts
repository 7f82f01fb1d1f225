// Turns the parser's errors into messages for the person who wrote the text.
import type { ErrorCode } from 'yaml';
import { t } from '../locale.ts';
import type { ProblemKind } from './tree.ts';

interface Explanation {
  readonly message: () => string;
  /** Absent if there is no automatic fix. */
  readonly kind?: ProblemKind;
}

function misaligned(): string {
  return t`The indentation does not match the lines above. Align this line with the others of its map or list.`;
}

function severalDocuments(): string {
  return t`A file can contain only one project, but \`---\` starts a second document. Move it to a separate file.`;
}

function secondKey(): string {
  return t`A second \`key: value\` cannot follow on the same line. Start a new line, or quote the string if the colon is part of it.`;
}

/** An explanation in the language of the user. */
interface Explained extends Pick<Explanation, 'kind'> {
  readonly message: string;
}

function explained({ message, ...rest }: Explanation): Explained {
  return { message: message(), ...rest };
}

const unexpected: Explanation = {
  message: () => t`YAML does not allow this here. Remove it, or quote the whole value if it is part of a string.`,
};

/** By the parser's code: every code has our own words, so that the parser's never reach anyone. */
const byCode: Readonly<Record<ErrorCode, Explanation>> = {
  ALIAS_PROPS: {
    message: () => t`An alias cannot have an anchor or a tag of its own. Remove what is before the \`*\`.`,
  },
  BAD_ALIAS: {
    message: () =>
      t`The name of an anchor or alias is missing after \`&\` or \`*\`, or ends with a colon. Write a name and a space, or quote the string if the character is part of it.`,
    kind: 'bad-alias',
  },
  BAD_COLLECTION_TYPE: { message: () => t`This tag does not match the value after it. Remove the tag.`, kind: 'tag' },
  BAD_DIRECTIVE: { message: () => t`Unknown YAML directive. Remove the line.` },
  BAD_DQ_ESCAPE: {
    message: () =>
      t`This is not a valid escape sequence in YAML. Use \`\\\\\` for a backslash, or use single quotes, which take everything literally.`,
  },
  BAD_INDENT: { message: misaligned, kind: 'misaligned' },
  BAD_PROP_ORDER: {
    message: () => t`An anchor or a tag must be directly before its value. Move it there, or remove it.`,
  },
  BAD_SCALAR_START: {
    message: () => t`A string cannot start with this character unless it is quoted. Add quotes.`,
    kind: 'bad-start',
  },
  BLOCK_AS_IMPLICIT_KEY: {
    message: secondKey,
    kind: 'second-key',
  },
  BLOCK_IN_FLOW: {
    message: () =>
      t`A second \`key: value\` starts here before the first one has ended. Add a comma between the two, or quote the string if the colon is part of it.`,
    kind: 'second-pair',
  },
  DUPLICATE_KEY: { message: () => t`The map already has this key. Remove one of the two.` },
  IMPOSSIBLE: unexpected,
  KEY_OVER_1024_CHARS: { message: () => t`A key cannot be longer than 1024 characters. Shorten it.` },
  MISSING_CHAR: unexpected,
  MULTILINE_IMPLICIT_KEY: {
    message: () => t`A key must be on a single line. Check the indentation of this line and the one above.`,
  },
  MULTIPLE_ANCHORS: { message: () => t`A value can have only one anchor. Remove the others.` },
  MULTIPLE_DOCS: { message: severalDocuments },
  MULTIPLE_TAGS: { message: () => t`A value can have only one tag. Remove the others.` },
  NON_STRING_KEY: { message: () => t`A key must be a string. Quote it.` },
  RESOURCE_EXHAUSTION: {
    message: () => t`The file is nested too deeply to be read. Check for brackets that are never closed.`,
  },
  TAB_AS_INDENT: {
    message: () => t`YAML does not allow tabs for indentation. Replace them with spaces.`,
    kind: 'tab',
  },
  TAG_RESOLVE_FAILED: {
    message: () => t`This tag is unknown, or its value does not match it. Remove the tag.`,
    kind: 'tag',
  },
  UNEXPECTED_TOKEN: unexpected,
};

/** Errors that share a code with others; the start of the parser's message distinguishes them. */
const byWords: readonly (readonly [RegExp, Explanation])[] = [
  [/^Sequence item without/, { message: misaligned, kind: 'misaligned' }],
  [/^Missing , /, { message: () => t`A comma is missing before this item. Add one.`, kind: 'missing-comma' }],
  [
    /^Missing space after :/,
    { message: () => t`A space is missing after this colon. Add one, or quote the string if the colon is part of it.` },
  ],
  [
    /^Missing directives-end/,
    { message: () => t`\`---\` is missing below the YAML directive. Add it, or remove the directive.` },
  ],
  [
    /^Block collection cannot start on same line/,
    { message: () => t`\`---\` must be on a line of its own. Start a new line.` },
  ],
  [/^Comments must be separated/, { message: () => t`A space is missing before this comment. Add one.` }],
  [/^Tags and anchors must be/, { message: () => t`A space is missing after this anchor or tag. Add one.` }],
  [/^Implicit map keys need/, { message: () => t`This key has no value. Add a colon, a space and a value.` }],
  [
    /^Unexpected flow-(?:map|seq)-end/,
    { message: () => t`This bracket has no matching opening bracket. Remove it.`, kind: 'stray-bracket' },
  ],
  [
    /^Unexpected , |^Unexpected empty item/,
    { message: () => t`There is nothing between this comma and the one before it. Remove it.`, kind: 'extra-comma' },
  ],
  [
    /^Unexpected block-seq-ind/,
    {
      message: () => t`A list cannot start on the line of its key. Start a new line, or use brackets.`,
      kind: 'list-on-key-line',
    },
  ],
  [
    /^Block scalar|^Not a YAML token/,
    {
      message: () =>
        t`This text after \`|\` or \`>\` is not valid: nothing but a comment can follow on the line, and the lines below must be indented further than their key. Fix the indentation.`,
    },
  ],
  [
    /^Flow end indicator/,
    { message: () => t`The closing bracket must be indented further than the key of its value. Indent it.` },
  ],
  [
    /^Unexpected .* at node end$/,
    {
      message: () =>
        t`The value before this has already ended, and nothing can follow it on the same line. Remove this text, or quote the whole value.`,
    },
  ],
];

const slashComment: Explanation = {
  message: () => t`Comments start with \`#\`, and JSON does not allow any. Replace the slashes, or remove the comment.`,
  kind: 'slash-comment',
};

export const explain = {
  yaml(code: ErrorCode, message: string, text: string): Explained {
    if (text.startsWith('//')) return explained(slashComment);
    return explained(byWords.find(([words]) => words.test(message))?.[1] ?? byCode[code]);
  },
  incompleteKey(key: string, alias?: string): Explained {
    if (key.startsWith('//')) return explained(slashComment);
    const message =
      alias === undefined
        ? t`\`${shortened(key)}\` is a key without a value. Add a colon, a space and a value.`
        : t`\`${shortened(`*${alias}`)}\` is a key without a value. Add a space, a colon, a space and a value.`;
    return { message, kind: 'missing-colon' };
  },
  missingColonAbove: (key: string): string =>
    t`\`${shortened(key)}\` is a key without a colon, and the lines below are its value. Add the colon.`,
  tag: (): Explained => ({
    message: t`Tags such as \`!Ref\` are allowed only below the key \`cloudformation\` of the top level. Remove the tag.`,
    kind: 'tag',
  }),
  jsonTag: (): Explained => ({
    message: t`JSON has no tags such as \`!Ref\`. Below \`cloudformation\`, write \`{ "Ref": … }\`.`,
    kind: 'tag',
  }),
  misaligned,
  secondKey,
  conflict: (): string =>
    t`This merge conflict is not resolved. The rest of the file is checked with the current side. Choose a side, and remove the markers.`,
  conflictMarker: (): string => t`This marker of a merge conflict is left over. Remove the line.`,
  wrongSpace: (): string =>
    t`This is a no-break space or another special one, which YAML takes for a letter. Replace it with an ordinary space.`,
  dashWithoutSpace: (): string => t`A space is missing after this dash, so this is not a list item. Add one.`,
  missingKey: (): string =>
    t`The key of these lines is missing above, or they are indented too far. Add the key on a line of its own, or fix the indentation.`,
  leftOfKey: (key: string) =>
    t`The list is indented less than its key \`${shortened(key)}\`. Indent it further than the key.`,
  aboveItsKey: (key: string): string =>
    t`This line is above its key \`${shortened(key)}\`. Move it below that line, or fix the indentation.`,
  anotherMap: (): string =>
    t`This line and the one below are in this map already, so they start another one, whose key is missing. Add the key above, on a line of its own.`,
  unclosed(opening: string): string {
    const closing = closingOf(opening);
    return t`This \`${opening}\` is never closed, so everything after it is read as part of it. Add \`${closing}\` where it ends.`;
  },
  wrongBracket: (opening: string, closing: string): string =>
    t`This \`${closing}\` closes a \`${opening}\`, which needs \`${closingOf(opening)}\`. Replace it.`,
  unclosedOnLine: (quote: string): string =>
    t`This \`${quote}\` is never closed, so the rest of the line is read as part of the string. Add \`${quote}\` where it ends.`,
  keyIsNotString: (): string => t`A key must be a plain string. It cannot be a map, a list, an alias of one, or empty.`,
  aliasWithColon: (): string => t`The colon is part of the name of this alias. Add a space before the colon.`,
  unknownAnchor: (name: string): string =>
    t`There is no anchor \`&${shortened(name)}\` above. Define it before it is used, or quote the string if the \`*\` is part of it.`,
  severalDocuments,
  tooDeep: (maximum: number): string =>
    t`The file is nested more than ${maximum} levels deep and is not read any further. No WebSocket project needs that: check for unclosed brackets.`,
  tooManyItems: (maximum: number): string =>
    t`This has more than ${maximum.toLocaleString(t`en`)} entries, so the file is not checked. Split the project into several files.`,
  tooManyAliases: (maximum: number): string =>
    t`With this alias, the aliases of the file expand to more than ${maximum.toLocaleString(t`en`)} values, so it is not read any further. Replace the alias with its value, or use fewer aliases.`,
  tooLong: (length: number, maximum: number): string =>
    t`The file is ${length.toLocaleString(t`en`)} characters long, over the limit of ${maximum.toLocaleString(t`en`)}, so it is not checked. Split the project into several files.`,
  tooManySigns: (maximum: number): string =>
    t`The file has more than ${maximum.toLocaleString(t`en`)} line breaks and punctuation marks, so it is not checked. Split the project into several files.`,
};

/** The bracket or quote that closes the given one. */
export function closingOf(opening: string): string {
  return { '[': ']', '{': '}' }[opening] ?? opening;
}

function shortened(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
