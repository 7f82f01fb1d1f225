// The keyboard map of the page: for each place of the focus, the commands and their keys. Both key handling and the labels
// in titles and menus use it. (In menus, toolbars and tabs, the arrow keys follow the ARIA Authoring Practices.)
import { t } from '../../server/src/locale.ts';

const keymap = {
  page: { find: ['Ctrl+F'] },
  /** In the graph, outside of fields. */
  graph: {
    find: ['/'],
    toggleMap: ['O'],
    zoomIn: ['+', '='],
    zoomOut: ['-', '_'],
    fit: ['0'],
    ownSize: ['1'],
  },
  history: { undo: ['Ctrl+Z'], redo: ['Ctrl+Shift+Z', 'Ctrl+Y'] },
  /** On a node of the graph. */
  node: {
    open: ['Enter', 'Shift+Enter'],
    show: ['Space', 'Shift+Space'],
    expand: ['Shift+ArrowRight'],
    collapse: ['Shift+ArrowLeft'],
    up: ['ArrowUp', 'Shift+ArrowUp'],
    down: ['ArrowDown', 'Shift+ArrowDown'],
    right: ['ArrowRight'],
    left: ['ArrowLeft'],
    first: ['Home', 'Shift+Home'],
    last: ['End', 'Shift+End'],
  },
  /** On the selected part of the graph. */
  edit: {
    connect: ['C'],
    rename: ['F2'],
    remove: ['Delete', 'Backspace'],
    setMode: ['M'],
    addEndpoint: ['A'],
    openMenu: ['Shift+F10', 'ContextMenu'],
    openCode: ['F12'],
  },
  /** While the target of a connection is being selected. */
  connecting: {
    next: ['ArrowDown', 'ArrowRight'],
    previous: ['ArrowUp', 'ArrowLeft'],
    nextOfAll: ['Shift+ArrowDown', 'Shift+ArrowRight'],
    previousOfAll: ['Shift+ArrowUp', 'Shift+ArrowLeft'],
    accept: ['Enter', 'Space', 'Shift+Enter', 'Shift+Space'],
    cancel: ['Escape'],
    nothing: ['Home', 'End', 'Shift+Home', 'Shift+End'],
  },
  /** In a search field. */
  search: {
    nextMatch: ['Enter', 'F3'],
    previousMatch: ['Shift+Enter', 'Shift+F3'],
    end: ['Escape'],
  },
  /** On a row of what has happened in a local run. */
  entry: {
    down: ['ArrowDown'],
    up: ['ArrowUp'],
    first: ['Home'],
    last: ['End'],
    replay: ['R'],
    close: ['Escape'],
  },
  /** On a line of the template. */
  line: {
    down: ['ArrowDown'],
    up: ['ArrowUp'],
    pageDown: ['PageDown'],
    pageUp: ['PageUp'],
    first: ['Home'],
    last: ['End'],
    unfold: ['ArrowRight'],
    fold: ['ArrowLeft'],
    toggleFold: ['Space'],
    open: ['Enter'],
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

export type Focus = keyof typeof keymap;
export type CommandIn<Where extends Focus> = keyof (typeof keymap)[Where] & string;

export interface KeyStroke {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

/** The command of the keys; undefined if they have none. */
export function commandOf<Where extends Focus>(where: Where, stroke: KeyStroke): CommandIn<Where> | undefined {
  const keys = keysOf(stroke);
  const commands: Readonly<Record<string, readonly string[]>> = keymap[where];
  const isCommand = (name: string): name is CommandIn<Where> => commands[name]?.includes(keys) === true;
  return Object.keys(commands).find(isCommand);
}

export interface Shortcut {
  /** The value for `aria-keyshortcuts`. */
  readonly keys: string;
  /** The label to display. */
  readonly label: string;
}

/** The first of the keys for the command. */
export function shortcutOf<Where extends Focus>(where: Where, command: CommandIn<Where>): Shortcut {
  const commands: Readonly<Record<string, readonly string[]>> = keymap[where];
  const keys = commands[command]?.[0] ?? '';
  return {
    keys,
    label: keys
      .split(/(?<=.)\+(?=.)/)
      .map(keyName)
      .join('+'),
  };
}

/** The key as it is labeled on keyboards. */
function keyName(key: string): string {
  switch (key) {
    case 'Ctrl':
      return t`Ctrl`;
    case 'Shift':
      return t`Shift`;
    case 'Space':
      return t`Space`;
    case 'Delete':
      return t`Del`;
    case 'Home':
      return t`Home`;
    case 'End':
      return t`End`;
    case 'ArrowUp':
      return t`Up`;
    case 'ArrowDown':
      return t`Down`;
    case 'ArrowLeft':
      return t`Left`;
    case 'ArrowRight':
      return t`Right`;
    default:
      return key;
  }
}

/** The text with the first of the command's keys in parentheses. */
export function withKeys<Where extends Focus>(text: string, where: Where, command: CommandIn<Where>): string {
  return `${text} (${shortcutOf(where, command).label})`;
}

/** The keys as written in the map. Shift is part of a character such as `+`, not a modifier. */
function keysOf({ key, ctrlKey, metaKey, altKey, shiftKey }: KeyStroke): string {
  const name = key === ' ' ? 'Space' : key.length === 1 ? key.toUpperCase() : key;
  const hasShift = shiftKey && (name.length > 1 || name !== key.toLowerCase());
  return `${ctrlKey || metaKey ? 'Ctrl+' : ''}${altKey ? 'Alt+' : ''}${hasShift ? 'Shift+' : ''}${name}`;
}
