// The strip below the picture: the edits of the selected part, and the outcome of the last edit.
import type { GraphEditOffer, GraphEdits } from '../../../server/src/protocol.ts';
import { button, element, withCode } from '../dom.ts';
import { withKeys } from '../keyboard.ts';
import { shortcutOfOffer } from './editing-state.ts';

export interface Strip {
  readonly content: HTMLElement;
  readonly show: (edits: GraphEdits, part: string | undefined) => void;
  /** Also announced by screen readers. */
  readonly showStatus: (text: string) => void;
}

export interface StripActions {
  readonly perform: (offer: GraphEditOffer) => void;
  readonly more: (at: { readonly x: number; readonly y: number }) => void;
}

export function strip({ perform, more }: StripActions): Strip {
  const name = element('span', { class: 'name' });
  const buttons = element('div', { class: 'buttons' });
  const status = element('p', { class: 'status', role: 'status' });
  const content = element('div', { class: 'edit-strip', role: 'toolbar', 'aria-label': 'Edit' }, name, buttons, status);
  const all = button(
    '…',
    { 'aria-label': 'All edits', title: withKeys('All edits', 'edit', 'openMenu'), 'aria-haspopup': 'menu' },
    () => {
      const { left, top } = all.getBoundingClientRect();
      more({ x: left, y: top });
    },
  );

  /** The status takes precedence over the reason why no edit is possible. */
  let statusText = '';
  let refusal = '';
  const render = (): void => status.replaceChildren(...withCode(statusText || refusal));

  const item = (offer: GraphEditOffer, part: string | undefined): HTMLElement => {
    const shortcut = shortcutOfOffer(offer, part);
    const made = button(offer.title, {}, () => perform(offer));
    made.title = offer.refused?.replaceAll('`', '') ?? (shortcut ? `${offer.title} (${shortcut.label})` : offer.title);
    if (offer.refused !== undefined) made.setAttribute('aria-disabled', 'true');
    return made;
  };
  content.addEventListener('keydown', (event) => {
    const items = [...content.querySelectorAll('button')];
    const at = items.findIndex((one) => one === document.activeElement);
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (at < 0 || step === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    items[(at + step + items.length) % items.length]?.focus();
  });
  return {
    content,
    show({ title, offers, refused }, part) {
      name.textContent = title ?? '';
      // Edits that add resources or are about another part are only in the menu.
      const own = offers.filter(
        (offer) => offer.part === part && offer.kind !== 'connectToNew' && offer.kind !== 'addResource',
      );
      const isKept = content.contains(document.activeElement);
      buttons.replaceChildren(...own.map((offer) => item(offer, part)), ...(offers.length > 0 ? [all] : []));
      const label = own.length === 0 ? 'Add…' : '…';
      all.textContent = label;
      all.setAttribute('aria-label', `${label} All edits`);
      if (isKept && !content.contains(document.activeElement)) content.querySelector('button')?.focus();
      refusal = refused ?? '';
      render();
    },
    showStatus(text) {
      statusText = text;
      render();
    },
  };
}
