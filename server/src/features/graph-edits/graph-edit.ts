// Edits of the graph, and how they are offered, as plain data.
import type { AccessLevel, BucketEvent } from '../../language/connections.ts';
import type { ResourceType } from '../../language/index.ts';
import type { OperationMode } from '../../language/web-socket-api.ts';

/** An edit of a part of the graph. A `part` is the ID of a node or an edge, and `to` is the ID of a node. */
export type GraphEdit =
  | { readonly kind: 'addEndpoint'; readonly part: string; readonly name: string; readonly mode: OperationMode }
  | { readonly kind: 'addResource'; readonly type: ResourceType; readonly name: string }
  | {
      readonly kind: 'connect';
      readonly part: string;
      readonly to: string;
      readonly access?: AccessLevel | undefined;
    }
  | {
      readonly kind: 'connectToNew';
      readonly part: string;
      readonly type: ResourceType;
      /** The ID of the new resource. */
      readonly name: string;
      readonly access?: AccessLevel | undefined;
    }
  | { readonly kind: 'disconnect'; readonly part: string }
  | { readonly kind: 'setAccess'; readonly part: string; readonly access: AccessLevel }
  /** Names the environment variable by which a function finds the connection's target. */
  | { readonly kind: 'setVariable'; readonly part: string; readonly name: string }
  /** `name` is the number as typed. */
  | { readonly kind: 'setBatchSize'; readonly part: string; readonly name: string }
  /** How often a message is received before it is a dead letter. `name` is the number as typed. */
  | { readonly kind: 'setAttempts'; readonly part: string; readonly name: string }
  /** Changes for what a bucket invokes the function. */
  | { readonly kind: 'setEvent'; readonly part: string; readonly on: BucketEvent }
  | { readonly kind: 'setMode'; readonly part: string; readonly mode: OperationMode }
  | { readonly kind: 'rename'; readonly part: string; readonly name: string }
  | { readonly kind: 'delete'; readonly part: string };

export type GraphEditKind = GraphEdit['kind'];

/** The edits of a part of the graph, including those that are not possible, with a reason. */
export interface GraphEdits {
  /** The name of the part; undefined if the graph does not have it. */
  readonly title: string | undefined;
  readonly offers: readonly GraphEditOffer[];
  /** Every other node, as the target of a connection from here; empty if no connection can start here. */
  readonly targets: readonly ConnectionTarget[];
  /** Why nothing can be edited now. */
  readonly refused: string | undefined;
}

export interface GraphEditOffer {
  readonly title: string;
  readonly kind: GraphEditKind;
  /** The part that the edit changes; absent for a new resource. */
  readonly part?: string | undefined;
  /** Why it cannot be done. */
  readonly refused?: string | undefined;
  /** The edit itself; absent if it is refused, and for `connect`, where each target has its own proposal. */
  readonly proposal?: EditProposal | undefined;
}

/** An edit with the most likely values, and the possible alternatives. */
export interface EditProposal {
  readonly edit: GraphEdit;
  /** Present if the user types the edit's `name`. */
  readonly input?: GraphEditInput | undefined;
  /** Present if the user chooses one of these edits. */
  readonly options?: GraphEditOptions | undefined;
}

export interface GraphEditInput {
  readonly label: string;
  readonly suggestions: readonly string[];
}

export interface GraphEditOptions {
  readonly label: string;
  /** The proposed edit with each value, the proposed value first. */
  readonly choices: readonly { readonly value: string; readonly edit: GraphEdit }[];
}

export interface ConnectionTarget {
  /** The node. */
  readonly part: string;
  readonly title: string;
  /** The effect of the connection, in a few words; empty if it is refused. */
  readonly does: string;
  /** Why the node cannot be connected to. */
  readonly refused?: string | undefined;
  /** The connection; absent if it is refused. */
  readonly proposal?: EditProposal | undefined;
}
