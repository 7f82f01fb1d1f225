// The custom requests, with which a client shows the preview and the template. The handlers and the client are typed by
// the same map.
import type { Analysis } from '../../analysis.ts';
import {
  followRouteOf,
  graphEditOf,
  graphEditsOf,
  impactOf,
  locate,
  partsAt,
  previewOf,
  routeOf,
  templateOf,
  templateOrigin,
} from '../../answers.ts';
import { exported } from '../../export.ts';
import {
  exportRequest,
  followRouteRequest,
  graphEditRequest,
  graphEditsRequest,
  handlerSourceRequest,
  impactRequest,
  locateRequest,
  partsAtRequest,
  previewRequest,
  routeRequest,
  templateFileRequest,
  templateOriginRequest,
  templateRequest,
  type importRequest,
  type Requests,
  type toolRequest,
} from '../../protocol.ts';
import { createdFile, positionEncodingOf } from '../convert.ts';
import type { Context, ServerFeature } from '../feature.ts';
import { locationOf } from '../source-code.ts';

/** Without those that are not about a document, which are in agent-tools.ts and importing.ts. */
type Name = Exclude<keyof Requests, typeof importRequest | typeof toolRequest>;

/** @param version of the document that was analyzed */
type Handler<N extends Name> = (
  analysis: Analysis,
  params: Requests[N]['params'],
  version: number,
) => Requests[N]['result'] | Promise<Requests[N]['result']>;

type Handlers = { readonly [N in Name]: Handler<N> };

export const ownRequests: ServerFeature = {
  capabilities: {},
  register(context) {
    const { connection, documents, answer, answerWhenReady } = context;
    const handlers = handlersIn(context);
    const register = <N extends Name>(name: N, all: Pick<Handlers, N>): void => {
      const handler: Handler<N> = all[name];
      const answering = needsSources.has(name) ? answerWhenReady : answer;
      connection.onRequest<unknown, unknown>(
        name,
        answering(name, (analysis, params: Requests[N]['params']) =>
          handler(analysis, params, documents.version(params.textDocument.uri) ?? 0),
        ),
      );
    };
    const isName = (key: string): key is Name => Object.hasOwn(handlers, key);
    for (const name of Object.keys(handlers).filter(isName)) register(name, handlers);
  },
};

/** The requests whose answers depend on source files, and wait until those have been read. */
const needsSources: ReadonlySet<Name> = new Set([previewRequest, handlerSourceRequest]);

function handlersIn(context: Context): Handlers {
  const { client, settings, typing } = context;
  return {
    async [previewRequest](analysis, params, version) {
      const { uri } = params.textDocument;
      const shown = typing.shown(uri);
      const format = params.format ?? (await settings.templateFile(uri)).format;
      return previewOf(analysis, { ...params, format }, version, shown);
    },
    [locateRequest]: (analysis, { part }) => locate(analysis, part),
    [partsAtRequest]: partsAt,
    async [handlerSourceRequest](analysis, { textDocument, part }) {
      const entryPoint = analysis.entryPointOf(part);
      const link = entryPoint && analysis.entryPointTarget(entryPoint.start);
      return link ? ((await locationOf(textDocument.uri, link, context)) ?? null) : null;
    },
    [graphEditsRequest]: (analysis, { part }, version) => graphEditsOf(analysis, part, version),
    async [graphEditRequest](analysis, params, version) {
      const made = graphEditOf(analysis, params, version, positionEncodingOf(client()));
      if (made.refused !== undefined) return made;
      const { uri } = params.textDocument;
      const [created] = made.creates ? await createdFile(uri, made.creates, context) : [];
      return { ...made.result, creates: created };
    },
    [followRouteRequest]: followRouteOf,
    [templateRequest]: (analysis, params) => templateOf(analysis, params, typing.shown(params.textDocument.uri)),
    [templateFileRequest]: (_, { textDocument }) => settings.templateFile(textDocument.uri),
    [impactRequest]: impactOf,
    [templateOriginRequest]: (analysis, params, version) =>
      params.version === undefined || params.version === version ? templateOrigin(analysis, params) : null,
    [routeRequest]: routeOf,
    [exportRequest]: (analysis, { format, theme }) => ({ text: exported(analysis, format, theme) }),
  };
}
