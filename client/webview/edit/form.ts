// What an edit needs to know besides: a name that is typed, a value that is chosen. What cannot be is said while it is
// typed.
import type { GraphEdit, GraphEditInput, GraphEditOptions } from '../../../server/src/protocol.ts';
import { button, element, withCode } from '../dom.ts';
import type { Popup } from './popup.ts';

export interface Asked {
  readonly title: string;
  readonly edit: GraphEdit;
  readonly input: GraphEditInput | undefined;
  readonly options: GraphEditOptions | undefined;
}

export interface FormActions {
  /** Why the edit cannot be made; undefined where it can. */
  readonly objection: (edit: GraphEdit) => Promise<string | undefined>;
  /** Makes it; what is refused is returned. */
  readonly make: (edit: GraphEdit) => Promise<string | undefined>;
}

export function openForm(popup: Popup, { title, edit, input, options }: Asked, { objection, make }: FormActions): void {
  const reason = element('p', { class: 'reason', id: 'edit-reason', role: 'alert' });
  const field =
    input && element('input', { id: 'edit-name', spellcheck: 'false', autocomplete: 'off', value: input.value });
  const select =
    options && element('select', { id: 'edit-option' }, ...options.values.map((value) => element('option', {}, value)));
  const current = (): GraphEdit => ({
    ...edit,
    ...(field ? { name: field.value } : {}),
    ...(select ? { option: select.value } : {}),
  });
  const tell = (refused: string | undefined): void => {
    reason.replaceChildren(...withCode(refused ?? ''));
    field?.setAttribute('aria-invalid', String(refused !== undefined));
  };
  let asked = 0;
  const check = async (): Promise<void> => {
    const number = ++asked;
    const isSame = edit.kind === 'rename' && field?.value === input?.value;
    const refused = isSame ? undefined : await objection(current());
    if (number === asked) tell(refused);
  };
  const submit = async (): Promise<void> => {
    const number = ++asked;
    if (edit.kind === 'rename' && field?.value === input?.value) return popup.close();
    const refused = await make(current());
    if (number !== asked) return;
    if (refused === undefined) popup.close();
    else tell(refused);
  };
  const suggestions = (input?.suggestions ?? []).map((text) =>
    button(text, { class: 'suggestion' }, () => {
      if (!field) return;
      field.value = text;
      field.focus();
      void check();
    }),
  );
  const form = element('form', { class: 'edit-form', 'aria-label': title });
  form.append(element('strong', {}, title));
  if (field && input) {
    field.setAttribute('aria-describedby', 'edit-reason');
    form.append(element('label', { for: 'edit-name' }, input.label), field);
    field.addEventListener('input', () => void check());
  }
  if (suggestions.length > 0) {
    form.append(element('div', { class: 'suggestions', role: 'group', 'aria-label': 'Suggestions' }, ...suggestions));
  }
  if (select && options) form.append(element('label', { for: 'edit-option' }, options.label), select);
  const done = element('button', { type: 'submit', class: 'primary' }, 'OK');
  form.append(reason, element('div', { class: 'buttons' }, done, button('Cancel', {}, popup.close)));
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void submit();
  });
  // A field sends the form by itself.
  select?.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    form.requestSubmit();
  });
  popup.open(form);
  if (field) {
    field.focus();
    field.select();
  } else select?.focus();
}
