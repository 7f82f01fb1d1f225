// What the parser's complaints mean to the person who typed the text.
import type { ErrorCode } from 'yaml';
import type { ProblemKind } from './tree.ts';

interface Explanation {
  readonly message: string;
  /** Absent for what only a person can mend. */
  readonly kind?: ProblemKind;
}

const misaligned =
  'The indentation does not fit what stands above. Align this line with the others of its map or list.';

const byCode: Partial<Record<ErrorCode, Explanation>> = {
  TAB_AS_INDENT: {
    message: 'A tab cannot indent: YAML allows only spaces there. Replace it with spaces.',
    kind: 'tab',
  },
  BAD_INDENT: { message: misaligned, kind: 'misaligned' },
  BAD_SCALAR_START: {
    message: 'A text cannot start with this character unless it is quoted. Put the text in quotes.',
    kind: 'bad-start',
  },
  BLOCK_AS_IMPLICIT_KEY: {
    message:
      'A second `key: value` cannot follow on the same line. Start a new line, or quote the text if the colon belongs to it.',
    kind: 'second-key',
  },
  BLOCK_IN_FLOW: {
    message:
      'A second `key: value` starts here, and the one before it has not ended. Write a comma between the two, or quote the text if the colon belongs to it.',
    kind: 'second-pair',
  },
  MULTILINE_IMPLICIT_KEY: {
    message: 'A key must stand on one line. Check the indentation of this line and of the one above.',
  },
  BAD_ALIAS: {
    message:
      'The name of an anchor or alias is missing after `&` or `*`. Quote the text if the character belongs to it.',
    kind: 'bad-alias',
  },
  BAD_DQ_ESCAPE: {
    message:
      'This is no escape sequence that YAML knows. Write `\\\\` for a backslash, or use single quotes, which take everything literally.',
  },
  NON_STRING_KEY: { message: 'A key must be a text.' },
  TAG_RESOLVE_FAILED: {
    message: 'Tags such as `!Ref` have no meaning here: this is not a CloudFormation template. Remove the tag.',
    kind: 'tag',
  },
  BAD_DIRECTIVE: { message: 'This directive is not known. Remove the line.' },
};

/** Complaints that share a code with others, told apart by how the parser's words start. */
const byWords: readonly (readonly [RegExp, Explanation])[] = [
  [/^Sequence item without/, { message: misaligned, kind: 'misaligned' }],
  [
    /^Missing , /,
    { message: 'A comma is missing between this and what stands before it. Write one.', kind: 'missing-comma' },
  ],
  [
    /^Unexpected flow-(?:map|seq)-end/,
    { message: 'Nothing that is open above is closed by this bracket. Remove it.', kind: 'stray-bracket' },
  ],
  [
    /^Unexpected .* at node end$/,
    {
      message:
        'What stands before this ends there, and nothing can follow it on the line. Remove it, or quote the whole.',
    },
  ],
];

const slashComment: Explanation = {
  message: 'A comment starts with `#`, and JSON has none. Change the slashes, or remove the comment.',
  kind: 'slash-comment',
};

export const explain = {
  yaml(code: ErrorCode, message: string, text: string): Explanation {
    if (text.startsWith('//')) return slashComment;
    const known = byWords.find(([words]) => words.test(message))?.[1] ?? byCode[code];
    return known ?? { message: `${message.replace(/\.$/, '')}.` };
  },
  incompleteKey(key: string): Explanation {
    if (key.startsWith('//')) return slashComment;
    const message = `\`${shortened(key)}\` is a key without a value. Write a colon, a space and the value after it.`;
    return { message, kind: 'missing-colon' };
  },
  missingColonAbove: (key: string): string =>
    `\`${shortened(key)}\` is a key without its colon, and what stands below is its value. Write the colon.`,
  misaligned,
  unclosed(opening: string): string {
    const closing = { '[': ']', '{': '}' }[opening] ?? opening;
    return `This \`${opening}\` is not closed, so all that follows is read as a part of it. Write the \`${closing}\` where it ends.`;
  },
  unclosedOnLine: (quote: string): string =>
    `This \`${quote}\` is not closed, so the rest of the line is read as a part of it. Write the \`${quote}\` where it ends.`,
  keyIsNoText: 'A key must be a plain text, not a map, a list or nothing.',
  unknownAnchor: (name: string): string =>
    `There is no anchor \`&${shortened(name)}\` above. Define it before it is used, or quote the text if the \`*\` belongs to it.`,
  severalDocuments: 'A file holds one project, and `---` starts a second document. Move it to a file of its own.',
  tooDeep: (maximum: number): string =>
    `The file nests more than ${maximum} levels deep and is not read further. Nothing in a websocket project needs that: check for brackets that are not closed.`,
  tooManyAliases: (maximum: number): string =>
    `With this alias, those of the file stand for more than ${maximum.toLocaleString('en')} values, and it is not read further. Write what is meant in its place, or use fewer.`,
  tooLong: (length: number, maximum: number): string =>
    `The file has ${length.toLocaleString('en')} characters and is not checked: ${maximum.toLocaleString('en')} is the limit. Split the project into several files.`,
};

function shortened(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
