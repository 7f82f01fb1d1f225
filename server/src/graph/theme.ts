// The style of the picture. In the webview, its colors are those of VS Code's theme; elsewhere it has its own light and
// dark colors. The style is part of the SVG, so that the picture is self-contained.

export const graphStyle = `
.route-graph {
  --graph-ground: var(--vscode-editor-background, light-dark(#ffffff, #1f1f1f));
  --graph-text: var(--vscode-editor-foreground, light-dark(#1f2328, #d4d4d4));
  --graph-muted: var(--vscode-descriptionForeground, light-dark(#59636e, #9d9d9d));
  --graph-api: var(--vscode-charts-purple, light-dark(#652d90, #b180d7));
  --graph-endpoint: var(--vscode-charts-blue, light-dark(#0b6bcb, #3794ff));
  --graph-function: var(--vscode-charts-orange, light-dark(#b5651d, #d18616));
  --graph-data: var(--vscode-charts-green, light-dark(#388a34, #89d185));
  --graph-fault: var(--vscode-editorError-foreground, light-dark(#c72e0f, #f14c4c));
  --graph-warning: var(--vscode-editorWarning-foreground, light-dark(#9a6700, #cca700));
  --graph-information: var(--vscode-editorInfo-foreground, light-dark(#0b6bcb, #3794ff));
  --graph-focus: var(--vscode-focusBorder, light-dark(#005fb8, #3794ff));
  --accent: var(--graph-muted);
  color-scheme: light dark;
  background: var(--graph-ground);
  font-family: var(--vscode-font-family, system-ui, 'Segoe UI', Ubuntu, sans-serif);
}
.vscode-high-contrast .route-graph {
  --graph-muted: var(--graph-text);
  --graph-api: var(--graph-text);
  --graph-endpoint: var(--graph-text);
  --graph-function: var(--graph-text);
  --graph-data: var(--graph-text);
}
.route-graph text { fill: var(--graph-text); direction: ltr; user-select: none; }
.route-graph title { display: none; }
.route-graph .heading { fill: var(--graph-muted); font-size: 12px; }
.route-graph .node { cursor: pointer; outline: none; }
.route-graph .api { --accent: var(--graph-api); }
.route-graph .endpoint, .route-graph .folded { --accent: var(--graph-endpoint); }
.route-graph .function { --accent: var(--graph-function); }
.route-graph .data, .route-graph .schedule { --accent: var(--graph-data); }
.route-graph .missing, .route-graph .fault { --accent: var(--graph-fault); }
.route-graph .card {
  fill: color-mix(in srgb, var(--accent) 8%, var(--graph-ground));
  stroke: var(--vscode-contrastBorder, color-mix(in srgb, var(--accent) 70%, var(--graph-ground)));
}
.route-graph .missing .card, .route-graph .unknown .card { fill: none; stroke: var(--accent); stroke-dasharray: 5 4; }
.route-graph .existing .card { stroke-dasharray: 1.5 3; stroke-width: 1.5; }
.route-graph .node:hover .card { stroke: var(--vscode-contrastActiveBorder, var(--accent)); stroke-width: 1.5; }
.route-graph .node:focus-visible .card { stroke: var(--graph-focus); stroke-width: 2.5; }
.route-graph .icon {
  fill: none;
  stroke: var(--accent);
  stroke-width: 1.4;
  stroke-linecap: round;
  stroke-linejoin: round;
}
.route-graph .title { font-size: 13px; font-weight: 600; }
.route-graph .unnamed .title { font-style: italic; font-weight: 400; }
.route-graph .detail { fill: var(--graph-muted); font-size: 12px; }
.route-graph .missing .detail { fill: var(--graph-fault); }
.route-graph .edge { cursor: pointer; }
.route-graph .line { fill: none; stroke: var(--accent); stroke-width: 1.3; }
.route-graph .hit { fill: none; stroke: transparent; stroke-width: 11; pointer-events: stroke; }
.route-graph .head { fill: var(--accent); }
.route-graph .cross { fill: none; stroke: var(--accent); stroke-width: 2; }
.route-graph .edge:hover .line { stroke-width: 2.5; }
.route-graph .label {
  fill: var(--graph-muted);
  font-size: 12px;
  paint-order: stroke;
  stroke: var(--graph-ground);
  stroke-width: 3;
  stroke-linejoin: round;
}
.route-graph .authorizer, .route-graph .send { --accent: var(--graph-api); }
.route-graph .access, .route-graph .trigger, .route-graph .dead-letter { --accent: var(--graph-data); }
.route-graph .node.has-error .card { stroke: var(--graph-fault); stroke-width: 1.8; }
.route-graph .node.has-warning .card { stroke: var(--graph-warning); stroke-width: 1.8; }
.route-graph .badge .plate { stroke: var(--graph-ground); stroke-width: 1.5; paint-order: stroke; }
.route-graph .has-error .badge .plate { fill: var(--graph-fault); }
.route-graph .has-warning .badge .plate { fill: var(--graph-warning); }
.route-graph .has-information .badge .plate { fill: var(--graph-information); }
.route-graph .sign { fill: none; stroke: var(--graph-ground); stroke-width: 1.6; stroke-linecap: round; }
.route-graph .toggle .plate { fill: var(--graph-ground); stroke: var(--accent); }
.route-graph .toggle .sign { stroke: var(--graph-text); }
.route-graph .toggle:hover .plate { fill: color-mix(in srgb, var(--accent) 30%, var(--graph-ground)); }
.route-graph .dead-letter .line { stroke-dasharray: 9 3; }
.route-graph .undecided .line { stroke-dasharray: 1.5 3; }
.route-graph .fault .line { stroke-dasharray: 6 4; }
.route-graph .fault .label { fill: var(--graph-fault); }
@media (forced-colors: active) {
  .route-graph, .vscode-high-contrast .route-graph {
    --graph-ground: Canvas;
    --graph-text: CanvasText;
    --graph-muted: CanvasText;
    --graph-api: CanvasText;
    --graph-endpoint: CanvasText;
    --graph-function: CanvasText;
    --graph-data: CanvasText;
    --graph-fault: CanvasText;
    --graph-warning: CanvasText;
    --graph-information: CanvasText;
    --graph-focus: Highlight;
    forced-color-adjust: none;
  }
  .route-graph .card { fill: Canvas; stroke: CanvasText; }
}
`;
