// The form for the input of an edit: a name, or a choice. Says while the user types why an input is not possible.
import type { GraphEdit } from '../../../server/src/protocol.ts';
import { button, element, withCode } from '../dom.ts';
import type { FormRequest } from './editing-state.ts';
import { t } from '../../../server/src/locale.ts';

export interface EditForm {
  readonly content: HTMLElement;
  readonly focus: () => void;
  /** Shows why the edit is not possible; undefined if it is. */
  readonly object: (reason: string | undefined) => void;
}

export interface FormActions {
  /** The user has changed the input. */
  readonly typed: (edit: GraphEdit) => void;
  readonly submitted: (edit: GraphEdit) => void;
  readonly cancelled: () => void;
}

export function editForm({ title, proposal }: FormRequest, actions: FormActions): EditForm {
  const { edit, input, options } = proposal;
  const reason = element('p', { class: 'reason', id: 'edit-reason', role: 'alert' });
  const proposed = 'name' in edit ? edit.name : '';
  const field =
    input && element('input', { id: 'edit-name', spellcheck: 'false', autocomplete: 'off', value: proposed });
  const choices = options?.choices.map(({ value }) => element('option', {}, value)) ?? [];
  const select = options && element('select', { id: 'edit-option' }, ...choices);
  const current = (): GraphEdit => {
    const chosen = options?.choices.find(({ value }) => value === select?.value)?.edit ?? edit;
    return field && 'name' in chosen ? { ...chosen, name: field.value } : chosen;
  };
  const typed = (): void => actions.typed(current());
  const suggestions = (input?.suggestions ?? []).map((text) =>
    button(text, { class: 'suggestion' }, () => {
      if (!field) return;
      field.value = text;
      field.focus();
      typed();
    }),
  );
  const form = element('form', { class: 'edit-form', 'aria-label': title });
  form.append(element('strong', {}, title));
  if (field && input) {
    field.setAttribute('aria-describedby', 'edit-reason');
    form.append(element('label', { for: 'edit-name' }, input.label), field);
    field.addEventListener('input', typed);
  }
  if (suggestions.length > 0) {
    form.append(element('div', { class: 'suggestions', role: 'group', 'aria-label': t`Suggestions` }, ...suggestions));
  }
  if (select && options) form.append(element('label', { for: 'edit-option' }, options.label), select);
  const done = element('button', { type: 'submit', class: 'primary' }, 'OK');
  form.append(reason, element('div', { class: 'buttons' }, done, button(t`Cancel`, {}, actions.cancelled)));
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    actions.submitted(current());
  });
  // Enter submits the form from a text field, but not from a dropdown.
  select?.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    form.requestSubmit();
  });
  return {
    content: form,
    focus() {
      if (field) {
        field.focus();
        field.select();
      } else select?.focus();
    },
    object(text) {
      reason.replaceChildren(...withCode(text ?? ''));
      field?.setAttribute('aria-invalid', String(text !== undefined));
    },
  };
}
