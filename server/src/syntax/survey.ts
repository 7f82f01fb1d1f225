// What can be told from the tokens of a text before anything is made of them.
import type { CST } from 'yaml';
import type { Anchor, Comment, Span } from './tree.ts';

export interface Survey {
  readonly comments: readonly Comment[];
  readonly anchors: readonly Anchor[];
  /** Where it nests deeper than the maximum. */
  readonly tooDeepAt: number | undefined;
}

/**
 * Collects comments and anchors up to the end and looks how deep the text nests, without recursion: the composer's would
 * overflow.
 */
export function survey(tokens: readonly CST.Token[], end: number, maximumDepth: number): Survey {
  const comments: Comment[] = [];
  const anchors: Anchor[] = [];
  const stack: { token: CST.Token | CST.SourceToken; depth: number }[] = tokens.map((token) => ({ token, depth: 0 }));
  let tooDeepAt: number | undefined;
  for (let next = stack.pop(); next; next = stack.pop()) {
    const { token, depth } = next;
    if (token.type === 'comment' && token.offset < end) {
      comments.push({
        span: spanOf(token),
        text: token.source.slice(1).trim(),
      });
    }
    if (token.type === 'anchor') {
      anchors.push({
        kind: 'anchor',
        span: spanOf(token),
        name: token.source.slice(1),
      });
    }
    if (depth > maximumDepth) tooDeepAt = Math.min(token.offset, tooDeepAt ?? token.offset);
    else for (const child of children(token)) stack.push({ token: child, depth: depth + 1 });
  }
  comments.sort((a, b) => a.span.start - b.span.start);
  anchors.sort((a, b) => a.span.start - b.span.start);
  return { comments, anchors, tooDeepAt };
}

function* children(token: CST.Token): Iterable<CST.Token> {
  if ('start' in token && Array.isArray(token.start)) yield* token.start;
  if ('props' in token) yield* token.props;
  if ('value' in token && token.value) yield token.value;
  if ('items' in token) {
    for (const item of token.items) {
      yield* item.start;
      if (item.key) yield item.key;
      if (item.sep) yield* item.sep;
      if (item.value) yield item.value;
    }
  }
  if ('end' in token && Array.isArray(token.end)) yield* token.end;
}

function spanOf({ offset, source }: CST.SourceToken): Span {
  return { start: offset, end: offset + source.length };
}
