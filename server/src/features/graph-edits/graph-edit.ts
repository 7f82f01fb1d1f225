// What an edit of the graph is and how it is offered, as plain data.

/** What can be done to a part of the graph, and why the rest of it cannot. */
export interface GraphEdits {
  /** What the part is called; undefined for one that the graph does not have. */
  readonly title: string | undefined;
  readonly offers: readonly GraphEditOffer[];
  /** Every other node, as the target of a connection from here; empty where none can start. */
  readonly targets: readonly ConnectionTarget[];
  /** Why nothing at all can be edited now. */
  readonly refused: string | undefined;
}

export const graphEditKinds = [
  'addEndpoint',
  'addResource',
  'connect',
  'connectToNew',
  'disconnect',
  'setAccess',
  'setMode',
  'rename',
  'delete',
] as const;

export type GraphEditKind = (typeof graphEditKinds)[number];

export interface GraphEdit {
  readonly kind: GraphEditKind;
  /** The node or the edge that it changes; absent for a resource that is added on its own. */
  readonly part?: string | undefined;
  /** The node to connect to. */
  readonly to?: string | undefined;
  /** The route, the resource id, or the new name of either. */
  readonly name?: string | undefined;
  /** The type of a resource that is added. */
  readonly type?: string | undefined;
  /** The operation mode, or the access level. */
  readonly option?: string | undefined;
}

export interface GraphEditOffer {
  readonly title: string;
  /** Without what the person is yet to be asked for. */
  readonly edit: GraphEdit;
  /** The edit's `name`, to be typed. */
  readonly input?: GraphEditInput | undefined;
  /** The edit's `option`, to be chosen. */
  readonly options?: GraphEditOptions | undefined;
  /** Why it cannot be done here. */
  readonly refused?: string | undefined;
}

export interface GraphEditInput {
  readonly label: string;
  readonly value: string;
  readonly suggestions: readonly string[];
}

export interface GraphEditOptions {
  readonly label: string;
  /** The one that is most likely meant stands first. */
  readonly values: readonly string[];
}

export interface ConnectionTarget {
  /** The node. */
  readonly part: string;
  readonly title: string;
  /** What the connection would do, in a few words; empty where there can be none. */
  readonly does: string;
  /** Why there can be no connection to it. */
  readonly refused?: string | undefined;
  /** The edit's `option`, to be chosen. */
  readonly options?: GraphEditOptions | undefined;
}
