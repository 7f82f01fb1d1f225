// What the parser's complaints mean to the person who typed the text.
import type { ErrorCode } from 'yaml';
import type { ProblemKind } from './tree.ts';

const byCode: Partial<Record<ErrorCode, string>> = {
  TAB_AS_INDENT: 'A tab cannot indent: YAML allows only spaces there. Replace it with spaces.',
  BAD_INDENT: 'The indentation does not fit what stands above. Align this line with the others of its map or list.',
  BAD_SCALAR_START: 'A text cannot start with this character unless it is quoted. Put the text in quotes.',
  BLOCK_AS_IMPLICIT_KEY:
    'A second `key: value` cannot follow on the same line. Start a new line, or quote the text if the colon belongs to it.',
  BLOCK_IN_FLOW: 'Inside `[ ]` and `{ }` a block map or list cannot start. Write it with brackets or braces as well.',
  MULTILINE_IMPLICIT_KEY: 'A key must stand on one line. Check the indentation of this line and of the one above.',
  BAD_ALIAS:
    'The name of an anchor or alias is missing after `&` or `*`. Quote the text if the character belongs to it.',
  BAD_DQ_ESCAPE:
    'This is no escape sequence that YAML knows. Write `\\\\` for a backslash, or use single quotes, which take everything literally.',
  NON_STRING_KEY: 'A key must be a text.',
  TAG_RESOLVE_FAILED:
    'Tags such as `!Ref` have no meaning here: this is not a CloudFormation template. Remove the tag.',
  BAD_DIRECTIVE: 'This directive is not known. Remove the line.',
};

/** Which of the parser's complaints can be mended. */
export const kinds: Partial<Record<ErrorCode, ProblemKind>> = {
  TAB_AS_INDENT: 'tab',
  BAD_SCALAR_START: 'bad-start',
  BAD_ALIAS: 'bad-alias',
  TAG_RESOLVE_FAILED: 'tag',
};

export const explain = {
  yaml(code: ErrorCode, message: string): string {
    return byCode[code] ?? `${message.replace(/\.$/, '')}.`;
  },
  missingColon: (key: string): string =>
    `\`${shortened(key)}\` is a key without a value. Write a colon, a space and the value after it.`,
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
