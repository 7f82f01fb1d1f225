import { rule } from '../rule.ts';
import { textsOf } from '../texts.ts';
import { quote } from '../../wording.ts';

/** What XML, in which AWS answers, cannot hold: control characters but tab and line breaks, and halves of a pair. */
const forbidden = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

export const forbiddenCharacter = rule({
  id: 'forbidden-character',
  severity: 'error',
  summary: 'a text with a control character, or with half of a surrogate pair',
  why: 'A template is read as YAML or JSON, and AWS speaks of it in XML, which cannot hold control characters other than tabs and line breaks. Half of a surrogate pair (`"\\ud83d"`) is no character at all: CloudFormation cannot read a template with one.',
  looksAt: 'project',
  *check(project) {
    for (const { span, text } of textsOf(project)) {
      const [character] = forbidden.exec(text) ?? [];
      if (character !== undefined) yield { span, data: character };
    }
  },
  message: (character) =>
    `The text has the character ${quote(codeOf(character))}, which AWS cannot take. Leave it out, or write it in another form, such as Base64.`,
});

/** As YAML and JSON write it. */
function codeOf(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
