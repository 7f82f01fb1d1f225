// Editing in the graph: the edits of the selected part, offered by buttons below the picture, a menu, keys and dragging.
import './edit.css';
import type { PartEdits } from '../../../server/src/protocol.ts';
import type { PanelMessage } from '../../src/preview/preview-messages.ts';
import { element, isField } from '../dom.ts';
import type { GraphParts } from '../graph-parts.ts';
import { commandOf, shortcutOf } from '../keyboard.ts';
import type { Page } from '../pane.ts';
import type { MenuItem, Point, Popup } from '../popup.ts';
import type { Toolbar } from '../toolbar.ts';
import { advanceEditing } from './advance-editing.ts';
import { isAllowed, sentenceOf } from './connecting.ts';
import { drag } from './drag.ts';
import {
  initialEditing,
  isBusy,
  objectionOf,
  shortcutOfOffer,
  type Connecting,
  type EditingEffect,
  type EditingInput,
  type EditingState,
  menuOf,
  type Menu,
} from './editing-state.ts';
import { editForm, type EditForm } from './form.ts';
import { strip } from './strip.ts';
import { t } from '../../../server/src/locale.ts';

/** The interface between editing and the graph. */
export interface Surface {
  readonly content: HTMLElement;
  /** The element that the picture moves in. */
  readonly viewport: HTMLElement;
  readonly toolbar: Toolbar;
  readonly popup: Popup;
  readonly elementOf: (part: string) => SVGElement | undefined;
  /** The ID of the part at the target. */
  readonly partAt: (target: EventTarget | null) => string | undefined;
  readonly choose: (parts: readonly string[]) => void;
  readonly focus: () => void;
  readonly focusNode: (node: string) => void;
  /** The node that has the focus. */
  readonly focused: () => string | undefined;
}

export interface Editing {
  readonly receive: (message: PanelMessage) => void;
  /** Whether an edit, undo or redo is in progress, during which the focus may leave the page and return. */
  readonly isBusy: () => boolean;
  /** Another part is selected, or none. */
  readonly choose: (part: string | undefined) => void;
  /** The picture has changed. The edits of the selected part usually come with it. */
  readonly refresh: (
    parts: GraphParts,
    version: number,
    chosen: string | undefined,
    offered: PartEdits | undefined,
  ) => void;
}

