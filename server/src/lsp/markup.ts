// Markdown for clients that show it, and as plain text for those that do not.
import { MarkupKind, type MarkupContent } from 'vscode-languageserver';

/** `formats` are those that the client has named, the ones it likes best first; none where it has said nothing. */
export function toMarkup(markdown: string, formats: readonly MarkupKind[] | undefined): MarkupContent {
  const isPlain = formats !== undefined && !formats.includes(MarkupKind.Markdown);
  return isPlain
    ? { kind: MarkupKind.PlainText, value: withoutMarks(markdown) }
    : { kind: MarkupKind.Markdown, value: markdown };
}

function withoutMarks(markdown: string): string {
  return markdown
    .replaceAll(/^```\w*\n?/gm, '')
    .replaceAll(/\*\*((?:\\.|[^*\\])*)\*\*/g, '$1')
    .replaceAll(/\[((?:\\.|[^\]\\])*)\]\((\S*?)\)/g, '$1: $2')
    .replaceAll(/(?<!\\)`/g, '')
    .replaceAll(/\\([^\w\s])/g, '$1')
    .trimEnd();
}
