// Completion: the items for the cursor's place.
import { bind } from '../../model/bind.ts';
import { resourcesEntry, type Project } from '../../model/project.ts';
import { rules } from '../../rules/all-rules.ts';
import { ruleIdAt } from '../../rules/suppressions.ts';
import { type Edit, endOfLine, startOfLine } from '../../syntax/edits.ts';
import { reparse } from '../../syntax/reparse.ts';
import { locate, type Span, type SyntaxTree } from '../../syntax/tree.ts';
import { capitalize } from '../../wording.ts';
import { authorizerOffers } from './authorizers.ts';
import { endpointOffers } from './endpoints.ts';
import { entryPointOffers } from './entry-points.ts';
import { keyOffers } from './keys.ts';
import { type Offer, type OfferKind, type Snippet, SnippetBuilder } from './write-draft.ts';
import { generatedTypeOffers, templateAttributeOffers, templateEntryOffers, templateNameOffers } from './overlay.ts';
import { functionOffers } from './overlay-functions.ts';
import { namesInText, tagAt, type NameInText } from './overlay-text.ts';
import { dynamicOffers, newParameterOffers, parameterOffers } from './parameters.ts';
import { placesAt, type CompletionPlace } from './place.ts';
import { resourceTypeOffers } from './resource-types.ts';
import { resourceOffers } from './resources.ts';
import { targetOffers } from './targets.ts';
import {
  booleanOffers,
  defaultOffers,
  enumOffers,
  nameOffers,
  routeOffers,
  textOffers,
  variableOffers,
} from './values.ts';
import { t, translated } from '../../locale.ts';

/** The items for one place. */
export interface CompletionList {
  /** The range of most items: of those that have this same object. Undefined if there are no items. */
  readonly range: CompletionRange | undefined;
  readonly items: readonly CompletionItem[];
}

export interface CompletionRange {
  /** The text that accepting an item replaces, up to the end of the word at the cursor. */
  readonly replaced: Span;
  /**
   * The same for inserting instead of replacing. Ends at the cursor if the rest of the word can follow the inserted
   * text, as in a plain scalar; elsewhere, the rest would be a syntax error.
   */
  readonly inserted: Span;
}

export interface CompletionItem {
  /** Unique among the items of a place. */
  readonly label: string;
  readonly kind: OfferKind;
  /** A few words next to the label. */
  readonly detail: string;
  /** Computed on request. */
  readonly markdown: () => string;
  readonly deprecated: boolean;
  /** Items with the same range share one object. */
  readonly range: CompletionRange;
  /** In snippet syntax: the cursor goes to `$0`, and a literal `$` is escaped. */
  readonly snippet: string;
  /** The same for editors that do not know choices in snippets. */
  readonly withoutChoices: string;
  /** The same for editors without snippets. */
  readonly plain: string;
  /** The indentation of each line after the first, for editors that do not indent them like the first one. */
  readonly lead: string;
  /** Edits elsewhere in the file. */
  readonly edits: readonly Edit[];
  /** Characters that accept it when typed. */
  readonly commitCharacters: readonly string[];
  /** Whether completion should be triggered again after accepting it. */
  readonly opens: boolean;
  /** The ID of the new function whose names follow the route that the user types next. */
  readonly follower: string | undefined;
  /** Items are sorted by this text. */
  readonly sortText: string;
}

export function completion(project: Project, offset: number): CompletionList {
  if (isDirectlyAfterColon(project.tree, offset)) return listOf(itemsBehind(project, offset, offset, ' '));
  const line = resourceLineAt(project, offset);
  if (!line) return itemsAt(project, offset);
  const items = itemsBehind(project, offset, line.start, line.indentation);
  return listOf([...items, ...(line.isLast ? itemsAt(project, offset).items : [])]);
}

function listOf(items: readonly CompletionItem[]): CompletionList {
  return {
    range: items[0]?.range,
    items: items.map((item, index) => ({ ...item, sortText: sortTextOf(index) })),
  };
}

function sortTextOf(index: number): string {
  return String(index).padStart(4, '0');
}

