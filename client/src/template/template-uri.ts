// The URI of a template that is shown and not written: which descriptor it comes from, and in which format.
import { Uri } from 'vscode';
import type { TemplateFormat } from '../../../server/src/protocol.ts';

export const templateScheme = 'websocket-project-template';

export interface TemplateSource {
  readonly descriptor: Uri;
  readonly format: TemplateFormat;
}

/** Its path is that of the template beside the descriptor, whose name tells VS Code the language. */
export function templateUri({ descriptor, format }: TemplateSource): Uri {
  const { path } = generatedUri(descriptor, format);
  return Uri.from({ scheme: templateScheme, path: path.replace(/^\/?/, '/'), query: descriptor.toString() });
}

/** Undefined for a URI that is none of these. */
export function templateSource(uri: Uri | undefined): TemplateSource | undefined {
  if (uri?.scheme !== templateScheme || uri.query === '') return undefined;
  return { descriptor: Uri.parse(uri.query), format: uri.path.endsWith('.json') ? 'json' : 'yaml' };
}

/** `websocket.yaml` gives `websocket.template.yaml`, `chat.websocket.json` gives `chat.websocket.template.yaml`. */
export function generatedUri(descriptor: Uri, format: TemplateFormat = 'yaml'): Uri {
  return descriptor.with({ path: `${descriptor.path.replace(/\.(?:ya?ml|json)$/i, '')}.template.${format}` });
}
