// The start of the toolbar below the picture: the selected part and its edits. Above it is the outcome of the last edit.
import type { GraphEditOffer, GraphEdits } from '../../../server/src/protocol.ts';
import { button, element, withCode } from '../dom.ts';
import { menuButton, type MenuGroup, type Popup } from '../popup.ts';
import type { Toolbar, ToolbarItem } from '../toolbar.ts';
import { shortcutOfOffer } from './editing-state.ts';
import { t } from '../../../server/src/locale.ts';

export interface Strip {
  readonly show: (edits: GraphEdits, part: string | undefined) => void;
  /** Also announced by screen readers. */
  readonly showStatus: (text: string) => void;
}

export interface StripActions {
  readonly perform: (offer: GraphEditOffer) => void;
  /** All edits, for a menu. */
  readonly edits: () => MenuGroup;
}

export function strip(toolbar: Toolbar, above: Popup, { perform, edits }: StripActions): Strip {
  const name = element('span', { class: 'name' });
  const status = element('p', { class: 'status', role: 'status' });
  toolbar.content.after(status);
  const add = menuButton(t`Add…`, t`Add…`, above, () => above.openMenu(t`Add to the project`, [edits()], add));

  /** The status takes precedence over the reason why no edit is possible. */
  let statusText = '';
  let refusal = '';
  const render = (): void => status.replaceChildren(...withCode(statusText || refusal));

  let shown = '';
  const itemOf = (offer: GraphEditOffer, part: string | undefined): ToolbarItem => {
    const shortcut = shortcutOfOffer(offer, part);
    const content = button(offer.title, { class: 'edit' }, () => perform(offer));
    content.title =
      offer.refused?.replaceAll('`', '') ?? (shortcut ? `${offer.title} (${shortcut.label})` : offer.title);
    if (offer.refused !== undefined) content.setAttribute('aria-disabled', 'true');
    return { content, rank: 4, entries: noEntries };
  };
  return {
    show({ title, offers, refused }, part) {
      const next = JSON.stringify([part, title, offers, refused]);
      if (next === shown) return;
      shown = next;
      name.textContent = title ?? '';
      name.hidden = title === undefined;
      // Edits that add resources or are about another part are only in the menu.
      const own = offers.filter(
        (offer) => offer.part === part && offer.kind !== 'connectToNew' && offer.kind !== 'addResource',
      );
      const items = own.map((offer) => itemOf(offer, part));
      if (own.length === 0 && offers.length > 0) items.push({ content: add, rank: 5, entries: edits });
      toolbar.begin([{ content: name, rank: 9, entries: noEntries }, ...items], () =>
        own.length > 0 ? [edits()] : [],
      );
      refusal = refused ?? '';
      render();
    },
    showStatus(text) {
      statusText = text;
      render();
    },
  };
}

/** What is in the menu anyway. */
function noEntries(): MenuGroup {
  return [];
}
