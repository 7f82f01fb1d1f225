// The graph for other programs.
import type { DocumentParams } from './common.ts';

/** Request: `ExportParams` → `ExportResult`, or null for a document that is not open in the server. */
export const exportRequest = 'websocketProject/export';

export type ExportFormat = 'svg' | 'png' | 'mermaid' | 'markdown';

export type PictureTheme = 'light' | 'dark';

export interface ExportParams extends DocumentParams {
  readonly format: ExportFormat;
  /** Of pictures. */
  readonly theme: PictureTheme;
}

/** Exactly one of both is there, or neither where the file cannot be parsed, or says nothing yet. */
export interface ExportResult {
  readonly text?: string | undefined;
  /** The bytes of a picture, in Base64. */
  readonly base64?: string | undefined;
}
