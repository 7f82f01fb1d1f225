// The labeled controls of a form, and their style in a pane with the class `form-pane`.
import { element } from './dom.ts';
import './form.css';

let count = 0;

/** A control below its label. */
export function labeled(label: string, control: HTMLElement, ...beside: readonly HTMLElement[]): HTMLElement {
  control.id = `field-${++count}`;
  return element('div', { class: 'field' }, element('label', { for: control.id }, label), control, ...beside);
}

export function textInput(changed: (text: string) => void): HTMLInputElement {
  const made = element('input', { type: 'text', spellcheck: 'false', autocomplete: 'off' });
  made.addEventListener('input', () => changed(made.value));
  return made;
}

export function textArea(rows: number, changed: (text: string) => void): HTMLTextAreaElement {
  const made = element('textarea', { rows: String(rows), spellcheck: 'false', autocomplete: 'off' });
  made.addEventListener('input', () => changed(made.value));
  return made;
}

/** A dropdown of options. */
export function selection<Value extends string>(
  options: readonly (readonly [value: Value, title: string])[],
  chosen: (value: Value) => void,
): HTMLSelectElement {
  const made = element('select', {}, ...options.map(([value, title]) => element('option', { value }, title)));
  made.addEventListener('change', () => {
    const option = options.find(([value]) => value === made.value);
    if (option) chosen(option[0]);
  });
  return made;
}

/** Does not touch a field that already has the value, so that its cursor stays in place. */
export function setValue(control: HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement, value: string): void {
  if (control.value !== value) control.value = value;
}
