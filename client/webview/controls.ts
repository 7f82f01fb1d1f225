// Controls that look like VS Code's: its colors are in style.css, its icons in its font.
import { button, element } from './dom.ts';

/** A button with one of VS Code's icons. Its name is the tooltip, and is announced by screen readers. */
export function iconButton(icon: string, name: string, click: () => void): HTMLButtonElement {
  const made = button('', { class: 'icon', 'aria-label': name, title: name }, click);
  made.append(element('span', { class: `codicon codicon-${icon}`, 'aria-hidden': 'true' }));
  return made;
}

/** @param changed called on each change of the text */
export function textField(name: string, changed: (text: string) => void): HTMLInputElement {
  const attributes = { type: 'text', class: 'field', placeholder: name, 'aria-label': name, spellcheck: 'false' };
  const made = element('input', { ...attributes, autocomplete: 'off' });
  made.addEventListener('input', () => changed(made.value));
  return made;
}

export interface Choice<Value extends string> {
  readonly content: HTMLElement;
  readonly select: (value: Value) => void;
  readonly disable: (disabled: boolean) => void;
}

/** A choice of one among a few values, side by side. */
export function choice<Value extends string>(
  name: string,
  titles: readonly (readonly [value: Value, title: string])[],
  chosen: (value: Value) => void,
): Choice<Value> {
  const buttons = new Map(titles.map(([value, title]) => [value, button(title, {}, () => chosen(value))]));
  const select = (selected: Value | undefined): void => {
    for (const [value, each] of buttons) each.setAttribute('aria-pressed', String(value === selected));
  };
  select(undefined);
  return {
    content: element('div', { class: 'choice', role: 'group', 'aria-label': name }, ...buttons.values()),
    select,
    disable(disabled) {
      for (const each of buttons.values()) each.disabled = disabled;
    },
  };
}
