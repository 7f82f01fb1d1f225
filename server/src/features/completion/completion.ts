// Completion: the items for the cursor's place.
import { bind } from '../../model/bind.ts';
import type { Project } from '../../model/project.ts';
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
import { type Offer, type OfferKind, SnippetBuilder } from './write-draft.ts';
import { placesAt, type CompletionPlace } from './place.ts';
import { resourceTypeOffers } from './resource-types.ts';
import { resourceOffers } from './resources.ts';
import { targetOffers } from './targets.ts';
import { defaultOffers, enumOffers, nameOffers, routeOffers, textOffers } from './values.ts';

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
  return isDirectlyAfterColon(project.tree, offset) ? afterColon(project, offset) : itemsAt(project, offset);
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

/** The items after the colon and a space, which they insert as well. */
function afterColon(project: Project, offset: number): CompletionList {
  const { text } = project.tree;
  const spaced = bind(reparse(`${text.slice(0, offset)} ${text.slice(offset)}`, project.tree), project);
  const { items } = itemsAt(spaced, offset + 1);
  const replaced = { start: offset, end: offset };
  const range = { replaced, inserted: replaced };
  const before = (at: number): number => (at > offset ? at - 1 : at);
  return {
    range: items.length > 0 ? range : undefined,
    items: items.map((item) => {
      const lead = item.range.replaced.start > offset ? ' ' : '';
      const edits = item.edits.map(({ span, newText }) => ({
        span: { start: before(span.start), end: before(span.end) },
        newText,
      }));
      return { ...item, range, edits, snippet: lead + item.snippet, plain: lead + item.plain };
    }),
  };
}

function itemsAt(project: Project, offset: number): CompletionList {
  const inComment = ruleIdCompletion(project.tree, offset);
  if (inComment) return inComment;
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
      const isOpenWord = place.kind === 'text' && written.plain === label;
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
        sortText: String(index).padStart(4, '0'),
      };
    });
  return { range: items[0]?.range, items };
}

/** Rule IDs in a comment that suppresses problems; undefined if the offset is not in one. */
function ruleIdCompletion(tree: SyntaxTree, offset: number): CompletionList | undefined {
  const place = ruleIdAt(tree, offset);
  if (!place) return undefined;
  const range = { replaced: place.span, inserted: place.span };
  const items = rules
    .filter(({ id }) => !place.others.includes(id))
    .map(({ id, severity, summary, why }): CompletionItem => ({
      label: id,
      kind: 'value',
      detail: severity,
      markdown: () => `${capitalize(summary)}.\n\n${why}`,
      deprecated: false,
      range,
      snippet: id,
      plain: id,
      lead: '',
      edits: [],
      commitCharacters: [],
      opens: false,
      follower: undefined,
      sortText: id,
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
    case 'resource-name':
      return nameOffers(place);
    case 'enum-value':
      return enumOffers(place);
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
  }
}

type Written = Pick<CompletionItem, 'snippet' | 'plain' | 'lead' | 'edits'>;

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

/** Characters after which something new can start. Not a brace, after which Enter should start a line, not accept. */
export const triggerCharacters = [' ', '"', "'", '$', '[', ',', '.', '/'] as const;

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
  if (character !== ' ') return true;
  const lead = text.slice(startOfLine(text, offset), offset).trimEnd();
  // One space starts a value, an item or an entry; more spaces do not.
  return /(?:[:[{,]|(?:^|\s)-)$/.test(lead) && lead.length === offset - startOfLine(text, offset) - 1;
}