export function graphEditing(graph: Surface, { post }: Page): Editing {
  const { content, viewport, toolbar, popup } = graph;
  let state: EditingState = initialEditing;
  let form: EditForm | undefined;
  const dispatch = (input: EditingInput): boolean => {
    const { state: next, effects, isTaken } = advanceEditing(state, input);
    const last = state;
    state = next;
    render(last);
    for (const effect of effects) run(effect);
    return isTaken;
  };

  const bar = strip(toolbar, popup, {
    perform: (offer) => dispatch({ kind: 'perform', offer, part: state.offered?.part }),
    edits: () => itemsOf(menuOf(state)),
  });
  const popupClosed = (hadFocus: boolean): void => {
    form = undefined;
    dispatch({ kind: 'popupClosed' });
    if (hadFocus) graph.focus();
  };
  const lights = targetLights(content, graph.elementOf);

  /** Shows the state, given the last one that was shown. */
  const render = (last: EditingState): void => {
    const { offered, status, connecting, parts } = state;
    if (offered && offered !== last.offered) bar.show(offered.edits, offered.part);
    if (status !== last.status) bar.showStatus(status);
    if (connecting !== last.connecting) lights.show(connecting, parts);
    if (objectionOf(state) !== objectionOf(last)) form?.object(objectionOf(state));
  };
  const run = (effect: EditingEffect): void => {
    switch (effect.kind) {
      case 'post':
        return post(effect.message);
      case 'choose':
        return graph.choose(effect.parts);
      case 'focusGraph':
        return graph.focus();
      case 'focusNode':
        return graph.focusNode(effect.node);
      case 'openMenu':
        return popup.openMenu(
          t`Edit ${effect.menu.title}`,
          [itemsOf(effect.menu)],
          effect.at ?? besideChosen(),
          popupClosed,
        );
      case 'openForm':
        form = editForm(effect.request, {
          typed: (edit) => dispatch({ kind: 'typed', edit }),
          submitted: (edit) => dispatch({ kind: 'submitted', edit }),
          cancelled: popup.close,
        });
        popup.open(form.content, besideChosen(), popupClosed);
        return form.focus();
      case 'closePopup':
        return popup.close();
      case 'cancelDrag':
        return dragging.cancel();
    }
  };
  const besideChosen = (): Point => {
    const element = state.chosen === undefined ? undefined : graph.elementOf(state.chosen);
    const box = (element ?? toolbar.content).getBoundingClientRect();
    return { x: box.left + Math.min(24, box.width / 2), y: box.bottom + 4 };
  };
  const itemsOf = ({ offers, part, hasCode }: Menu): MenuItem[] => {
    const items = offers.map((offer): MenuItem => {
      const { title, refused } = offer;
      const run = (): void => void dispatch({ kind: 'perform', offer, part: state.chosen });
      return { title, refused, shortcut: shortcutOfOffer(offer, part), run };
    });
    if (!hasCode || part === undefined) return items;
    const run = (): void => void dispatch({ kind: 'openCode', part });
    return [...items, { title: t`Go to code`, refused: undefined, shortcut: shortcutOf('edit', 'openCode'), run }];
  };

  const nodeAt = (target: EventTarget | null): string | undefined => {
    const part = graph.partAt(target);
    return part !== undefined && state.parts.byId.get(part)?.part === 'node' ? part : undefined;
  };
  const dragging = drag(viewport, {
    nodeAt,
    start: (node) => dispatch({ kind: 'startDrag', node }),
    over: (node) => dispatch({ kind: 'point', node }),
    drop: (node) => dispatch({ kind: 'drop', node }),
  });
  viewport.addEventListener('pointerover', ({ target }) => {
    if (state.connecting && !dragging.isOn()) dispatch({ kind: 'point', node: nodeAt(target) });
  });
  viewport.addEventListener(
    'click',
    (event) => {
      if (!state.connecting) return;
      event.stopPropagation();
      dispatch({ kind: 'clickTarget', node: nodeAt(event.target) });
    },
    { capture: true },
  );
  viewport.addEventListener('focusin', ({ target }) => {
    const node = nodeAt(target);
    if (node !== undefined) dispatch({ kind: 'focused', node, isDragging: dragging.isOn() });
  });
  viewport.addEventListener('contextmenu', (event) => {
    event.preventDefault();
    // The context menu key is handled as a command below, since it has no position.
    if (event.button !== 2) return;
    dispatch({ kind: 'contextMenu', part: graph.partAt(event.target), at: { x: event.clientX, y: event.clientY } });
  });
  content.addEventListener('pointerdown', () => dispatch({ kind: 'somethingElse' }), { capture: true });
  window.addEventListener('focus', () => dispatch({ kind: 'windowFocused' }));

  /** Returns whether the key was handled. */
  const press = (event: KeyboardEvent): boolean => {
    const { target } = event;
    if (isField(target)) return false;
    const step = commandOf('history', event);
    if (step) return dispatch({ kind: 'step', step });
    if (state.connecting) {
      const command = commandOf('connecting', event);
      return command !== undefined && dispatch({ kind: 'connectingKey', command, focused: graph.focused() });
    }
    const command = target instanceof Node && viewport.contains(target) ? commandOf('edit', event) : undefined;
    return command !== undefined && dispatch({ kind: 'key', command });
  };
  content.addEventListener(
    'keydown',
    (event) => {
      if (!['Shift', 'Control', 'Alt', 'Meta'].includes(event.key)) dispatch({ kind: 'somethingElse' });
      if (!press(event)) return;
      event.preventDefault();
      // VS Code would apply it to the page's fields too.
      event.stopPropagation();
    },
    { capture: true },
  );

  return {
    receive(message) {
      if (message.type === 'edits') dispatch({ kind: 'edits', number: message.number, edits: message.edits });
      if (message.type === 'edited') {
        const { number, refused, done } = message;
        dispatch({ kind: 'edited', number, refused, done });
      }
      if (message.type === 'noSource') dispatch({ kind: 'noSource', reason: message.reason });
      if (message.type !== 'cursor') return;
      dispatch({ kind: 'cursor', part: message.graph[0], isFollowed: graph.focused() === undefined });
    },
    isBusy: () => isBusy(state),
    choose: (part) => void dispatch({ kind: 'chosen', part }),
    refresh: (parts, version, chosen, offered) => void dispatch({ kind: 'picture', parts, version, chosen, offered }),
  };
}

interface TargetLights {
  readonly show: (connecting: Connecting | undefined, parts: GraphParts) => void;
}

/** Marks the nodes while a connection is drawn, visually and for screen readers, as source, target or not possible. */
function targetLights(content: HTMLElement, elementOf: (part: string) => SVGElement | undefined): TargetLights {
  const reasons = element('div', { hidden: true });
  content.append(reasons);
  let shown: Connecting | undefined;
  let restore: (() => void)[] = [];

  const clear = (): void => {
    for (const undo of restore) undo();
    restore = [];
    reasons.replaceChildren();
  };
  const light = ({ from, targets }: Connecting, { nodes }: GraphParts): void => {
    for (const [index, { id }] of nodes.entries()) {
      const node = elementOf(id);
      const target = targets.get(id);
      if (!node) continue;
      node.ownerSVGElement?.classList.add('connecting');
      node.classList.toggle('source', id === from);
      node.classList.toggle('target', target !== undefined && isAllowed(target));
      restore.push(() => {
        node.ownerSVGElement?.classList.remove('connecting');
        node.classList.remove('target', 'source', 'pointed');
        node.removeAttribute('aria-describedby');
      });
      if (!target) continue;
      const reason = `edit-target-${index}`;
      reasons.append(element('p', { id: reason }, sentenceOf(target)));
      node.setAttribute('aria-describedby', reason);
      const label = node.querySelector('title');
      const text = label?.textContent;
      if (!label || text === undefined) continue;
      label.textContent = sentenceOf(target);
      restore.push(() => (label.textContent = text));
    }
  };
  return {
    show(connecting, parts) {
      if (connecting?.targets !== shown?.targets) {
        clear();
        if (connecting) light(connecting, parts);
      }
      if (connecting) {
        for (const { id } of parts.nodes) elementOf(id)?.classList.toggle('pointed', id === connecting.pointed);
      }
      shown = connecting;
    },
  };
}
