// The façade: everything that can be asked of one text. Immutable and lazy; what is derived dies with it.
import { bind } from './model/bind.ts';
import type { Project } from './model/project.ts';
import { check, type RuleSettings } from './rules/index.ts';
import type { Finding } from './rules/rule.ts';
import { codeActions, type CodeAction } from './features/code-actions.ts';
import { completion, type CompletionItem } from './features/completion/completion.ts';
import { hover, type Hover } from './features/hover.ts';
import { locateInGraph, renderGraph } from './graph/index.ts';
import { generate } from './template/index.ts';
import { stringify } from './template/stringify.ts';
import { parse } from './syntax/parse.ts';
import { lineIndex, type LineIndex } from './syntax/positions.ts';
import type { Span, SyntaxTree } from './syntax/tree.ts';
import type { TemplateFormat } from './protocol.ts';

export interface Analysis {
  readonly text: string;
  readonly lines: LineIndex;
  readonly tree: SyntaxTree;
  readonly project: Project;
  /** Everything that is wrong, in the order of the file. */
  readonly findings: readonly Finding[];
  /** Those for which nothing is generated, shown or not. */
  readonly errors: readonly Finding[];
  hover(offset: number): Hover | undefined;
  completion(offset: number): readonly CompletionItem[];
  codeActions(span: Span): readonly CodeAction[];
  /** The CloudFormation template; undefined while the text has errors. */
  template(format: TemplateFormat): string | undefined;
  /** True for a text that says nothing yet: it is blank, or has comments alone. */
  readonly isEmpty: boolean;
  /** The route graph as an SVG element; undefined while the text cannot be parsed, or says nothing yet. */
  graph(): string | undefined;
  /** Where the part of the graph with that id is described; undefined for an id that the graph does not have. */
  locate(part: string): Span | undefined;
}

export function analyze(text: string, settings: RuleSettings = {}): Analysis {
  const tree = parse(text);
  const project = lazy(() => bind(tree));
  const checked = lazy(() => check(project(), settings));
  const lines = lazy(() => lineIndex(text));
  const template = lazy(() => generate(project()));
  const graph = lazy(() => renderGraph(project()));
  const readable = tree.root !== undefined && tree.problems.every(({ halfTyped }) => halfTyped === true);
  return {
    text,
    tree,
    get lines() {
      return lines();
    },
    get project() {
      return project();
    },
    get findings() {
      return checked().findings;
    },
    get errors() {
      return checked().errors;
    },
    hover: (offset) => hover(project(), offset),
    completion: (offset) => completion(project(), offset),
    codeActions: (span) => codeActions(checked().findings, span),
    template: (format) => (checked().errors.length === 0 ? stringify(template(), format) : undefined),
    isEmpty: tree.root === undefined && tree.problems.length === 0,
    graph: () => (readable ? graph() : undefined),
    locate: (part) => locateInGraph(project(), part),
  };
}

function lazy<T>(compute: () => T): () => T {
  let computed: { readonly value: T } | undefined;
  return () => (computed ??= { value: compute() }).value;
}