/** A line without indentation below the resources, where the next resource can start. */
interface ResourceLine {
  readonly start: number;
  readonly indentation: string;
  /** Whether no resource follows, so that another key of the file can start there as well. */
  readonly isLast: boolean;
}

function resourceLineAt({ tree }: Project, offset: number): ResourceLine | undefined {
  const { text, root } = tree;
  const start = startOfLine(text, offset);
  const entry = resourcesEntry({ tree });
  const map = entry?.value;
  if (root?.kind !== 'map' || map?.kind !== 'map' || map.flow) return undefined;
  const [first] = map.entries;
  const below = root.entries.filter(({ span }) => entry && span.start > entry.span.start && span.start < start);
  if (!first || below.length > 0 || start <= first.key.span.start) return undefined;
  if (!/^[\w-]*$/.test(text.slice(start, endOfLine(text, offset)))) return undefined;
  const indentation = text.slice(startOfLine(text, first.key.span.start), first.key.span.start);
  return /^ +$/.test(indentation)
    ? { start, indentation, isLast: map.entries.every(({ span }) => span.start < start) }
    : undefined;
}

function isDirectlyAfterColon(tree: SyntaxTree, offset: number): boolean {
  const part = locate(tree, offset).steps.at(-1)?.part;
  return (
    part !== undefined &&
    'key' in part &&
    !part.value &&
    part.colon &&
    tree.text.slice(part.key.span.end, offset) === ':'
  );
}

/** The items behind a text that is missing before the word at the cursor, which they insert as well. */
function itemsBehind(project: Project, offset: number, at: number, missing: string): CompletionItem[] {
  const { text } = project.tree;
  const completed = bind(reparse(text.slice(0, at) + missing + text.slice(at), project.tree), project);
  const before = (found: number): number => (found > at ? Math.max(at, found - missing.length) : found);
  const spanBefore = ({ start, end }: Span): Span => ({ start: before(start), end: before(end) });
  const indentation = at === startOfLine(text, at) ? missing : '';
  const ranges = new Map<CompletionRange, CompletionRange>();
  return itemsAt(completed, offset + missing.length).items.map((item) => {
    const { replaced, inserted } = item.range;
    const range = ranges.get(item.range) ?? { replaced: spanBefore(replaced), inserted: spanBefore(inserted) };
    ranges.set(item.range, range);
    const lead = replaced.start >= at + missing.length ? missing : '';
    const written = (one: string): string => lead + one.replaceAll(/\r\n?|\n/g, (lineEnd) => lineEnd + indentation);
    return {
      ...item,
      range,
      edits: item.edits.map(({ span, newText }) => ({ span: spanBefore(span), newText })),
      snippet: written(item.snippet),
      withoutChoices: written(item.withoutChoices),
      plain: written(item.plain),
      lead: indentation === '' ? item.lead : '',
    };
  });
}

function itemsAt(project: Project, offset: number): CompletionList {
  const named =
    ruleIdCompletion(project.tree, offset) ??
    aliasCompletion(project, offset) ??
    textCompletion(project, offset) ??
    tagCompletion(project, offset);
  if (named) return named;
  const labels = new Set<string>();
  const ranges = new Map<string, CompletionRange>();
  const rangeOf = (replaced: Span, inserted: Span): CompletionRange => {
    const key = [replaced.start, replaced.end, inserted.end].join(' ');
    const range = ranges.get(key) ?? { replaced, inserted };
    ranges.set(key, range);
    return range;
  };
  const items = placesAt(project, offset)
    .flatMap((place) => offersAt(project, place).map((offer) => ({ place, offer })))
    .filter(({ offer: { label } }) => !labels.has(label) && labels.add(label))
    .map(({ place, offer }, index): CompletionItem => {
      const { replaced } = place;
      const written = writtenAt(project.tree, place, offer);
      const { label, kind, detail, markdown, deprecated = false, closed, opens = false, follower } = offer;
      const isOpen = place.kind === 'text' || place.kind === 'dynamic-text';
      const isOpenWord = isOpen && written.plain === label;
      return {
        label,
        kind,
        detail,
        markdown,
        deprecated,
        range: rangeOf(replaced, isOpenWord ? { start: replaced.start, end: offset } : replaced),
        ...written,
        // Before anything is typed, such a character is meant literally.
        commitCharacters: closed && place.style.flow && place.typed !== '' ? [',', '}'] : [],
        opens,
        follower,
        sortText: sortTextOf(index),
      };
    });
  return { range: items[0]?.range, items };
}

