import { rule } from '../rule.ts';
import { chosenStrings, forbiddenCharacterOf } from '../../model/project.ts';
import { quote } from '../../wording.ts';
import { t } from '../../locale.ts';

export const forbiddenCharacter = rule({
  id: 'forbidden-character',
  severity: 'error',
  summary: 'a string that contains a control character or half of a surrogate pair',
  why: 'A template is YAML or JSON, but AWS returns parts of it as XML, which cannot represent control characters other than tabs and line breaks. Half of a surrogate pair (`"\\ud83d"`) is not a character at all: CloudFormation cannot read a template that contains one.',
  looksAt: 'project',
  *check(project) {
    // Only an escape sequence gives a string a character that the text does not have.
    const { text: written } = project.tree;
    if (!written.includes('\\') && forbiddenCharacterOf(written) === undefined) return;
    for (const { span, text } of chosenStrings(project)) {
      const character = forbiddenCharacterOf(text);
      if (character !== undefined) yield { span, data: character };
    }
  },
  message: (character) =>
    t`The string contains the character ${quote(codeOf(character))}, which AWS does not accept. Remove it, or encode the string, for example as Base64.`,
});

/** The escape sequence of the character in YAML and JSON. */
function codeOf(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
