// Which characters bring up completion as they are typed, and where they do so in vain.
import { startOfLine } from '../../syntax/edits.ts';

/** Those behind which something new can stand; but behind a brace, Enter is meant to begin a line, not to accept. */
export const triggerCharacters = [' ', '"', "'", '$', '[', ',', '.', '/'] as const;

/** Whether the character just typed before the offset may begin something; a space may also be indentation or prose. */
export function triggersAt(text: string, offset: number, character: string): boolean {
  if (character !== ' ') return true;
  const lead = text.slice(startOfLine(text, offset), offset).trimEnd();
  // One space begins a value, an item or an entry; a second one is the user's own affair.
  return /(?:[:[{,]|(?:^|\s)-)$/.test(lead) && lead.length === offset - startOfLine(text, offset) - 1;
}