/** Rule IDs in a comment that suppresses problems; undefined if the offset is not in one. */
function ruleIdCompletion(tree: SyntaxTree, offset: number): CompletionList | undefined {
  const place = ruleIdAt(tree, offset);
  if (!place) return undefined;
  const others = rules.filter(({ id }) => !place.others.includes(id));
  return nameList(
    place.span,
    others.map(({ id, severity, summary, why }) => ({
      label: id,
      detail: severity,
      markdown: () => `${capitalize(translated(summary))}.\n\n${translated(why)}`,
    })),
  );
}

/** Anchors whose text fits after an asterisk; undefined if the offset is not in an alias. */
function aliasCompletion(project: Project, offset: number): CompletionList | undefined {
  const { tree } = project;
  const { text, format, anchors, comments } = tree;
  if (format === 'json') return undefined;
  const written = /(?:^|[\s[{,])\*([^\s,[\]{}*&]*)$/.exec(text.slice(startOfLine(text, offset), offset).slice(-100));
  if (written?.[1] === undefined || locate(tree, offset).scalar) return undefined;
  if (comments.some(({ span }) => span.start < offset && offset <= span.end)) return undefined;
  const start = offset - written[1].length;
  const end = offset + (/^[^\s,[\]{}]*/.exec(text.slice(offset, offset + 100))?.[0].length ?? 0);
  const names = [...new Set(anchors.filter(({ span }) => span.end < start).map(({ name }) => name))];
  // What does not fit is reported where the anchor is.
  const faultsAbove = ({ shape }: Project): string[] =>
    shape.faults.filter(({ span }) => span.start < start).map(({ kind, span }) => `${kind} ${span.start}`);
  const known = new Set(faultsAbove(project));
  const fitting = names.slice(0, maximumAnchors).filter((name) => {
    const changed = bind(reparse(text.slice(0, start) + name + text.slice(end), tree), project);
    const isBroken = changed.tree.problems.some(({ span }) => span.start <= start && start <= span.end);
    return !isBroken && faultsAbove(changed).every((fault) => known.has(fault));
  });
  return nameList(
    { start, end },
    fitting.map((name) => ({
      label: name,
      detail: t`anchor`,
      markdown: () => t`The same as where \`&${name}\` is.`,
    })),
  );
}

/** Names in the text of `Fn::Sub`; undefined if the offset is in no such text. */
function textCompletion(project: Project, offset: number): CompletionList | undefined {
  const found = namesInText(project, offset);
  if (!found) return undefined;
  const { items, range } = nameList(found.span, found.names);
  return { range, items: items.map((item, index) => ({ ...item, sortText: sortTextOf(index) })) };
}

/** The functions whose tag may be the one at the offset; undefined if there is none. */
function tagCompletion(project: Project, offset: number): CompletionList | undefined {
  const { text } = project.tree;
  const tag = tagAt(project.tree, offset);
  if (!tag) return undefined;
  const without = bind(reparse(text.slice(0, tag.start) + text.slice(tag.end), project.tree), project);
  const range = { replaced: tag, inserted: tag };
  const items = itemsAt(without, tag.start).items.filter(({ label }) => label.startsWith('!'));
  return items.length > 0 ? { range, items: items.map((item) => ({ ...item, range })) } : undefined;
}

/** Each is tried, which takes a parse. */
const maximumAnchors = 20;

/** Items that are inserted as they are. */
function nameList(span: Span, names: readonly NameInText[]): CompletionList {
  const range = { replaced: span, inserted: span };
  const items = names.map(({ text, ...name }): CompletionItem => ({
    ...name,
    ...new SnippetBuilder().text(text ?? name.label).build(),
    kind: 'value',
    deprecated: false,
    range,
    lead: '',
    edits: [],
    commitCharacters: [],
    opens: false,
    follower: undefined,
    sortText: name.label,
  }));
  return { range, items };
}

function offersAt(project: Project, place: CompletionPlace): Offer[] {
  switch (place.kind) {
    case 'key':
      return [...keyOffers(place), ...authorizerOffers(project, place)];
    case 'resource-id':
      return resourceOffers(place);
    case 'resource-type':
      return resourceTypeOffers(project, place);
    case 'new-parameter':
      return newParameterOffers(place);
    case 'parameter-name':
      return parameterOffers(place);
    case 'dynamic-text':
      return dynamicOffers(place);
    case 'resource-name':
      return nameOffers(place);
    case 'variable':
      return variableOffers(place);
    case 'enum-value':
      return enumOffers(place);
    case 'boolean':
      return booleanOffers(place);
    case 'default':
      return defaultOffers(place);
    case 'text':
      return textOffers(place);
    case 'entry-point':
      return entryPointOffers(place);
    case 'route':
      return routeOffers(place);
    case 'endpoint':
      return endpointOffers(project, place);
    case 'connection-target':
      return targetOffers(place);
    case 'template-name':
      return templateNameOffers(place);
    case 'template-attribute':
      return templateAttributeOffers(place);
    case 'template-value':
      return functionOffers(place);
    case 'template-entry':
      return templateEntryOffers(place);
    case 'generated-type':
      return generatedTypeOffers(place);
  }
}

type Written = Snippet & Pick<CompletionItem, 'lead' | 'edits'>;

/** The draft with the missing dash and commas. */
function writtenAt(tree: SyntaxTree, place: CompletionPlace, { insert, edits = [] }: Offer): Written {
  const { frame, replaced, style } = place;
  const comma = frame.before === ',' ? endBefore(tree, replaced.start) : undefined;
  const before = comma === replaced.start ? ', ' : frame.before === '- ' ? '- ' : '';
  const item = new SnippetBuilder().text(before).append(insert);
  if (frame.after === ',') item.text(',');
  return {
    ...item.build(),
    lead: style.lead,
    edits: comma === undefined || before !== '' ? edits : [...edits, commaAt(comma)],
  };
}

/** The missing comma after an entry or item. */
function commaAt(offset: number): Edit {
  return { span: { start: offset, end: offset }, newText: ',' };
}

/** The end of what precedes the offset, without comments and whitespace. */
function endBefore({ text, comments }: SyntaxTree, offset: number): number {
  let at = offset;
  for (;;) {
    at = text.slice(0, at).trimEnd().length;
    const comment = comments.find(({ span }) => span.start < at && at <= span.end);
    if (!comment) return at;
    at = comment.span.start;
  }
}

/** Characters after which something new can start. */
export const triggerCharacters = [' ', '"', "'", '$', '{', '!', '[', ',', '.', '/', '*'] as const;

/**
 * Whether the character just typed can start something. A space may also be indentation or prose, and after a comma or a
 * bracket at the end of the line, Enter should start the next line.
 */
export function triggersAt({ text, format }: SyntaxTree, offset: number, character: string): boolean {
  if (character === ',' || character === '[') {
    const rest = text.slice(offset, endOfLine(text, offset)).trim();
    // In JSON, a quote or a brace comes first anyway. Brackets may have been closed automatically.
    return rest !== '' && !(format === 'json' && /^[\]}\s]+$/.test(rest));
  }
  // After any other brace, Enter should start a line, not accept.
  if (character === '{') return text.endsWith('${', offset);
  if (character !== ' ') return true;
  const lead = text.slice(startOfLine(text, offset), offset).trimEnd();
  // One space starts a value, an item or an entry; more spaces do not.
  return /(?:[:[{,]|(?:^|\s)-)$/.test(lead) && lead.length === offset - startOfLine(text, offset) - 1;
}
