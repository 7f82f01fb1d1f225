// The colours of the template. Not a parser of YAML: it knows the plain way in which the server writes it.
import { element } from './dom.ts';

const token =
  /^(\s*(?:- +)*)("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s"'#&*!|>][^:#]*?)(?=:(?:\s|$))|("(?:[^"\\]|\\.)*"|'(?:[^']|'')*')|((?:^|\s)#.*$)|(![A-Za-z]+)|\b(-?\d+(?:\.\d+)?|true|false|null)(?=[,\]}]|$)/g;

/** Beyond this the colours would cost more than they give, in characters. */
const maximumLength = 300_000;

/** The text as nodes, in which keys, texts, numbers, comments and tags are told apart. */
export function highlight(yaml: string): DocumentFragment {
  const fragment = document.createDocumentFragment();
  if (yaml.length > maximumLength) fragment.append(yaml);
  else for (const line of yaml.split(/(?<=\n)/)) fragment.append(...highlightLine(line));
  return fragment;
}

function highlightLine(line: string): (Node | string)[] {
  const parts: (Node | string)[] = [];
  let end = 0;
  for (const match of line.trimEnd().matchAll(token)) {
    const [all, indent, key, text, comment, tag, value] = match;
    parts.push(line.slice(end, match.index));
    if (key !== undefined) parts.push(indent ?? '', element('span', { class: 'key' }, key));
    else if (text !== undefined) parts.push(element('span', { class: 'text' }, text));
    else if (comment !== undefined) parts.push(element('span', { class: 'comment' }, comment));
    else parts.push(element('span', { class: tag === undefined ? 'value' : 'tag' }, tag ?? value ?? all));
    end = match.index + all.length;
  }
  parts.push(line.slice(end));
  return parts;
}
